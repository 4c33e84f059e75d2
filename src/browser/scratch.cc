#include "browser/scratch.h"

#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/numbers.h"

namespace sanad::browser {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPrefix = "sanad-browser-";

std::string temporary_directory() {
  std::error_code failed;
  const fs::path path = fs::temp_directory_path(failed);
  return failed ? "/tmp" : path.string();
}

bool is_ours(const std::string& path) {
  struct stat info{};
  return ::lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == ::geteuid();
}

}  // namespace

Result<std::unique_ptr<Scratch>> Scratch::create() {
  std::string pattern = fmt::format("{}/{}{}-XXXXXX", temporary_directory(), kPrefix, ::getpid());
  if (::mkdtemp(pattern.data()) == nullptr) {
    return io_error("no directory for the browser can be made; check the temporary directory",
                    errno);
  }
  auto scratch = std::unique_ptr<Scratch>(new Scratch(pattern));
  // Others may pass through, not look; what is inside is private to the browser's user.
  if (::chmod(pattern.c_str(), 0711) != 0) return io_error("the browser's directory", errno);
  return scratch;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

int sweep_scratch() {
  int removed = 0;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(temporary_directory(), failed)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(kPrefix)) continue;
    const std::string number =
        name.substr(kPrefix.size(), name.find('-', kPrefix.size()) - kPrefix.size());
    const auto pid = parse_decimal(number);
    if (!pid.ok() || *pid == 0 || *pid > 0x7fffffff || !is_ours(entry.path().string())) continue;
    if (::kill(static_cast<pid_t>(*pid), 0) == 0 || errno != ESRCH) continue;
    fs::remove_all(entry.path(), failed);
    ++removed;
  }
  return removed;
}

}  // namespace sanad::browser
