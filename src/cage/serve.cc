// The mother of a pool: one thread, no item, no file; forks, kills and reaps.
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "cage/pool.h"
#include "pool_state.h"

namespace sanad::cage {
namespace {

struct Request {
  std::string words;
  std::array<Descriptor, kRequestDescriptors> descriptors;
};

struct Kept {
  pid_t pid;
  Descriptor ended;   // of its process
  Descriptor answer;  // whoever asked closes it to have the child killed
  bool is_killed = false;
};

// Takes what descriptors came, so that none is left open.
std::size_t take_descriptors(msghdr& message, Request& request) {
  std::size_t count = 0;
  for (cmsghdr* head = CMSG_FIRSTHDR(&message); head != nullptr;
       head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t came = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < came; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(head) + i * sizeof fd, sizeof fd);
      if (count < kRequestDescriptors)
        request.descriptors[count++].reset(fd);
      else
        ::close(fd);
    }
  }
  return count;
}

enum class Received { kRequest, kNothing, kEnd };

Received receive(Request& request) {
  request.words.resize(kMaxWordsBytes);
  iovec part{request.words.data(), request.words.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kRequestDescriptors * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const ssize_t n = ::recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC);
  if (n < 0 && errno == EINTR) return Received::kNothing;
  if (n <= 0) return Received::kEnd;
  request.words.resize(static_cast<std::size_t>(n));
  const bool is_whole = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
  const std::size_t count = take_descriptors(message, request);
  return is_whole && count == kRequestDescriptors ? Received::kRequest : Received::kNothing;
}

using Task = std::function<int(std::span<const std::string_view>)>;

[[noreturn]] void be_child(const Request& request, pid_t mother, const Task& task) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != mother) ::_exit(1);
  for (int stream = 0; stream < 3; ++stream) {
    if (::dup2(request.descriptors[static_cast<std::size_t>(stream)].get(), stream) < 0) ::_exit(1);
  }
  ::close_range(3, ~0U, 0);
  std::vector<std::string_view> words;
  for (std::string_view rest = request.words; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    words.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  ::_exit(task(words));
}

class Serving {
 public:
  explicit Serving(const Task& task) : task_(task) {}

  int run() {
    for (;;) {
      const std::vector<pollfd> ready = wait();
      for (std::size_t i = 0; i < children_.size(); ++i) {
        if (ready[1 + 2 * i].revents != 0) reap(children_[i]);
        if (ready[2 + 2 * i].revents != 0 && children_[i].pid != 0) kill(children_[i]);
      }
      std::erase_if(children_, [](const Kept& child) { return child.pid == 0; });
      if (ready[0].revents != 0 && !take_request()) break;
    }
    for (Kept& child : children_) {
      kill(child);
      reap(child);
    }
    return 0;
  }

 private:
  // Standard input, then of each child its end and its answer.
  std::vector<pollfd> wait() const {
    const bool has_room = children_.size() < kMaxChildrenOfMother;
    std::vector<pollfd> watched = {{has_room ? STDIN_FILENO : -1, POLLIN, 0}};
    for (const Kept& child : children_) {
      watched.push_back({child.ended.get(), POLLIN, 0});
      watched.push_back({child.is_killed ? -1 : child.answer.get(), POLLIN | POLLRDHUP, 0});
    }
    while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
    }
    return watched;
  }

  bool take_request() {
    Request request;
    const Received received = receive(request);
    if (received == Received::kRequest) start(request);
    return received != Received::kEnd;
  }

  // Where there is no child, the answer is closed without one, and whoever asked sees that.
  void start(Request& request) {
    const pid_t mother = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) be_child(request, mother, task_);
    if (pid < 0) return;
    Kept child{pid, watch(pid), std::move(request.descriptors.back())};
    if (child.ended.get() >= 0) {
      children_.push_back(std::move(child));
      return;
    }
    kill(child);
    reap(child);
  }

  static void kill(Kept& child) {
    ::kill(child.pid, SIGKILL);
    child.is_killed = true;
  }

  static void reap(Kept& child) {
    int status = 0;
    while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
    }
    ::send(child.answer.get(), &status, sizeof status, MSG_NOSIGNAL);
    child.pid = 0;
  }

  const Task& task_;
  std::vector<Kept> children_;
};

}  // namespace

int serve(const std::function<int(std::span<const std::string_view> words)>& task) {
  return Serving(task).run();
}

}  // namespace sanad::cage
