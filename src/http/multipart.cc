#include "http/multipart.h"

#include <algorithm>

#include "http/message.h"

namespace sanad::http {
namespace {

constexpr std::size_t kMaxBoundaryBytes = 70;  // RFC 2046 section 5.1.1

Error no_form(std::string_view what) {
  return {ErrorCode::kInvalid, "this is no well-formed multipart/form-data: " + std::string(what)};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// A token up to ";", or what stands between quotation marks, where a backslash takes the next
// character as it is. Moves text on behind it.
std::string take_value(std::string_view& text) {
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find(';'), text.size());
    std::string value(trimmed(text.substr(0, end)));
    text.remove_prefix(end);
    return value;
  }
  std::string value;
  std::size_t at = 1;
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    value += text[at];
  }
  text.remove_prefix(std::min(at + 1, text.size()));
  return value;
}

// The parameter of that name behind the first ";" of a field's value.
std::optional<std::string> parameter_of(std::string_view field, std::string_view wanted) {
  std::size_t semicolon = field.find(';');
  while (semicolon != std::string_view::npos) {
    field.remove_prefix(semicolon + 1);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view name = trimmed(field.substr(0, equals));
    field = trimmed(field.substr(equals + 1));
    std::string value = take_value(field);
    if (equal_ignoring_case(name, wanted)) return value;
    semicolon = field.find(';');
  }
  return std::nullopt;
}

bool is_type(std::string_view field, std::string_view type) {
  return equal_ignoring_case(trimmed(field.substr(0, field.find(';'))), type);
}

// head: the part's fields, without the empty line. nullopt: it has no Content-Disposition of a
// form's part.
std::optional<FormPart> part_of(std::string_view head, ByteView content) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    if (!equal_ignoring_case(line.substr(0, colon), "Content-Disposition")) continue;
    const std::string_view value = line.substr(colon + 1);
    auto name = parameter_of(value, "name");
    if (!is_type(value, "form-data") || !name) return std::nullopt;
    return FormPart{std::move(*name), parameter_of(value, "filename"), content};
  }
  return std::nullopt;
}

// Behind a delimiter: true if it was the last one. Moves rest to the part's first byte.
Result<bool> pass_delimiter(std::string_view& rest) {
  if (rest.starts_with("--")) return true;
  const std::size_t end = rest.find("\r\n");
  if (end == std::string_view::npos || !trimmed(rest.substr(0, end)).empty())
    return no_form("a boundary is not on a line of its own");
  rest.remove_prefix(end + 2);
  return false;
}

}  // namespace

Result<std::vector<FormPart>> parse_multipart(std::string_view content_type, ByteView body) {
  if (!is_type(content_type, "multipart/form-data"))
    return Error{ErrorCode::kInvalid, "send the file as multipart/form-data"};
  const auto boundary = parameter_of(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kMaxBoundaryBytes)
    return no_form("its boundary is missing or too long");
  const std::string delimiter = "\r\n--" + *boundary;
  const std::string_view whole = as_text(body);
  std::string_view rest = whole;
  // The first one needs no line before it.
  if (rest.starts_with(std::string_view(delimiter).substr(2))) {
    rest.remove_prefix(delimiter.size() - 2);
  } else {
    const std::size_t first = rest.find(delimiter);
    if (first == std::string_view::npos) return no_form("its boundary is not in it");
    rest.remove_prefix(first + delimiter.size());
  }
  std::vector<FormPart> parts;
  while (true) {
    SANAD_TRY(const bool is_last, pass_delimiter(rest));
    if (is_last) return parts;
    if (parts.size() == kMaxFormParts)
      return Error{ErrorCode::kLimit, "the form has too many parts; send the file alone"};
    // A part without fields begins with the empty line itself.
    const std::size_t head_end = rest.starts_with("\r\n") ? 0 : rest.find("\r\n\r\n");
    const std::size_t end = rest.find(delimiter);
    if (end == std::string_view::npos) return no_form("its end is missing");
    if (head_end > end) return no_form("a part has no fields");
    if (head_end > kMaxPartHeaderBytes)
      return Error{ErrorCode::kLimit, "the fields of a part are too long; shorten the names"};
    const std::size_t begin = std::min(head_end + (head_end == 0 ? 2 : 4), end);
    const auto at = static_cast<std::size_t>(rest.data() - whole.data());
    auto part = part_of(rest.substr(0, head_end), body.subspan(at + begin, end - begin));
    if (!part) return no_form("a part has no name");
    parts.push_back(std::move(*part));
    rest.remove_prefix(end + delimiter.size());
  }
}

}  // namespace sanad::http
