// Term rules: what analysts look for in texts, in files that they write, read and test themselves.
//
//   sanad-rules 1
//   rule sluice-call
//   version 2
//   why The call of the Harvest Front, an invented group, to open the sluices.
//   any open the sluice*
//   any within 6: water + gate + tonight
//   none weather forecast
//   match Tonight, neighbours: the water gate!
//   no-match The weather forecast: they open the sluices.
//
// A rule matches a text if none of its "none" terms, all of its "all" terms and, where it has any,
// one of its "any" terms stand in it. Terms are compared in folded form (text/fold.h), word by
// word. A match is a pointer for a reader: it names rule, version and bytes, and judges nothing.
// Format: docs/formats/term-rules.md. Matching: Aho and Corasick (CACM 1975) over folded letters.
// Tested by rules_test.cc; fuzzed by rules_fuzz.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/fold.h"

namespace sanad::text {

inline constexpr std::size_t kMaxRuleFileBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxRules = 20'000;
inline constexpr std::size_t kMaxTermsARule = 5'000;
inline constexpr std::size_t kMaxPhrasesATerm = 8;
inline constexpr std::size_t kMaxPhraseLetters = 200;
inline constexpr std::uint32_t kMaxWithinWords = 200;
// Of one phrase in one text; further hits are not looked at.
inline constexpr std::size_t kMaxHitsAPhrase = 10'000;

struct Phrase {
  std::u32string letters;   // folded
  bool open_begin = false;  // "*word": may begin inside a word
  bool open_end = false;    // "word*"
  friend bool operator==(const Phrase&, const Phrase&) = default;
};

// One phrase; or several within a stretch of that many words, in any order.
struct Term {
  std::string text;  // as written
  std::vector<Phrase> phrases;
  std::uint32_t within_words = 0;  // 0 for one phrase
};

struct Example {
  std::string text;
  std::size_t line = 0;
};

struct Rule {
  std::string name;
  std::uint32_t version = 0;
  std::string why;
  std::vector<std::string> languages;
  std::vector<Term> any;
  std::vector<Term> all;
  std::vector<Term> none;
  std::vector<Example> must_match;
  std::vector<Example> must_not_match;
  std::size_t line = 0;  // of its "rule"
};

struct RuleSet {
  std::vector<Rule> rules;
};

// kInvalid: "line 4, column 7: …" (columns count characters); kLimit: too long or too many.
Result<RuleSet> parse_rules(std::string_view file);

struct TermHit {
  std::string term;                // as written
  ByteRange range;                 // from the first of its phrases to the last
  std::vector<ByteRange> phrases;  // one for each phrase, in the order of the term
};

struct RuleMatch {
  std::size_t rule = 0;  // place in the set
  std::string name;
  std::uint32_t version = 0;
  std::vector<TermHit> hits;  // ascending by range
};

class RuleMatcher {
 public:
  explicit RuleMatcher(RuleSet set);
  RuleMatcher(RuleMatcher&&) noexcept;
  RuleMatcher& operator=(RuleMatcher&&) noexcept;
  ~RuleMatcher();

  const RuleSet& set() const;
  // The rules that match, in the order of the set; may be called from several threads.
  // kLimit as fold().
  Result<std::vector<RuleMatch>> match(std::string_view text) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

struct ExampleFailure {
  std::string rule;
  std::size_t line = 0;
  std::string message;  // one sentence: what was expected, and what stands in the way
};
// Runs every example of every rule against its own rule.
std::vector<ExampleFailure> test_rules(const RuleMatcher& matcher);

}  // namespace sanad::text
