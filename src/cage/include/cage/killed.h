// How a process ended that was killed from outside, by the system or by somebody: its item need not
// be at fault, and may be given to another.
#pragma once

#include "base/result.h"

namespace sanad::cage {

// error: of run().
bool was_killed(const Error& error);

}  // namespace sanad::cage
