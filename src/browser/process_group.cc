#include "process_group.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

namespace sanad::browser {

std::string text_of_process(pid_t pid, const char* what) {
  std::ifstream file(std::filesystem::path("/proc") / std::to_string(pid) / what);
  // Read through the stream and not its buffer: a process that has ended since the file was opened
  // makes the buffer throw (ESRCH), which the stream turns into a state.
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::vector<pid_t> live_members(pid_t group) {
  namespace fs = std::filesystem;
  std::vector<pid_t> found;
  std::error_code failed;
  for (fs::directory_iterator entry("/proc", failed); !failed && entry != fs::directory_iterator();
       entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto pid = static_cast<pid_t>(std::strtol(name.c_str(), nullptr, 10));
    if (::getpgid(pid) != group) continue;
    const std::string stat = text_of_process(pid, "stat");
    // proc(5): the state follows the name, which stands in brackets and may hold any character.
    const std::size_t name_end = stat.rfind(") ");
    if (name_end == std::string::npos || name_end + 2 >= stat.size()) continue;
    const char state = stat[name_end + 2];
    if (state != 'Z' && state != 'X') found.push_back(pid);
  }
  return found;
}

}  // namespace sanad::browser
