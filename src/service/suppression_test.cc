// What a table leaves out cannot be worked out from what it says: tried for all small tables.
#include "suppression.h"

#include <gtest/gtest.h>

#include <functional>

namespace sanad::service {
namespace {

using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

// Values that a count which is left out may have for a reader who knows the table and the method:
// all ways to fill what is left out that give the total, and that the method would have published
// so.
std::set<std::uint64_t> possible(const PublishedTable& shown, std::size_t asked) {
  std::vector<std::size_t> open;
  std::uint64_t known = 0;
  for (std::size_t i = 0; i < shown.rows.size(); ++i) {
    if (shown.rows[i].count)
      known += *shown.rows[i].count;
    else
      open.push_back(i);
  }
  std::set<std::uint64_t> values;
  Counts tried;
  for (const PublishedRow& row : shown.rows) tried.emplace_back(row.key, row.count.value_or(0));
  const std::function<void(std::size_t, std::uint64_t)> fill = [&](std::size_t n,
                                                                   std::uint64_t left) {
    if (n + 1 == open.size()) {
      tried[open[n]].second = left;
      const PublishedTable again = publish(shown.key, tried);
      bool same = again.total == shown.total;
      for (std::size_t i = 0; i < again.rows.size(); ++i)
        same = same && again.rows[i].count == shown.rows[i].count;
      if (same) values.insert(tried[asked].second);
      return;
    }
    for (std::uint64_t value = 0; value <= left; ++value) {
      tried[open[n]].second = value;
      fill(n + 1, left - value);
    }
  };
  fill(0, *shown.total - known);
  return values;
}

TEST(SuppressionTest, NoCountThatIsLeftOutFollowsFromTheTotal) {
  constexpr std::uint64_t kMost = 9;
  for (std::uint64_t a = 0; a <= kMost; ++a) {
    for (std::uint64_t b = 0; b <= kMost; ++b) {
      for (std::uint64_t c = 0; c <= kMost; ++c) {
        const PublishedTable shown = publish("t", {{"a", a}, {"b", b}, {"c", c}});
        for (std::size_t i = 0; i < 3; ++i) {
          const std::uint64_t count = i == 0 ? a : i == 1 ? b : c;
          if (shown.rows[i].count) {
            EXPECT_TRUE(count == 0 || count >= kSmallest);
          } else if (shown.total) {
            EXPECT_GE(possible(shown, i).size(), 2u)
                << a << " " << b << " " << c << " row " << i << " is known exactly";
          }
        }
      }
    }
  }
}

TEST(SuppressionTest, SmallOnesGoAndOneMoreGoesWithASingleOne) {
  const PublishedTable table = publish("refusals", {{"a", 2}, {"b", 30}, {"c", 9}, {"d", 0}});
  EXPECT_FALSE(table.rows[0].count);
  EXPECT_FALSE(table.rows[1].count) << "else the first followed from the total";
  EXPECT_EQ(table.rows[2].count, 9u);
  EXPECT_EQ(table.rows[3].count, 0u) << "that there was none may be said";
  EXPECT_EQ(table.total, 41u);
}

TEST(SuppressionTest, ATotalGoesWhereNothingElseIsLeftToHideBehind) {
  EXPECT_FALSE(publish("t", {{"a", 3}}).total);
  EXPECT_FALSE(publish("t", {{"a", 1}, {"b", 1}}).total);
  EXPECT_TRUE(publish("t", {{"a", 0}, {"b", 0}}).total);
  EXPECT_EQ(publish("t", {{"a", 7}, {"b", 20}}).total, 27u);
}

TEST(SuppressionTest, WhatAShorterPeriodLeavesOutTheLongerOneLeavesOutToo) {
  const PublishedTable year = publish("t", {{"a", 20}, {"b", 30}, {"c", 40}}, {"b"});
  EXPECT_FALSE(year.rows[1].count);
  EXPECT_FALSE(year.rows[2].count) << "one alone would follow from the total";
  EXPECT_EQ(year.rows[0].count, 20u);
  EXPECT_FALSE(publish("t", {{"a", 20}}, {}, true).total);
}

}  // namespace
}  // namespace sanad::service
