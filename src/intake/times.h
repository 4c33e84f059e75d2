// Times as tables and exports write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "json/json.h"

namespace sanad::intake {

struct ReadTime {
  std::optional<Timestamp> at;
  std::string local;  // "2026-11-24T16:50:00", where no zone is named; else empty
};

// RFC 3339 and ISO 8601 with or without a zone, seconds or milliseconds since 1970. format: of
// strptime(3), tried first; zone_minutes: east of UTC, where the text names none. Absent: none of
// these.
std::optional<ReadTime> read_time(std::string_view text, const std::string& format,
                                  std::optional<int> zone_minutes);

// "+05:00", "-0330", "Z".
std::optional<int> read_zone(std::string_view text);

// "at" or "local".
void set_time(json::Object& record, const ReadTime& time);

// Seconds since 1970 of a day and a time of day in UTC; absent where there is no such.
struct Civil {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0;
};
std::optional<Timestamp> to_timestamp(const Civil& civil, int zone_minutes);
std::string format_local(const Civil& civil);

}  // namespace sanad::intake
