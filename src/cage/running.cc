#include "running.h"

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>

namespace sanad::cage {
namespace {

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

class Attributes {
 public:
  Attributes() { ::posix_spawnattr_init(&attributes_); }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  void own_group() { ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP); }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

class Program final : public Running {
 public:
  explicit Program(pid_t pid) : pid_(pid), ended_(watch(pid)) {}
  ~Program() override {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    wait();
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  int ended() const override { return ended_.get(); }
  std::optional<int> status() override { return wait(); }

 private:
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status;
  }
  pid_t pid_;
  Descriptor ended_;
};

}  // namespace

// Called so, since the C library's header of this call is not made for C++.
Descriptor watch(pid_t pid) {
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

Result<pid_t> spawn(const std::string& program, const std::vector<std::string>& arguments,
                    std::span<const int> descriptors, bool is_mother) {
  FileActions actions;
  int theirs = 0;
  for (const int ours : descriptors) actions.give(ours, theirs++);
  actions.close_from(theirs);
  Attributes attributes;
  if (is_mother) attributes.own_group();
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> line;
  for (std::string& word : words) line.push_back(word.data());
  line.push_back(nullptr);
  std::string language = "LANG=C.UTF-8", links = "LD_BIND_NOW=1";
  std::string threads = "OMP_THREAD_LIMIT=1";  // the cage lets no thread be made
  std::array<char*, 4> environment = {language.data(), threads.data(), nullptr, nullptr};
  if (is_mother) environment[2] = links.data();
  pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, program.c_str(), actions.get(), attributes.get(),
                                   line.data(), environment.data());
  if (failed != 0) {
    Error error =
        io_error(fmt::format("{} cannot be started; install Sanad again", program), failed);
    error.code = ErrorCode::kUnavailable;
    return error;
  }
  return pid;
}

Result<std::unique_ptr<Running>> start_program(const Order& order, int output, int errors,
                                               int channel) {
  static_assert(kChannel == 3);
  const std::array<int, 4> descriptors = {order.input, output, errors, channel};
  const auto given = std::span(descriptors).first(channel >= 0 ? 4 : 3);
  SANAD_TRY(const pid_t pid, spawn(order.program, order.arguments, given, false));
  auto program = std::make_unique<Program>(pid);
  if (program->ended() < 0) return io_error("a parser's process cannot be watched", errno);
  return std::unique_ptr<Running>(std::move(program));
}

}  // namespace sanad::cage
