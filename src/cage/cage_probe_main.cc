// A parser that was taken over, for the test: enters the cage, then tries one thing, and says what
// came of it.
//   cage_probe ACT
//   cage_probe serve      the same for each item that is asked of it (cage/pool.h)
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
#include <ctime>
#include <string>
#include <vector>

#include "cage/cage.h"
#include "cage/pool.h"

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

// Forward in odd pieces, then a place before them: the sum of all bytes, and that byte.
int read_channel() {
  cage::ChannelSource source(cage::kChannel, 3'500'000);
  std::uint64_t sum = 0, at = 0;
  Bytes piece(70'001);
  for (;;) {
    const auto got = source.read_at(at, piece);
    if (!got.ok()) return 1;
    if (*got == 0) break;
    for (std::size_t i = 0; i < *got; ++i) sum += piece[i];
    at += *got;
  }
  std::uint8_t early = 0;
  if (!source.read_at(11, {&early, 1}).ok()) return 1;
  say(std::to_string(at) + " " + std::to_string(sum) + " " + std::to_string(early));
  return 0;
}

int ask_too_much() {
  const std::string request("\0\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF", 12);
  if (::write(cage::kChannel, request.data(), request.size()) < 0) return 1;
  char answer = 0;
  say(::read(cage::kChannel, &answer, 1) == 1 ? "did it" : "refused");
  return 0;
}

int fill_memory() {
  for (std::vector<void*> held;;) {
    void* part = std::malloc(4 << 20);
    if (part == nullptr) break;
    std::memset(part, 1, 4 << 20);
    held.push_back(part);
  }
  say("no more memory");
  return 0;
}

// Long enough to be met by a killer.
int read_slowly() {
  constexpr timespec kMoment{0, 20'000'000};
  ::nanosleep(&kMoment, nullptr);
  return read_input();
}

// Closes what is listened to, and stays.
int hide() {
  ::close(STDOUT_FILENO);
  ::close(STDERR_FILENO);
  for (;;) ::sleep(1);
}

int say_where() {
  char text[32];
  std::snprintf(text, sizeof text, "%p", reinterpret_cast<void*>(&say_where));
  say(text);
  return 0;
}

int attempt(const std::string& act) {
  if (act == "read-slowly") return read_slowly();
  if (act == "hide") return hide();
  if (act == "where") return say_where();
  if (act == "read-input") return read_input();
  if (act == "fill-memory") return fill_memory();
  if (act == "read-channel") return read_channel();
  if (act == "ask-too-much") return ask_too_much();
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

int do_item(const std::string& act) {
  const bool has_channel = act == "read-channel" || act == "ask-too-much";
  const auto granted = cage::enter(
      {.memory_bytes = (has_channel ? 512ULL : 64ULL) << 20, .cpu_seconds = 1}, has_channel);
  if (!granted) {
    std::fputs(granted.error().message.c_str(), stderr);
    return 4;
  }
  return attempt(act);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string act = argc > 1 ? argv[1] : "";
  if (act == "serve") {
    return cage::serve([](std::span<const std::string_view> words) {
      return do_item(std::string(words.empty() ? "" : words[0]));
    });
  }
  return do_item(act);
}
