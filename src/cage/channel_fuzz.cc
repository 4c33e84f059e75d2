// Any bytes as a caged program's requests: the caller's end gives no more than it was asked for,
// and never waits.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "cage/channel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0) return 0;
  const cage::ReadAt read_at = [](std::uint64_t offset,
                                  std::span<std::uint8_t> out) -> Result<std::size_t> {
    if (out.size() > cage::kMaxBlock) __builtin_trap();
    if (offset > 100'000) return std::size_t{0};
    std::ranges::fill(out, static_cast<std::uint8_t>(offset));
    return out.size();
  };
  cage::ChannelServer server(read_at);
  Bytes answers(1U << 20U);
  if (::write(ends[1], data, std::min<std::size_t>(size, 4096)) >= 0) {
    for (int turn = 0; turn < 400; ++turn) {
      const auto more = server.step(ends[0]);
      if (!more.ok() || !*more) break;
      if (::read(ends[1], answers.data(), answers.size()) < 0 && server.awaited() == 0) break;
    }
  }
  ::close(ends[0]);
  ::close(ends[1]);
  return 0;
}
