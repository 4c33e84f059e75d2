// Members of a world's files, and errors that name them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::story {

// A value within a file, and how it is called there.
struct Place {
  std::string name;  // "studies/financing/story.json: variables.wallet"

  Place at(std::string_view member) const {
    return {name + (name.ends_with(".json") ? ": " : ".") + std::string(member)};
  }
  Place at(std::size_t index) const {
    return {name + (name.ends_with(".json") ? ": " : "") + fmt::format("[{}]", index)};
  }
  Error error(std::string_view what) const {
    return {ErrorCode::kInvalid, fmt::format("{}: {}", name, what)};
  }
};

// kInvalid where absent or of another type. The _or forms: the fallback where absent.
Result<std::string> text_of(const json::Value& object, const Place& place, std::string_view member);
Result<std::string> text_or(const json::Value& object, const Place& place, std::string_view member,
                            std::string_view fallback);
Result<std::int64_t> int_of(const json::Value& object, const Place& place, std::string_view member,
                            std::int64_t least, std::int64_t most);
// Empty where absent.
Result<std::vector<std::string>> texts_of(const json::Value& object, const Place& place,
                                          std::string_view member);
// Members other than these are mistakes.
Result<void> only_members(const json::Value& object, const Place& place,
                          std::initializer_list<std::string_view> names);

// Of events, studies, variables, kinds, collections: a letter, then letters, digits, "-" and "_".
bool is_name(std::string_view text);

}  // namespace sanad::story
