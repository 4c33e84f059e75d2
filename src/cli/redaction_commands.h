// Commands of redacted pictures.
#pragma once

#include <vector>

#include "command.h"

namespace sanad::cli {

std::vector<Command> redaction_commands();

}  // namespace sanad::cli
