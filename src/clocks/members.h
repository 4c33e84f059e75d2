#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace sanad::clocks {

inline Error invalid(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

// kInvalid names a member that is not known, or what is no object.
inline Result<void> check_members(const json::Value& value,
                                  std::initializer_list<std::string_view> known,
                                  std::string_view what) {
  const auto* object = value.as_object();
  if (!object) return invalid(fmt::format("{} must be an object", what));
  for (const auto& member : *object) {
    if (std::ranges::find(known, member.name) == known.end())
      return invalid(fmt::format("\"{}\" is no member of {}", member.name, what));
  }
  return {};
}

// One of the words, by its place in the list.
template <class Enum, std::size_t N>
Result<Enum> parse_word(const json::Value& value, std::string_view member,
                        const std::array<std::string_view, N>& words) {
  const auto* text = value[member].as_string();
  const auto found = text ? std::ranges::find(words, *text) : words.end();
  if (found == words.end())
    return invalid(fmt::format("\"{}\" must be one of: {}", member, fmt::join(words, ", ")));
  return static_cast<Enum>(found - words.begin());
}

}  // namespace sanad::clocks
