#include "base/stable_sort.h"

#include <gtest/gtest.h>

#include <string>

namespace sanad {
namespace {

TEST(StableSort, KeepsTheOrderOfWhatIsEqual) {
  std::vector<std::pair<int, std::string>> items;
  for (int i = 0; i < 500; ++i) items.emplace_back(i * 7 % 5, std::to_string(i));
  auto expected = items;
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  stable_sort(items, [](const auto& a, const auto& b) { return a.first < b.first; });
  EXPECT_EQ(items, expected);
}

TEST(StableSort, SortsNothing) {
  std::vector<int> none;
  stable_sort(none, std::less<int>());
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace sanad
