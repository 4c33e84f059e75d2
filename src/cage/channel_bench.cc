// The channel from end to end, beside memory copied once.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <thread>

#include "cage/channel.h"

namespace {

using namespace sanad;

constexpr std::uint64_t kSize = 1ULL << 30;

void channel(benchmark::State& state) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) state.SkipWithError("no sockets");
  constexpr int kBuffer = 2 << 20;
  for (const int fd : ends) {
    ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kBuffer, sizeof kBuffer);
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kBuffer, sizeof kBuffer);
  }
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  const Bytes block(cage::kMaxBlock, 7);
  const cage::ReadAt read_at = [&](std::uint64_t, std::span<std::uint8_t> out) {
    std::memcpy(out.data(), block.data(), out.size());
    return Result<std::size_t>(out.size());
  };
  std::thread caller([&] {
    cage::ChannelServer server(read_at);
    for (bool more = true; more;) {
      pollfd watched{ends[0], server.awaited(), 0};
      ::poll(&watched, 1, -1);
      const auto stepped = server.step(ends[0]);
      more = stepped.ok() && *stepped;
    }
  });
  Bytes piece(1U << 18U);
  for (auto _ : state) {
    cage::ChannelSource source(ends[1], kSize);
    for (std::uint64_t at = 0; at < kSize; at += piece.size())
      benchmark::DoNotOptimize(source.read_at(at, piece).ok());
  }
  ::close(ends[1]);
  caller.join();
  ::close(ends[0]);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kSize));
}
BENCHMARK(channel)->Unit(benchmark::kMillisecond)->UseRealTime();

void copied_once(benchmark::State& state) {
  const Bytes block(cage::kMaxBlock, 7);
  Bytes to(cage::kMaxBlock);
  for (auto _ : state) {
    for (std::uint64_t at = 0; at < kSize; at += to.size()) {
      std::memcpy(to.data(), block.data(), to.size());
      benchmark::ClobberMemory();
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kSize));
}
BENCHMARK(copied_once)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
