// The words of an index that a word of a query stands for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reader.h"
#include "search/terms.h"

namespace sanad::search_index {

struct OtherSpelling {
  std::string term;
  search::How how = search::How::kNear;
  int distance = 0;         // kNear; 0 is the word itself
  float alike = 0;          // kTransliterated
  std::uint64_t count = 0;  // documents in all segments
};

struct OtherSpellings {
  std::vector<OtherSpelling> spellings;  // at most kMaxOtherSpellings, the nearest and commonest
  bool left_out = false;
};

// Words at most distance letters from the term's, in the dictionaries of all segments.
OtherSpellings near_spellings(const std::vector<Segment*>& segments, std::string_view term,
                              int distance);

// Words of another script that sound like the term's.
Result<OtherSpellings> transliterations(const std::vector<Segment*>& segments,
                                        std::string_view term);

}  // namespace sanad::search_index
