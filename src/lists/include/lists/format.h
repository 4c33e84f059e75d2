// Our own form of a list: one JSON object, described in docs/formats/list.md. Written canonically
// (RFC 8785, entries sorted by id), so that equal lists have equal bytes and one SHA-256.
// Tested by format_test.cc; fuzzed by list_fuzz.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "lists/model.h"

namespace sanad::lists {

inline constexpr std::size_t kMaxListBytes = std::size_t{1} << 30;

// list: satisfies check_list.
std::string format_list(const List& list);
// SHA-256 of format_list: names this version of the list exactly.
Digest256 list_digest(const List& list);

// Reads the canonical form only (kInvalid for any other spelling), so that the digest of the bytes
// is the digest of the list. kInvalid names the member; kLimit if there is more than we read.
Result<List> parse_list(std::string_view text);
// The same for a list that a person has edited: any spacing, any order of members and entries.
Result<List> parse_loose_list(std::string_view text);

}  // namespace sanad::lists
