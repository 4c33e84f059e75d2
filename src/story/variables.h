// Values of a study's variables, and texts in which they are named.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "members.h"
#include "story/world.h"

namespace sanad::story {

using Values = std::map<std::string, std::string, std::less<>>;

inline constexpr std::size_t kMaxTextBytes = 256u * 1024;  // of one text with its values in place

// The member "variables" of a story, checked as a whole.
Result<std::map<std::string, Variable, std::less<>>> read_variables(const json::Value& value,
                                                                    const Place& place,
                                                                    std::string_view study);

// The text with what `value_of` answers in the place of each "${NAME}"; an error where it answers
// none, or where a "${" is not closed.
using ValueOf = std::function<std::optional<std::string>(std::string_view name)>;
// "${wallet}" becomes "${financing.wallet}".
ValueOf with_full_names(std::string_view study);
Result<std::string> fill_in(std::string_view text, const ValueOf& value_of);
// Every text of a value, at any depth; names of members stay. Errors name the place.
Result<json::Value> fill_in_all(const json::Value& value, const Place& place,
                                const ValueOf& value_of);

// All variables of a study by their full names.
Result<Values> values_of(const Study& study, std::uint64_t seed, std::uint32_t seat);

// A Bitcoin address of the test network (BIP-173, version 0) for a program of 20 bytes.
std::string testnet_address(ByteView program);

}  // namespace sanad::story
