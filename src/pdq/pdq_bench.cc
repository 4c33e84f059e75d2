// Pictures hashed per second on one core, after decoding, by size and instructions.
#include <benchmark/benchmark.h>

#include "pdq/pdq.h"
#include "pictures/pictures.h"

namespace {

using namespace sanad;
using namespace sanad::pdq;

void BM_Pdq(benchmark::State& state) {
  const auto instructions = static_cast<Instructions>(state.range(0));
  const int channels = static_cast<int>(state.range(1));
  const int width = static_cast<int>(state.range(2));
  const int height = static_cast<int>(state.range(3));
  const bool dihedral = state.range(4) != 0;
  const auto picture = pictures::draw({pictures::Kind::kTerrain, width, height, channels, 1});
  const Raster raster = {picture.pixels, width, height, static_cast<std::size_t>(width * channels),
                         channels == 1 ? Layout::kGrey : Layout::kRgb};
  Hasher hasher(instructions);
  for (auto _ : state) {
    benchmark::DoNotOptimize(dihedral ? hasher.fingerprint(raster) : hasher.hash(raster));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(BM_Pdq)
    ->ArgNames({"instructions", "channels", "width", "height", "dihedral"})
    ->Args({3, 1, 512, 512, 0})
    ->Args({3, 3, 512, 512, 0})
    ->Args({3, 3, 512, 512, 1})
    ->Args({3, 3, 2000, 1500, 0})
    ->Args({2, 3, 512, 512, 0})
    ->Args({1, 3, 512, 512, 0})
    ->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
