// An agency's own patterns, in files that carry the examples that prove them.
//
//   sanad-patterns 1
//   pattern tirazan-plate
//   version 1
//   why Number plates of Tirazan, an invented country.
//   regex \bTZ-([0-9]{4}-[A-Z]{2})\b
//   match The van TZ-4821-KA left at dawn.
//   no-match TZ-48-KA
//
// The syntax is RE2's, so that no pattern takes more than linear time. A group, if there is one, is
// the value. "personal yes" marks what is masked by default. Format: docs/formats/selectors.md.
// Tested by patterns_test.cc; fuzzed by patterns_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::selectors {

inline constexpr std::size_t kMaxPatternFileBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxPatterns = 500;
inline constexpr std::size_t kMaxPatternBytes = 2000;
inline constexpr std::size_t kMaxPatternMatchBytes = 1024;

struct PatternMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t value_begin = 0;
  std::size_t value_end = 0;
};

class PatternSet {
 public:
  PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;
  ~PatternSet();

  std::size_t size() const;
  const std::string& name(std::size_t pattern) const;
  bool personal(std::size_t pattern) const;
  // The first match at or after from that begins before to; lookaround sees all of text.
  bool find(std::size_t pattern, std::string_view text, std::size_t from, std::size_t to,
            PatternMatch& match) const;

  struct Compiled;

 private:
  friend Result<PatternSet> parse_patterns(std::string_view file);
  std::unique_ptr<Compiled> compiled_;
};

// Reads the file, and runs every example. kInvalid: "line 4: ..."; kLimit: too long or too many.
Result<PatternSet> parse_patterns(std::string_view file);

}  // namespace sanad::selectors
