#include "length.h"

#include <algorithm>

namespace sanad::clocks {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month_day;

constexpr std::int64_t kMsPerHour = 3'600'000;
constexpr std::int64_t kMsPerDay = 24 * kMsPerHour;

Day add_months(Day day, std::int32_t count, MonthEnd month_end) {
  const year_month_day date{day};
  const year_month_day there = date + months{count};
  if (there.ok()) return Day{there};
  const Day last{there.year() / there.month() / std::chrono::last};
  return month_end == MonthEnd::kLastDay ? last : last + days{1};
}

// The wall clock's time of day at from, on another day.
Timestamp on_day(Timestamp from, Day day, const Zone& zone) {
  const std::int64_t of_day_ms =
      zone.local_ms(from.unix_ms) - local_day(zone, from).time_since_epoch().count() * kMsPerDay;
  return Timestamp{zone.utc_ms(day.time_since_epoch().count() * kMsPerDay + of_day_ms)};
}

Day add_calendar(Day day, const Period& period) {
  switch (period.unit) {
    case Unit::kMonths:
      return add_months(day, period.count, period.month_end);
    case Unit::kYears:
      return add_months(day, period.count * 12, period.month_end);
    default:
      return day + days{period.count};
  }
}

// A day counts if it is worked and no suspension touches it.
Day add_working(Day day, std::int32_t count, const Stops& stops, const Zone& zone,
                const Calendar& calendar) {
  while (count > 0) {
    day += days{1};
    if (!calendar.is_working(day)) continue;
    if (stops.empty() || stops.stopped_ms(first_moment(zone, day),
                                          Timestamp{last_moment(zone, day).unix_ms + 1}) == 0)
      --count;
  }
  return day;
}

}  // namespace

Stops Stops::of(const std::vector<Suspension>& suspensions, Timestamp now) {
  std::vector<Stop> sorted;
  for (const auto& suspension : suspensions) {
    const Timestamp to = std::min(suspension.to.value_or(now), now);
    if (suspension.from < to) sorted.push_back({suspension.from.unix_ms, to.unix_ms});
  }
  std::ranges::sort(sorted, {}, &Stop::from_ms);
  Stops stops;
  for (const Stop& stop : sorted) {
    if (!stops.stops_.empty() && stop.from_ms <= stops.stops_.back().to_ms) {
      stops.stops_.back().to_ms = std::max(stops.stops_.back().to_ms, stop.to_ms);
    } else {
      stops.stops_.push_back(stop);
    }
  }
  return stops;
}

Timestamp Stops::run(Timestamp from, std::int64_t length_ms) const {
  std::int64_t at_ms = from.unix_ms;
  for (const Stop& stop : stops_) {
    if (stop.to_ms <= at_ms) continue;
    const std::int64_t free_ms = std::max<std::int64_t>(0, stop.from_ms - at_ms);
    if (length_ms <= free_ms) break;
    length_ms -= free_ms;
    at_ms = stop.to_ms;
  }
  return Timestamp{at_ms + length_ms};
}

std::int64_t Stops::stopped_ms(Timestamp from, Timestamp to) const {
  std::int64_t sum_ms = 0;
  for (const Stop& stop : stops_) {
    sum_ms += std::max<std::int64_t>(
        0, std::min(stop.to_ms, to.unix_ms) - std::max(stop.from_ms, from.unix_ms));
  }
  return sum_ms;
}

Timestamp add_plain(Timestamp from, const Period& period, const Zone& zone) {
  if (period.unit == Unit::kHours) return Timestamp{from.unix_ms + period.count * kMsPerHour};
  return on_day(from, add_calendar(local_day(zone, from), period), zone);
}

Timestamp add_working_days(Timestamp from, const Period& period, const Stops& stops,
                           const Zone& zone, const Calendar& calendar) {
  const Day day = add_working(local_day(zone, from), period.count, stops, zone, calendar);
  return on_day(from, day, zone);
}

Timestamp settle(Timestamp end, const Period& period, const Zone& zone, const Calendar& calendar) {
  if (period.ending == Ending::kSameTime) return end;
  Day day = local_day(zone, end);
  if (period.rolls == Rolls::kNextWorkingDay) {
    while (!calendar.is_working(day)) day += days{1};
  }
  return last_moment(zone, day);
}

}  // namespace sanad::clocks
