// What the words of a query ask an index, or the tokens of a text, for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/query.h"

namespace sanad::search {

// Near spellings of words up to this length differ in one letter, of longer ones in two.
inline constexpr std::size_t kShortWordLetters = 5;
inline constexpr std::size_t kMinNearLetters = 3;
inline constexpr std::size_t kMinPrefixLetters = 2;

// How a word of a text answers a word of a query; stronger first.
enum class How : std::uint8_t {
  kExact,           // the same bytes
  kFolded,          // the same after folding, or the beginning asked for
  kNear,            // one or two letters apart
  kTransliterated,  // sounds alike in another script: a weaker match, always shown as such
};
// "exact", "folded", "near", "transliterated"
std::string_view how_name(How how);

// One word: any of terms, offset positions after the first word.
struct Slot {
  std::uint32_t offset = 0;
  std::vector<std::string> terms;
  bool plain_only = false;  // only where the word is written as its term is (strict)
};

struct Wanted {
  enum class Mode { kTerms, kPrefix, kNear };
  Mode mode = Mode::kTerms;
  std::vector<Slot> slots;     // one for kPrefix and kNear, whose first term is the word
  std::uint32_t words = 1;     // positions from the first to the last word
  int distance = 0;            // kNear
  bool transliterate = false;  // a single word, typed without marks: other scripts may answer
};

// node: kWords. kInvalid where its words cannot be looked for in that way.
Result<Wanted> wanted(const Node& node);

}  // namespace sanad::search
