// The words of an assessment that are data (form/words.json): purposes that content may have beside
// the one that is suspected, what may come of an assessment, and what the test of incitement may
// conclude.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::review {

struct Purpose {
  std::string key, title;
  // Expression of this purpose is not lightly acted against: an outcome that acts says why.
  bool is_protected = false;
};

struct Outcome {
  std::string key, title;
  bool acts = false;  // something is done against content or persons
};

struct Conclusion {
  std::string key, title;
  bool needs_all = false;  // only where all six parts are met
};

struct Words {
  std::string edition;
  std::vector<Purpose> purposes;
  std::vector<Outcome> outcomes;
  std::vector<Conclusion> conclusions;
  // Borrowed; null if absent.
  const Purpose* purpose(std::string_view key) const;
  const Outcome* outcome(std::string_view key) const;
  const Conclusion* conclusion(std::string_view key) const;
};

Result<Words> parse_words(std::string_view text);  // kInvalid names what is wrong
Result<Words> shipped_words();

}  // namespace sanad::review
