#include "browser/install.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <vector>

#include "spawn.h"

namespace sanad::browser {
namespace {

// Real programs before the wrapper scripts that distributions put on PATH: a wrapper adds flags and
// extensions that the record would not show.
constexpr std::array<std::string_view, 5> kKnownPrograms = {
    "/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser",
    "/usr/lib64/chromium-browser/chromium-browser", "/opt/google/chrome/chrome",
    "/usr/lib/chromium/headless_shell"};
constexpr std::array<std::string_view, 5> kNames = {"chromium", "chromium-browser",
                                                    "google-chrome-stable", "google-chrome",
                                                    "chromium-headless-shell"};
constexpr int kVersionTimeoutMs = 20'000;

bool is_executable(const std::string& path) { return ::access(path.c_str(), X_OK) == 0; }

std::optional<std::string> search_path(std::string_view name) {
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "/usr/bin:/bin" : variable;
  while (!rest.empty()) {
    const std::size_t end = rest.find(':');
    const std::string_view directory = rest.substr(0, end);
    const std::string candidate = fmt::format("{}/{}", directory, name);
    if (!directory.empty() && is_executable(candidate)) return candidate;
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return {};
}

std::optional<std::string> search() {
  for (const std::string_view program : kKnownPrograms) {
    if (is_executable(std::string(program))) return std::string(program);
  }
  for (const std::string_view name : kNames) {
    if (auto found = search_path(name)) return found;
  }
  return {};
}

}  // namespace

Result<Installation> find_browser(std::string_view explicit_path) {
  std::string path(explicit_path);
  if (path.empty()) {
    auto found = search();
    if (!found) {
      return Error{ErrorCode::kUnavailable,
                   "no Chromium was found on this machine: install the package chromium, or give "
                   "the path of the program"};
    }
    path = *found;
  } else if (!is_executable(path)) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{} is not a program that can be run: give the path of Chromium, or "
                             "install the package chromium",
                             path)};
  }
  SANAD_TRY(std::string text, capture_output({path, "--version"}, kVersionTimeoutMs));
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (text.empty() || text.size() > 200 || text.find('.') == std::string::npos) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{} does not state its version as Chromium does: install the package "
                             "chromium",
                             path)};
  }
  return Installation{std::move(path), std::move(text)};
}

}  // namespace sanad::browser
