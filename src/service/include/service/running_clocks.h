// Statutory clocks in use: they start by what happens to requests, or by an officer's word; they
// are suspended, extended and met, each by an entry with its reason; and they are read for the wall
// of what falls due. The periods are data of law packs, pinned when a clock starts. Tested by
// running_clocks_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/law_pack.h"
#include "clocks/clock.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxClockReasonBytes = 2'048;
// A clock that ended stays on the wall so long.
inline constexpr std::int64_t kEndedShownMs = 14LL * 24 * 60 * 60 * 1000;

struct ClockOrder {
  std::string case_id;
  std::string pack, clock;  // keys; the pack's newest edition
  std::string request;      // may be empty
  Timestamp start;
  std::string reason;
};
// By an investigator or a supervisor, as all changes here. kInvalid: no such clock, no reason, or a
// start that has not come or lies before the request was issued. kNotFound.
Result<records::RunningClock> start_clock(Workspace& workspace, const authority::Officer& caller,
                                          const ClockOrder& order);
// kInvalid: nothing suspends this clock, or the time lies before its start or has not come.
// kConflict: it is suspended already, was met, or has ended by then.
Result<records::RunningClock> suspend_clock(Workspace& workspace, const authority::Officer& caller,
                                            std::string_view id, Timestamp from,
                                            std::string_view reason);
// kConflict: it is not suspended.
Result<records::RunningClock> resume_clock(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view id, Timestamp to,
                                           std::string_view reason);
struct ClockExtension {
  Timestamp at;  // when it was granted
  clocks::Period period;
  std::string by;  // who granted it
  std::string reason;
};
// kInvalid: the law does not extend this clock, not by so much, not so often, or not any more.
Result<records::RunningClock> extend_clock(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view id, const ClockExtension& extension);
// What was due was done. kConflict: it was met already.
Result<records::RunningClock> meet_clock(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view id, Timestamp at,
                                         std::string_view reason);

struct ReadClock {
  records::RunningClock clock;
  clocks::Reading reading;
};
// How one stands now.
Result<ReadClock> read_clock(Workspace& workspace, const records::RunningClock& clock);
// The wall: what is overdue first, the longest first, then what ends soonest. By whoever may read a
// case. case_id: empty for all. all: also those that were met, and that ended long ago.
Result<std::vector<ReadClock>> wall_of_clocks(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view case_id, bool all);
// Alarms: each deadline that has passed unmet is recorded once as clock.overdue, each lapse or
// minimum that has ended as clock.ended. Answers how many were.
Result<std::size_t> record_passed_clocks(Workspace& workspace);

// The periods of all packs' newest editions, for choosing one: [{"pack", "key", "title", …}].
Result<json::Array> clock_rules(Workspace& workspace, const authority::Officer& caller);

// With the names of case and request, and the wall clock of its zone.
Result<json::Object> view(Workspace& workspace, const ReadClock& clock);

}  // namespace sanad::service
