#include "service/list_cache.h"

#include <gtest/gtest.h>

namespace sanad::service {
namespace {

std::shared_ptr<const lists::List> list_named(const char* name) {
  lists::List list;
  list.name = name;
  return std::make_shared<const lists::List>(std::move(list));
}

TEST(ListCache, KeepsWhatWasUsedLastWithinItsBound) {
  ListCache cache(100);
  cache.put("a", 1, 40, list_named("a"));
  cache.put("b", 1, 40, list_named("b"));
  ASSERT_NE(cache.find("a", 1), nullptr);
  cache.put("c", 1, 40, list_named("c"));
  EXPECT_EQ(cache.find("b", 1), nullptr);
  EXPECT_EQ(cache.find("a", 1)->name, "a");
  EXPECT_EQ(cache.find("c", 1)->name, "c");
  EXPECT_EQ(cache.bytes(), 80u);
}

TEST(ListCache, NeverShowsAnotherStateOfAList) {
  ListCache cache(100);
  cache.put("a", 1, 40, list_named("old"));
  EXPECT_EQ(cache.find("a", 2), nullptr);
  cache.put("a", 2, 50, list_named("new"));
  EXPECT_EQ(cache.find("a", 1), nullptr);
  EXPECT_EQ(cache.find("a", 2)->name, "new");
  EXPECT_EQ(cache.bytes(), 50u);
}

TEST(ListCache, DoesNotKeepWhatIsLargerThanAllOfIt) {
  ListCache cache(100);
  cache.put("a", 1, 40, list_named("a"));
  cache.put("a", 2, 101, list_named("large"));
  EXPECT_EQ(cache.find("a", 2), nullptr);
  EXPECT_EQ(cache.find("a", 1), nullptr);
  EXPECT_EQ(cache.bytes(), 0u);
}

TEST(ListCache, AReaderKeepsTheListThatLeaves) {
  ListCache cache(50);
  cache.put("a", 1, 50, list_named("a"));
  const auto held = cache.find("a", 1);
  cache.put("b", 1, 50, list_named("b"));
  EXPECT_EQ(cache.find("a", 1), nullptr);
  EXPECT_EQ(held->name, "a");
}

}  // namespace
}  // namespace sanad::service
