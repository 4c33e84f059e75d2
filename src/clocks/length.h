#pragma once

#include <optional>
#include <vector>

#include "clocks/clock.h"

namespace sanad::clocks {

// Time that does not run: sorted, apart from each other, none empty.
class Stops {
 public:
  // What had happened by now; an open suspension ends there.
  static Stops of(const std::vector<Suspension>& suspensions, Timestamp now);

  // The first moment at which length_ms outside the stops have passed since from.
  Timestamp run(Timestamp from, std::int64_t length_ms) const;
  // Stopped time within [from, to).
  std::int64_t stopped_ms(Timestamp from, Timestamp to) const;

  bool empty() const { return stops_.empty(); }

 private:
  struct Stop {
    std::int64_t from_ms, to_ms;
  };
  std::vector<Stop> stops_;
};

// The end of hours, days, months or years from a moment on, without suspensions: steps 1 and 2 of
// clock.h. Not yet moved to an end of day.
Timestamp add_plain(Timestamp from, const Period& period, const Zone& zone);
// The same of working days, with suspensions.
Timestamp add_working_days(Timestamp from, const Period& period, const Stops& stops,
                           const Zone& zone, const Calendar& calendar);
// Step 5.
Timestamp settle(Timestamp end, const Period& period, const Zone& zone, const Calendar& calendar);

}  // namespace sanad::clocks
