// Work that a worker is to do.
#pragma once

#include <string>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

// The new job's id.
Result<std::string> queue_job(Workspace& workspace, std::string_view kind,
                              const std::string& case_id, const std::string& actor,
                              json::Value payload);

}  // namespace sanad::service
