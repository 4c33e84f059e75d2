// Folding: the one form of a text that search, term rules, near-duplicates and screening compare.
//
//   fold("Ra’īs   al-BALAD!")  ->  "rais al balad"
//
// Case, diacritics, tashkil, tatweel, joiners and direction marks, letter forms that keyboards
// confuse, and kinds of digits are levelled; what stands between words becomes one space. Each
// letter of the result knows the bytes that it came from, so that every match can be shown in the
// original. Choices and examples: docs/text-folding.md. Source: Unicode 14 (NFKC, casefold), and a
// policy of our own for the Arabic script. Tested by fold_test.cc; fuzzed by fold_fuzz.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::text {

// Stored beside whatever was computed from folded text; a change of any choice raises it.
inline constexpr int kFoldVersion = 1;
// One text at a time; longer ones are folded in parts by the caller.
inline constexpr std::size_t kMaxTextBytes = std::size_t{256} << 20;

// Bytes [begin, end) of an original text.
struct ByteRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

struct Folded {
  std::u32string letters;         // words joined by single spaces, none at either end
  std::vector<ByteRange> origin;  // of each letter, with the marks that follow it; ascending

  // The bytes of letters [first, last); empty at the end for an empty span.
  ByteRange range(std::size_t first, std::size_t last) const;
};

// Malformed bytes separate words. kLimit beyond kMaxTextBytes.
Result<Folded> fold(std::string_view text);
// The letters alone, as UTF-8.
Result<std::string> fold_to_utf8(std::string_view text);

std::string to_utf8(std::u32string_view letters);

// True for scripts that write no spaces between words (Han, kana, Thai, Lao, Khmer, Burmese).
bool is_unspaced(char32_t letter);

enum class Script {
  kCommon,  // digits, punctuation, symbols, and marks that take their letter's script
  kLatin,
  kGreek,
  kCyrillic,
  kArmenian,
  kHebrew,
  kArabic,
  kSyriac,
  kThaana,
  kDevanagari,
  kOtherIndic,
  kThai,
  kGeorgian,
  kEthiopic,
  kHangul,
  kKana,
  kHan,
  kOther,
};
// "arabic", "latin", … as in JSON.
std::string_view script_name(Script script);
Script script_of(char32_t code_point);

struct ScriptRun {
  Script script = Script::kCommon;
  ByteRange range;
};
// Runs of one script that together cover the text. What is common belongs to the run before it, or
// at the start to the one after it; a text of nothing else is one common run. kLimit as fold().
Result<std::vector<ScriptRun>> script_runs(std::string_view text);

}  // namespace sanad::text
