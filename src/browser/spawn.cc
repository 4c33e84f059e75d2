#include "spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

#include "browser/process.h"

namespace sanad::browser {
namespace {

constexpr int kFirstSafeDescriptor = 32;  // above every number that the child's table uses
constexpr std::size_t kMaxOutputBytes = 64 * 1024;

enum class Step : int { kUser = 1, kDirectory, kDescriptors, kExec };

struct Failure {
  int step = 0;
  int errno_value = 0;
};

// Everything below runs between fork and exec: only async-signal-safe calls.
struct ChildPlan {
  char* const* arguments;
  char* const* environment;
  const char* directory;
  const User* user;
  const int* descriptors;
  int descriptor_count;
  int status_fd;
  pid_t parent;
};

[[noreturn]] void fail_child(int status_fd, Step step) {
  const Failure failure{static_cast<int>(step), errno};
  [[maybe_unused]] const auto written = ::write(status_fd, &failure, sizeof failure);
  ::_exit(127);
}

void become_user(const ChildPlan& plan) {
  if (plan.user == nullptr) return;
  // The raw calls act on this thread, the only one that a forked child has.
  if (::syscall(SYS_setgroups, 0, nullptr) != 0 ||
      ::syscall(SYS_setresgid, plan.user->gid, plan.user->gid, plan.user->gid) != 0 ||
      ::syscall(SYS_setresuid, plan.user->uid, plan.user->uid, plan.user->uid) != 0) {
    fail_child(plan.status_fd, Step::kUser);
  }
}

void set_limits() {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, kMaxOpenFiles);
    files.rlim_max = files.rlim_cur;
    ::setrlimit(RLIMIT_NOFILE, &files);
  }
}

[[noreturn]] void run_child(const ChildPlan& plan) {
  ::setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int signal_number : {SIGPIPE, SIGINT, SIGTERM, SIGCHLD, SIGHUP}) {
    ::signal(signal_number, SIG_DFL);
  }
  set_limits();
  become_user(plan);
  // After the change of user, which would clear it.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != plan.parent) ::_exit(127);
  if (plan.directory != nullptr && ::chdir(plan.directory) != 0) {
    fail_child(plan.status_fd, Step::kDirectory);
  }
  for (int i = 0; i < plan.descriptor_count; ++i) {
    if (::dup2(plan.descriptors[i], i) < 0) fail_child(plan.status_fd, Step::kDescriptors);
  }
  ::close_range(static_cast<unsigned>(plan.descriptor_count), ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve(plan.arguments[0], plan.arguments, plan.environment);
  fail_child(plan.status_fd, Step::kExec);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

Error explain(const Failure& failure, const SpawnRequest& request) {
  switch (static_cast<Step>(failure.step)) {
    case Step::kExec: {
      Error error =
          io_error(fmt::format("{} cannot be started", request.arguments[0]), failure.errno_value);
      error.code = ErrorCode::kUnavailable;
      return error;
    }
    case Step::kUser:
      return io_error("the browser's user cannot be taken on", failure.errno_value);
    case Step::kDirectory:
      return io_error(
          fmt::format("choose a scratch directory that the browser's user can enter: {}",
                      request.directory),
          failure.errno_value);
    default:
      return io_error("the browser's descriptors cannot be set", failure.errno_value);
  }
}

// Duplicates high enough that moving them to 0, 1, 2 ... overwrites none of them.
Result<std::vector<Descriptor>> lift(const std::vector<int>& descriptors) {
  Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (null.get() < 0) return io_error("/dev/null cannot be opened", errno);
  std::vector<Descriptor> lifted;
  for (const int fd : descriptors) {
    const int source = fd < 0 ? null.get() : fd;
    lifted.emplace_back(::fcntl(source, F_DUPFD_CLOEXEC, kFirstSafeDescriptor));
    if (lifted.back().get() < 0) return io_error("no more files can be opened", errno);
  }
  return lifted;
}

}  // namespace

void Descriptor::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

Result<pid_t> spawn(const SpawnRequest& request) {
  SANAD_TRY(std::vector<Descriptor> lifted, lift(request.descriptors));
  std::vector<int> numbers;
  for (const Descriptor& descriptor : lifted) numbers.push_back(descriptor.get());
  std::array<int, 2> status{};
  if (::pipe2(status.data(), O_CLOEXEC) != 0) return io_error("no pipe can be made", errno);
  Descriptor status_read(status[0]);
  Descriptor status_write(::fcntl(status[1], F_DUPFD_CLOEXEC, kFirstSafeDescriptor));
  ::close(status[1]);
  std::vector<std::string> arguments = request.arguments;
  std::vector<std::string> environment = request.environment;
  const auto argument_pointers = pointers(arguments);
  const auto environment_pointers = pointers(environment);
  const ChildPlan plan{argument_pointers.data(),
                       environment_pointers.data(),
                       request.directory.empty() ? nullptr : request.directory.c_str(),
                       request.user ? &*request.user : nullptr,
                       numbers.data(),
                       static_cast<int>(numbers.size()),
                       status_write.get(),
                       ::getpid()};
  const pid_t child = ::fork();
  if (child < 0) return io_error("no process can be started", errno);
  if (child == 0) run_child(plan);
  ::setpgid(child, child);  // whichever of the two comes first
  status_write.reset();
  Failure failure;
  ssize_t count = 0;
  do {
    count = ::read(status_read.get(), &failure, sizeof failure);
  } while (count < 0 && errno == EINTR);
  if (count == 0) return child;
  ::waitpid(child, nullptr, 0);
  return explain(failure, request);
}

Result<std::string> capture_output(const std::vector<std::string>& arguments, int timeout_ms) {
  std::array<int, 2> output{};
  if (::pipe2(output.data(), O_CLOEXEC) != 0) return io_error("no pipe can be made", errno);
  Descriptor read_end(output[0]);
  Descriptor write_end(output[1]);
  SANAD_TRY(const pid_t child, spawn({arguments,
                                      {"PATH=/usr/bin:/bin", "HOME=/nonexistent"},
                                      {},
                                      {},
                                      {-1, write_end.get(), -1}}));
  write_end.reset();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  std::string text;
  bool in_time = true;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd waiting{read_end.get(), POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<long>(0, left.count())));
    if (ready < 0 && errno == EINTR) continue;
    in_time = ready > 0;
    std::array<char, 4096> chunk{};
    const ssize_t count = in_time ? ::read(read_end.get(), chunk.data(), chunk.size()) : 0;
    if (count <= 0 || text.size() > kMaxOutputBytes) break;
    text.append(chunk.data(), static_cast<std::size_t>(count));
  }
  if (!in_time) ::kill(-child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!in_time || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{} does not answer when it is asked for its version", arguments[0])};
  }
  return text;
}

}  // namespace sanad::browser
