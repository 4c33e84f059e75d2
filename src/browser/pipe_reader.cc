#include "pipe_reader.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

namespace sanad::browser {
namespace {
constexpr std::size_t kChunkBytes = 256 * 1024;
}

PipeReader::PipeReader(Descriptor fd, std::function<void(ByteView)> on_data)
    : fd_(std::move(fd)),
      stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      on_data_(std::move(on_data)),
      thread_([this] { run(); }) {}

void PipeReader::finish() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(stop_.get(), &one, sizeof one);
  thread_.join();
}

bool PipeReader::read_available() {
  std::vector<std::uint8_t> chunk(kChunkBytes);
  for (;;) {
    const ssize_t count = ::read(fd_.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN;
    if (count == 0) {
      ended_ = true;
      return false;
    }
    bytes_ += static_cast<std::uint64_t>(count);
    on_data_({chunk.data(), static_cast<std::size_t>(count)});
  }
}

void PipeReader::run() {
  for (;;) {
    std::array<pollfd, 2> waiting{{{fd_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    // A FIFO that never had a writer also reads as ended: read only when poll saw something.
    if (waiting[0].revents != 0 && !read_available()) return;
    if (waiting[1].revents != 0) return;
  }
}

}  // namespace sanad::browser
