#include "story/course.h"

#include <gtest/gtest.h>

#include "test_world.h"

namespace sanad::story {
namespace {

constexpr Timestamp kStart{1'800'000'000'000};
constexpr Timestamp minutes_on(std::int64_t minutes) { return {kStart.unix_ms + minutes * 60'000}; }

TEST(Course, EventsHappenAtAWordOrByTheSchedule) {
  Course course(World::read(small_world()).value());
  EXPECT_TRUE(course.happened(kStart).empty());
  ASSERT_TRUE(course.release("fund", kStart).ok());
  EXPECT_TRUE(course.happened(minutes_on(29)).empty());
  EXPECT_EQ(course.happened(minutes_on(30)), Happened{"fund.changed"});
  ASSERT_TRUE(course.tell("fund.gone", minutes_on(5)).ok());
  EXPECT_TRUE(course.happened(minutes_on(4)).empty());
  EXPECT_EQ(course.happened(minutes_on(5)), Happened{"fund.gone"});
  ASSERT_TRUE(course.tell("fund.changed", minutes_on(10)).ok()) << "before the schedule's time";
  EXPECT_EQ(course.happened(minutes_on(10)).size(), 2u);
  ASSERT_TRUE(course.release("fund", minutes_on(500)).ok());
  EXPECT_EQ(course.happened(minutes_on(30)).size(), 2u) << "a second word changes nothing";
  course.reset();
  EXPECT_TRUE(course.happened(minutes_on(5000)).empty());
}

TEST(Course, ListsWhatWaitsWhatIsDueAndWhatHappened) {
  Course course(World::read(small_world()).value());
  EXPECT_EQ((*course.list(kStart).as_array())[0]["state"].string_or(""), "waiting");
  ASSERT_TRUE(course.release("fund", kStart).ok());
  const json::Value list = course.list(kStart);
  const json::Value& changed = (*list.as_array())[0];
  EXPECT_EQ(changed["event"].string_or(""), "fund.changed");
  EXPECT_EQ(changed["state"].string_or(""), "scheduled");
  EXPECT_EQ(changed["at"].string_or(""), format_timestamp(minutes_on(30)));
  EXPECT_EQ(changed["title"]["en"].string_or(""), "It changes");
  EXPECT_EQ((*list.as_array())[1]["state"].string_or(""), "waiting");
  EXPECT_EQ((*course.list(minutes_on(31)).as_array())[0]["state"].string_or(""), "happened");
}

TEST(Course, KnowsItsEventsAndStudies) {
  Course course(World::read(small_world()).value());
  EXPECT_EQ(course.tell("fund.unknown", kStart).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(course.tell("changed", kStart).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(course.release("unknown", kStart).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sanad::story
