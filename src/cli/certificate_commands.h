// Certificates and statements.
#pragma once

#include "command.h"

namespace sanad::cli {

std::vector<Command> certificate_commands();

}  // namespace sanad::cli
