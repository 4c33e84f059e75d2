// What this machine allows a browser's sandbox, found out by trying it in a child process.
//
// Chromium confines its page processes with new user, process and network namespaces (or with a
// set-user-id helper where there is one) and a system call filter. It refuses to do so as root; so
// a root process tries to become an ordinary user for the browser only.
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "browser/install.h"

namespace sanad::browser {
namespace {

std::optional<User> find_user(const char* name) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 16384> buffer{};
  if (::getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
    return {};
  }
  return User{name, found->pw_uid, found->pw_gid};
}

struct Trial {
  bool user_taken = false;
  bool namespaces = false;
  int errno_value = 0;
};

// Exit codes of the child: 0 all allowed, 1 the user cannot be taken, 2+errno namespaces refused.
Trial try_namespaces(const std::optional<User>& user) {
  const pid_t child = ::fork();
  if (child < 0) return {false, false, errno};
  if (child == 0) {
    if (user && (::syscall(SYS_setgroups, 0, nullptr) != 0 ||
                 ::syscall(SYS_setresgid, user->gid, user->gid, user->gid) != 0 ||
                 ::syscall(SYS_setresuid, user->uid, user->uid, user->uid) != 0)) {
      ::_exit(1);
    }
    // The first alone says too little: some systems allow it and then take its capabilities away.
    if (::unshare(CLONE_NEWUSER) != 0 || ::unshare(CLONE_NEWPID | CLONE_NEWNET) != 0) {
      ::_exit(2 + (errno & 0x7f));
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  return {code != 1, code == 0, code >= 2 ? code - 2 : 0};
}

bool has_helper(std::string_view browser_path) {
  const std::size_t slash = browser_path.rfind('/');
  const std::string helper =
      std::string(browser_path.substr(0, slash == std::string_view::npos ? 0 : slash)) +
      "/chrome-sandbox";
  struct stat info{};
  return ::stat(helper.c_str(), &info) == 0 && info.st_uid == 0 && (info.st_mode & S_ISUID) != 0;
}

SandboxPlan decide(const Trial& trial, bool helper, const std::optional<User>& drop) {
  const std::string who = drop ? fmt::format("the browser runs as the user {}", drop->name)
                               : std::string("the browser runs as the user who started it");
  if (trial.namespaces) {
    return {true, who + "; the kernel allows the namespaces of its sandbox", drop};
  }
  if (helper) return {true, who + "; its sandbox uses the set-user-id helper", drop};
  return {false,
          fmt::format("{}; its sandbox is off because the kernel refuses user namespaces ({})", who,
                      std::strerror(trial.errno_value)),
          drop};
}

}  // namespace

SandboxPlan plan_sandbox(std::string_view browser_path) {
  const bool helper = has_helper(browser_path);
  if (::geteuid() != 0) return decide(try_namespaces({}), helper, {});
  for (const char* name : {"sanad", "nobody"}) {
    const std::optional<User> user = find_user(name);
    if (!user || user->uid == 0) continue;
    const Trial trial = try_namespaces(user);
    if (trial.user_taken) return decide(trial, helper, user);
  }
  return {false,
          "the browser runs as root, which Chromium's sandbox does not support, and no ordinary "
          "user could be taken on: run as an ordinary user",
          {}};
}

}  // namespace sanad::browser
