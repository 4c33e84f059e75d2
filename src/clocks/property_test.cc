#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "clock_fixture.h"

namespace sanad::clocks {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
const std::vector<std::string> kZones = {"UTC",
                                         "Asia/Karachi",
                                         "Asia/Kolkata",
                                         "Europe/London",
                                         "Europe/Brussels",
                                         "America/New_York",
                                         "America/Havana",
                                         "Australia/Lord_Howe"};

class Draw {
 public:
  explicit Draw(std::uint32_t seed) : engine_(seed) {}
  std::int64_t below(std::int64_t most) { return static_cast<std::int64_t>(engine_()) % most; }
  // A minute of 2026, more often near the days on which clocks are moved.
  Timestamp start() {
    const std::vector<std::string_view> near = {"2026-03-08", "2026-03-29", "2026-04-05",
                                                "2026-10-04", "2026-10-25", "2026-11-01"};
    const auto day = near[static_cast<std::size_t>(below(6))];
    const Timestamp base = at(std::string(day) + "T00:00:00Z");
    return {base.unix_ms +
            (below(2) == 0 ? below(4 * 1440) - 2 * 1440 : below(100 * 1440)) * kMinuteMs};
  }
  std::vector<Suspension> suspensions(Timestamp start, std::int64_t reach_minutes) {
    std::vector<Suspension> drawn;
    for (std::int64_t n = below(5); n > 0; --n) {
      const Timestamp from{start.unix_ms + (below(reach_minutes) - reach_minutes / 8) * kMinuteMs};
      drawn.push_back({from, Timestamp{from.unix_ms + below(reach_minutes / 2) * kMinuteMs}});
    }
    return drawn;
  }

