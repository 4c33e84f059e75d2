#include "timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "state.h"

namespace sanad::case_index {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;
// Zones lie between UTC-12 and UTC+14, so a clock of unknown zone showed T between these.
constexpr std::int64_t kEarlierMs = 14 * kHourMs;
constexpr std::int64_t kLaterMs = 12 * kHourMs;

constexpr std::array<std::string_view, 4> kClocks = {"sent", "edited", "file", "taken"};
constexpr std::array<std::string_view, 7> kSteps = {"minute", "quarter", "hour", "day",
                                                    "week",   "month",   "year"};

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  return value - (value % step + step) % step;
}

// Inclusive, UTC.
struct Range {
  std::int64_t first_ms, last_ms;
};
Range around(std::int64_t local_ms) { return {local_ms - kEarlierMs, local_ms + kLaterMs}; }

struct Times {
  std::vector<std::int64_t> certain;
  struct Uncertain {
    Range range;
    std::optional<Range> other;
  };
  std::vector<Uncertain> uncertain;
  std::int64_t without = 0;
};

// The certain time, the local one, the local one read otherwise.
std::string_view columns_of(ClockKind clock) {
  switch (clock) {
    case ClockKind::kSent:
      return "d.sent_ms, d.local_ms, d.swapped_ms";
    case ClockKind::kEdited:
      return "d.edited_ms, NULL, NULL";
    case ClockKind::kFile:
      return "d.file_ms, NULL, NULL";
    case ClockKind::kTaken:
      return "iif(d.taken_zone, d.taken_ms, NULL), iif(d.taken_zone, NULL, d.taken_ms), NULL";
  }
  return "NULL, NULL, NULL";
}

Result<Times> read_times(const sqlite::Database& database, const Where& where, ClockKind clock) {
  SANAD_TRY(auto rows, database.prepare(fmt::format("SELECT {} FROM documents d{}",
                                                    columns_of(clock), where.sql())));
  where.bind(rows);
  Times times;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return times;
    if (!rows.is_null(0)) {
      times.certain.push_back(rows.number(0));
    } else if (!rows.is_null(1)) {
      Times::Uncertain one{around(rows.number(1)), std::nullopt};
      if (!rows.is_null(2)) one.other = around(rows.number(2));
      times.uncertain.push_back(one);
    } else {
      ++times.without;
    }
  }
}

std::int64_t months_later(std::int64_t local_ms, int months) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{floor_to(local_ms, kDayMs) / kDayMs}}};
  const year_month_day later =
      year_month{date.year(), date.month()} / 1 + std::chrono::months{months};
  return std::int64_t{sys_days{later}.time_since_epoch().count()} * kDayMs;
}

std::int64_t begin_of(std::int64_t local_ms, Step step) {
  switch (step) {
    case Step::kMinute:
      return floor_to(local_ms, kMinuteMs);
    case Step::kQuarter:
      return floor_to(local_ms, 15 * kMinuteMs);
    case Step::kHour:
      return floor_to(local_ms, kHourMs);
    case Step::kDay:
      return floor_to(local_ms, kDayMs);
    case Step::kWeek:  // 1970-01-01 was a Thursday
      return floor_to(local_ms + 3 * kDayMs, 7 * kDayMs) - 3 * kDayMs;
    case Step::kMonth:
      return months_later(local_ms, 0);
    case Step::kYear: {
      const std::chrono::year_month_day date{
          std::chrono::sys_days{std::chrono::days{floor_to(local_ms, kDayMs) / kDayMs}}};
      return months_later(local_ms, 1 - static_cast<int>(static_cast<unsigned>(date.month())));
    }
  }
  return local_ms;
}

std::int64_t least_ms(Step step) {
  constexpr std::array<std::int64_t, 7> kLeast = {kMinuteMs,  15 * kMinuteMs, kHourMs,     kDayMs,
                                                  7 * kDayMs, 28 * kDayMs,    365 * kDayMs};
  return kLeast[static_cast<std::size_t>(step)];
}

// Where the next bucket begins, in UTC. Hours and less go on evenly where clocks change; days and
// more begin when the wall clock says so.
std::int64_t next_of(std::int64_t start_ms, Step step, const Zone& zone) {
  if (step <= Step::kHour) return start_ms + least_ms(step);
  const std::int64_t local_ms = zone.local_ms(start_ms);
  switch (step) {
    case Step::kDay:
      return zone.utc_ms(floor_to(local_ms, kDayMs) + kDayMs);
    case Step::kWeek:
      return zone.utc_ms(begin_of(local_ms, step) + 7 * kDayMs);
    case Step::kMonth:
      return zone.utc_ms(months_later(local_ms, 1));
    default:
      return zone.utc_ms(months_later(begin_of(local_ms, step), 12));
  }
}

std::vector<Bucket> empty_buckets(Range span, Step step, const Zone& zone) {
  std::vector<Bucket> buckets;
  std::int64_t start_ms = zone.utc_ms(begin_of(zone.local_ms(span.first_ms), step));
  while (start_ms <= span.last_ms) {
    const std::int64_t end_ms = std::max(next_of(start_ms, step, zone), start_ms + 1);
    buckets.push_back({start_ms, end_ms, 0, 0});
    start_ms = end_ms;
  }
  return buckets;
}

