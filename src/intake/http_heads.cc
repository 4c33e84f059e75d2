#include "http_heads.h"

#include <algorithm>

#include "looks.h"
#include "text_source.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kMaxFields = 500;
constexpr std::size_t kMaxField = 8192;

std::string_view trim(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
  text.remove_prefix(begin);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

void take_type(std::string_view value, HttpHead& head) {
  head.media_type = lower(trim(value.substr(0, value.find(';'))));
  const std::string small = lower(value);
  const std::size_t at = small.find("charset=");
  if (at == std::string::npos) return;
  std::string_view charset = std::string_view(small).substr(at + 8);
  charset = trim(charset.substr(0, charset.find(';')));
  while (charset.starts_with('"') || charset.starts_with('\'')) charset.remove_prefix(1);
  head.charset = std::string(charset.substr(0, charset.find_first_of("\"'")));
}

}  // namespace

std::size_t end_of_head(std::string_view message) {
  const std::size_t with_cr = message.find("\r\n\r\n"), without = message.find("\n\n");
  if (with_cr == std::string_view::npos && without == std::string_view::npos) return message.size();
  if (with_cr != std::string_view::npos && (without == std::string_view::npos || with_cr < without))
    return with_cr + 4;
  return without + 2;
}

void take_fields(HttpHead& head) {
  for (const auto& [name, value] : head.fields) {
    const std::string small = lower(name);
    if (small == "content-type") take_type(value, head);
    if (small != "content-encoding") continue;
    const std::string coding = lower(trim(value));
    if (coding != "identity" && coding != "none") head.coding = coding;
  }
}

HttpHead read_head(std::string_view text) {
  HttpHead head;
  bool is_first = true;
  while (!text.empty() && head.fields.size() < kMaxFields) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trim(line).empty()) continue;
    if (is_first) {
      head.first_line = well_formed(trim(line), kMaxField);
      is_first = false;
      continue;
    }
    const bool is_folded = line.front() == ' ' || line.front() == '\t';
    if (is_folded && !head.fields.empty()) {
      head.fields.back().second += " " + well_formed(trim(line), kMaxField);
      continue;
    }
    const std::size_t colon = std::min(line.find(':'), line.size());
    head.fields.emplace_back(
        well_formed(trim(line.substr(0, colon)), kMaxField),
        well_formed(trim(line.substr(std::min(colon + 1, line.size()))), kMaxField));
  }
  const std::string_view first = head.first_line;
  const std::size_t space = first.find(' ');
  if (first.starts_with("HTTP/") && space != std::string_view::npos) {
    for (const char c : first.substr(space + 1, 3)) {
      if (c < '0' || c > '9') break;
      head.status = head.status * 10 + (c - '0');
    }
  } else {
    head.method = std::string(first.substr(0, space));
  }
  take_fields(head);
  return head;
}

void describe(const HttpHead& head, json::Object& other) {
  if (head.status > 0) other.set("status", head.status);
  set_text(other, "method", head.method);
  set_text(other, "media_type", head.media_type);
  set_text(other, "first_line", head.first_line);
  json::Array fields;
  for (const auto& [name, value] : head.fields)
    fields.emplace_back(json::Object{{"name", name}, {"value", value}});
  if (!fields.empty()) other.set("headers", std::move(fields));
}

}  // namespace sanad::intake
