// Pictures a second on one core whose points are found, after decoding; and pairs compared.
#include <benchmark/benchmark.h>

#include "pictures/pictures.h"
#include "points/match.h"

namespace {

using namespace sanad;
using namespace sanad::points;

pictures::Picture drawn(int width, int height, std::uint64_t seed) {
  return pictures::draw({pictures::Kind::kTerrain, width, height, 3, seed});
}

Raster raster_of(const pictures::Picture& picture) {
  return {picture.pixels, picture.width, picture.height,
          static_cast<std::size_t>(picture.width) * 3, 3};
}

void BM_Find(benchmark::State& state) {
  const auto picture = drawn(static_cast<int>(state.range(1)), static_cast<int>(state.range(2)), 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        find_points(raster_of(picture), static_cast<Instructions>(state.range(0))));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(BM_Find)
    ->ArgNames({"instructions", "width", "height"})
    ->Args({3, 512, 512})
    ->Args({2, 512, 512})
    ->Args({1, 512, 512})
    ->Args({3, 2000, 1500})
    ->Unit(benchmark::kMillisecond);

// alike: of the same picture, or of another.
void BM_Compare(benchmark::State& state) {
  const Points found = find_points(raster_of(drawn(512, 512, 1))).value();
  const Points listed =
      find_points(raster_of(drawn(512, 512, state.range(1) != 0 ? 1 : 2))).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(compare(found, listed, static_cast<Instructions>(state.range(0))));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(BM_Compare)
    ->ArgNames({"instructions", "alike"})
    ->Args({3, 0})
    ->Args({2, 0})
    ->Args({1, 0})
    ->Args({3, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
