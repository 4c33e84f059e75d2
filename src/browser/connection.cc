#include "browser/connection.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "spawn.h"

namespace sanad::browser {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr int kStreamPieceBytes = 256 * 1024;
using Clock = std::chrono::steady_clock;

Error gone() {
  return {ErrorCode::kUnavailable,
          "the browser is gone: look at how it ended, and start the capture again"};
}

}  // namespace

struct Connection::State {
  struct Queued {
    Message message;
    std::size_t size = 0;
  };

  int command_fd;
  int event_fd;
  Responder responder;
  Descriptor stop;
  std::mutex write_mutex;  // commands leave whole, in order
  std::atomic<std::int64_t> next_id{1};

  mutable std::mutex mutex;  // everything below
  std::condition_variable changed;
  std::deque<Queued> events;
  std::size_t queued_bytes = 0;
  std::map<std::int64_t, std::optional<Message>> waiting;  // by id of a call
  ChannelCounts counts;
  bool closed = false;
  std::thread thread;

  Result<void> write(std::int64_t id, std::string_view method, json::Object params,
                     std::string_view session);
  void run();
  void take(std::string_view text, bool cut);
  void take_event(Message message, std::size_t size);
  void take_answer(Message message);
  void close();
};

Result<void> Connection::State::write(std::int64_t id, std::string_view method, json::Object params,
                                      std::string_view session) {
  const std::string text = format_command(id, method, std::move(params), session);
  const std::lock_guard lock(write_mutex);
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::send(command_fd, text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return gone();
    at += static_cast<std::size_t>(count);
  }
  return {};
}

void Connection::State::take_answer(Message message) {
  const std::lock_guard lock(mutex);
  const auto found = waiting.find(*message.id);
  if (found == waiting.end()) return;  // of send(), or of a call that gave up
  found->second = std::move(message);
  changed.notify_all();
}

void Connection::State::take_event(Message message, std::size_t size) {
  for (Command& command : responder(message)) {
    if (!write(next_id++, command.method, std::move(command.params), command.session).ok()) break;
  }
  const std::lock_guard lock(mutex);
  ++counts.events;
  if (events.size() >= kMaxQueuedEvents || queued_bytes + size > kMaxQueuedBytes) {
    ++counts.dropped_events;
    return;
  }
  queued_bytes += size;
  events.push_back({std::move(message), size});
  changed.notify_all();
}

void Connection::State::take(std::string_view text, bool cut) {
  if (cut) {
    Message message;
    message.id = leading_id(text);
    message.oversized = true;
    {
      const std::lock_guard lock(mutex);
      ++counts.oversized_messages;
      if (!message.id) ++counts.dropped_events;
    }
    if (message.id) take_answer(std::move(message));
    return;
  }
  auto parsed = parse_message(text);
  if (!parsed.ok()) {
    const std::lock_guard lock(mutex);
    ++counts.malformed_messages;
    return;
  }
  if (parsed.value().id) {
    take_answer(std::move(parsed).value());
  } else {
    take_event(std::move(parsed).value(), text.size());
  }
}

void Connection::State::close() {
  const std::lock_guard lock(mutex);
  closed = true;
  changed.notify_all();
}

void Connection::State::run() {
  Framer framer;
  std::vector<std::uint8_t> chunk(kReadBytes);
  for (;;) {
    std::array<pollfd, 2> ready{{{event_fd, POLLIN, 0}, {stop.get(), POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) break;
    if (ready[1].revents != 0) break;
    if (ready[0].revents == 0) continue;
    const ssize_t count = ::read(event_fd, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    framer.push({chunk.data(), static_cast<std::size_t>(count)},
                [this](std::string_view text, bool cut) { take(text, cut); });
  }
  close();
}

Connection::Connection(int command_fd, int event_fd, Responder responder)
    : state_(std::make_unique<State>()) {
  state_->command_fd = command_fd;
  state_->event_fd = event_fd;
  state_->responder = std::move(responder);
  state_->stop.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Connection::~Connection() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(state_->stop.get(), &one, sizeof one);
  ::shutdown(state_->command_fd, SHUT_WR);  // frees the thread if it is writing an answer
  state_->thread.join();
}

Result<json::Value> Connection::call(std::string_view method, json::Object params,
                                     std::string_view session, int timeout_ms) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  const std::int64_t id = state_->next_id++;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->closed) return gone();
    state_->waiting.emplace(id, std::nullopt);
  }
  auto written = state_->write(id, method, std::move(params), session);
  std::unique_lock lock(state_->mutex);
  auto& slot = state_->waiting[id];
  if (written.ok()) {
    state_->changed.wait_until(lock, deadline, [&] { return slot || state_->closed; });
  }
  std::optional<Message> answer = std::move(slot);
  state_->waiting.erase(id);
  if (!answer) {
    if (state_->closed || !written.ok()) return gone();
    return Error{ErrorCode::kUnavailable,
                 fmt::format("the browser did not answer {} in {} ms", method, timeout_ms)};
  }
  if (answer->oversized) {
    return Error{ErrorCode::kLimit,
                 fmt::format("the answer to {} is longer than {} bytes", method, kMaxMessageBytes)};
  }
  if (answer->error) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("the browser refused {}: {}", method, *answer->error)};
  }
  return std::move(answer->body);
}

Result<void> Connection::send(const Command& command) {
  return state_->write(state_->next_id++, command.method, command.params, command.session);
}

std::optional<Message> Connection::next_event(int timeout_ms) {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                           [&] { return !state_->events.empty() || state_->closed; });
  if (state_->events.empty()) return {};
  State::Queued queued = std::move(state_->events.front());
  state_->events.pop_front();
  state_->queued_bytes -= queued.size;
  return std::move(queued.message);
}

bool Connection::closed() const {
  const std::lock_guard lock(state_->mutex);
  return state_->closed;
}

ChannelCounts Connection::counts() const {
  const std::lock_guard lock(state_->mutex);
  return state_->counts;
}

Result<std::uint64_t> Connection::read_stream(std::string_view handle, std::string_view session,
                                              ByteSink& sink, int timeout_ms) {
  std::uint64_t total = 0;
  for (bool more = true; more;) {
    json::Object params{{"handle", json::Value(handle)}, {"size", json::Value(kStreamPieceBytes)}};
    SANAD_TRY(const json::Value piece, call("IO.read", std::move(params), session, timeout_ms));
    const std::string data = piece["data"].string_or("");
    if (piece["base64Encoded"].bool_or(false)) {
      SANAD_TRY_WITH(const Bytes bytes, parse_base64(data), "reading a stream of the browser");
      SANAD_CHECK(sink.write(bytes));
      total += bytes.size();
    } else {
      SANAD_CHECK(sink.write(as_bytes(data)));
      total += data.size();
    }
    more = !piece["eof"].bool_or(true);
  }
  SANAD_CHECK(send({std::string(session), "IO.close", {{"handle", json::Value(handle)}}}));
  return total;
}

}  // namespace sanad::browser
