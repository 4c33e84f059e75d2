#include "browser/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "command_line.h"
#include "pipe_reader.h"
#include "process_group.h"
#include "spawn.h"

namespace sanad::browser {
namespace fs = std::filesystem;
namespace {

constexpr int kNetLogPipeBytes = 1024 * 1024;
constexpr int kGroupEndMs = 500;
constexpr int kPollStepMs = 10;

using Clock = std::chrono::steady_clock;

// The private directory of one capture; removed with everything in it.
class ScratchDirectory {
 public:
  ~ScratchDirectory() {
    std::error_code ignored;
    // A page process that is just being killed may still create a file: try again.
    for (int attempt = 0; attempt < 5 && !path_.empty(); ++attempt) {
      fs::remove_all(path_, ignored);
      if (!fs::exists(path_, ignored)) break;
    }
  }
  Result<void> create(const LaunchOptions& options) {
    const char* temporary = std::getenv("TMPDIR");
    std::string parent = options.scratch_directory;
    if (parent.empty()) parent = temporary != nullptr && *temporary != 0 ? temporary : "/tmp";
    // Short within a directory that bears our name: the browser puts a socket far below, whose
    // whole path may have 107 bytes.
    std::string pattern = fs::absolute(parent).string() +
                          (options.scratch_directory.empty() ? "/sanad-browser-XXXXXX" : "/XXXXXX");
    if (::mkdtemp(pattern.data()) == nullptr) {
      return io_error(fmt::format("choose a scratch directory that can be written to: {}", parent),
                      errno);
    }
    path_ = pattern;
    return {};
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Result<void> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) return io_error("a folder cannot be made: " + path, errno);
  return {};
}

Result<void> write_file(const std::string& path, std::string_view text) {
  Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (fd.get() < 0 ||
      ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return io_error("a file cannot be written: " + path, errno);
  }
  return {};
}

Result<void> give_to(const std::optional<User>& user, const std::string& root) {
  if (!user) return {};
  std::error_code failed;
  std::vector<std::string> paths = {root};
  for (const auto& entry : fs::recursive_directory_iterator(root, failed)) {
    paths.push_back(entry.path().string());
  }
  for (const std::string& path : paths) {
    if (::lchown(path.c_str(), user->uid, user->gid) != 0) {
      return io_error("a file cannot be given to the browser's user: " + path, errno);
    }
  }
  return {};
}

struct SocketPair {
  Descriptor ours;
  Descriptor theirs;
};

Result<SocketPair> make_sockets() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return io_error("no socket can be made", errno);
  }
  return SocketPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

ExitState exit_state(int status) {
  if (WIFSIGNALED(status)) return {true, WTERMSIG(status)};
  return {false, WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

}  // namespace

std::string ExitState::describe() const {
  return signalled ? fmt::format("ended by signal {} ({})", code, ::strsignal(code))
                   : fmt::format("ended with status {}", code);
}

struct Process::State {
  ScratchDirectory scratch;  // first, so removed last
  LaunchRecord record;
  Paths paths;
  pid_t pid = -1;
  std::optional<ExitState> exit;
  Descriptor command;
  Descriptor event;
  Descriptor stderr_write;
  ByteSink* sink = nullptr;
  std::optional<Error> sink_error;  // written by the reader's thread, read after it ended
  std::atomic<std::uint64_t> lost_bytes{0};
  mutable std::mutex stderr_mutex;
  std::string stderr_text;
  std::unique_ptr<PipeReader> net_log;
  std::unique_ptr<PipeReader> stderr_reader;

  Result<void> prepare(const LaunchOptions& options);
  Result<void> open_net_log();
  Result<void> open_stderr();
  Result<void> start();
  void take_net_log(ByteView data);
  void take_stderr(ByteView data);
  void end_group();
};

Result<void> Process::State::prepare(const LaunchOptions& options) {
  SANAD_TRY(record.installation, find_browser(options.browser_path));
  record.sandbox = plan_sandbox(record.installation.path);
  SANAD_CHECK(scratch.create(options));
  paths.home = scratch.path();
  paths.profile = paths.home + "/profile";
  paths.downloads = paths.home + "/downloads";
  SANAD_CHECK(make_folder(paths.profile));
  SANAD_CHECK(make_folder(paths.downloads));
  SANAD_CHECK(write_file(paths.profile + "/Local State", make_local_state()));
  sink = options.net_log;
  if (sink != nullptr) {
    paths.net_log = paths.home + "/net-log";
    if (::mkfifo(paths.net_log.c_str(), 0600) != 0) {
      return io_error("the pipe of the network log cannot be made", errno);
    }
  }
  SANAD_CHECK(give_to(record.sandbox.drop, paths.home));
  record.command_line = make_command_line(options, paths, record.installation, record.sandbox);
  record.environment = make_environment(options, paths);
  record.locale = options.locale;
  record.time_zone = options.time_zone;
  record.viewport = options.viewport;
  return {};
}

void Process::State::take_net_log(ByteView data) {
  if (!sink_error) {
    auto written = sink->write(data);
    if (written.ok()) return;
    sink_error = written.error();
  }
  lost_bytes += data.size();
}

void Process::State::take_stderr(ByteView data) {
  const std::lock_guard lock(stderr_mutex);
  stderr_text += as_text(data);
  if (stderr_text.size() > kMaxStderrBytes) {
    stderr_text.erase(0, stderr_text.size() - kMaxStderrBytes);
  }
}

// Our end is open before the browser starts, so that its own opening does not wait.
Result<void> Process::State::open_net_log() {
  if (sink == nullptr) return {};
  Descriptor fd(::open(paths.net_log.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW));
  if (fd.get() < 0) return io_error("the pipe of the network log cannot be opened", errno);
  ::fcntl(fd.get(), F_SETPIPE_SZ, kNetLogPipeBytes);  // refused above the user's quota: still works
  net_log =
      std::make_unique<PipeReader>(std::move(fd), [this](ByteView data) { take_net_log(data); });
  return {};
}

Result<void> Process::State::open_stderr() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return io_error("no pipe can be made", errno);
  stderr_write = Descriptor(ends[1]);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  stderr_reader = std::make_unique<PipeReader>(Descriptor(ends[0]),
                                               [this](ByteView data) { take_stderr(data); });
  return {};
}

Result<void> Process::State::start() {
  SANAD_CHECK(open_net_log());
  SANAD_CHECK(open_stderr());
  SANAD_TRY(SocketPair commands, make_sockets());
  SANAD_TRY(SocketPair events, make_sockets());
  SANAD_TRY(pid, spawn({record.command_line,
                        record.environment,
                        paths.home,
                        record.sandbox.drop,
                        {-1, -1, stderr_write.get(), commands.theirs.get(), events.theirs.get()}}));
  stderr_write.reset();
  command = std::move(commands.ours);
  event = std::move(events.ours);
  return {};
}

// Kills what the browser may have left in its group, and waits a little for it to be gone.
void Process::State::end_group() {
  const auto deadline = Clock::now() + std::chrono::milliseconds(kGroupEndMs);
  while (::kill(-pid, SIGKILL) == 0 && !live_members(pid).empty() && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

Process::Process(std::unique_ptr<State> state) : state_(std::move(state)) {}

Process::~Process() {
  if (state_->pid > 0) terminate(0);
  finish_net_log();
  if (state_->stderr_reader) state_->stderr_reader->finish();
}

Result<std::unique_ptr<Process>> Process::launch(const LaunchOptions& options) {
  auto state = std::make_unique<State>();
  SANAD_CHECK(state->prepare(options));
  SANAD_CHECK(state->start());
  return std::unique_ptr<Process>(new Process(std::move(state)));
}

const LaunchRecord& Process::record() const { return state_->record; }
pid_t Process::pid() const { return state_->pid; }
int Process::command_fd() const { return state_->command.get(); }
int Process::event_fd() const { return state_->event.get(); }
const std::string& Process::download_directory() const { return state_->paths.downloads; }

std::optional<ExitState> Process::poll_exit() {
  if (state_->exit) return state_->exit;
  int status = 0;
  if (::waitpid(state_->pid, &status, WNOHANG) == state_->pid) {
    state_->exit = exit_state(status);
    state_->end_group();
  }
  return state_->exit;
}

std::optional<ExitState> Process::wait_exit(int timeout_ms) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  while (!poll_exit() && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(kPollStepMs));
  }
  return state_->exit;
}

ExitState Process::terminate(int grace_ms) {
  if (!poll_exit() && grace_ms > 0) {
    ::kill(-state_->pid, SIGTERM);
    wait_exit(grace_ms);
  }
  if (!state_->exit) {
    ::kill(-state_->pid, SIGKILL);
    int status = 0;
    while (::waitpid(state_->pid, &status, 0) < 0 && errno == EINTR) {
    }
    state_->exit = exit_state(status);
    state_->end_group();
  }
  return *state_->exit;
}

std::string Process::stderr_tail() const {
  const std::lock_guard lock(state_->stderr_mutex);
  return state_->stderr_text;
}

NetLogResult Process::finish_net_log() {
  if (!state_->net_log) return {};
  state_->net_log->finish();
  NetLogResult result;
  result.lost_bytes = state_->lost_bytes;
  result.bytes = state_->net_log->bytes() - result.lost_bytes;
  result.ended = state_->net_log->ended();
  result.error = state_->sink_error;
  return result;
}

std::uint64_t Process::net_log_bytes() const {
  return state_->net_log ? state_->net_log->bytes() : 0;
}

SandboxObservation Process::observe_sandbox() const {
  SandboxObservation seen;
  for (const pid_t member : live_members(state_->pid)) {
    if (text_of_process(member, "cmdline").find("--type=renderer") == std::string::npos) continue;
    seen.renderer_found = true;
    std::istringstream status(text_of_process(member, "status"));
    for (std::string text; std::getline(status, text);) {
      std::istringstream words(text);
      std::string key;
      std::vector<std::string> values;
      words >> key;
      for (std::string value; words >> value;) values.push_back(value);
      if (key == "Seccomp:" && values == std::vector<std::string>{"2"}) seen.seccomp_filter = true;
      if (key == "NSpid:" && values.size() > 1) seen.pid_namespace = true;
    }
    break;
  }
  return seen;
}

}  // namespace sanad::browser
