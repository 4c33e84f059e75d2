#pragma once

#include <vector>

#include "command.h"

namespace sanad::cli {

std::vector<Command> exercise_commands();

}  // namespace sanad::cli
