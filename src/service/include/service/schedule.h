// What falls due by itself: alarms of clocks, re-checks, and disposals that were approved.
#pragma once

#include "service/workspace.h"

namespace sanad::service {

// Records what has passed and queues what is due. To be called again and again: each thing is done
// once. One that fails does not keep the other from being done; the first error is answered.
Result<void> do_what_is_due(Workspace& workspace);

}  // namespace sanad::service
