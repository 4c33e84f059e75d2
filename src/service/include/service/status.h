// Whether this machine can do the work, in words.
#pragma once

#include "service/workspace.h"

namespace sanad::service {

// {version, agency, browser {name, version, sandbox}, disk {free_bytes}, warnings[]}; name and
// version are empty where there is no browser.
Result<json::Object> describe_status(Workspace& workspace);

}  // namespace sanad::service
