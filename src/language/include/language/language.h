// Which languages a text is written in, and in which scripts.
//
// The text is cut into segments of one script, about a line each; CLD2 names the language of each
// from the letters that stand together. CLD2 knows neither Sindhi, Pashto nor Punjabi in Arabic
// letters: letters that only one language has, and common words of Punjabi, say what it cannot.
// What is short or unclear stays unknown, for a wrong language misleads a search.
//
// How often it is right: docs/languages.md, measured over testdata/. Tested by language_test.cc;
// fuzzed by language_fuzz.cc. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/fold.h"

namespace sanad::language {

// Stored beside answers; a change of tables or rules raises it.
inline constexpr int kVersion = 1;
// Of a segment; shorter ones belong to no language.
inline constexpr std::size_t kMinLetters = 14;
// Of a long text this much is looked at, in pieces spread evenly over it.
inline constexpr std::size_t kMaxLookedAtBytes = 256U << 10U;
// Languages and scripts with a smaller share are left out.
inline constexpr double kMinShare = 0.02;

struct LanguageShare {
  std::string code;  // ISO 639-1, or BCP 47 where a script belongs to it ("pa-Arab", "zh-Hant")
  double share = 0;  // of all letters, 0 to 1 in hundredths
};
struct ScriptShare {
  text::Script script = text::Script::kCommon;
  double share = 0;  // of the letters, 0 to 1 in hundredths
};

struct Identified {
  std::vector<LanguageShare> languages;  // greatest share first, then by code
  std::vector<ScriptShare> scripts;      // of letters alone; greatest first
  std::size_t letters = 0;               // that were looked at
  bool sampled = false;                  // the text was longer than kMaxLookedAtBytes
};

// text: UTF-8; malformed bytes are no letters. Shares of languages may sum to less than 1: the rest
// is unknown. kLimit as text::fold().
Result<Identified> identify(std::string_view text);

}  // namespace sanad::language
