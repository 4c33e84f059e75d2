// Pairs compared per second on one core: items of sound, and frames of video.
#include <benchmark/benchmark.h>

#include <random>

#include "matching/audio.h"
#include "matching/video.h"

namespace {

using namespace sanad::matching;

// Ten minutes of a recording against a song of five.
void BM_Audio(benchmark::State& state) {
  std::mt19937 luck(1);
  std::vector<std::uint32_t> a(4846);
  std::vector<std::uint32_t> b(2423);
  for (auto& item : a) item = static_cast<std::uint32_t>(luck());
  for (auto& item : b) item = static_cast<std::uint32_t>(luck());
  for (auto _ : state) benchmark::DoNotOptimize(match_audio(a, b));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(a.size() * b.size()));
}
BENCHMARK(BM_Audio)->Unit(benchmark::kMillisecond);

// An hour of video against ten minutes.
void BM_Video(benchmark::State& state) {
  std::mt19937 luck(1);
  const auto film = [&luck](int seconds) {
    std::vector<Frame> out;
    for (int i = 0; i < seconds; ++i) {
      Frame frame{i * 1000, 100, {}};
      for (auto& byte : frame.hash) byte = static_cast<std::uint8_t>(luck());
      out.push_back(frame);
    }
    return out;
  };
  const auto a = film(3600);
  const auto b = film(600);
  for (auto _ : state) benchmark::DoNotOptimize(match_videos(a, b));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(a.size() * b.size()));
}
BENCHMARK(BM_Video)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