std::optional<Range> span_of(const Times& times) {
  std::optional<Range> span;
  const auto widen = [&](Range range) {
    if (!span) span = range;
    span->first_ms = std::min(span->first_ms, range.first_ms);
    span->last_ms = std::max(span->last_ms, range.last_ms);
  };
  for (const std::int64_t ms : times.certain) widen({ms, ms});
  for (const auto& one : times.uncertain) {
    widen(one.range);
    if (one.other) widen(*one.other);
  }
  return span;
}

class Counter {
 public:
  explicit Counter(std::vector<Bucket>& buckets)
      : buckets_(buckets), changes_(buckets.size() + 1, 0) {}

  void add(std::int64_t ms) { ++buckets_[index_of(ms)].certain; }

  void add(const Times::Uncertain& one) {
    std::pair<std::size_t, std::size_t> a = indices(one.range);
    if (one.other) {
      const auto b = indices(*one.other);
      if (b.first <= a.second + 1 && a.first <= b.second + 1) {
        a = {std::min(a.first, b.first), std::max(a.second, b.second)};
      } else {
        change(b);
      }
    }
    change(a);
  }

  void finish() {
    std::int64_t open = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      open += changes_[i];
      buckets_[i].possible = open;
    }
  }

 private:
  std::size_t index_of(std::int64_t ms) const {
    const auto after = std::ranges::upper_bound(buckets_, ms, {}, &Bucket::start_ms);
    return after == buckets_.begin() ? 0 : static_cast<std::size_t>(after - buckets_.begin()) - 1;
  }
  std::pair<std::size_t, std::size_t> indices(Range range) const {
    return {index_of(range.first_ms), index_of(range.last_ms)};
  }
  void change(std::pair<std::size_t, std::size_t> range) {
    ++changes_[range.first];
    --changes_[range.second + 1];
  }

  std::vector<Bucket>& buckets_;
  std::vector<std::int64_t> changes_;  // of how many ranges are open, at the start of each bucket
};

struct DayHour {
  std::size_t day, hour;
};
DayHour day_hour(std::int64_t local_ms) {
  const std::int64_t day = floor_to(local_ms, kDayMs) / kDayMs;
  return {static_cast<std::size_t>(day + 3 - floor_to(day + 3, 7)),
          static_cast<std::size_t>((local_ms - day * kDayMs) / kHourMs)};
}

}  // namespace

std::string_view clock_name(ClockKind clock) { return kClocks[static_cast<std::size_t>(clock)]; }
std::optional<ClockKind> parse_clock(std::string_view name) {
  const auto found = std::ranges::find(kClocks, name);
  if (found == kClocks.end()) return std::nullopt;
  return static_cast<ClockKind>(found - kClocks.begin());
}
std::string_view step_name(Step step) { return kSteps[static_cast<std::size_t>(step)]; }
std::optional<Step> parse_step(std::string_view name) {
  const auto found = std::ranges::find(kSteps, name);
  if (found == kSteps.end()) return std::nullopt;
  return static_cast<Step>(found - kSteps.begin());
}

Result<Timeline> read_timeline(const sqlite::Database& database, const Where& where,
                               ClockKind clock, Step step, const Zone& zone) {
  SANAD_TRY(const Times times, read_times(database, where, clock));
  Timeline timeline;
  timeline.step = step;
  timeline.certain = static_cast<std::int64_t>(times.certain.size());
  timeline.uncertain = static_cast<std::int64_t>(times.uncertain.size());
  timeline.without = times.without;
  const auto span = span_of(times);
  if (!span) return timeline;
  const auto is_too_fine = [&](Step one) {
    return (span->last_ms - span->first_ms) / least_ms(one) + 2 >
           static_cast<std::int64_t>(kMaxBuckets);
  };
  while (timeline.step < Step::kYear && is_too_fine(timeline.step))
    timeline.step = static_cast<Step>(static_cast<int>(timeline.step) + 1);
  timeline.buckets = empty_buckets(*span, timeline.step, zone);
  Counter counter(timeline.buckets);
  for (const std::int64_t ms : times.certain) counter.add(ms);
  for (const auto& one : times.uncertain) counter.add(one);
  counter.finish();
  return timeline;
}

Result<Activity> read_activity(const sqlite::Database& database, const Where& where,
                               const Zone& zone) {
  SANAD_TRY(auto rows, database.prepare(fmt::format("SELECT {} FROM documents d{}",
                                                    columns_of(ClockKind::kSent), where.sql())));
  where.bind(rows);
  Activity activity;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return activity;
    if (!rows.is_null(0)) {
      const DayHour at = day_hour(zone.local_ms(rows.number(0)));
      ++activity.by_zone[at.day][at.hour];
    } else if (rows.is_null(1)) {
      ++activity.without;
    } else {
      const DayHour at = day_hour(rows.number(1));
      ++(rows.is_null(2) ? activity.by_device[at.day][at.hour] : activity.hour_only[at.hour]);
    }
  }
}

Result<Timeline> CaseIndex::timeline(const Filter& filter, ClockKind clock, Step step,
                                     const Zone& zone) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return read_timeline(*reader, where_of(filter, 0), clock, step, zone);
}

Result<Activity> CaseIndex::activity(const Filter& filter, const Zone& zone) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return read_activity(*reader, where_of(filter, 0), zone);
}

}  // namespace sanad::case_index
