// How often a person looked at covered material, for that person alone: within the last day and
// week, and since their last break. Windows are rolling, so that midnight gives nobody twice as
// much. Pure. Tested by exposure_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace sanad::review {

inline constexpr std::int64_t kExposureDayMs = 24LL * 60 * 60 * 1000;
inline constexpr std::int64_t kExposureWeekMs = 7 * kExposureDayMs;

// 0: no limit.
struct ExposureLimits {
  std::int64_t looks_per_day = 0;
  std::int64_t looks_per_week = 0;
  std::int64_t break_after_looks = 0;  // then a break of break_minutes is due
  std::int64_t break_minutes = 15;
};

struct DayCount {
  std::string day;  // "2026-11-30", UTC
  std::int64_t looks = 0;
};

struct Exposure {
  std::int64_t last_day = 0;     // looks within 24 hours
  std::int64_t last_week = 0;    // within seven days
  std::int64_t since_break = 0;  // since the last pause of break_minutes
  std::vector<DayCount> days;    // the last seven of the calendar, oldest first
  // The first limit that is reached, "day", "week" or "break", and when the next look is within it
  // again; absent: none.
  std::optional<std::string> reached;
  std::optional<Timestamp> until;
};

// looks: ascending; those older than a week do not count.
Exposure count_exposure(const std::vector<Timestamp>& looks, const ExposureLimits& limits,
                        Timestamp now);

}  // namespace sanad::review
