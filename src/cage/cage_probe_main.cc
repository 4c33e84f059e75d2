// A parser that was taken over, for the test: enters the cage, then tries one thing, and says what
// came of it.
//   cage_probe ACT
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "cage/cage.h"

namespace {

using namespace sanad;

void say(const std::string& text) {
  if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) std::_Exit(9);
}

int read_input() {
  std::string all;
  char piece[4096];
  for (ssize_t n; (n = ::read(STDIN_FILENO, piece, sizeof piece)) > 0;)
    all.append(piece, static_cast<std::size_t>(n));
  say("read " + all);
  return 0;
}

int fill_memory() {
  for (std::vector<void*> held;;) {
    void* part = std::malloc(16 << 20);
    if (part == nullptr) break;
    std::memset(part, 1, 16 << 20);
    held.push_back(part);
  }
  say("no more memory");
  return 0;
}

int attempt(const std::string& act) {
  if (act == "read-input") return read_input();
  if (act == "fill-memory") return fill_memory();
  if (act == "spin") {
    for (std::atomic<unsigned> i = 0;; ++i) {
    }
  }
  if (act == "write-much") {
    for (const std::string much(1 << 20, 'x');;) say(much);
  }
  if (act == "sleep") {
    for (;;) ::sleep(1);
  }
  if (act == "crash") ::raise(SIGSEGV);
  if (act == "give-up") {
    std::fputs("the picture has no lines\n", stderr);
    return 1;
  }
  long got = 0;
  if (act == "open-file") got = ::open("/etc/passwd", O_RDONLY);
  if (act == "open-self") got = ::open("/proc/self/mem", O_RDWR);
  if (act == "socket") got = ::socket(AF_INET, SOCK_STREAM, 0);
  if (act == "unix-socket") got = ::socket(AF_UNIX, SOCK_STREAM, 0);
  if (act == "fork") got = ::fork();
  if (act == "ptrace") got = ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr);
  if (act == "kill-parent") got = ::kill(static_cast<pid_t>(::syscall(SYS_getppid)), SIGKILL);
  if (act == "memory-file") got = ::memfd_create("x", 0);
  if (act == "run-bytes") {
    got = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                 0) == MAP_FAILED
              ? -1
              : 0;
  }
  if (act == "exec") got = ::execl("/bin/true", "true", nullptr);
  if (act == "inherited") got = static_cast<long>(::write(3, "x", 1));
  say(got < 0 ? "refused" : "did it");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto granted = cage::enter({.memory_bytes = 512U << 20, .cpu_seconds = 2});
  if (!granted) {
    std::fputs(granted.error().message.c_str(), stderr);
    return 4;
  }
  return attempt(argc > 1 ? argv[1] : "");
}
