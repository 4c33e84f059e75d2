// Small counts in published tables: a count below a limit could tell of single persons, so it is
// left out; and so is whatever would let a reader work it out from the total or from shorter
// periods.
//
// A table is a row of counts with their total. Primary: 1 .. kSmallest - 1 (none at all may be
// said). Complementary: as long as less than two counts are left out, or what is left out sums to
// less than twice kSmallest, the next row behind the first of them that still stands and is not 0
// is left out too; where there is none, the total is. What is left out is not marked by why. Then a
// reader who knows how this is done, and the total, still finds more than one value for each count
// that is left out: suppression_test.cc tries all.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sanad::service {

inline constexpr std::uint64_t kSmallest = 5;

struct PublishedRow {
  std::string key;
  std::optional<std::uint64_t> count;  // absent: left out
};
struct PublishedTable {
  std::string key;
  std::vector<PublishedRow> rows;
  std::optional<std::uint64_t> total;  // absent: left out
};

// counts: key and count. hidden: keys that are left out whatever their count, since another
// publication gives the rest of them.
PublishedTable publish(std::string_view key,
                       const std::vector<std::pair<std::string, std::uint64_t>>& counts,
                       const std::set<std::string>& hidden = {}, bool hide_total = false);

}  // namespace sanad::service
