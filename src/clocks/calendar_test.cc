#include "clocks/calendar.h"

#include <gtest/gtest.h>

#include "clock_fixture.h"

namespace sanad::clocks {
namespace {

const std::string kTirazan =
    R"({"key":"tirazan","title":"Tirazan","source":"invented","weekend":["friday","saturday"],
    "holidays":[{"on":"2026-03-02","name":"Lantern day"},{"on":"2026-03-06","name":"River day"}],
    "working_days":["2026-03-07"],"known_until":"2026-12-31"})";

TEST(Calendar, WeekendsAreThoseOfTheCountry) {
  const auto working = [](std::string_view weekend) {
    const auto calendar =
        parse_calendar(json::parse(R"({"key":"k","title":"t","source":"s","weekend":)" +
                                   std::string(weekend) + "}")
                           .value());
    std::string week;  // from Sunday 1 March 2026 on
    for (int day = 1; day <= 7; ++day) {
      const Day on = parse_day("2026-03-0" + std::to_string(day)).value();
      week += calendar.value().is_working(on) ? 'w' : '-';
    }
    return week;
  };
  EXPECT_EQ(working(R"(["friday","saturday"])"), "wwwww--");
  EXPECT_EQ(working(R"(["saturday","sunday"])"), "-wwwww-");
  EXPECT_EQ(working(R"(["sunday"])"), "-wwwwww");
  EXPECT_EQ(working("[]"), "wwwwwww");
}

TEST(Calendar, HolidaysAreNotWorkedAndAMovedDayIs) {
  const Calendar calendar = parse_calendar(json::parse(kTirazan).value()).value();
  const auto is_working = [&](std::string_view day) {
    return calendar.is_working(parse_day(day).value());
  };
  EXPECT_TRUE(is_working("2026-03-01"));
  EXPECT_FALSE(is_working("2026-03-02"));
  EXPECT_FALSE(is_working("2026-03-06"));
  EXPECT_TRUE(is_working("2026-03-07"));
  EXPECT_FALSE(is_working("2026-03-14"));
  const auto again = parse_calendar(format_calendar(calendar));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(json::format_canonical(format_calendar(*again)),
            json::format_canonical(json::parse(kTirazan).value()));
}

TEST(Calendar, WhatIsWrongIsNamed) {
  const std::vector<std::array<std::string, 3>> changes = {
      {"\"friday\"", "\"freeday\"", "weekend"},
      {R"(["friday","saturday"])",
       R"(["sunday","monday","tuesday","wednesday","thursday","friday","saturday"])", "weekend"},
      {"2026-03-06", "2026-03-02", "holidays"},
      {"2026-03-02", "2026-02-30", "holidays"},
      {"\"name\":\"Lantern day\"", "\"called\":\"x\"", "called"},
      {"[\"2026-03-07\"]", "7", "working_days"},
      {"2026-12-31", "soon", "known_until"},
      {"\"source\"", "\"sauce\"", "sauce"},
      {"\"key\":\"tirazan\"", "\"key\":7", "key"}};
  for (const auto& [from, to, named] : changes) {
    std::string text = kTirazan;
    text.replace(text.find(from), from.size(), to);
    const auto calendar = parse_calendar(json::parse(text).value());
    ASSERT_FALSE(calendar.ok()) << to;
    EXPECT_EQ(calendar.error().code, ErrorCode::kInvalid);
    EXPECT_NE(calendar.error().message.find("\"" + named + "\""), std::string::npos)
        << calendar.error().message;
  }
  EXPECT_FALSE(parse_calendar(json::Value("x")).ok());
}

TEST(Calendar, DaysAreThoseOfTheWallClock) {
  for (const std::string_view text : {"0001-01-01", "1969-12-31", "2024-02-29", "9998-12-31"})
    EXPECT_EQ(format_day(parse_day(text).value()), text);
  for (const std::string_view text : {"0000-01-01", "9999-01-01", "2026-02-29", "2026-2-1", ""})
    EXPECT_FALSE(parse_day(text).ok()) << text;
  const Zone karachi = zone_of("Asia/Karachi");
  EXPECT_EQ(format_day(local_day(karachi, at("2026-03-01T18:59:59Z"))), "2026-03-01");
  EXPECT_EQ(format_day(local_day(karachi, at("2026-03-01T19:00:00Z"))), "2026-03-02");
  const Day day = parse_day("2026-03-02").value();
  EXPECT_EQ(first_moment(karachi, day), at("2026-03-01T19:00:00Z"));
  EXPECT_EQ(last_moment(karachi, day), at("2026-03-02T18:59:59.999Z"));
}

// Every minute of two days around each change of offset, also where midnight itself is moved.
TEST(Calendar, TheLastMomentOfADayIsFoundWhereTheClockIsMoved) {
  for (const auto& [name, from] : std::vector<std::pair<std::string, std::string>>{
           {"Europe/London", "2026-03-28T12:00:00Z"},
           {"Europe/London", "2026-10-24T12:00:00Z"},
           {"America/Havana", "2026-03-07T12:00:00Z"},
           {"America/Havana", "2026-10-31T12:00:00Z"},
           {"America/St_Johns", "2006-10-28T12:00:00Z"},
           {"Australia/Lord_Howe", "2026-04-04T06:00:00Z"}}) {
    const Zone zone = zone_of(name);
    for (int hour = 0; hour < 36; hour += 6) {
      const Day day = local_day(zone, Timestamp{at(from).unix_ms + hour * 3'600'000LL});
      Timestamp last{};
      for (int minute = -3000; minute < 5000; ++minute) {
        const Timestamp now{at(from).unix_ms + minute * 60'000LL};
        if (local_day(zone, now) <= day) last = now;
      }
      EXPECT_EQ(last_moment(zone, day).unix_ms, last.unix_ms + 59'999) << name << " " << hour;
    }
  }
}

}  // namespace
}  // namespace sanad::clocks
