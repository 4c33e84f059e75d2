#include "clocks/clock.h"

#include <algorithm>

#include "base/stable_sort.h"
#include "length.h"
#include "members.h"

namespace sanad::clocks {
namespace {

// Periods of up to kMaxYears from here stay within what a day can be written as.
constexpr std::int64_t kFirstMs = -62'135'596'800'000;  // 0001-01-01
constexpr std::int64_t kLastMs = 247'092'508'800'000;   // 9800-01-01

bool is_in_range(Timestamp at) { return at.unix_ms >= kFirstMs && at.unix_ms < kLastMs; }

Result<void> check_course(const Rule& rule, const Course& course, Timestamp now) {
  bool ok = is_in_range(course.start) && is_in_range(now);
  if (course.met_at) ok = ok && is_in_range(*course.met_at);
  for (const auto& suspension : course.suspensions) {
    ok = ok && is_in_range(suspension.from) && (!suspension.to || is_in_range(*suspension.to));
    if (suspension.to && *suspension.to < suspension.from)
      return invalid("a suspension ends before it begins; put its times right");
  }
  for (const auto& grant : course.extensions) ok = ok && is_in_range(grant.at);
  if (!ok) return invalid("a clock's times must lie in the years 1 to 9800");
  if (!course.suspensions.empty() && rule.suspended_by.empty())
    return invalid(fmt::format("nothing suspends the clock \"{}\"", rule.key));
  if (!course.extensions.empty() && !rule.extension)
    return invalid(fmt::format("the clock \"{}\" cannot be extended", rule.key));
  if (course.met_at && *course.met_at < course.start)
    return invalid("what was due was done before the clock began; put its times right");
  return {};
}

// Whether a grant is longer than the rule permits; units that differ are compared at their
// shortest.
bool is_longer(const Period& granted, const Period& most) {
  if (granted.unit == most.unit) return granted.count > most.count;
  const auto hours = [](const Period& period) -> std::int64_t {
    switch (period.unit) {
      case Unit::kHours:
        return period.count;
      case Unit::kDays:
        return period.count * std::int64_t{24};
      case Unit::kWorkingDays:
        return period.count * std::int64_t{24};
      case Unit::kMonths:
        return period.count * std::int64_t{28 * 24};
      case Unit::kYears:
        return period.count * std::int64_t{365 * 24};
    }
    return 0;
  };
  return hours(granted) > hours(most);
}

// The end of periods that follow each other. Those of fixed length make one length, which runs
// outside the stops; working days begin where that has ended.
class Chain {
 public:
  Chain(Timestamp start, const Stops& stops, const Zone& zone, const Calendar& calendar)
      : stops_(stops),
        zone_(zone),
        calendar_(calendar),
        from_(start),
        length_end_(start),
        end_(start) {}

  void add(const Period& period) {
    if (period.unit == Unit::kWorkingDays) {
      end_ = add_working_days(end_, period, stops_, zone_, calendar_);
      from_ = length_end_ = end_;
    } else {
      length_end_ = add_plain(length_end_, period, zone_);
      end_ = stops_.run(from_, length_end_.unix_ms - from_.unix_ms);
    }
    due_ = settle(end_, period, zone_, calendar_);
  }
  Timestamp due() const { return due_; }

 private:
  const Stops& stops_;
  const Zone& zone_;
  const Calendar& calendar_;
  Timestamp from_;        // of the length
  Timestamp length_end_;  // without stops
  Timestamp end_;         // with them
  Timestamp due_;
};

// As known at now: later grants and suspensions are not.
Result<Timestamp> find_due(const Rule& rule, const Course& course, const Zone& zone,
                           const Calendar& calendar, Timestamp now) {
  const Stops stops = Stops::of(course.suspensions, now);
  Chain chain(course.start, stops, zone, calendar);
  chain.add(rule.period);
  std::vector<Grant> grants = course.extensions;
  std::erase_if(grants, [&](const Grant& grant) { return grant.at > now; });
  stable_sort(grants, [](const Grant& a, const Grant& b) { return a.at < b.at; });
  if (rule.extension && rule.extension->most_times > 0 &&
      grants.size() > static_cast<std::size_t>(rule.extension->most_times))
    return invalid(fmt::format("the clock \"{}\" can be extended {} times at most", rule.key,
                               rule.extension->most_times));
  for (const auto& grant : grants) {
    if (rule.extension->period && is_longer(grant.period, *rule.extension->period))
      return invalid(fmt::format("an extension of the clock \"{}\" is at most {}", rule.key,
                                 describe(*rule.extension->period)));
    if (grant.at < course.start || grant.at > chain.due())
      return invalid(fmt::format("an extension of the clock \"{}\" was granted when it did not run",
                                 rule.key));
    chain.add(grant.period);
  }
  return chain.due();
}

bool is_suspended(const Course& course, Timestamp now) {
  return std::ranges::any_of(course.suspensions, [&](const Suspension& suspension) {
    return suspension.from <= now && (!suspension.to || *suspension.to > now);
  });
}

}  // namespace

std::string_view name(State state) {
  constexpr std::array<std::string_view, 7> kNames = {
      "not-started", "running", "suspended", "overdue", "ended", "met", "met-late"};
  return kNames[static_cast<std::size_t>(state)];
}

Result<Reading> read(const Rule& rule, const Course& course, const Zone& zone,
                     const Calendar& calendar, Timestamp now) {
  SANAD_CHECK(check_course(rule, course, now));
  const bool is_met = course.met_at && *course.met_at <= now;
  const Timestamp at = is_met ? *course.met_at : now;
  SANAD_TRY(const Timestamp due, find_due(rule, course, zone, calendar, at));
  Reading reading;
  reading.due = due;
  reading.remaining_ms = std::max<std::int64_t>(0, due.unix_ms - at.unix_ms);
  reading.late_ms = std::max<std::int64_t>(0, at.unix_ms - due.unix_ms);
  reading.suspended_ms =
      Stops::of(course.suspensions, at).stopped_ms(course.start, std::min(at, due));
  reading.is_beyond_calendar = calendar.known_until && local_day(zone, due) > *calendar.known_until;
  if (is_met) {
    reading.state = reading.late_ms > 0 ? State::kMetLate : State::kMet;
  } else if (at < course.start) {
    reading.state = State::kNotStarted;
  } else if (reading.late_ms > 0) {
    reading.state = rule.nature == Nature::kDeadline ? State::kOverdue : State::kEnded;
  } else {
    reading.state = is_suspended(course, now) ? State::kSuspended : State::kRunning;
  }
  return reading;
}

}  // namespace sanad::clocks
