#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>

#include "cage/cage.h"
#include "cage/killed.h"
#include "pool_state.h"
#include "running.h"

namespace sanad::cage {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPollMs = 100;
constexpr std::size_t kMaxErrorText = 2000;
constexpr int kMaxMothersOfAnItem = 2;
constexpr std::string_view kKilled =
    "the item was given up: its parser was killed, by the system or by somebody: memory may have "
    "run short; have the item read again";

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

// Both ends of a channel; closed ones where no source is given.
struct ChannelEnds {
  Descriptor ours, theirs;
  bool open() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
    ours.reset(ends[0]);
    theirs.reset(ends[1]);
    // The larger these are, the fewer turns a block needs; a machine that grants less is slower.
    constexpr int kBuffer = 2 << 20;
    for (const int fd : ends) {
      ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kBuffer, sizeof kBuffer);
      ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kBuffer, sizeof kBuffer);
    }
    return ::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
  }
};

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
    if (number == SIGXCPU) {
      return limit_error(
          fmt::format("its parser needed more than {} s of computing", limits.cpu_seconds));
    }
    if (number == SIGKILL) {
      return Error{ErrorCode::kLimit, std::string(kKilled)};
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

// Until both pipes end and the process does, or a limit comes first.
class Following {
 public:
  // channel: our end, or -1.
  Following(const Order& order, Pipe& output, Pipe& errors, int channel, const Take& on_output)
      : order_(order),
        output_(output),
        errors_(errors),
        channel_(channel),
        on_output_(on_output),
        deadline_(Clock::now() + std::chrono::seconds(order.limits.wall_seconds)) {}

  Result<void> until_end(const Running& running, Turn* turn) {
    const Take take_output = [&](ByteView piece) { return take(piece, turn); };
    const Take take_errors = [&](ByteView piece) { return words_.take(piece); };
    const ReadAt read_at = [&](std::uint64_t offset, std::span<std::uint8_t> out) {
      return give(offset, out);
    };
    ChannelServer server(read_at);
    bool output_open = true, errors_open = true, runs = true;
    while (output_open || errors_open || runs) {
      std::array<pollfd, 4> watched = {pollfd{output_open ? output_.read_end.get() : -1, POLLIN, 0},
                                       pollfd{errors_open ? errors_.read_end.get() : -1, POLLIN, 0},
                                       pollfd{runs ? running.ended() : -1, POLLIN, 0},
                                       pollfd{channel_, server.awaited(), 0}};
      ::poll(watched.data(), watched.size(), kPollMs);
      if (watched[2].revents != 0) runs = false;
      if (output_open) {
        SANAD_TRY(output_open, drain(output_.read_end.get(), take_output));
      }
      if (errors_open) {
        SANAD_TRY(errors_open, drain(errors_.read_end.get(), take_errors));
      }
      if (watched[3].revents != 0) {
        SANAD_TRY(const bool more, server.step(channel_));
        if (!more) channel_ = -1;
      }
      if (Clock::now() > deadline_) {
        return limit_error(
            fmt::format("its parser took longer than {} s", order_.limits.wall_seconds));
      }
      if (order_.is_cancelled && order_.is_cancelled())
        return Error{ErrorCode::kConflict, "stopped by the officer"};
    }
    return {};
  }
  bool has_given_output() const { return written_ > 0; }
  const Bytes& last_words() const { return words_.text(); }

 private:
  Result<void> take(ByteView piece, Turn* turn) {
    written_ += piece.size();
    if (written_ > order_.limits.output_bytes) {
      return limit_error(
          fmt::format("its parser wrote more than {} bytes", order_.limits.output_bytes));
    }
    const auto before = Clock::now();
    // Whoever takes the output may need another process before it comes back.
    if (turn != nullptr) turn->end();
    SANAD_CHECK(on_output_(piece));
    if (turn != nullptr) SANAD_CHECK(turn->begin(order_.is_cancelled));
    deadline_ += Clock::now() - before;
    return {};
  }
  Result<std::size_t> give(std::uint64_t offset, std::span<std::uint8_t> out) {
    const auto before = Clock::now();
    auto got = order_.read_at(offset, out);
    deadline_ += Clock::now() - before;
    return got;
  }

  const Order& order_;
  Pipe& output_;
  Pipe& errors_;
  int channel_;
  const Take& on_output_;
  Clock::time_point deadline_;
  std::uint64_t written_ = 0;
  LastWords words_;
};

enum class Fate { kDone, kMotherLost };

// What becomes of a process's output.
struct Taker {
  Take take;
  std::function<void()> forget;  // what was taken; empty where that cannot be
};

// One process. kMotherLost: nobody knows how it went, and nothing of its output is held.
Result<Fate> run_once(const Order& order, Pool* pool, const Taker& taker) {
  Pipe output, errors;
  ChannelEnds channel;
  if (!output.open() || !errors.open() || (order.read_at && !channel.open()))
    return io_error("no pipe can be made", errno);
  std::optional<Turn> turn;
  if (pool != nullptr) SANAD_CHECK(turn.emplace(pool->state()).begin(order.is_cancelled));
  const int out = output.write_end.get(), err = errors.write_end.get();
  auto running = pool != nullptr ? fork_child(*pool, order, out, err)
                                 : start_program(order, out, err, channel.theirs.get());
  if (!running.ok()) {
    if (pool != nullptr && running.error().code == ErrorCode::kIo) return Fate::kMotherLost;
    return running.error();
  }
  output.write_end.reset();
  errors.write_end.reset();
  channel.theirs.reset();
  Following following(order, output, errors, channel.ours.get(), taker.take);
  SANAD_CHECK(following.until_end(**running, turn ? &*turn : nullptr));
  const std::optional<int> status = (*running)->status();
  if (!status) {
    if (following.has_given_output() && !taker.forget)
      return limit_error("the process that starts parsers ended; have the item read again");
    if (taker.forget) taker.forget();
    return Fate::kMotherLost;
  }
  SANAD_CHECK(judge(*status, following.last_words(), order.limits));
  return Fate::kDone;
}

bool fits_a_request(const std::vector<std::string>& words) {
  std::size_t bytes = 0;
  for (const std::string& word : words) bytes += word.size() + 1;
  return bytes <= kMaxWordsBytes;
}

Result<void> run(const Order& order, const Taker& taker) {
  const bool can_fork = order.pool != nullptr && order.pool->program() == order.program &&
                        !order.read_at && fits_a_request(order.arguments);
  const off_t start = ::lseek(order.input, 0, SEEK_CUR);
  for (int mothers = 0; can_fork && mothers < kMaxMothersOfAnItem; ++mothers) {
    SANAD_TRY(const Fate fate, run_once(order, order.pool, taker));
    if (fate == Fate::kDone) return {};
    if (start >= 0) ::lseek(order.input, start, SEEK_SET);
  }
  SANAD_CHECK(run_once(order, nullptr, taker));
  return {};
}

}  // namespace

Result<void> run(const Order& order, const std::function<Result<void>(ByteView)>& on_output) {
  return run(order, Taker{on_output, {}});
}

Result<Bytes> run(const Order& order) {
  Bytes all;
  const Take take = [&all](ByteView piece) -> Result<void> {
    all.insert(all.end(), piece.begin(), piece.end());
    return {};
  };
  SANAD_CHECK(run(order, Taker{take, [&all] { all.clear(); }}));
  return all;
}

bool was_killed(const Error& error) {
  return error.code == ErrorCode::kLimit && error.message == kKilled;
}

std::string beside_this_program(const std::string& name) {
  std::error_code failed;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", failed);
  return (own.parent_path() / name).string();
}

}  // namespace sanad::cage
