// The commands of "sanad report", for the table in main.cc.
#pragma once

#include <vector>

#include "command.h"

namespace sanad::cli {

std::vector<Command> report_commands();

}  // namespace sanad::cli
