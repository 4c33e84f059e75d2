// The processes of a group, as the system lists them.
#pragma once

#include <sys/types.h>

#include <vector>

namespace sanad::browser {

// Members that still run. One that has ended and that nobody has waited for yet is not among them,
// though the system keeps its number, and kill() still finds it.
std::vector<pid_t> live_members(pid_t group);

}  // namespace sanad::browser
