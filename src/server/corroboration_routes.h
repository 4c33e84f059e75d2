// Captures of one page beside each other, and exports of a case, for the workbench.
#pragma once

#include <vector>

#include "call.h"

namespace sanad::server {

std::vector<Route> corroboration_routes();

}  // namespace sanad::server
