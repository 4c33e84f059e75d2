// What people type to search, as a tree.
//
//   (harvest OR "first rain") -draft author:"Nadir Sel" after:2026-03 lang:ur
//
// Words beside each other must all be there; OR, AND, NOT (also | & -), parentheses, "phrases",
// beginnings*, near spellings~, strict:"as written", a NEAR/5 b, fields and dates. Quotation marks,
// commas, digits and brackets may be those of any script. The language: docs/search.md.
// Tested by query_test.cc; fuzzed by query_fuzz.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/tokens.h"

namespace sanad::search {

inline constexpr std::size_t kMaxQueryBytes = 4096;
inline constexpr std::size_t kMaxQueryNodes = 256;
inline constexpr int kMaxQueryDepth = 24;
inline constexpr std::uint32_t kMaxNearWords = 100;
inline constexpr std::uint32_t kDefaultNearWords = 10;

enum class Field { kText, kTitle, kAuthor, kChat };  // kText: title and text

enum class Spelling {
  kFolded,     // any spelling that folds to the same
  kPrefix,     // word*
  kNear,       // word~: up to distance letters otherwise
  kAsWritten,  // strict: exactly these letters
};

struct Node {
  enum class Kind { kWords, kFact, kDates, kAnd, kOr, kNot, kNear };
  Kind kind = Kind::kWords;
  std::vector<Node> children;  // kAnd, kOr: two or more; kNot: one; kNear: two kWords

  // kWords: text holds one word or a phrase, as typed.
  std::string text;
  Field field = Field::kText;
  Spelling spelling = Spelling::kFolded;
  bool quoted = false;
  int distance = 0;          // kWords with Spelling::kNear
  std::uint32_t within = 0;  // kNear: words from the end of one to the beginning of the other
  // kFact: one of values is a fact of that class.
  TermClass fact = TermClass::kKind;
  std::vector<std::string> values;
  // kDates: [from_ms, to_ms) since 1970 in UTC; text is "before:2026-03" or the like.
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;

  friend bool operator==(const Node&, const Node&) = default;
};

// kInvalid says what to write instead; kLimit beyond the limits above.
Result<Node> parse_query(std::string_view text);

// The same query in one form: parse_query(print_query(q)) == q.
std::string print_query(const Node& query);

}  // namespace sanad::search
