// The processes of a group, as the system lists them.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace sanad::browser {

// Members that still run. One that has ended and that nobody has waited for yet is not among them,
// though the system keeps its number, and kill() still finds it.
std::vector<pid_t> live_members(pid_t group);

// One of the files that proc(5) keeps of a process, such as "stat". Empty when the process ended.
std::string text_of_process(pid_t pid, const char* what);

}  // namespace sanad::browser
