// Bytes of parts that an excerpt shows whole (docs/formats/excerpt.md).
#include "attachments.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "shape.h"
#include "verifier/attachments.h"

namespace sanad::verifier {
namespace {

constexpr std::size_t kMaxAttachmentNameBytes = 200;
constexpr std::size_t kMaxTypeBytes = 100;

bool is_type_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [&](char c) {
    return is_letter(c) || c == '+' || c == '-' || c == '.';
  });
}

}  // namespace

bool is_attachment_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxAttachmentNameBytes && is_utf8(name) &&
         name.front() != '.' && std::ranges::none_of(name, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\';
         });
}

bool is_media_type(std::string_view type) {
  const std::size_t slash = type.find('/');
  return type.size() <= kMaxTypeBytes && slash != std::string_view::npos &&
         is_type_name(type.substr(0, slash)) && is_type_name(type.substr(slash + 1));
}

std::optional<std::vector<IndexedAttachment>> read_attachments(const json::Value& value) {
  const json::Array* list = value.as_array();
  if (list == nullptr || list->empty()) return std::nullopt;
  std::vector<IndexedAttachment> attachments;
  for (const json::Value& one : *list) {
    const auto number = count_in(one["number"]);
    IndexedAttachment read{number.value_or(0), one["name"].string_or(""),
                           one["type"].string_or("")};
    if (!has_members(one, {"name", "number", "type"}) || !number ||
        !is_attachment_name(read.name) || !is_media_type(read.type) ||
        (!attachments.empty() && attachments.back().number >= *number))
      return std::nullopt;
    attachments.push_back(std::move(read));
  }
  return attachments;
}

std::string attachment_path(std::string_view exhibit, std::uint64_t number) {
  return fmt::format("data/exhibits/{}/parts/{}", exhibit, number);
}

void AttachmentCheck::part(std::uint64_t number, std::string_view line, bool is_masked) {
  const auto& list = indexed_.attachments;
  if (next_ == list.size() || list[next_].number != number) return;
  ++next_;
  const File* file = context_.container.find(attachment_path(indexed_.exhibit, number));
  const auto part = json::parse(line);
  if (file == nullptr || is_masked || !part.ok()) {
    problem(number);
    return;
  }
  const json::Value& item = (*part)["item"];
  if (item["sha256"].string_or("") != file->sha256 || count_in(item["size"]) != file->size)
    problem(number);
}

std::vector<std::string> AttachmentCheck::finish() {
  for (; next_ < indexed_.attachments.size(); ++next_) problem(indexed_.attachments[next_].number);
  return std::move(problems_);
}

void AttachmentCheck::problem(std::uint64_t number) {
  problems_.push_back(
      fmt::format("{}: the bytes given for part {} are not those that the part names, or it is not "
                  "shown whole.",
                  indexed_.exhibit, number));
}

}  // namespace sanad::verifier
