#include "review/exposure.h"

#include <gtest/gtest.h>

namespace sanad::review {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;
const Timestamp kNow{1'800'000'000'000};  // 2027-01-15T08:00:00Z

std::vector<Timestamp> looks_ago(std::initializer_list<std::int64_t> ago_ms) {
  std::vector<Timestamp> looks;
  for (const std::int64_t ago : ago_ms) looks.push_back({kNow.unix_ms - ago});
  return looks;
}

TEST(ExposureTest, LooksCountForADayAndAWeekFromNow) {
  const auto looks = looks_ago({8 * kExposureDayMs, kExposureWeekMs, 3 * kExposureDayMs,
                                kExposureDayMs, kExposureDayMs - 1, kHour, 0});
  const Exposure found = count_exposure(looks, {}, kNow);
  EXPECT_EQ(found.last_week, 5);
  EXPECT_EQ(found.last_day, 3);
  EXPECT_FALSE(found.reached) << "without a limit none is reached";
  ASSERT_EQ(found.days.size(), 7u);
  EXPECT_EQ(found.days.back().day, "2027-01-15");
  EXPECT_EQ(found.days.back().looks, 2);
  EXPECT_EQ(found.days[5].looks, 2);
  EXPECT_EQ(found.days[3].looks, 1);
}

TEST(ExposureTest, ALimitSaysWhenTheNextLookIsWithinItAgain) {
  const ExposureLimits limits{.looks_per_day = 3, .looks_per_week = 5};
  const auto looks = looks_ago({6 * kHour, 5 * kHour, 4 * kHour, 3 * kHour});
  const Exposure found = count_exposure(looks, limits, kNow);
  ASSERT_EQ(found.reached, "day");
  EXPECT_EQ(found.until->unix_ms, kNow.unix_ms - 5 * kHour + kExposureDayMs);
  EXPECT_TRUE(count_exposure(looks, limits, {found.until->unix_ms - 1}).reached);
  EXPECT_FALSE(count_exposure(looks, limits, *found.until).reached);
}

TEST(ExposureTest, ABreakIsDueAndHelps) {
  const ExposureLimits limits{.break_after_looks = 3, .break_minutes = 15};
  const auto looks = looks_ago({60 * kMinute, 20 * kMinute, 12 * kMinute, 5 * kMinute});
  const Exposure found = count_exposure(looks, limits, kNow);
  EXPECT_EQ(found.since_break, 3) << "forty minutes lie before the second look";
  ASSERT_EQ(found.reached, "break");
  EXPECT_EQ(found.until->unix_ms, kNow.unix_ms + 10 * kMinute);
  const Exposure after = count_exposure(looks, limits, *found.until);
  EXPECT_EQ(after.since_break, 0);
  EXPECT_FALSE(after.reached);
}

// Whatever the looks: a limit that is reached lets go at the time that it names, not before.
TEST(ExposureTest, EverySmallCourseOfLooksIsReleasedWhenItSays) {
  const ExposureLimits limits{.looks_per_day = 2, .looks_per_week = 3, .break_after_looks = 2};
  constexpr std::int64_t kSteps[] = {5 * kMinute, 20 * kMinute, 23 * kHour, 60 * kHour};
  for (int code = 0; code < 256; ++code) {
    std::vector<Timestamp> looks;
    std::int64_t at = kNow.unix_ms;
    for (int i = 0, rest = code; i < 4; ++i, rest /= 4) looks.push_back({at += kSteps[rest % 4]});
    const Exposure found = count_exposure(looks, limits, {at});
    if (!found.reached) continue;
    ASSERT_GT(found.until->unix_ms, at) << code;
    ASSERT_EQ(count_exposure(looks, limits, {found.until->unix_ms - 1}).reached, found.reached)
        << code;
    const Exposure after = count_exposure(looks, limits, *found.until);
    ASSERT_NE(after.reached, found.reached) << code;
  }
}

}  // namespace
}  // namespace sanad::review