 private:
  std::mt19937 engine_;
};

bool is_stopped(const std::vector<Suspension>& suspensions, std::int64_t ms) {
  return std::ranges::any_of(
      suspensions, [&](const Suspension& s) { return s.from.unix_ms <= ms && ms < s.to->unix_ms; });
}

// The obvious version: minute by minute.
std::int64_t run_by_minutes(std::int64_t ms, std::int64_t minutes,
                            const std::vector<Suspension>& suspensions) {
  while (minutes > 0) {
    if (!is_stopped(suspensions, ms)) --minutes;
    ms += kMinuteMs;
  }
  return ms;
}

std::int64_t day_number(const Zone& zone, std::int64_t ms) {
  return local_day(zone, Timestamp{ms}).time_since_epoch().count();
}

// The first minute on which the wall clock shows the same time, days later, or a later one.
std::int64_t same_time_by_minutes(const Zone& zone, std::int64_t ms, std::int64_t days) {
  const std::int64_t wanted = zone.local_ms(ms) + days * 1440 * kMinuteMs;
  while (zone.local_ms(ms) < wanted) ms += kMinuteMs;
  return ms;
}

std::int64_t working_by_minutes(const Zone& zone, const Calendar& calendar, std::int64_t start_ms,
                                std::int32_t count, const std::vector<Suspension>& suspensions) {
  std::int64_t day = day_number(zone, start_ms);
  std::int64_t ms = start_ms;
  while (day_number(zone, ms) <= day) ms += kMinuteMs;
  while (count > 0) {
    day = day_number(zone, ms);
    bool counts = calendar.is_working(Day{std::chrono::days{day}});
    for (; day_number(zone, ms) <= day; ms += kMinuteMs)
      counts = counts && !is_stopped(suspensions, ms);
    if (counts) --count;
  }
  return same_time_by_minutes(zone, start_ms, day - day_number(zone, start_ms));
}

std::int64_t end_of_day_by_minutes(const Zone& zone, const Calendar& calendar, std::int64_t ms,
                                   Rolls rolls) {
  std::int64_t day = day_number(zone, ms);
  while (rolls == Rolls::kNextWorkingDay && !calendar.is_working(Day{std::chrono::days{day}}))
    ++day;
  while (day_number(zone, ms + kMinuteMs) <= day) ms += kMinuteMs;
  return ms + kMinuteMs - 1 - (ms % kMinuteMs);
}

Calendar weekdays(unsigned weekend) {
  Calendar calendar{.key = "k", .weekend = static_cast<std::uint8_t>(weekend)};
  for (const std::string_view day : {"2026-03-30", "2026-04-06", "2026-11-09"})
    calendar.holidays.push_back({parse_day(day).value(), "holiday"});
  return calendar;
}

Timestamp due(const Period& period, const Course& course, const Zone& zone,
              const Calendar& calendar = every_day()) {
  const auto reading = read(rule_of(period), course, zone, calendar, at("2031-01-01T00:00:00Z"));
  EXPECT_TRUE(reading.ok()) << reading.error().message;
  return reading.value().due;
}

TEST(ClockProperty, OneHourAndTwentyFourAreExactEverywhere) {
  Draw draw(1);
  for (const auto& name : kZones) {
    const Zone zone = zone_of(name);
    for (int round = 0; round < 150; ++round) {
      const std::int32_t hours = draw.below(2) == 0 ? 1 : 24;
      Course course{.start = draw.start()};
      course.start.unix_ms += draw.below(kMinuteMs);
      EXPECT_EQ(due({.count = hours}, course, zone).unix_ms,
                course.start.unix_ms + hours * 3'600'000LL);
      course.start.unix_ms -= course.start.unix_ms % kMinuteMs;
      course.suspensions = draw.suspensions(course.start, hours * 60);
      EXPECT_EQ(due({.count = hours}, course, zone).unix_ms,
                run_by_minutes(course.start.unix_ms, hours * 60, course.suspensions))
          << name << " " << format_timestamp(course.start);
    }
  }
}

TEST(ClockProperty, DaysAreThoseThatACountOfMinutesFinds) {
  Draw draw(2);
  for (const auto& name : kZones) {
    const Zone zone = zone_of(name);
    for (int round = 0; round < 20; ++round) {
      Course course{.start = draw.start()};
      Period period{.count = static_cast<std::int32_t>(1 + draw.below(9)), .unit = Unit::kDays};
      course.suspensions = draw.suspensions(course.start, period.count * 1440);
      const std::int64_t start_ms = course.start.unix_ms;
      const std::int64_t plain = same_time_by_minutes(zone, start_ms, period.count);
      const std::int64_t expected =
          run_by_minutes(start_ms, (plain - start_ms) / kMinuteMs, course.suspensions);
      const Calendar calendar = weekdays(draw.below(2) == 0 ? 1U : 0x60U);
      EXPECT_EQ(due(period, course, zone, calendar).unix_ms, expected) << name;
      period.ending = Ending::kEndOfDay;
      for (const Rolls rolls : {Rolls::kStays, Rolls::kNextWorkingDay}) {
        period.rolls = rolls;
        EXPECT_EQ(due(period, course, zone, calendar).unix_ms,
                  end_of_day_by_minutes(zone, calendar, expected, rolls))
            << name << " " << format_timestamp(course.start);
      }
    }
  }
}

TEST(ClockProperty, WorkingDaysAreThoseThatACountOfMinutesFinds) {
  Draw draw(3);
  for (const auto& name : kZones) {
    const Zone zone = zone_of(name);
    for (int round = 0; round < 12; ++round) {
      Course course{.start = draw.start()};
      const Period period{.count = static_cast<std::int32_t>(1 + draw.below(6)),
                          .unit = Unit::kWorkingDays};
      course.suspensions = draw.suspensions(course.start, period.count * 1440);
      std::erase_if(course.suspensions, [](const Suspension& s) { return s.from == *s.to; });
      const std::vector<unsigned> weekends = {1U, 0x41U, 0x60U};  // Sun; Sat, Sun; Fri, Sat
      const Calendar calendar = weekdays(weekends[static_cast<std::size_t>(draw.below(3))]);
      EXPECT_EQ(due(period, course, zone, calendar).unix_ms,
                working_by_minutes(zone, calendar, course.start.unix_ms, period.count,
                                   course.suspensions))
          << name << " " << format_timestamp(course.start);
    }
  }
}

// Months against a walk through single days.
TEST(ClockProperty, MonthsAreThoseThatAWalkThroughDaysFinds) {
  Draw draw(4);
  for (int round = 0; round < 500; ++round) {
    const Day start = Day{std::chrono::days{20'000 + draw.below(3'000)}};
    const auto count = static_cast<std::int32_t>(1 + draw.below(30));
    const std::string first = format_day(start);
    const std::string day_of_month = first.substr(8);
    Day day = start;
    std::string previous = first;
    std::int32_t passed = 0;
    while (true) {  // until the month is there, and in it the day, or the month is over
      day += std::chrono::days{1};
      const std::string text = format_day(day);
      if (text.substr(0, 7) != previous.substr(0, 7)) ++passed;
      previous = text;
      if (passed > count) break;
      if (passed == count && text.substr(8) == day_of_month) break;
    }
    const bool is_short = passed > count;
    const Course course{.start = Timestamp{start.time_since_epoch().count() * 86'400'000}};
    for (const MonthEnd month_end : {MonthEnd::kLastDay, MonthEnd::kFirstOfNext}) {
      const Day expected =
          is_short && month_end == MonthEnd::kLastDay ? day - std::chrono::days{1} : day;
      const Timestamp found =
          due({.count = count, .unit = Unit::kMonths, .month_end = month_end}, course, Zone::utc());
      EXPECT_EQ(format_day(local_day(Zone::utc(), found)), format_day(expected))
          << first << " " << count;
    }
  }
}

