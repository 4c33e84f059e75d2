// Similarity digests of 64 MiB, in MB/s, beside SHA-256 of the same bytes.
//   similarity_bench
#include <benchmark/benchmark.h>

#include <random>

#include "crypto/crypto.h"
#include "similarity/similarity.h"

namespace {

using namespace sanad;

const Bytes& content() {
  static const Bytes bytes = [] {
    Bytes made(64 << 20);
    std::mt19937_64 random(7);
    for (std::uint8_t& byte : made) byte = static_cast<std::uint8_t>(random() % 96 + 32);
    return made;
  }();
  return bytes;
}

template <auto Digest>
void run(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Digest(content()));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(content().size()));
}

BENCHMARK(run<crypto::sha256>)->Name("sha256")->Unit(benchmark::kMillisecond);
BENCHMARK(run<similarity::tlsh>)->Name("tlsh")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
