#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "cage/cage.h"

namespace sanad::cage {
namespace {

constexpr unsigned kNobody = 65'534;

// What allocation, arithmetic, and reading and writing open descriptors need.
constexpr int kAllowed[] = {SCMP_SYS(read),
                            SCMP_SYS(readv),
                            SCMP_SYS(pread64),
                            SCMP_SYS(write),
                            SCMP_SYS(writev),
                            SCMP_SYS(lseek),
                            SCMP_SYS(close),
                            SCMP_SYS(fstat),
                            SCMP_SYS(munmap),
                            SCMP_SYS(mremap),
                            SCMP_SYS(madvise),
                            SCMP_SYS(brk),
                            SCMP_SYS(futex),
                            SCMP_SYS(membarrier),
                            SCMP_SYS(rt_sigaction),
                            SCMP_SYS(rt_sigprocmask),
                            SCMP_SYS(rt_sigreturn),
                            SCMP_SYS(sigaltstack),
                            SCMP_SYS(restart_syscall),
                            SCMP_SYS(clock_gettime),
                            SCMP_SYS(clock_getres),
                            SCMP_SYS(gettimeofday),
                            SCMP_SYS(nanosleep),
                            SCMP_SYS(clock_nanosleep),
                            SCMP_SYS(getrandom),
                            SCMP_SYS(getpid),
                            SCMP_SYS(gettid),
                            SCMP_SYS(sched_yield),
                            SCMP_SYS(sched_getaffinity),
                            SCMP_SYS(set_robust_list),
                            SCMP_SYS(rseq),
                            SCMP_SYS(sysinfo),
                            SCMP_SYS(uname),
                            SCMP_SYS(exit),
                            SCMP_SYS(exit_group)};

// What libraries try and can do without: they are told that it is not permitted. Everything else
// ends the process.
constexpr int kRefused[] = {SCMP_SYS(open),           SCMP_SYS(openat),
                            SCMP_SYS(access),         SCMP_SYS(faccessat),
                            SCMP_SYS(faccessat2),     SCMP_SYS(stat),
                            SCMP_SYS(lstat),          SCMP_SYS(newfstatat),
                            SCMP_SYS(statx),          SCMP_SYS(readlink),
                            SCMP_SYS(readlinkat),     SCMP_SYS(getcwd),
                            SCMP_SYS(ioctl),          SCMP_SYS(fcntl),
                            SCMP_SYS(prctl),          SCMP_SYS(prlimit64),
                            SCMP_SYS(getrlimit),      SCMP_SYS(sched_setaffinity),
                            SCMP_SYS(sched_getparam), SCMP_SYS(sched_getscheduler),
                            SCMP_SYS(getuid),         SCMP_SYS(geteuid),
                            SCMP_SYS(getgid),         SCMP_SYS(getegid),
                            SCMP_SYS(clone),          SCMP_SYS(clone3)};

Error unavailable(std::string_view what, int errno_value) {
  Error error = io_error(what, errno_value);
  error.code = ErrorCode::kUnavailable;
  return error;
}

bool limit(__rlimit_resource which, std::uint64_t value) {
  const rlimit both{value, value};
  return ::setrlimit(which, &both) == 0;
}

Result<void> set_limits(const Limits& limits) {
  // The kernel says SIGXCPU at the first of the two, and SIGKILL to who stays.
  const rlimit computing{limits.cpu_seconds, limits.cpu_seconds + 1};
  const bool all = limit(RLIMIT_AS, limits.memory_bytes) &&
                   ::setrlimit(RLIMIT_CPU, &computing) == 0 && limit(RLIMIT_CORE, 0) &&
                   limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 3) && limit(RLIMIT_NPROC, 0) &&
                   limit(RLIMIT_MEMLOCK, 0);
  if (!all) return unavailable("the limits of a parser's process cannot be set", errno);
  return {};
}

// No rule follows, so that every kind of access to every path is denied.
bool deny_files() {
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs =
      LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
      LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
      LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
      LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
      LANDLOCK_ACCESS_FS_MAKE_SYM;
  const long ruleset = ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (ruleset < 0) return false;
  const bool done = ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  ::close(static_cast<int>(ruleset));
  return done;
}

bool become_nobody() {
  if (::geteuid() != 0) return false;
  return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
         ::setresuid(kNobody, kNobody, kNobody) == 0;
}

bool fill(scmp_filter_ctx filter) {
  for (const int call : kAllowed) {
    if (::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) return false;
  }
  for (const int call : kRefused) {
    if (::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0) != 0) return false;
  }
  // abort() and a stack protector end the process by a signal to itself; memory is never made
  // executable. The header's macros for arguments are C99.
  const scmp_arg_cmp to_itself{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()), 0};
  const scmp_arg_cmp not_executable{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, to_itself) == 0 &&
         ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_executable) == 0 &&
         ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_executable) == 0;
}

Result<void> filter_system_calls() {
  const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(
      ::seccomp_init(SCMP_ACT_KILL_PROCESS), ::seccomp_release);
  if (!filter || !fill(filter.get())) {
    return unavailable("the filter of system calls cannot be built", ENOMEM);
  }
  if (const int failed = ::seccomp_load(filter.get()); failed != 0) {
    return unavailable("this machine grants no filter of system calls", -failed);
  }
  return {};
}

}  // namespace

Result<Granted> enter(const Limits& limits, bool keeps_channel) {
  ::close_range(keeps_channel ? kChannel + 1 : kChannel, ~0U, 0);
  Granted granted;
  granted.network_namespace =
      ::unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) == 0 ||
      ::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) == 0;
  granted.other_user = become_nobody();
  // After the change of user, which undoes it.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return unavailable("a parser's process cannot give up its privileges", errno);
  }
  ::prctl(PR_SET_DUMPABLE, 0);
  granted.landlock = deny_files();
  SANAD_CHECK(set_limits(limits));
  SANAD_CHECK(filter_system_calls());
  granted.system_calls = true;
  return granted;
}

}  // namespace sanad::cage
