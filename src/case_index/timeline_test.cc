#include <gtest/gtest.h>

#include "base/time.h"
#include "fixture.h"

namespace sanad::case_index::test {
namespace {

using TimelineTest = IndexTest;

std::int64_t ms(std::string_view text) { return parse_timestamp(text).value().unix_ms; }

TEST_F(TimelineTest, BucketsGoOnWithoutGapsAndCountWhatIsInThem) {
  for (const char* at :
       {"2026-03-14T23:59:59.999Z", "2026-03-15T00:00:00Z", "2026-03-17T12:00:00Z"}) {
    Document document = message("u1");
    document.sent_ms = ms(at);
    add(document);
  }
  add(item("a.txt", "a"));
  commit();
  const Timeline days = index_->timeline({}, ClockKind::kSent, Step::kDay, Zone::utc()).value();
  ASSERT_EQ(days.buckets.size(), 4U);
  EXPECT_EQ(days.buckets[0].start_ms, ms("2026-03-14T00:00:00Z"));
  EXPECT_EQ(days.buckets[0].certain, 1);
  EXPECT_EQ(days.buckets[1].certain, 1);
  EXPECT_EQ(days.buckets[2].certain, 0);
  EXPECT_EQ(days.buckets[3].certain, 1);
  EXPECT_EQ(days.certain, 3);
  EXPECT_EQ(days.without, 1);
  const Zone tirazan = Zone::fixed(300).value();
  const Timeline there = index_->timeline({}, ClockKind::kSent, Step::kDay, tirazan).value();
  ASSERT_EQ(there.buckets.size(), 3U);
  EXPECT_EQ(there.buckets[0].start_ms, ms("2026-03-14T19:00:00Z"));
  EXPECT_EQ(there.buckets[0].certain, 2);
  EXPECT_EQ(index_
                ->timeline({.from_ms = ms("2026-03-16T00:00:00Z")}, ClockKind::kSent, Step::kDay,
                           Zone::utc())
                ->certain,
            1);
}

TEST_F(TimelineTest, WeeksBeginOnMondayAndMonthsAndYearsOnTheirFirst) {
  for (const char* at : {"2025-12-30T10:00:00Z", "2026-03-01T10:00:00Z"}) {
    Document document = message("u1");
    document.sent_ms = ms(at);
    add(document);
  }
  commit();
  const auto starts = [&](Step step) {
    std::vector<std::string> all;
    for (const Bucket& bucket :
         index_->timeline({}, ClockKind::kSent, step, Zone::utc()).value().buckets)
      all.push_back(format_timestamp({bucket.start_ms}).substr(0, 10));
    return all;
  };
  EXPECT_EQ(starts(Step::kWeek).front(), "2025-12-29");
  EXPECT_EQ(starts(Step::kWeek).back(), "2026-02-23");
  EXPECT_EQ(starts(Step::kMonth),
            (std::vector<std::string>{"2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"}));
  EXPECT_EQ(starts(Step::kYear), (std::vector<std::string>{"2025-01-01", "2026-01-01"}));
}

TEST_F(TimelineTest, ATimeOfUnknownZoneMayBeInEachBucketThatItTouches) {
  Document document = message("u1");
  document.sent_ms.reset();
  document.local = LocalTime{ms("2026-03-14T12:00:00Z"), std::nullopt};
  add(document);
  commit();
  const Timeline hours = index_->timeline({}, ClockKind::kSent, Step::kHour, Zone::utc()).value();
  ASSERT_EQ(hours.buckets.size(), 27U);
  EXPECT_EQ(hours.buckets.front().start_ms, ms("2026-03-13T22:00:00Z"));
  EXPECT_EQ(hours.buckets.back().start_ms, ms("2026-03-15T00:00:00Z"));
  for (const Bucket& bucket : hours.buckets) {
    EXPECT_EQ(bucket.certain, 0);
    EXPECT_EQ(bucket.possible, 1);
  }
  EXPECT_EQ(hours.uncertain, 1);
  EXPECT_EQ(
      index_->timeline({}, ClockKind::kSent, Step::kYear, Zone::utc())->buckets.at(0).possible, 1);
}

TEST_F(TimelineTest, AnUncertainOrderOfDayAndMonthIsTwoStretches) {
  Document document = message("u1");
  document.sent_ms.reset();
  document.local = LocalTime{ms("2026-03-04T12:00:00Z"), ms("2026-04-03T12:00:00Z")};
  add(document);
  commit();
  const Timeline days = index_->timeline({}, ClockKind::kSent, Step::kDay, Zone::utc()).value();
  std::int64_t possible = 0;
  for (const Bucket& bucket : days.buckets) {
    EXPECT_LE(bucket.possible, 1);
    possible += bucket.possible;
  }
  EXPECT_EQ(possible, 6);  // the day before, the day, and the first minute of the next, twice
  const Timeline year = index_->timeline({}, ClockKind::kSent, Step::kYear, Zone::utc()).value();
  ASSERT_EQ(year.buckets.size(), 1U);
  EXPECT_EQ(year.buckets[0].possible, 1);
}

TEST_F(TimelineTest, EachClockHasItsOwnTimes) {
  Document document = message("u1");
  document.edited_ms = kStart + kHour;
  add(document);
  Document photo = item("a.jpg", "a");
  photo.file_ms = kStart + 2 * kHour;
  photo.taken_ms = kStart + 3 * kHour;
  add(photo);
  Document known = item("b.jpg", "b");
  known.taken_ms = kStart + 4 * kHour;
  known.taken_zone_known = true;
  add(known);
  commit();
  const auto of = [&](ClockKind clock) {
    return index_->timeline({}, clock, Step::kYear, Zone::utc()).value();
  };
  EXPECT_EQ(of(ClockKind::kSent).certain, 1);
  EXPECT_EQ(of(ClockKind::kEdited).certain, 1);
  EXPECT_EQ(of(ClockKind::kFile).certain, 1);
  EXPECT_EQ(of(ClockKind::kTaken).certain, 1);
  EXPECT_EQ(of(ClockKind::kTaken).uncertain, 1);
  EXPECT_EQ(of(ClockKind::kTaken).without, 1);
  for (const ClockKind clock :
       {ClockKind::kSent, ClockKind::kEdited, ClockKind::kFile, ClockKind::kTaken})
    EXPECT_EQ(parse_clock(clock_name(clock)), clock);
  EXPECT_EQ(parse_clock("guessed"), std::nullopt);
}

TEST_F(TimelineTest, StepsThatAreTooFineBecomeCoarser) {
  for (const char* at : {"1999-01-01T00:00:00Z", "2026-01-01T00:00:00Z"}) {
    Document document = message("u1");
    document.sent_ms = ms(at);
    add(document);
  }
  commit();
  const Timeline timeline =
      index_->timeline({}, ClockKind::kSent, Step::kMinute, Zone::utc()).value();
  EXPECT_EQ(timeline.step, Step::kDay);
  EXPECT_LE(timeline.buckets.size(), kMaxBuckets);
  EXPECT_EQ(timeline.buckets.front().certain, 1);
  EXPECT_EQ(timeline.buckets.back().certain, 1);
  for (int i = 0; i < 7; ++i) {
    const auto step = static_cast<Step>(i);
    EXPECT_EQ(parse_step(step_name(step)), step);
  }
}

TEST_F(TimelineTest, NothingHasNoBuckets) {
  const Timeline timeline = index_->timeline({}, ClockKind::kSent, Step::kDay, Zone::utc()).value();
  EXPECT_TRUE(timeline.buckets.empty());
}

TEST_F(TimelineTest, ActivityKeepsZoneDeviceAndUncertainApart) {
  add(message("u1"));  // Saturday, 09:26 UTC
  Document local = message("u1");
  local.sent_ms.reset();
  local.local = LocalTime{ms("2026-03-16T23:30:00Z"), std::nullopt};  // Monday
  add(local);
  Document uncertain = message("u1");
  uncertain.sent_ms.reset();
  uncertain.local = LocalTime{ms("2026-03-04T05:00:00Z"), ms("2026-04-03T05:00:00Z")};
  add(uncertain);
  add(item("a.txt", "a"));
  commit();
  const Activity utc = index_->activity({}, Zone::utc()).value();
  EXPECT_EQ(utc.by_zone[5][9], 1);
  EXPECT_EQ(utc.by_device[0][23], 1);
  EXPECT_EQ(utc.hour_only[5], 1);
  EXPECT_EQ(utc.without, 1);
  const Activity there = index_->activity({}, Zone::fixed(15 * 60).value()).value();
  EXPECT_EQ(there.by_zone[6][0], 1);
  EXPECT_EQ(there.by_device[0][23], 1);
}

TEST_F(TimelineTest, PlacesThatLieTogetherAreOneUntilTheMapIsEnlarged) {
  const auto at = [&](double latitude, double longitude) {
    Document document = message("u1");
    document.places = {{.latitude = latitude, .longitude = longitude}};
    return add(document);
  };
  at(10.0001, 20.0001);
  at(10.0002, 20.0002);
  const auto far = at(-45, 170);
  commit();
  const auto world = index_->places({}, 0).value();
  ASSERT_EQ(world.size(), 2U);
  EXPECT_EQ(world[0].places, 2);
  EXPECT_EQ(world[0].documents, 2);
  EXPECT_EQ(world[0].document, 0);
  EXPECT_NEAR(world[0].latitude, 10.00015, 1e-6);
  EXPECT_EQ(world[1].document, far);
  EXPECT_EQ(index_->places({}, 20).value().size(), 3U);
  EXPECT_EQ(index_->places({.box = PlaceBox{-50, 160, -40, 180}}, 0).value().size(), 1U);
  EXPECT_EQ(index_->count({.box = world[0].box}).value(), 2);
  EXPECT_EQ(index_->places({}, 21).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::case_index::test
