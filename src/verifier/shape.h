// Exact shapes of JSON records: what is there, and nothing else.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "json/json.h"

namespace sanad::verifier {

// True if value is an object with just these members.
bool has_members(const json::Value& value, std::initializer_list<std::string_view> names);

inline bool is_text(const json::Value& value) { return value.as_string() != nullptr; }

// A whole number from 0 to 2^53 - 1.
std::optional<std::uint64_t> count_in(const json::Value& value);

// A text that is just what format_timestamp() writes.
std::optional<Timestamp> time_in(const json::Value& value);

}  // namespace sanad::verifier
