// When a statutory period ends, and how it stands now.
//
// Meaning, in this order:
//  1. Hours are exact: each is 3,600,000 ms of UTC, whatever the zone's wall clock does.
//  2. Days, months and years are counted on the wall clock of a zone: the day of the start is day
//  0,
//     the end has the start's time of day (the first moment that shows it or later, where the clock
//     is put forward; the first of two, where it is put back). That fixes the period's length.
//  3. Only unsuspended time runs. A length that is fixed as in 1 or 2 runs until as much time
//  outside
//     all suspensions has passed. Of working days, a day that a suspension touches is not counted.
//  4. Extensions follow the period, in the order of their grants. Hours, days, months and years
//  that
//     follow each other are one length; working days begin where what is before them has ended.
//  5. Only then is the end moved to the end of its local day, and to the next working day, if the
//     last of these periods says so.
// To act at the very moment of the end is in time.
//
// A reading uses what had happened by "now": what begins later is not looked at, and what ends
// later has not ended. So it also says how the clock stood at an earlier time.
//
// Consequences that property_test.cc holds: more suspended time never makes the end earlier;
// cutting a suspension in two, or stating it twice, changes nothing; a longer period never ends
// earlier. A later start never ends earlier either, for hours, and for days to the end of the day.
// Of months, and of days to the same time, that does not hold: 30 and 31 January both lead to 28
// February, at their times of day. For the same reason an extension in working days to the same
// time may end earlier on its day if what it extends was suspended past midnight.
//
// Tested by clock_test.cc and property_test.cc (against a count of single minutes).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/zone.h"
#include "clocks/calendar.h"
#include "clocks/rule.h"

namespace sanad::clocks {

struct Suspension {
  Timestamp from;
  std::optional<Timestamp> to;  // absent: it has not ended; excluded
};

struct Grant {
  Timestamp at;  // when the extension was granted
  Period period;
};

// What happened to one clock.
struct Course {
  Timestamp start;
  std::vector<Suspension> suspensions;  // any order; may overlap and nest
  std::vector<Grant> extensions;
  std::optional<Timestamp> met_at;  // when what was due was done
};

enum class State : std::uint8_t {
  kNotStarted,
  kRunning,
  kSuspended,
  kOverdue,  // of a deadline: not done in time
  kEnded,    // of a lapse or a minimum: it is over
  kMet,      // done in time
  kMetLate
};
std::string_view name(State state);  // "not-started", "running", …

struct Reading {
  State state = State::kNotStarted;
  // While suspended: what the end would be if the suspension ended now; it moves on with now.
  Timestamp due;
  std::int64_t remaining_ms = 0;    // from now to due; 0 where that has passed
  std::int64_t late_ms = 0;         // from due to now, or to met_at; 0 where in time
  std::int64_t suspended_ms = 0;    // of the time from the start to now, due or met_at
  bool is_beyond_calendar = false;  // holidays of the last days are not known
};

// Errors, all kInvalid: a course that cannot have been (a suspension that ends before it begins, an
// extension of a clock that cannot be extended, that is longer than the rule permits, or that was
// granted after the end), a suspension of a rule that nothing suspends, or times outside the years
// 1 to 9800.
Result<Reading> read(const Rule& rule, const Course& course, const Zone& zone,
                     const Calendar& calendar, Timestamp now);

}  // namespace sanad::clocks
