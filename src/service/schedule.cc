#include "service/schedule.h"

#include "service/rechecks.h"
#include "service/running_clocks.h"

namespace sanad::service {

Result<void> do_what_is_due(Workspace& workspace) {
  const auto passed = record_passed_clocks(workspace);
  const auto queued = queue_due_rechecks(workspace);
  if (!passed.ok()) return passed.error();
  if (!queued.ok()) return queued.error();
  return {};
}

}  // namespace sanad::service
