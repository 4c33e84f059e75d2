#pragma once

#include <vector>

#include "call.h"

namespace sanad::server {

std::vector<Route> exercise_routes();

}  // namespace sanad::server
