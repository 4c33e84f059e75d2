#include "cage/pool.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "pool_state.h"

namespace sanad::cage {
namespace {

constexpr std::chrono::milliseconds kAskEvery{100};
constexpr int kEndWithinMs = 5000;

struct Ends {
  Descriptor ours, theirs;
};

Result<Ends> connected(int type) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return io_error("no connection to a process can be made", errno);
  return Ends{Descriptor(ends[0]), Descriptor(ends[1])};
}

// Each word ends with a zero byte, and so, as in an argument of a program, a word ends at its first
// one: some are an item's. An empty message would mean the end.
std::string request_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) (text += word.c_str()) += '\0';
  if (text.empty()) text += '\0';
  return text;
}

bool send_request(int socket, std::string& words,
                  const std::array<int, kRequestDescriptors>& descriptors) {
  iovec part{words.data(), words.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof descriptors);
  std::memcpy(CMSG_DATA(head), descriptors.data(), sizeof descriptors);
  ssize_t sent = 0;
  while ((sent = ::sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return sent == static_cast<ssize_t>(words.size());
}

bool is_crash(int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL && WTERMSIG(status) != SIGXCPU;
}

class Child final : public Running {
 public:
  Child(Pool::State& state, std::shared_ptr<Mother> mother, Descriptor answer)
      : state_(state), mother_(std::move(mother)), answer_(std::move(answer)) {}
  ~Child() override {
    if (is_over_) return;
    ::shutdown(answer_.get(), SHUT_WR);
    pollfd watched{answer_.get(), POLLIN, 0};
    ::poll(&watched, 1, kEndWithinMs);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int ended() const override { return answer_.get(); }
  std::optional<int> status() override {
    is_over_ = true;
    int status = 0;
    ssize_t n = 0;
    while ((n = ::recv(answer_.get(), &status, sizeof status, MSG_WAITALL)) < 0 && errno == EINTR) {
    }
    const bool is_answer = n == sizeof status;
    if (!is_answer || is_crash(status)) state_.give_up(mother_);
    return is_answer ? std::optional(status) : std::nullopt;
  }

 private:
  Pool::State& state_;
  std::shared_ptr<Mother> mother_;
  Descriptor answer_;
  bool is_over_ = false;
};

}  // namespace

unsigned default_children() { return std::max(1U, std::thread::hardware_concurrency()); }

Result<std::shared_ptr<Mother>> Mother::start(const std::string& program) {
  SANAD_TRY(Ends ends, connected(SOCK_SEQPACKET));
  const Descriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  const std::array<int, 3> streams = {ends.theirs.get(), nothing.get(), nothing.get()};
  SANAD_TRY(const pid_t pid, spawn(program, {"serve"}, streams, true));
  return std::shared_ptr<Mother>(new Mother(pid, std::move(ends.ours)));
}

Mother::~Mother() {
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool Mother::is_there() const {
  pollfd watched{socket_.get(), 0, 0};
  return ::poll(&watched, 1, 0) == 0;
}

Result<Descriptor> Mother::fork(const Order& order, int output, int errors) {
  SANAD_TRY(Ends answer, connected(SOCK_STREAM));
  std::string words = request_of(order.arguments);
  if (!send_request(socket_.get(), words, {order.input, output, errors, answer.theirs.get()}))
    return io_error("the process that starts parsers does not answer", errno);
  return std::move(answer.ours);
}

Result<std::shared_ptr<Mother>> Pool::State::mother_for(const std::string& program) {
  const std::lock_guard lock(mutex);
  if (mother && !mother->is_there()) mother.reset();
  if (!mother) {
    SANAD_TRY(mother, Mother::start(program));
  }
  return mother;
}

void Pool::State::give_up(const std::shared_ptr<Mother>& old) {
  const std::lock_guard lock(mutex);
  if (mother == old) mother.reset();
}

Result<void> Turn::begin(const std::function<bool()>& is_cancelled) {
  std::unique_lock lock(state_.mutex);
  while (state_.free == 0) {
    state_.freed.wait_for(lock, kAskEvery);
    lock.unlock();
    if (is_cancelled && is_cancelled())
      return Error{ErrorCode::kConflict, "stopped by the officer"};
    lock.lock();
  }
  --state_.free;
  has_ = true;
  return {};
}

void Turn::end() {
  if (!has_) return;
  has_ = false;
  {
    const std::lock_guard lock(state_.mutex);
    ++state_.free;
  }
  state_.freed.notify_one();
}

Result<std::unique_ptr<Running>> fork_child(Pool& pool, const Order& order, int output,
                                            int errors) {
  SANAD_TRY(auto mother, pool.state().mother_for(pool.program()));
  auto answer = mother->fork(order, output, errors);
  if (!answer.ok()) {
    pool.state().give_up(mother);
    return answer.error();
  }
  return std::unique_ptr<Running>(
      std::make_unique<Child>(pool.state(), std::move(mother), std::move(*answer)));
}

Pool::Pool(std::string program, unsigned children)
    : program_(std::move(program)),
      children_(std::clamp(children, 1U, kMaxChildrenAtOnce)),
      state_(std::make_unique<State>(children_)) {}

Pool::~Pool() = default;

std::optional<pid_t> Pool::mother() const {
  const std::lock_guard lock(state_->mutex);
  return state_->mother ? std::optional(state_->mother->pid()) : std::nullopt;
}

}  // namespace sanad::cage
