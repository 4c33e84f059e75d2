#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "cage/cage.h"

namespace sanad::cage {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPollMs = 100;
constexpr std::size_t kMaxErrorText = 2000;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read_end, write_end;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
    return ::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
  }
};

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  void give(int ours, int theirs) { ::posix_spawn_file_actions_adddup2(&actions_, ours, theirs); }
  void close_from(int first) { ::posix_spawn_file_actions_addclosefrom_np(&actions_, first); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// A child that is killed and waited for, whatever happens.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ > 0) end();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  void kill() { ::kill(pid_, SIGKILL); }
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status;
  }

 private:
  void end() {
    kill();
    wait();
  }
  pid_t pid_;
};

Result<pid_t> spawn(const Order& order, int output, int errors) {
  FileActions actions;
  actions.give(order.input, STDIN_FILENO);
  actions.give(output, STDOUT_FILENO);
  actions.give(errors, STDERR_FILENO);
  actions.close_from(3);
  std::vector<std::string> words = {order.program};
  words.insert(words.end(), order.arguments.begin(), order.arguments.end());
  std::vector<char*> line;
  for (std::string& word : words) line.push_back(word.data());
  line.push_back(nullptr);
  std::string language = "LANG=C.UTF-8";
  std::array<char*, 2> environment = {language.data(), nullptr};
  pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, order.program.c_str(), actions.get(), nullptr, line.data(),
                                   environment.data());
  if (failed != 0) {
    Error error =
        io_error(fmt::format("{} cannot be started; install Sanad again", order.program), failed);
    error.code = ErrorCode::kUnavailable;
    return error;
  }
  return pid;
}

using Take = std::function<Result<void>(ByteView)>;

// Reads what is there; false at the end.
Result<bool> drain(int fd, const Take& take) {
  std::array<std::uint8_t, 65'536> piece{};
  for (;;) {
    const ssize_t n = ::read(fd, piece.data(), piece.size());
    if (n == 0) return false;
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    SANAD_CHECK(take({piece.data(), static_cast<std::size_t>(n)}));
  }
}

Error limit_error(std::string_view what) {
  return {ErrorCode::kLimit, fmt::format("the item was given up: {}", what)};
}

std::string last_line(const Bytes& text) {
  std::string_view view = as_text(text);
  while (!view.empty() && (view.back() == '\n' || view.back() == '\r')) view.remove_suffix(1);
  const std::size_t at = view.rfind('\n');
  return std::string(at == std::string_view::npos ? view : view.substr(at + 1));
}

Result<void> judge(int status, const Bytes& errors, const Limits& limits) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  const std::string said = last_line(errors);
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    if (number == SIGXCPU || number == SIGKILL) {
      return limit_error(
          fmt::format("its parser needed more than {} s of computing", limits.cpu_seconds));
    }
    const std::string what = number == SIGSYS
                                 ? "asked the system for something that a parser may not do"
                                 : fmt::format("crashed ({})", ::strsignal(number));
    return Error{ErrorCode::kInvalid, fmt::format("the item cannot be read: its parser {}{}{}",
                                                  what, said.empty() ? "" : "; ", said)};
  }
  return Error{ErrorCode::kInvalid, said.empty() ? "the item cannot be read" : said};
}

// Keeps the end of what a parser says in words.
class LastWords {
 public:
  Result<void> take(ByteView piece) {
    if (piece.size() > kMaxErrorText) piece = piece.last(kMaxErrorText);
    text_.insert(text_.end(), piece.begin(), piece.end());
    if (text_.size() > kMaxErrorText)
      text_.erase(text_.begin(), text_.end() - static_cast<std::ptrdiff_t>(kMaxErrorText));
    return {};
  }
  const Bytes& text() const { return text_; }

 private:
  Bytes text_;
};

// Until both pipes end, or a limit does.
Result<void> follow(const Order& order, Pipe& output, Pipe& errors, const Take& on_output,
                    LastWords& words) {
  auto deadline = Clock::now() + std::chrono::seconds(order.limits.wall_seconds);
  std::uint64_t written = 0;
  const Take take_output = [&](ByteView piece) -> Result<void> {
    written += piece.size();
    if (written > order.limits.output_bytes) {
      return limit_error(
          fmt::format("its parser wrote more than {} bytes", order.limits.output_bytes));
    }
    const auto before = Clock::now();
    SANAD_CHECK(on_output(piece));
    deadline += Clock::now() - before;
    return {};
  };
  const Take take_errors = [&](ByteView piece) { return words.take(piece); };
  bool output_open = true, errors_open = true;
  while (output_open || errors_open) {
    std::array<pollfd, 2> watched = {pollfd{output_open ? output.read_end.get() : -1, POLLIN, 0},
                                     pollfd{errors_open ? errors.read_end.get() : -1, POLLIN, 0}};
    ::poll(watched.data(), watched.size(), kPollMs);
    if (output_open) {
      SANAD_TRY(output_open, drain(output.read_end.get(), take_output));
    }
    if (errors_open) {
      SANAD_TRY(errors_open, drain(errors.read_end.get(), take_errors));
    }
    if (Clock::now() > deadline) {
      return limit_error(
          fmt::format("its parser took longer than {} s", order.limits.wall_seconds));
    }
    if (order.is_cancelled && order.is_cancelled())
      return Error{ErrorCode::kConflict, "stopped by the officer"};
  }
  return {};
}

}  // namespace

Result<void> run(const Order& order, const std::function<Result<void>(ByteView)>& on_output) {
  Pipe output, errors;
  if (!output.open() || !errors.open()) return io_error("no pipe can be made", errno);
  SANAD_TRY(const pid_t pid, spawn(order, output.write_end.get(), errors.write_end.get()));
  Child child(pid);
  output.write_end.reset();
  errors.write_end.reset();
  LastWords words;
  SANAD_CHECK(follow(order, output, errors, on_output, words));
  return judge(child.wait(), words.text(), order.limits);
}

Result<Bytes> run(const Order& order) {
  Bytes all;
  SANAD_CHECK(run(order, [&all](ByteView piece) -> Result<void> {
    all.insert(all.end(), piece.begin(), piece.end());
    return {};
  }));
  return all;
}

std::string beside_this_program(const std::string& name) {
  std::error_code failed;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", failed);
  return (own.parent_path() / name).string();
}

Result<int> as_input(ByteView bytes) { return as_joined_input({&bytes, 1}); }

Result<int> as_joined_input(std::span<const ByteView> pieces) {
  Descriptor file(::memfd_create("sanad-input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (file.get() < 0) return io_error("no memory for the item", errno);
  for (ByteView bytes : pieces) {
    while (!bytes.empty()) {
      const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return io_error("no memory for the item", errno);
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
  }
  ::lseek(file.get(), 0, SEEK_SET);
  ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  return ::fcntl(file.get(), F_DUPFD_CLOEXEC, 3);
}

}  // namespace sanad::cage
