#include "review/agreement.h"

#include <gtest/gtest.h>

#include <map>

namespace sanad::review {
namespace {

std::vector<Choices> table(int both_yes, int yes_no, int no_yes, int both_no) {
  std::vector<Choices> items;
  items.insert(items.end(), both_yes, {"yes", "yes"});
  items.insert(items.end(), yes_no, {"yes", "no"});
  items.insert(items.end(), no_yes, {"no", "yes"});
  items.insert(items.end(), both_no, {"no", "no"});
  return items;
}

// The definition, written out with shares: slow, and obviously right.
std::optional<double> by_definition(const std::vector<Choices>& items) {
  std::map<std::string, double> first, second;
  double observed = 0, expected = 0;
  const double share = 1.0 / static_cast<double>(items.size());
  for (const Choices& one : items) {
    first[one.first] += share;
    second[one.second] += share;
    if (one.first == one.second) observed += share;
  }
  for (const auto& [choice, of_first] : first) expected += of_first * second[choice];
  if (expected > 1 - 1e-12) return std::nullopt;
  return (observed - expected) / (1 - expected);
}

// Tables whose kappa textbooks give, to the digits that they give.
TEST(AgreementTest, KnownTablesHaveTheirKnownKappa) {
  EXPECT_NEAR(*agreement(table(20, 5, 10, 15)).kappa, 0.4, 1e-12);
  EXPECT_NEAR(*agreement(table(45, 15, 25, 15)).kappa, 0.1304, 5e-5);
  EXPECT_NEAR(*agreement(table(25, 35, 5, 35)).kappa, 0.2593, 5e-5);
  const Agreement first = agreement(table(20, 5, 10, 15));
  EXPECT_EQ(first.items, 50u);
  EXPECT_EQ(first.agreed, 35u);
  EXPECT_NEAR(first.observed, 0.7, 1e-12);
  EXPECT_NEAR(first.expected, 0.5, 1e-12);
}

TEST(AgreementTest, EverySmallTableAgreesWithTheDefinition) {
  const std::vector<std::string> choices = {"a", "b", "c"};
  constexpr int kItems = 4;
  int tables = 0;
  for (int code = 0; code < 9 * 9 * 9 * 9; ++code) {
    std::vector<Choices> items;
    for (int i = 0, rest = code; i < kItems; ++i, rest /= 9)
      items.push_back({choices[rest % 3], choices[rest % 9 / 3]});
    const auto wanted = by_definition(items);
    const Agreement found = agreement(items);
    ASSERT_EQ(found.kappa.has_value(), wanted.has_value()) << code;
    if (wanted) {
      ASSERT_NEAR(*found.kappa, *wanted, 1e-9) << code;
      ASSERT_LE(*found.kappa, 1 + 1e-12);
      ASSERT_GE(*found.kappa, -1 - 1e-12);
    }
    std::vector<Choices> swapped;
    for (const Choices& one : items) swapped.push_back({one.second, one.first});
    ASSERT_EQ(agreement(swapped).kappa, found.kappa) << "who is first makes no difference";
    if (found.kappa) {
      ASSERT_EQ(*found.kappa == 1, found.agreed == kItems) << code;
    }
    ++tables;
  }
  EXPECT_EQ(tables, 6561);
}

TEST(AgreementTest, WhereChanceCannotBeToldFromAgreementThereIsNoKappa) {
  EXPECT_FALSE(agreement({}).kappa);
  EXPECT_FALSE(agreement(table(7, 0, 0, 0)).kappa);
  EXPECT_EQ(*agreement(table(0, 3, 0, 0)).kappa, 0) << "one says always yes, the other always no";
  EXPECT_EQ(*agreement(table(5, 0, 0, 5)).kappa, 1);
}

}  // namespace
}  // namespace sanad::review
