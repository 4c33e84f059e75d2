#include "service/schedule.h"

#include "service/disposal.h"
#include "service/rechecks.h"
#include "service/running_clocks.h"

namespace sanad::service {

Result<void> do_what_is_due(Workspace& workspace) {
  const auto passed = record_passed_clocks(workspace);
  const auto queued = queue_due_rechecks(workspace);
  const auto disposed = carry_out_disposals(workspace);
  if (!passed.ok()) return passed.error();
  if (!disposed.ok()) return disposed.error();
  if (!queued.ok()) return queued.error();
  return {};
}

}  // namespace sanad::service
