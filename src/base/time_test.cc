#include "base/time.h"

#include <gtest/gtest.h>

#include <random>

namespace sanad {
namespace {

TEST(Timestamp, IsUtcWithThreeFractionDigits) {
  EXPECT_EQ(format_timestamp({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_timestamp({1'795'539'000'123}), "2026-11-24T16:50:00.123Z");
  EXPECT_EQ(format_timestamp({-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_timestamp({951'782'400'000}), "2000-02-29T00:00:00.000Z");
}

TEST(Timestamp, StaysWithinFourDigitYears) {
  EXPECT_EQ(format_timestamp({INT64_MIN}), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(format_timestamp({INT64_MAX}), "9999-12-31T23:59:59.999Z");
}

TEST(Timestamp, ReadsBackWhatItWrote) {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<std::int64_t> any(-62'167'219'200'000, 253'402'300'799'999);
  for (int i = 0; i < 5000; ++i) {
    const Timestamp at{any(random)};
    EXPECT_EQ(parse_timestamp(format_timestamp(at)).value(), at);
  }
}

TEST(Timestamp, AcceptsWholeSecondsAndCutsFractionsToMilliseconds) {
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:01Z").value().unix_ms, 1000);
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:01.5Z").value().unix_ms, 1500);
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:01.123456789Z").value().unix_ms, 1123);
}

TEST(Timestamp, RefusesOtherZonesShapesAndDatesThatDoNotExist) {
  for (const char* text : {"",
                           "2026-11-24",
                           "2026-11-24T16:50:00",
                           "2026-11-24T16:50:00+00:00",
                           "2026-11-24 16:50:00Z",
                           "2026-11-24t16:50:00Z",
                           "2026-11-24T16:50:00z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T00:60:00Z",
                           "2026-01-01T00:00:60Z",
                           "2026-01-01T00:00:00.Z",
                           "2026-01-01T00:00:00.1234567890Z",
                           "2026-01-01T00:00:00.1aZ",
                           "2026-01-01T00:00:0-Z",
                           "+026-01-01T00:00:00Z",
                           "2026-01-01T00:00:00Z "}) {
    EXPECT_FALSE(parse_timestamp(text).ok()) << text;
  }
}

TEST(ManualClock, MovesOnlyWhenTold) {
  ManualClock clock({5});
  EXPECT_EQ(clock.now().unix_ms, 5);
  clock.advance_ms(10);
  EXPECT_EQ(clock.now().unix_ms, 15);
}

TEST(SystemClock, IsAfterThisWasWritten) {
  EXPECT_GT(SystemClock().now(), parse_timestamp("2026-01-01T00:00:00Z").value());
}

}  // namespace
}  // namespace sanad
