#include "lists/diff.h"

#include <gtest/gtest.h>

#include <random>

#include "list_fixture.h"

namespace sanad::lists {
namespace {

TEST(Diff, EqualListsHaveNone) {
  EXPECT_TRUE(diff_lists(harbour_list(), harbour_list()).empty());
  EXPECT_TRUE(diff_lists(harbour_list(), harbour_list()).rescan.empty());
}

TEST(Diff, NamesWhatWasAddedRemovedAndChanged) {
  const List before = harbour_list();
  List after = before;
  after.version = "8";
  after.entries[0].labels.push_back({"unodc-use", "training"});
  after.entries[0].note = "Another note";
  after.entries[1].value = hex_of('c', 64);  // the same id names another value
  const Diff diff = diff_lists(before, after);
  EXPECT_EQ(diff.header, std::vector<std::string_view>{"version"});
  EXPECT_EQ(diff.added, std::vector<std::size_t>{1});
  EXPECT_EQ(diff.removed, std::vector<std::size_t>{1});
  ASSERT_EQ(diff.changed.size(), 1U);
  EXPECT_EQ(diff.changed[0].members, (std::vector<std::string_view>{"labels", "note"}));
  EXPECT_EQ(diff.rescan, std::vector<std::size_t>{1});
}

TEST(Diff, WhatLastsLongerIsLookedForAgain) {
  const List before = harbour_list();
  List after = before;
  after.entries[0].expires_at.reset();
  EXPECT_EQ(diff_lists(before, after).rescan, std::vector<std::size_t>{0});
  EXPECT_TRUE(diff_lists(after, before).rescan.empty());
  List longer = before;
  longer.expires_at->unix_ms += 1;
  EXPECT_EQ(diff_lists(before, longer).rescan.size(), 3U);
}

// Random lists against the sets of their contents.
TEST(Diff, EqualsTheDifferenceOfSets) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::array<List, 2> lists;
    for (auto& list : lists) {
      list = harbour_list();
      list.entries.clear();
      for (char digit = '0'; digit <= '9'; ++digit) {
        if (random() % 2) continue;
        list.entries.push_back(
            {.id = std::string("e") + static_cast<char>('a' + random() % 26) + digit,
             .signal = "md5",
             .value = hex_of(digit, 32),
             .note = random() % 2 ? "x" : ""});
      }
      sort_list(list);
      ASSERT_TRUE(check_list(list).ok());
    }
    const Diff diff = diff_lists(lists[0], lists[1]);
    std::size_t added = 0;
    std::size_t changed = 0;
    for (const auto& after : lists[1].entries) {
      const Entry* old = nullptr;
      for (const auto& before : lists[0].entries) {
        if (before.value == after.value) old = &before;
      }
      added += old == nullptr;
      changed += old && !(*old == after);
    }
    EXPECT_EQ(diff.added.size(), added);
    EXPECT_EQ(diff.rescan, diff.added);
    EXPECT_EQ(diff.changed.size(), changed);
    EXPECT_EQ(diff.removed.size(), lists[0].entries.size() + added - lists[1].entries.size());
    for (const auto& change : diff.changed) {
      EXPECT_EQ(lists[0].entries[change.before].value, lists[1].entries[change.after].value);
      EXPECT_FALSE(change.members.empty());
    }
  }
}

}  // namespace
}  // namespace sanad::lists
