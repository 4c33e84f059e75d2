// Checking oneself: the ledger, the vault's fixity, and timestamps on the ledger's state.
#pragma once

#include <string>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// Recomputes the whole ledger. kIntegrity names what is wrong. Answers {"entries", "root",
// "unpublished", "bodies_checked", "bodies_destroyed", "timestamps"}: the root is that of the
// newest checkpoint, which covers all entries but the unpublished ones.
Result<json::Value> verify_ledger(Workspace& workspace, capture::Monitor& monitor);
Result<json::Value> run_ledger_verification(Workspace& workspace, const records::Job& job,
                                            capture::Monitor& monitor);

// Re-hashes up to count objects drawn at random; recorded as fixity.checked. Answers {"checked",
// "failed"}.
Result<json::Value> check_fixity(Workspace& workspace, std::string_view actor, std::uint64_t count);
Result<json::Value> run_fixity(Workspace& workspace, const records::Job& job,
                               capture::Monitor& monitor);

// Queues a timestamp request for the newest checkpoint, and asks the authority of the setting
// timestamp.url for all that wait. Recorded as timestamp.received. Without the setting nothing is
// asked. kUnavailable: no authority answered; the requests stay queued.
struct TimestampState {
  std::uint64_t tree_size = 0;
  std::uint64_t pending = 0;
  bool received = false;
};
Result<TimestampState> timestamp_ledger(Workspace& workspace);

// The ledger as the API shows it: origin, size, root, checkpoint, key, timestamps.
Result<json::Object> describe_ledger(Workspace& workspace);

}  // namespace sanad::service
