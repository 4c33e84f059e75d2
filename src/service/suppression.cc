#include "suppression.h"

namespace sanad::service {

PublishedTable publish(std::string_view key,
                       const std::vector<std::pair<std::string, std::uint64_t>>& counts,
                       const std::set<std::string>& hidden, bool hide_total) {
  PublishedTable table{std::string(key), {}, std::nullopt};
  std::uint64_t total = 0, left_out = 0;
  std::size_t gone = 0;
  const auto leave_out = [&](std::size_t i) {
    table.rows[i].count.reset();
    left_out += counts[i].second;
    ++gone;
  };
  for (const auto& [name, count] : counts) {
    table.rows.push_back({name, count});
    total += count;
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::uint64_t count = counts[i].second;
    if ((count > 0 && count < kSmallest) || hidden.contains(counts[i].first)) leave_out(i);
  }
  // Which one goes beside the small ones follows from its place and not from its size, since a
  // choice by size would itself tell of sizes.
  std::size_t first = 0;
  while (first < table.rows.size() && table.rows[first].count) ++first;
  bool total_stands = !hide_total;
  while (gone > 0 && total_stands && (gone < 2 || left_out < 2 * kSmallest)) {
    std::size_t step = 1;
    const auto at = [&] { return (first + step) % counts.size(); };
    while (step < counts.size() && (!table.rows[at()].count || counts[at()].second == 0)) ++step;
    if (step < counts.size()) {
      leave_out(at());
    } else {
      total_stands = false;
    }
  }
  // A total that is small itself tells as much as a count.
  if (total > 0 && total < kSmallest) total_stands = false;
  if (total_stands) table.total = total;
  return table;
}

}  // namespace sanad::service
