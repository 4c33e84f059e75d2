#include "members.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/id.h"

namespace sanad::sharing {

Error wrong_member(std::string_view member, std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("\"{}\" {}", member, what)};
}

Result<void> check_members(const json::Value& value, std::initializer_list<std::string_view> names,
                           std::string_view what) {
  const json::Object* object = value.as_object();
  if (object == nullptr)
    return Error{ErrorCode::kInvalid, fmt::format("{} must be an object", what)};
  for (const std::string_view name : names) {
    if (object->find(name) == nullptr)
      return Error{ErrorCode::kInvalid, fmt::format("{} has no member \"{}\"", what, name)};
  }
  if (object->size() != names.size())
    return Error{ErrorCode::kInvalid, fmt::format("{} has a member that is not its own", what)};
  return {};
}

Result<std::string> text_member(const json::Value& value, std::string_view name, std::size_t most,
                                bool may_be_empty) {
  const std::string* text = value[name].as_string();
  if (text == nullptr || text->size() > most)
    return wrong_member(name, fmt::format("must be a text of at most {} bytes", most));
  const bool is_blank = text->find_first_not_of(" \t\r\n") == std::string::npos;
  if (is_blank && !(may_be_empty && text->empty())) return wrong_member(name, "is empty");
  const bool has_control = std::ranges::any_of(*text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
  });
  if (has_control) return wrong_member(name, "holds control characters");
  return *text;
}

Result<std::string> id_member(const json::Value& value, std::string_view name,
                              std::string_view prefix) {
  const std::string text = value[name].string_or("");
  if (!is_id(prefix, text))
    return wrong_member(name, fmt::format("must be an identifier \"{}-…\"", prefix));
  return text;
}

Result<Digest256> digest_member(const json::Value& value, std::string_view name) {
  const std::string text = value[name].string_or("");
  const auto digest = parse_digest256(text);
  if (!digest.ok() || format_hex(*digest) != text)
    return wrong_member(name, "must be a SHA-256 in hexadecimal");
  return *digest;
}

Result<Timestamp> time_member(const json::Value& value, std::string_view name) {
  const std::string text = value[name].string_or("");
  const auto at = parse_timestamp(text);
  if (!at.ok() || format_timestamp(*at) != text)
    return wrong_member(name, "must be a time in UTC with milliseconds");
  return *at;
}

Result<std::uint64_t> count_member(const json::Value& value, std::string_view name) {
  const std::int64_t count = value[name].int_or(-1);
  if (count < 0) return wrong_member(name, "must be a whole number");
  return static_cast<std::uint64_t>(count);
}

Result<const json::Array*> array_member(const json::Value& value, std::string_view name,
                                        std::size_t most) {
  const json::Array* items = value[name].as_array();
  if (items == nullptr) return wrong_member(name, "must be an array");
  if (items->size() > most)
    return Error{ErrorCode::kLimit, fmt::format("\"{}\" has more than {} items", name, most)};
  return items;
}

Result<std::vector<std::string>> texts_of(const json::Array& items, std::string_view name,
                                          std::size_t most_bytes) {
  std::vector<std::string> texts;
  for (const json::Value& item : items) {
    const json::Value holder(json::Object{{std::string(name), item}});
    SANAD_TRY(std::string text, text_member(holder, name, most_bytes));
    texts.push_back(std::move(text));
  }
  return texts;
}

json::Array array_of(const std::vector<std::string>& texts) {
  return json::Array(texts.begin(), texts.end());
}

}  // namespace sanad::sharing
