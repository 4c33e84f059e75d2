// What a law says of a period, as data: how long, from what, until what, and what may change it.
// Pure. Tested by rule_test.cc; fuzzed by rule_fuzz.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::clocks {

enum class Unit : std::uint8_t { kHours, kDays, kWorkingDays, kMonths, kYears };
// When on its last day a period ends: at the time of day at which it began, or with the day.
enum class Ending : std::uint8_t { kSameTime, kEndOfDay };
// Of months and years whose last month is too short: its last day, or the first of the next month.
enum class MonthEnd : std::uint8_t { kLastDay, kFirstOfNext };
// Of a last day that is not worked: it stays the last day, or the next working day is.
enum class Rolls : std::uint8_t { kStays, kNextWorkingDay };

struct Period {
  std::int32_t count = 1;  // 1 to kMaxCount
  Unit unit = Unit::kHours;
  Ending ending = Ending::kSameTime;  // hours end at the same time only
  MonthEnd month_end = MonthEnd::kLastDay;
  Rolls rolls = Rolls::kStays;  // moves only what ends with its day

  friend bool operator==(const Period&, const Period&) = default;
};
inline constexpr std::int32_t kMaxCount = 10'000;
inline constexpr std::int32_t kMaxYears = 200;  // also of months and days, as years

// What a clock is for: something is due; a power, order or permission lapses; something must last
// at least until then and may be lost afterwards.
enum class Nature : std::uint8_t { kDeadline, kLapse, kMinimum };

struct Extension {
  std::string by;                // who may grant it: "the court"
  std::optional<Period> period;  // by how much at most; absent: as is granted
  std::int32_t most_times = 0;   // 0: no number is known
};

struct Rule {
  std::string key;
  std::string title;
  Nature nature = Nature::kDeadline;
  std::string starts;  // what starts it, in words
  Period period;
  std::string due;                        // what falls due, in words
  std::string on_duty;                    // who must act
  std::vector<std::string> suspended_by;  // in words; empty: nothing suspends it
  std::optional<Extension> extension;     // absent: it cannot be extended
};

// Period: {"count", "unit", "ending", "month_end", "rolls"}, the last three of calendar units only,
// "ending" required there, "end-of-day" if it rolls. kInvalid names the member.
Result<Period> parse_period(const json::Value& value);
json::Object format_period(const Period& period);
// "24 hours", "6 months, to the end of the last day".
std::string describe(const Period& period);

// The members of Rule; others are ignored here, so that a law pack can hold more about a clock.
Result<Rule> parse_rule(const json::Value& value);
json::Object format_rule(const Rule& rule);

}  // namespace sanad::clocks
