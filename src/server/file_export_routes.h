// Exports of a case as files, which the server makes and keeps.
#pragma once

#include <vector>

#include "call.h"

namespace sanad::server {

std::vector<Route> file_export_routes();

}  // namespace sanad::server
