// Statutory clocks that were started, as the ledger says. How one stands follows from the time:
// service/running_clocks.h.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "clocks/calendar.h"
#include "clocks/clock.h"
#include "clocks/rule.h"

namespace sanad::records {

struct RunningClock {
  std::string id;  // clock-…
  std::string case_id;
  std::string request;  // empty: it was started for an act of the case
  std::string pack, edition, provision, confidence;
  std::string met_on;  // the event of its request that meets it; empty: an officer says so
  clocks::Rule rule;   // as the pack had it then
  std::string zone;
  std::optional<clocks::Calendar> calendar;
  clocks::Course course;
  std::string reason;                     // why it was started, where an officer did
  std::optional<Timestamp> overdue_seen;  // when its end was recorded
};

}  // namespace sanad::records
