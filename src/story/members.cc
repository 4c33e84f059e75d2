#include "members.h"

#include <algorithm>

namespace sanad::story {

Result<std::string> text_of(const json::Value& object, const Place& place,
                            std::string_view member) {
  const std::string* text = object[member].as_string();
  if (text == nullptr) return place.at(member).error("a text is needed here");
  return *text;
}

Result<std::string> text_or(const json::Value& object, const Place& place, std::string_view member,
                            std::string_view fallback) {
  if (object[member].is_null()) return std::string(fallback);
  return text_of(object, place, member);
}

Result<std::int64_t> int_of(const json::Value& object, const Place& place, std::string_view member,
                            std::int64_t least, std::int64_t most) {
  const auto number = object[member].as_int();
  if (!number || *number < least || *number > most)
    return place.at(member).error(
        fmt::format("a whole number from {} to {} is needed here", least, most));
  return *number;
}

Result<std::vector<std::string>> texts_of(const json::Value& object, const Place& place,
                                          std::string_view member) {
  std::vector<std::string> texts;
  const json::Value& value = object[member];
  if (value.is_null()) return texts;
  if (value.as_array() == nullptr) return place.at(member).error("a list of texts is needed here");
  for (const json::Value& one : *value.as_array()) {
    if (one.as_string() == nullptr) return place.at(member).error("a list of texts is needed here");
    texts.push_back(*one.as_string());
  }
  return texts;
}

Result<void> only_members(const json::Value& object, const Place& place,
                          std::initializer_list<std::string_view> names) {
  if (object.as_object() == nullptr) return place.error("an object is needed here");
  for (const json::Member& member : *object.as_object())
    if (std::ranges::find(names, member.name) == names.end())
      return place.at(member.name).error("no member of that name is known here");
  return {};
}

bool is_name(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && text.size() <= 60 && is_letter(text[0]) &&
         std::ranges::all_of(text, [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

}  // namespace sanad::story
