// Validations of the tool, and whether the machine is fit to capture now.
#pragma once

#include "call.h"

namespace sanad::server {

std::vector<Route> validation_routes();

}  // namespace sanad::server
