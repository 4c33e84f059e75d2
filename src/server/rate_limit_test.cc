#include "rate_limit.h"

#include <gtest/gtest.h>

namespace sanad::server {
namespace {

constexpr Timestamp kNow{1'800'000'000'000};
Timestamp after_ms(std::int64_t ms) { return {kNow.unix_ms + ms}; }

TEST(RateLimiter, AMinutesRequestsAreLetThroughAndThenOneForEachOfItsShares) {
  RateLimiter limiter;
  for (int i = 0; i < 6; ++i) EXPECT_EQ(limiter.take("a", 6, kNow), 0u) << i;
  EXPECT_EQ(limiter.take("a", 6, kNow), 10u);
  EXPECT_EQ(limiter.wait_s("a", 6, after_ms(4'000)), 6u);
  EXPECT_EQ(limiter.take("a", 6, after_ms(9'999)), 1u);
  EXPECT_EQ(limiter.take("a", 6, after_ms(10'000)), 0u);
  EXPECT_EQ(limiter.take("a", 6, after_ms(10'000)), 10u);
}

TEST(RateLimiter, ABucketNeverHoldsMoreThanAMinutesRequests) {
  RateLimiter limiter;
  EXPECT_EQ(limiter.take("a", 2, kNow), 0u);
  int let_through = 0;
  while (limiter.take("a", 2, after_ms(3'600'000)) == 0) ++let_through;
  EXPECT_EQ(let_through, 2);
}

TEST(RateLimiter, WhoIsAskedAboutPaysNothing) {
  RateLimiter limiter;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(limiter.wait_s("a", 1, kNow), 0u);
  EXPECT_EQ(limiter.size(), 0u);
}

TEST(RateLimiter, KeysDoNotPayForEachOther) {
  RateLimiter limiter;
  EXPECT_EQ(limiter.take("a", 1, kNow), 0u);
  EXPECT_GT(limiter.take("a", 1, kNow), 0u);
  EXPECT_EQ(limiter.take("b", 1, kNow), 0u);
}

TEST(RateLimiter, AClockThatGoesBackGivesNothing) {
  RateLimiter limiter;
  EXPECT_EQ(limiter.take("a", 1, kNow), 0u);
  EXPECT_GT(limiter.take("a", 1, after_ms(-3'600'000)), 0u);
}

TEST(RateLimiter, MemoryIsBoundedAndThoseWhoOweMostAreRemembered) {
  RateLimiter limiter(10);
  for (int i = 0; i < 30; ++i) limiter.take("greedy", 30, kNow);
  for (int i = 0; i < 1000; ++i) limiter.take("address " + std::to_string(i), 30, kNow);
  EXPECT_LE(limiter.size(), 10u);
  EXPECT_GT(limiter.take("greedy", 30, kNow), 0u);
}

TEST(RateLimiter, BucketsThatAreFullAgainMakeRoom) {
  RateLimiter limiter(2);
  limiter.take("a", 1, kNow);
  limiter.take("b", 1, kNow);
  limiter.take("c", 1, after_ms(60'000));
  EXPECT_EQ(limiter.size(), 1u);
}

}  // namespace
}  // namespace sanad::server
