// Strict reading of our own JSON: an object has just the members that its format names. Private.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::sharing {

Error wrong_member(std::string_view member, std::string_view what);

// kInvalid: not an object, a member is missing, or there is another.
Result<void> check_members(const json::Value& value, std::initializer_list<std::string_view> names,
                           std::string_view what);
// One line or several, of at most that many bytes, without control characters but line feeds.
Result<std::string> text_member(const json::Value& value, std::string_view name, std::size_t most,
                                bool may_be_empty = false);
Result<std::string> id_member(const json::Value& value, std::string_view name,
                              std::string_view prefix);
Result<Digest256> digest_member(const json::Value& value, std::string_view name);
Result<Timestamp> time_member(const json::Value& value, std::string_view name);
Result<std::uint64_t> count_member(const json::Value& value, std::string_view name);
Result<const json::Array*> array_member(const json::Value& value, std::string_view name,
                                        std::size_t most);
Result<std::vector<std::string>> texts_of(const json::Array& items, std::string_view name,
                                          std::size_t most_bytes);
json::Array array_of(const std::vector<std::string>& texts);

}  // namespace sanad::sharing
