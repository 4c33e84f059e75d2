#include "review/agreement.h"

#include <map>

namespace sanad::review {

Agreement agreement(const std::vector<Choices>& items) {
  Agreement result;
  result.items = items.size();
  if (items.empty()) return result;
  struct Counts {
    std::uint64_t first = 0, second = 0;
  };
  std::map<std::string, Counts> counts;
  for (const Choices& one : items) {
    ++counts[one.first].first;
    ++counts[one.second].second;
    if (one.first == one.second) ++result.agreed;
  }
  const auto total = static_cast<double>(items.size());
  // In whole numbers, so that what is certain is told exactly from what is nearly so.
  std::uint64_t chance = 0;
  for (const auto& [choice, count] : counts) chance += count.first * count.second;
  const std::uint64_t all = result.items * result.items;
  result.observed = static_cast<double>(result.agreed) / total;
  result.expected = static_cast<double>(chance) / static_cast<double>(all);
  if (chance != all)
    result.kappa =
        (static_cast<double>(result.agreed * result.items) - static_cast<double>(chance)) /
        static_cast<double>(all - chance);
  return result;
}

}  // namespace sanad::review
