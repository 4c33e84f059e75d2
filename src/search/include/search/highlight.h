// Where a text answers a query, in the bytes of the text as it came.
//
// Every word of the query that is not left out is shown wherever it stands; phrases and words that
// must be near each other only where they are. Tested by highlight_test.cc; fuzzed by
// highlight_fuzz.cc.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/query.h"
#include "search/terms.h"

namespace sanad::search {

struct Highlight {
  text::ByteRange range;
  How how = How::kFolded;
  friend bool operator==(const Highlight&, const Highlight&) = default;
};

// Ascending, apart from each other; where two overlap the stronger, then the longer stays.
// field: what text is of its document: kText, kTitle (which words without a field look in too),
// kAuthor or kChat. transliterate: as in the search. kLimit as text::fold().
Result<std::vector<Highlight>> highlight(const Node& query, std::string_view text,
                                         Field field = Field::kText, bool transliterate = true);

}  // namespace sanad::search
