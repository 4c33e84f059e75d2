#include "clocks/clock.h"

#include <gtest/gtest.h>

#include "clock_fixture.h"

namespace sanad::clocks {
namespace {

std::string due(const Period& period, std::string_view start, std::string_view zone,
                const Calendar& calendar = every_day()) {
  const auto reading =
      read(rule_of(period), {.start = at(start)}, zone_of(std::string(zone)), calendar, at(start));
  return reading.ok() ? format_timestamp(reading->due) : reading.error().message;
}

TEST(Clock, HoursAreExactWhereTheWallClockIsMoved) {
  // 29 March 2026, 01:00 UTC: Brussels goes from 02:00 to 03:00; 1 November: New York back from
  // 02:00.
  EXPECT_EQ(due({.count = 1}, "2026-03-29T00:30:00Z", "Europe/Brussels"),
            "2026-03-29T01:30:00.000Z");
  EXPECT_EQ(due({.count = 24}, "2026-03-28T12:00:00Z", "Europe/Brussels"),
            "2026-03-29T12:00:00.000Z");
  EXPECT_EQ(due({.count = 24}, "2026-10-31T20:15:30.007Z", "America/New_York"),
            "2026-11-01T20:15:30.007Z");
}

TEST(Clock, DaysKeepTheTimeOfTheWallClock) {
  const Period week{.count = 7, .unit = Unit::kDays};
  EXPECT_EQ(due(week, "2026-03-25T09:00:00Z", "Europe/Brussels"), "2026-04-01T08:00:00.000Z");
  EXPECT_EQ(due(week, "2026-10-28T13:00:00Z", "America/New_York"), "2026-11-04T14:00:00.000Z");
  EXPECT_EQ(due(week, "2026-03-25T09:00:00Z", "Asia/Karachi"), "2026-04-01T09:00:00.000Z");
  // 02:30 does not exist on 29 March in Brussels: the first moment after it.
  EXPECT_EQ(due({.count = 1, .unit = Unit::kDays}, "2026-03-28T01:30:00Z", "Europe/Brussels"),
            "2026-03-29T01:00:00.000Z");
  // 02:30 is shown twice on 25 October: the first.
  EXPECT_EQ(due({.count = 1, .unit = Unit::kDays}, "2026-10-24T00:30:00Z", "Europe/Brussels"),
            "2026-10-25T00:30:00.000Z");
}

TEST(Clock, ADayEndsWhereTheOfficeIs) {
  const Period day{.count = 3, .unit = Unit::kDays, .ending = Ending::kEndOfDay};
  EXPECT_EQ(due(day, "2026-03-01T18:59:00Z", "Asia/Karachi"), "2026-03-04T18:59:59.999Z");
  EXPECT_EQ(due(day, "2026-03-01T19:01:00Z", "Asia/Karachi"), "2026-03-05T18:59:59.999Z");
  EXPECT_EQ(due(day, "2026-03-01T19:01:00Z", "America/New_York"), "2026-03-05T04:59:59.999Z");
}

TEST(Clock, MonthsThatAreTooShortEndAsTheRuleSays) {
  Period month{.count = 1, .unit = Unit::kMonths};
  EXPECT_EQ(due(month, "2026-01-31T10:00:00Z", "UTC"), "2026-02-28T10:00:00.000Z");
  EXPECT_EQ(due(month, "2028-01-31T10:00:00Z", "UTC"), "2028-02-29T10:00:00.000Z");
  EXPECT_EQ(due(month, "2026-02-28T10:00:00Z", "UTC"), "2026-03-28T10:00:00.000Z");
  month.month_end = MonthEnd::kFirstOfNext;
  EXPECT_EQ(due(month, "2026-01-31T10:00:00Z", "UTC"), "2026-03-01T10:00:00.000Z");
  EXPECT_EQ(due({.count = 6, .unit = Unit::kMonths}, "2026-08-31T10:00:00Z", "UTC"),
            "2027-02-28T10:00:00.000Z");
  EXPECT_EQ(due({.count = 1, .unit = Unit::kYears}, "2028-02-29T10:00:00Z", "UTC"),
            "2029-02-28T10:00:00.000Z");
}

TEST(Clock, WorkingDaysSkipWeekendsAndHolidays) {
  Calendar calendar{.key = "k", .weekend = 1U << 5U | 1U << 6U};  // Friday and Saturday
  calendar.holidays.push_back({parse_day("2026-03-02").value(), "Lantern day"});
  const Period three{.count = 3, .unit = Unit::kWorkingDays};
  // From Sunday 1 March: Tuesday, Wednesday, Thursday.
  EXPECT_EQ(due(three, "2026-03-01T10:00:00Z", "UTC", calendar), "2026-03-05T10:00:00.000Z");
  // From Wednesday: Thursday, Sunday, Monday.
  EXPECT_EQ(due(three, "2026-03-04T10:00:00Z", "UTC", calendar), "2026-03-09T10:00:00.000Z");
  calendar.weekend = 1U;  // Sunday
  EXPECT_EQ(due(three, "2026-03-04T10:00:00Z", "UTC", calendar), "2026-03-07T10:00:00.000Z");
  const Period rolls{.count = 1,
                     .unit = Unit::kDays,
                     .ending = Ending::kEndOfDay,
                     .rolls = Rolls::kNextWorkingDay};
  // Sunday 1 March is not worked, and Monday is a holiday.
  EXPECT_EQ(due(rolls, "2026-02-28T10:00:00Z", "UTC", calendar), "2026-03-03T23:59:59.999Z");
}

TEST(Clock, SaysWhenHolidaysAreNotKnown) {
  Calendar calendar = every_day();
  calendar.known_until = parse_day("2026-03-04").value();
  const Rule rule = rule_of({.count = 3, .unit = Unit::kDays});
  for (const auto& [start, is_beyond] : std::vector<std::pair<std::string, bool>>{
           {"2026-03-01T10:00:00Z", false}, {"2026-03-02T10:00:00Z", true}}) {
    const auto reading = read(rule, {.start = at(start)}, Zone::utc(), calendar, at(start));
    EXPECT_EQ(reading->is_beyond_calendar, is_beyond) << start;
  }
}

// One hour from 10:00; suspended from 10:20 to 11:00 and, within that, from 10:30 to 10:40.
TEST(Clock, StandsAsTheTimeGoesOn) {
  const Rule rule = rule_of({.count = 1});
  Course course{.start = at("2026-03-01T10:00:00Z")};
  course.suspensions = {{at("2026-03-01T10:30:00Z"), at("2026-03-01T10:40:00Z")},
                        {at("2026-03-01T10:20:00Z"), at("2026-03-01T11:00:00Z")}};
  struct Row {
    std::string_view now, state, due;
    std::int64_t remaining, late, suspended;  // minutes
  };
  for (const Row& row : std::vector<Row>{{"09:59:00", "not-started", "11:00:00", 61, 0, 0},
                                         {"10:00:00", "running", "11:00:00", 60, 0, 0},
                                         {"10:19:00", "running", "11:00:00", 41, 0, 0},
                                         {"10:20:00", "suspended", "11:00:00", 40, 0, 0},
                                         {"10:35:00", "suspended", "11:15:00", 40, 0, 15},
                                         {"10:59:00", "suspended", "11:39:00", 40, 0, 39},
                                         {"11:00:00", "running", "11:40:00", 40, 0, 40},
                                         {"11:40:00", "running", "11:40:00", 0, 0, 40},
                                         {"11:41:00", "overdue", "11:40:00", 0, 1, 40}}) {
    const auto on = [](std::string_view time) {
      return at("2026-03-01T" + std::string(time) + "Z");
    };
    const auto reading = read(rule, course, Zone::utc(), every_day(), on(row.now));
    ASSERT_TRUE(reading.ok());
    EXPECT_EQ(name(reading->state), row.state) << row.now;
    EXPECT_EQ(reading->due, on(row.due)) << row.now;
    EXPECT_EQ(reading->remaining_ms, row.remaining * 60'000) << row.now;
    EXPECT_EQ(reading->late_ms, row.late * 60'000) << row.now;
    EXPECT_EQ(reading->suspended_ms, row.suspended * 60'000) << row.now;
  }
}

TEST(Clock, WhatIsDoneAtTheVeryEndIsInTime) {
  const Rule rule = rule_of({.count = 1});
  Course course{.start = at("2026-03-01T10:00:00Z")};
  const Timestamp now = at("2026-03-05T00:00:00Z");
  course.met_at = at("2026-03-01T11:00:00Z");
  EXPECT_EQ(read(rule, course, Zone::utc(), every_day(), now)->state, State::kMet);
  course.met_at = at("2026-03-01T11:00:00.001Z");
  const auto late = read(rule, course, Zone::utc(), every_day(), now);
  EXPECT_EQ(late->state, State::kMetLate);
  EXPECT_EQ(late->late_ms, 1);
  // Before it was done, and while a question was open.
  EXPECT_EQ(read(rule, course, Zone::utc(), every_day(), at("2026-03-01T10:30:00Z"))->state,
            State::kRunning);
  course.suspensions = {{at("2026-03-01T10:30:00Z"), std::nullopt}};
  course.met_at = at("2026-03-03T12:00:00Z");
  EXPECT_EQ(read(rule, course, Zone::utc(), every_day(), now)->state, State::kMet);
}

TEST(Clock, AnOpenSuspensionHoldsTheClockAndALateOneDoesNot) {
  const Rule rule = rule_of({.count = 1});
  Course course{.start = at("2026-03-01T10:00:00Z")};
  course.suspensions = {{at("2026-03-01T10:45:00Z"), std::nullopt}};
  const auto held = read(rule, course, Zone::utc(), every_day(), at("2026-04-01T10:00:00Z"));
  EXPECT_EQ(held->state, State::kSuspended);
  EXPECT_EQ(held->due, at("2026-04-01T10:15:00Z"));
  course.suspensions = {{at("2026-03-01T11:01:00Z"), std::nullopt}};
  EXPECT_EQ(read(rule, course, Zone::utc(), every_day(), at("2026-03-01T12:00:00Z"))->state,
            State::kOverdue);
}

TEST(Clock, WhatLapsesOrMustLastEnds) {
  for (const Nature nature : {Nature::kLapse, Nature::kMinimum}) {
    const Rule rule = rule_of({.count = 90, .unit = Unit::kDays}, nature);
    const Course course{.start = at("2026-03-01T10:00:00Z")};
    EXPECT_EQ(read(rule, course, Zone::utc(), every_day(), at("2026-05-30T10:00:00Z"))->state,
              State::kRunning);
    EXPECT_EQ(read(rule, course, Zone::utc(), every_day(), at("2026-05-30T10:00:00.001Z"))->state,
              State::kEnded);
  }
}

TEST(Clock, ASuspensionStopsDaysForAsLongAsItLastedAndWorkingDaysAreNotCounted) {
  Course course{.start = at("2026-03-02T10:00:00Z")};  // a Monday
  course.suspensions = {{at("2026-03-03T06:00:00Z"), at("2026-03-04T18:00:00Z")}};
  const Timestamp now = at("2026-03-20T00:00:00Z");
  const auto due_of = [&](const Period& period) {
    return format_timestamp(read(rule_of(period), course, Zone::utc(), every_day(), now)->due);
  };
  EXPECT_EQ(due_of({.count = 7, .unit = Unit::kDays}), "2026-03-10T22:00:00.000Z");
  EXPECT_EQ(due_of({.count = 7, .unit = Unit::kDays, .ending = Ending::kEndOfDay}),
            "2026-03-10T23:59:59.999Z");
  EXPECT_EQ(due_of({.count = 3, .unit = Unit::kWorkingDays}), "2026-03-07T10:00:00.000Z");
}

TEST(Clock, ExtensionsFollowThePeriodOnceTheyAreGranted) {
  Rule rule = rule_of({.count = 60, .unit = Unit::kDays}, Nature::kLapse);
  rule.extension = Extension{"the court", Period{.count = 30, .unit = Unit::kDays}, 1};
  Course course{.start = at("2026-01-01T10:00:00Z")};
  course.extensions = {{at("2026-02-20T00:00:00Z"), {.count = 30, .unit = Unit::kDays}}};
  const auto due_at = [&](std::string_view now) {
    return format_timestamp(read(rule, course, Zone::utc(), every_day(), at(now))->due);
  };
  EXPECT_EQ(due_at("2026-02-19T00:00:00Z"), "2026-03-02T10:00:00.000Z");
  EXPECT_EQ(due_at("2026-02-20T00:00:00Z"), "2026-04-01T10:00:00.000Z");
}

TEST(Clock, ACourseThatCannotHaveBeenIsRefused) {
  const Timestamp now = at("2026-06-01T00:00:00Z");
  const Timestamp start = at("2026-01-01T10:00:00Z");
  const Period month{.count = 30, .unit = Unit::kDays};
  Rule rule = rule_of(month);
  rule.extension = Extension{"the court", month, 1};
  const auto message = [&](const Rule& of, const Course& course) {
    const auto reading = read(of, course, Zone::utc(), every_day(), now);
    EXPECT_TRUE(!reading.ok() && reading.error().code == ErrorCode::kInvalid);
    return reading.ok() ? std::string() : reading.error().message;
  };
  const auto has = [](const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(has(message(rule, {start, {{now, start}}, {}, {}}), "before it begins"));
  EXPECT_TRUE(
      has(message(rule, {start, {}, {}, Timestamp{start.unix_ms - 1}}), "before the clock"));
  EXPECT_TRUE(has(message(rule, {start, {}, {{now, month}}, {}}), "did not run"));
  EXPECT_TRUE(
      has(message(rule, {start, {}, {{Timestamp{start.unix_ms - 1}, month}}, {}}), "did not run"));
  EXPECT_TRUE(has(message(rule, {start, {}, {{start, month}, {start, month}}, {}}), "1 times"));
  for (const Period& more :
       {Period{.count = 31, .unit = Unit::kDays}, Period{.count = 721},
        Period{.count = 2, .unit = Unit::kMonths}, Period{.count = 31, .unit = Unit::kWorkingDays},
        Period{.count = 1, .unit = Unit::kYears}})
    EXPECT_TRUE(has(message(rule, {start, {}, {{start, more}}, {}}), "at most 30 days"));
  EXPECT_TRUE(has(message(rule, {Timestamp{1LL << 60}, {}, {}, {}}), "years 1 to 9800"));
  Rule firm = rule;
  firm.extension.reset();
  firm.suspended_by.clear();
  EXPECT_TRUE(has(message(firm, {start, {}, {{start, month}}, {}}), "cannot be extended"));
  EXPECT_TRUE(has(message(firm, {start, {{start, now}}, {}, {}}), "nothing suspends"));
}

}  // namespace
}  // namespace sanad::clocks
