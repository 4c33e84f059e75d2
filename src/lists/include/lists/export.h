// A list in other people's formats. What a format cannot carry is counted and named, so that the
// person who sends the file knows what the reader will not see. Tested by export_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/import.h"
#include "lists/model.h"

namespace sanad::lists {

struct Loss {
  std::string sentence;     // "the reason of an opinion has no place in ThreatExchange"
  std::uint64_t count = 0;  // of entries, labels or opinions that it touches
};

struct Exported {
  std::string text;
  std::vector<Loss> losses;  // empty: import gives the same entries again
};

enum class PlainStyle {
  kBare,  // one value a line
  kSum,   // "VALUE  NAME", for sha256sum -c and its like
};

// list: satisfies check_list (kInvalid otherwise).
// signal: the one that the file holds; entries of others are a loss.
Result<Exported> export_plain(const List& list, std::string_view signal, PlainStyle style);
Result<Exported> export_threatexchange_csv(const List& list);
Result<Exported> export_threatexchange_json(const List& list);
Result<Exported> export_stix(const List& list);
Result<Exported> export_misp(const List& list);

}  // namespace sanad::lists
