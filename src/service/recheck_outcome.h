// What became of a page, from two captures of it: the first, that a request relies on, and a later
// one. Pure. Tested by recheck_outcome_test.cc.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace sanad::service {

// As an acquisition record tells it, and the document after scripts.
struct RecheckSide {
  std::int64_t status = 0;  // of HTTP; 0: none came
  std::string final_url;
  std::string load_error;  // the browser's name for why nothing came; may be empty
  std::string html_sha256;
  std::string document;  // bytes, never parsed
};

struct RecheckOutcome {
  std::string outcome;        // "there", "changed", "gone", "moved", "geo-blocked" or "unclear"
  std::string reason;         // one sentence
  int likeness_percent = -1;  // -1: not compared
};

// Of 100 runs of five words that either document has, how many both have; 100 where the pages came
// as the same bytes. Words are runs of letters and digits of the bytes as they are, markup too:
// nothing is parsed, so hostile pages do nothing here.
int likeness_percent(std::string_view first, std::string_view later);

RecheckOutcome compare_captures(const RecheckSide& first, const RecheckSide& later);

}  // namespace sanad::service
