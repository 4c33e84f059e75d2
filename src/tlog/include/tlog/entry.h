// What Sanad's ledger holds: a public leaf that commits to a private body.
//
//   leaf        {"at":"<time>","commitment":"<64 hex>","kind":"<kind>","v":1}   canonical JSON
//   commitment  SHA-256(salt || body)
//   salt        32 random bytes
//   body        a canonical JSON object of at most 65,535 bytes
// The leaf is the log's entry. It holds no personal data, and without the salt a body cannot be
// guessed from it; body and salt can be destroyed and the log stays whole.
// Tested by entry_test.cc; fuzzed by entry_fuzz.cc. By hand: docs/formats/entry.md.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::tlog {

inline constexpr std::size_t kSaltSize = 32;
inline constexpr std::size_t kMaxBodySize = 65'535;
inline constexpr std::size_t kMaxKindSize = 64;

struct EntryLeaf {
  Timestamp at;
  Digest256 commitment{};
  std::string kind;
  friend bool operator==(const EntryLeaf&, const EntryLeaf&) = default;
};

// Lower-case words with digits and dashes, joined by dots: [a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*
bool is_kind(std::string_view kind);

// kind: is_kind(). parse_leaf() accepts just what format_leaf() writes (kInvalid).
std::string format_leaf(const EntryLeaf& leaf);
Result<EntryLeaf> parse_leaf(std::string_view text);

// A canonical JSON object within kMaxBodySize (kInvalid, kLimit).
Result<json::Value> parse_body(std::string_view body);

// salt: kSaltSize bytes.
Digest256 commit(ByteView salt, std::string_view body);

// True if salt and body are those that the leaf commits to.
bool opens(const EntryLeaf& leaf, ByteView salt, std::string_view body);

}  // namespace sanad::tlog
