// Which days are worked: weekends and holidays as data, since they differ by country and year.
// Pure; days are those of a wall clock (base/zone.h). Tested by calendar_test.cc.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/zone.h"
#include "json/json.h"

namespace sanad::clocks {

// A day of the local calendar.
using Day = std::chrono::sys_days;

// "2026-11-24", years 0001 to 9998. kInvalid otherwise.
Result<Day> parse_day(std::string_view text);
std::string format_day(Day day);

// The local day that a wall clock shows, and the first moment of a local day.
Day local_day(const Zone& zone, Timestamp at);
Timestamp first_moment(const Zone& zone, Day day);
// The last millisecond at which a wall clock shows that day.
Timestamp last_moment(const Zone& zone, Day day);

struct Holiday {
  Day on;
  std::string name;
};

struct Calendar {
  std::string key;
  std::string title;
  std::string source;              // who says so; "unconfirmed: …" where nobody does
  std::uint8_t weekend{};          // bit n: day n of the week, Sunday is 0
  std::vector<Holiday> holidays;   // ascending, none twice
  std::vector<Day> working_days;   // ascending; worked although they are at a weekend or a holiday
  std::optional<Day> known_until;  // the last day for which holidays are known; absent: all

  bool is_working(Day day) const;
};

// Every day is worked.
Calendar every_day();

// Members as docs/formats/law-pack.md lists them. kInvalid names the member; a week without a
// working day is refused.
Result<Calendar> parse_calendar(const json::Value& value);
json::Object format_calendar(const Calendar& calendar);

}  // namespace sanad::clocks
