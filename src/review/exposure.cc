#include "review/exposure.h"

#include <algorithm>

namespace sanad::review {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr int kDaysShown = 7;

std::int64_t within(const std::vector<Timestamp>& looks, Timestamp now, std::int64_t span_ms) {
  return std::ranges::count_if(
      looks, [&](Timestamp look) { return look <= now && look.unix_ms > now.unix_ms - span_ms; });
}

// When so many of the looks have left the window that one more is within the limit.
Timestamp free_again(const std::vector<Timestamp>& looks, std::int64_t limit,
                     std::int64_t span_ms) {
  const std::size_t place = looks.size() - static_cast<std::size_t>(limit);
  return {looks[place].unix_ms + span_ms};
}

std::int64_t looks_since_break(const std::vector<Timestamp>& looks, std::int64_t break_ms,
                               Timestamp now) {
  std::int64_t count = 0;
  Timestamp next = now;
  for (auto look = looks.rbegin(); look != looks.rend(); ++look) {
    if (next.unix_ms - look->unix_ms >= break_ms) break;
    ++count;
    next = *look;
  }
  return count;
}

std::string day_of(std::int64_t unix_ms) { return format_timestamp({unix_ms}).substr(0, 10); }

}  // namespace

Exposure count_exposure(const std::vector<Timestamp>& all, const ExposureLimits& limits,
                        Timestamp now) {
  std::vector<Timestamp> looks;
  std::ranges::copy_if(all, std::back_inserter(looks), [&](Timestamp look) {
    return look <= now && look.unix_ms > now.unix_ms - kExposureWeekMs;
  });
  Exposure exposure;
  exposure.last_week = static_cast<std::int64_t>(looks.size());
  exposure.last_day = within(looks, now, kExposureDayMs);
  const std::int64_t break_ms = limits.break_minutes * kMinuteMs;
  exposure.since_break = looks_since_break(looks, break_ms, now);
  for (int ago = kDaysShown - 1; ago >= 0; --ago) {
    DayCount one{day_of(now.unix_ms - ago * kExposureDayMs), 0};
    for (const Timestamp look : looks)
      if (day_of(look.unix_ms) == one.day) ++one.looks;
    exposure.days.push_back(std::move(one));
  }
  if (limits.looks_per_week > 0 && exposure.last_week >= limits.looks_per_week) {
    exposure.reached = "week";
    exposure.until = free_again(looks, limits.looks_per_week, kExposureWeekMs);
  } else if (limits.looks_per_day > 0 && exposure.last_day >= limits.looks_per_day) {
    exposure.reached = "day";
    exposure.until = free_again(looks, limits.looks_per_day, kExposureDayMs);
  } else if (limits.break_after_looks > 0 && exposure.since_break >= limits.break_after_looks) {
    exposure.reached = "break";
    exposure.until = Timestamp{looks.back().unix_ms + break_ms};
  }
  return exposure;
}

}  // namespace sanad::review
