#include "service/byte_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace sanad::service {
namespace {

using Cache = ByteCache<std::string, int>;

std::shared_ptr<const std::string> text(const char* value) {
  return std::make_shared<const std::string>(value);
}

TEST(ByteCache, KeepsWhatWasUsedLastWithinItsBound) {
  Cache cache(100);
  cache.put("a", 1, 40, text("a"));
  cache.put("b", 1, 40, text("b"));
  ASSERT_NE(cache.find("a", 1), nullptr);
  cache.put("c", 1, 40, text("c"));
  EXPECT_EQ(cache.find("b", 1), nullptr);
  EXPECT_EQ(*cache.find("a", 1), "a");
  EXPECT_EQ(*cache.find("c", 1), "c");
  EXPECT_EQ(cache.bytes(), 80u);
}

TEST(ByteCache, NeverShowsAnotherStateOfAThing) {
  Cache cache(100);
  cache.put("a", 1, 40, text("old"));
  EXPECT_EQ(cache.find("a", 2), nullptr);
  cache.put("a", 2, 50, text("new"));
  EXPECT_EQ(cache.find("a", 1), nullptr);
  EXPECT_EQ(*cache.find("a", 2), "new");
  EXPECT_EQ(cache.bytes(), 50u);
}

TEST(ByteCache, DoesNotKeepWhatIsLargerThanAllOfIt) {
  Cache cache(100);
  cache.put("a", 1, 40, text("a"));
  cache.put("a", 2, 101, text("large"));
  EXPECT_EQ(cache.find("a", 2), nullptr);
  EXPECT_EQ(cache.find("a", 1), nullptr);
  EXPECT_EQ(cache.bytes(), 0u);
}

TEST(ByteCache, AReaderKeepsWhatLeaves) {
  Cache cache(50);
  cache.put("a", 1, 50, text("a"));
  const auto held = cache.find("a", 1);
  cache.put("b", 1, 50, text("b"));
  EXPECT_EQ(cache.find("a", 1), nullptr);
  EXPECT_EQ(*held, "a");
}

}  // namespace
}  // namespace sanad::service
