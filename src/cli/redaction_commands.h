// Commands of redacted pictures and recordings.
#pragma once

#include <vector>

#include "command.h"

namespace sanad::cli {

std::vector<Command> redaction_commands();

}  // namespace sanad::cli
