// A value of a study's file, with the place at which it stands, so that every error names it.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "training/study.h"

namespace sanad::training {

class Place {
 public:
  Place(const json::Value& value, std::string file, std::string path)
      : value_(&value), file_(std::move(file)), path_(std::move(path)) {}

  const json::Value& value() const { return *value_; }
  const std::string& path() const { return path_; }

  Error wrong(std::string_view what) const {
    return {ErrorCode::kInvalid, path_.empty() ? fmt::format("{}: {}", file_, what)
                                               : fmt::format("{}: {}: {}", file_, path_, what)};
  }
  // kInvalid names a member that is not known, or what is no object.
  Result<void> only(std::initializer_list<std::string_view> known) const {
    const json::Object* object = value_->as_object();
    if (object == nullptr) return wrong("must be an object");
    for (const json::Member& member : *object)
      if (std::ranges::find(known, member.name) == known.end())
        return wrong(fmt::format("\"{}\" is no member of it", member.name));
    return {};
  }
  bool has(std::string_view name) const {
    const json::Object* object = value_->as_object();
    return object != nullptr && object->find(name) != nullptr;
  }
  // Of an object; null where absent.
  Place member(std::string_view name) const {
    return {(*value_)[name], file_,
            path_.empty() ? std::string(name) : path_ + "." + std::string(name)};
  }
  Result<std::vector<Place>> list(std::size_t least, std::size_t most) const {
    const json::Array* array = value_->as_array();
    if (array == nullptr || array->size() < least || array->size() > most)
      return wrong(fmt::format("must be a list of {} to {}", least, most));
    std::vector<Place> places;
    for (std::size_t i = 0; i < array->size(); ++i)
      places.emplace_back((*array)[i], file_, fmt::format("{}[{}]", path_, i));
    return places;
  }
  Result<std::string> words(std::size_t most = kMaxTextBytes) const {
    const std::string* text = value_->as_string();
    if (text == nullptr || text->empty() || text->size() > most)
      return wrong(fmt::format("must be a text of 1 to {} bytes", most));
    return *text;
  }
  // Lower-case letters, digits and "-".
  Result<std::string> id() const {
    const std::string* text = value_->as_string();
    const auto is_plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (text == nullptr || text->empty() || text->size() > 64 ||
        !std::ranges::all_of(*text, is_plain))
      return wrong("must be a name of lower-case letters, digits and \"-\", at most 64");
    return *text;
  }
  Result<std::int64_t> whole(std::int64_t least, std::int64_t most) const {
    const auto number = value_->as_int();
    if (!number || *number < least || *number > most)
      return wrong(fmt::format("must be a whole number from {} to {}", least, most));
    return *number;
  }
  template <std::size_t N>
  Result<std::string> word(const std::string_view (&words)[N]) const {
    const std::string* text = value_->as_string();
    if (text == nullptr || std::ranges::find(words, *text) == std::end(words))
      return wrong(fmt::format("must be one of: {}", fmt::join(words, ", ")));
    return *text;
  }
  Result<std::string> expanded(const Expand& expand, std::size_t most = kMaxTextBytes) const {
    SANAD_TRY(const std::string text, words(most));
    auto told = expand(text);
    if (!told.ok()) return wrong(told.error().message);
    return told;
  }
  Result<Text> text(const Expand& expand) const {
    SANAD_CHECK(only({"en", "ur"}));
    Text both;
    SANAD_TRY(both.en, member("en").expanded(expand));
    SANAD_TRY(both.ur, member("ur").expanded(expand));
    return both;
  }
  Result<void> is_unique(const std::vector<std::string>& others, const std::string& id) const {
    if (std::ranges::find(others, id) == others.end()) return {};
    return wrong(fmt::format("\"{}\" stands there twice", id));
  }

 private:
  const json::Value* value_;
  std::string file_, path_;
};

// The file's root, of that format. value: keeps what was parsed.
inline Result<Place> open_file(std::string_view bytes, std::string_view name,
                               std::string_view format, json::Value& value) {
  if (bytes.size() > kMaxFileBytes)
    return Error{ErrorCode::kLimit, fmt::format("{}: has more than {} bytes", name, kMaxFileBytes)};
  SANAD_TRY_WITH(value, json::parse(bytes), name);
  Place root(value, std::string(name), "");
  if (value["format"].string_or("") != format)
    return root.member("format").wrong(fmt::format("must be \"{}\"", format));
  return root;
}

}  // namespace sanad::training
