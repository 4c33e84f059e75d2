// Is what a request is about still there? The page is captured again on a schedule, each time under
// a permit that is decided at that time, and what was found is compared with the capture that the
// request relies on. Every one is an exhibit of its own. Tested by rechecks_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::int64_t kMaxRecheckHours = 720;
inline constexpr std::int64_t kMaxRecheckDays = 366;

// Every so many hours until then, under the name of the caller. By an investigator or a supervisor.
// kDenied, and recorded: no authorisation covers the page now. kConflict: the request was not
// issued. kInvalid: no capture to compare with, or numbers out of bounds. A new schedule takes the
// place of the one before.
Result<records::Recheck> schedule_recheck(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view request, std::int64_t every_hours,
                                          Timestamp until);
// kConflict: none runs.
Result<records::Recheck> end_rechecks(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view request, std::string_view reason);
// Once, now, with or without a schedule. The identifier of the job.
Result<std::string> order_recheck(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view request);
// Queues one job for each schedule that is due and has none under way. Answers how many.
Result<std::size_t> queue_due_rechecks(Workspace& workspace);
// Runs a job "recheck". Answers {"request", "outcome", "exhibit"}. Whatever happens is recorded as
// recheck.done; where the authorisation has lapsed, with the outcome "refused", beside act.refused.
Result<json::Value> run_recheck(Workspace& workspace, const records::Job& job,
                                capture::Monitor& monitor);

// Matches found since the issue, elsewhere in the case, with an entry of a list that an exhibit of
// the request resembles too or was put into: what was asked about may have been uploaded again.
Result<std::vector<records::Match>> uploads_again(Workspace& workspace,
                                                  const records::Request& request);

// Members "recheck" (or null), "recheck_results" and "uploads_again" of a request.
Result<void> add_rechecks(Workspace& workspace, const records::Request& request,
                          json::Object& object);

}  // namespace sanad::service
