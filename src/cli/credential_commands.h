// Certificates of training.
#pragma once

#include "command.h"

namespace sanad::cli {

std::vector<Command> credential_commands();

}  // namespace sanad::cli
