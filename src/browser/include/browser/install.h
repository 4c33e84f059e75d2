// Which Chromium will be driven, and under which user and sandbox it can run on this machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sanad::browser {

struct Installation {
  std::string path;     // the program itself, not a distribution's wrapper script where both exist
  std::string version;  // what the program prints for --version, e.g. "Chromium 156.0.8078.79 ..."
};

// explicit_path: the program to use, or empty to search the usual places and then PATH.
// kUnavailable when there is none or it cannot be run, with what to install.
Result<Installation> find_browser(std::string_view explicit_path);

// A user to become before the browser starts.
struct User {
  std::string name;
  unsigned uid = 0;
  unsigned gid = 0;
};

// How the browser will be confined. Nothing here is assumed: plan_sandbox() tries what the kernel
// allows in a child process, and Process::observe_sandbox() looks at what the running browser did.
struct SandboxPlan {
  bool on = false;           // false: the browser is started with --no-sandbox
  std::string reason;        // one sentence for the record, never empty
  std::optional<User> drop;  // set only when we are root and can become another user
};

// browser_path decides whether a set-user-id sandbox helper stands beside the program.
SandboxPlan plan_sandbox(std::string_view browser_path);

}  // namespace sanad::browser
