// "sanad validate" and "sanad doctor".
#pragma once

#include "command.h"

namespace sanad::cli {

std::vector<Command> validation_commands();

}  // namespace sanad::cli