Period any_period(Draw& draw) {
  const std::vector<Unit> units = {Unit::kHours, Unit::kDays, Unit::kWorkingDays, Unit::kMonths,
                                   Unit::kYears};
  Period period{.count = static_cast<std::int32_t>(1 + draw.below(4)),
                .unit = units[static_cast<std::size_t>(draw.below(5))]};
  if (period.unit == Unit::kHours) return period;
  period.ending = draw.below(2) == 0 ? Ending::kSameTime : Ending::kEndOfDay;
  if (period.ending == Ending::kEndOfDay && draw.below(2) == 0)
    period.rolls = Rolls::kNextWorkingDay;
  if (draw.below(2) == 0) period.month_end = MonthEnd::kFirstOfNext;
  return period;
}

TEST(ClockProperty, ASuspensionNeverShortensAndCuttingItChangesNothing) {
  Draw draw(5);
  for (const auto& name : kZones) {
    const Zone zone = zone_of(name);
    for (int round = 0; round < 150; ++round) {
      const Period period = any_period(draw);
      const Calendar calendar = weekdays(0x60U);
      Course course{.start = draw.start()};
      if (const Period more = any_period(draw); more.unit != Unit::kWorkingDays)
        course.extensions = {{course.start, more}};
      std::vector<Suspension> all = draw.suspensions(course.start, 3 * 1440);
      Timestamp before = due(period, course, zone, calendar);
      for (const Suspension& suspension : all) {
        course.suspensions.push_back(suspension);
        const Timestamp after = due(period, course, zone, calendar);
        EXPECT_LE(before, after) << name << " " << describe(period);
        before = after;
      }
      Course cut{.start = course.start, .extensions = course.extensions};
      for (const Suspension& suspension : all) {
        const Timestamp middle{suspension.from.unix_ms +
                               draw.below(suspension.to->unix_ms - suspension.from.unix_ms + 1)};
        cut.suspensions.insert(cut.suspensions.begin(), {middle, suspension.to});
        cut.suspensions.push_back({suspension.from, middle});
        if (draw.below(2) == 0) cut.suspensions.push_back(suspension);
      }
      EXPECT_EQ(due(period, cut, zone, calendar), before) << name << " " << describe(period);
    }
  }
}

TEST(ClockProperty, LongerPeriodsAndExtensionsNeverEndEarlier) {
  Draw draw(6);
  for (const auto& name : kZones) {
    const Zone zone = zone_of(name);
    for (int round = 0; round < 150; ++round) {
      Period period = any_period(draw);
      const Calendar calendar = weekdays(0x41U);
      Course course{.start = draw.start()};
      course.suspensions = draw.suspensions(course.start, 3 * 1440);
      const Timestamp once = due(period, course, zone, calendar);
      Course extended = course;
      extended.extensions = {{course.start, period}};
      EXPECT_LE(once, due(period, extended, zone, calendar)) << name << " " << describe(period);
      ++period.count;
      EXPECT_LE(once, due(period, course, zone, calendar)) << name << " " << describe(period);
    }
  }
}

TEST(ClockProperty, ALaterStartNeverEndsEarlierForHoursAndWholeDays) {
  Draw draw(7);
  for (const auto& name : kZones) {
    const Zone zone = zone_of(name);
    for (int round = 0; round < 150; ++round) {
      const Period period = draw.below(2) == 0
                                ? Period{.count = static_cast<std::int32_t>(1 + draw.below(48))}
                                : Period{.count = static_cast<std::int32_t>(1 + draw.below(9)),
                                         .unit = Unit::kDays,
                                         .ending = Ending::kEndOfDay};
      Course course{.start = draw.start()};
      if (period.unit == Unit::kHours) course.suspensions = draw.suspensions(course.start, 1440);
      const Timestamp first = due(period, course, zone);
      course.start.unix_ms += draw.below(1440) * kMinuteMs;
      EXPECT_LE(first, due(period, course, zone)) << name << " " << describe(period);
    }
  }
}

}  // namespace
}  // namespace sanad::clocks
