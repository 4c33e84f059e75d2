// Routes of redacted pictures and recordings.
#pragma once

#include <vector>

#include "call.h"

namespace sanad::server {

std::vector<Route> redaction_routes();

}  // namespace sanad::server
