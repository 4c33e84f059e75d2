// The flags and the environment that a capture's browser is started with, and why.
#pragma once

#include <string>
#include <vector>

#include "browser/process.h"

namespace sanad::browser {

struct Paths {
  std::string home;  // private directory
  std::string profile;
  std::string downloads;
  std::string net_log;  // FIFO; empty: none
};

std::vector<std::string> make_command_line(const LaunchOptions& options, const Paths& paths,
                                           const Installation& installation,
                                           const SandboxPlan& sandbox);
std::vector<std::string> make_environment(const LaunchOptions& options, const Paths& paths);

// The browser-wide preferences that a fresh profile starts with ("Local State").
std::string make_local_state();

}  // namespace sanad::browser
