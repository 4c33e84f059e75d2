// Commands about captures beside each other, and about exports of a case.
#pragma once

#include <vector>

#include "command.h"

namespace sanad::cli {

std::vector<Command> corroboration_commands();
std::vector<Command> export_commands();

}  // namespace sanad::cli
