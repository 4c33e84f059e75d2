#include "clocks/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "members.h"

namespace sanad::clocks {
namespace {

using std::chrono::days;

constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};
constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::size_t kMaxHolidays = 10'000;

Result<std::uint8_t> parse_weekend(const json::Value& value) {
  const auto* names = value.as_array();
  if (!names) return invalid("\"weekend\" must list days of the week");
  unsigned weekend = 0;
  for (const auto& item : *names) {
    const auto found = std::ranges::find(kWeekdays, item.string_or(""));
    if (found == kWeekdays.end())
      return invalid(fmt::format("\"weekend\" must be of: {}", fmt::join(kWeekdays, ", ")));
    weekend |= 1U << static_cast<unsigned>(found - kWeekdays.begin());
  }
  if (weekend == 0x7F) return invalid("\"weekend\" must leave a day of the week to be worked");
  return static_cast<std::uint8_t>(weekend);
}

template <class Item, class Key>
Result<void> check_ascending(const std::vector<Item>& items, Key key, std::string_view member) {
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (key(items[i - 1]) >= key(items[i]))
      return invalid(fmt::format("\"{}\" must be in order of their days, none twice", member));
  }
  return {};
}

Result<std::vector<Holiday>> parse_holidays(const json::Value& value) {
  std::vector<Holiday> holidays;
  if (value.is_null()) return holidays;
  const auto* items = value.as_array();
  if (!items || items->size() > kMaxHolidays)
    return invalid(fmt::format("\"holidays\" must list at most {}", kMaxHolidays));
  for (const auto& item : *items) {
    SANAD_CHECK_WITH(check_members(item, {"on", "name"}, "a holiday"), "\"holidays\"");
    Holiday holiday;
    SANAD_TRY_WITH(const std::string on, json::require_string(item, "on"), "\"holidays\"");
    SANAD_TRY_WITH(holiday.on, parse_day(on), "\"holidays\"");
    SANAD_TRY_WITH(holiday.name, json::require_string(item, "name"), "\"holidays\"");
    holidays.push_back(std::move(holiday));
  }
  SANAD_CHECK(check_ascending(holidays, [](const Holiday& h) { return h.on; }, "holidays"));
  return holidays;
}

Result<std::vector<Day>> parse_working_days(const json::Value& value) {
  std::vector<Day> worked;
  if (value.is_null()) return worked;
  const auto* items = value.as_array();
  if (!items || items->size() > kMaxHolidays)
    return invalid(fmt::format("\"working_days\" must list at most {}", kMaxHolidays));
  for (const auto& item : *items) {
    SANAD_TRY_WITH(const Day day, parse_day(item.string_or("")), "\"working_days\"");
    worked.push_back(day);
  }
  SANAD_CHECK(check_ascending(worked, [](Day day) { return day; }, "working_days"));
  return worked;
}

std::int64_t local_start_ms(Day day) { return day.time_since_epoch().count() * kMsPerDay; }

}  // namespace

Result<Day> parse_day(std::string_view text) {
  const auto at = parse_timestamp(fmt::format("{}T00:00:00Z", text));
  constexpr std::size_t kLength = 10;
  if (!at.ok() || text.size() != kLength || text < "0001" || text >= "9999")
    return invalid("a day is expected, in the form 2026-11-24");
  return Day{days{(at->unix_ms - (at->unix_ms < 0 ? kMsPerDay - 1 : 0)) / kMsPerDay}};
}

std::string format_day(Day day) {
  return format_timestamp(Timestamp{local_start_ms(day)}).substr(0, 10);
}

Day local_day(const Zone& zone, Timestamp at) {
  const std::int64_t ms = zone.local_ms(at.unix_ms);
  return Day{days{(ms >= 0 ? ms : ms - (kMsPerDay - 1)) / kMsPerDay}};
}

Timestamp first_moment(const Zone& zone, Day day) {
  return Timestamp{zone.utc_ms(local_start_ms(day))};
}

Timestamp last_moment(const Zone& zone, Day day) {
  // Where midnight is put back, the next day begins, and this one comes again: its later end
  // counts.
  constexpr std::int64_t kReachMs = 3 * 3'600'000;
  Timestamp end{first_moment(zone, day + days{1}).unix_ms - 1};
  for (std::int64_t later = end.unix_ms + kReachMs; later > end.unix_ms; later -= 60'000) {
    if (local_day(zone, Timestamp{later}) <= day) return Timestamp{later};
  }
  return end;
}

bool Calendar::is_working(Day day) const {
  if (std::ranges::binary_search(working_days, day)) return true;
  if ((weekend >> std::chrono::weekday{day}.c_encoding() & 1U) != 0) return false;
  return !std::ranges::binary_search(holidays, day, {}, &Holiday::on);
}

Calendar every_day() { return {.key = "every-day", .title = "Every day is worked"}; }

Result<Calendar> parse_calendar(const json::Value& value) {
  SANAD_CHECK(check_members(
      value, {"key", "title", "source", "weekend", "holidays", "working_days", "known_until"},
      "a calendar"));
  Calendar calendar;
  SANAD_TRY(calendar.key, json::require_string(value, "key"));
  SANAD_TRY(calendar.title, json::require_string(value, "title"));
  SANAD_TRY(calendar.source, json::require_string(value, "source"));
  SANAD_TRY(calendar.weekend, parse_weekend(value["weekend"]));
  SANAD_TRY(calendar.holidays, parse_holidays(value["holidays"]));
  SANAD_TRY(calendar.working_days, parse_working_days(value["working_days"]));
  if (!value["known_until"].is_null()) {
    SANAD_TRY_WITH(const Day until, parse_day(value["known_until"].string_or("")),
                   "\"known_until\"");
    calendar.known_until = until;
  }
  return calendar;
}

json::Object format_calendar(const Calendar& calendar) {
  json::Array weekend;
  for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
    if ((calendar.weekend >> i & 1U) != 0) weekend.emplace_back(kWeekdays[i]);
  }
  json::Object object{{"key", calendar.key},
                      {"title", calendar.title},
                      {"source", calendar.source},
                      {"weekend", std::move(weekend)}};
  json::Array holidays;
  for (const auto& holiday : calendar.holidays)
    holidays.emplace_back(json::Object{{"on", format_day(holiday.on)}, {"name", holiday.name}});
  if (!holidays.empty()) object.set("holidays", std::move(holidays));
  json::Array worked;
  for (const Day day : calendar.working_days) worked.emplace_back(format_day(day));
  if (!worked.empty()) object.set("working_days", std::move(worked));
  if (calendar.known_until) object.set("known_until", format_day(*calendar.known_until));
  return object;
}

}  // namespace sanad::clocks
