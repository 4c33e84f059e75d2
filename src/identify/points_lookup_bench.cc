// Pictures a second that are looked up by their points among many listed ones, on one core.
//   points_lookup_bench [ENTRIES]     10,000 unless told otherwise
// The listed ones are invented: of 60 drawn pictures, each descriptor with 60 to 120 other bits, so
// that entries are as unlike as pictures are, while bits depend on each other as theirs do. Half of
// the pictures asked about are crops of the drawn ones, which are listed too.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "base/numbers.h"
#include "identify/library.h"
#include "pictures/pictures.h"
#include "points/points.h"

namespace {

using namespace sanad;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kDrawn = 60;
constexpr Timestamp kNow{1'790'000'000'000};

points::Points drawn(std::uint64_t seed, bool is_crop) {
  constexpr pictures::Kind kKinds[] = {pictures::Kind::kTerrain, pictures::Kind::kShapes,
                                       pictures::Kind::kText};
  const pictures::Picture whole = pictures::draw({kKinds[seed % 3], 640, 480, 3, seed});
  points::Raster raster{whole.pixels, 640, 480, 1920, 3};
  if (is_crop) {
    raster.pixels = raster.pixels.subspan(1920 * 60 + 240);
    raster.width = 480;
    raster.height = 360;
  }
  return points::find_points(raster).value();
}

points::Points unlike(points::Points points, std::mt19937_64& random) {
  for (points::Point& point : points.points) {
    for (int flips = 60 + static_cast<int>(random() % 61); flips > 0; --flips)
      point.descriptor[random() % 4] ^= std::uint64_t{1} << (random() % 64);
  }
  return points;
}

lists::Entry entry_of(std::size_t number, const points::Points& points) {
  lists::Entry entry;
  entry.id = fmt::format("p-{:06}", number);
  entry.signal = "points";
  entry.value = points::format_points(points);
  return entry;
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<void> measure(std::size_t count) {
  std::vector<points::Points> originals;
  for (std::size_t i = 0; i < kDrawn; ++i) originals.push_back(drawn(i + 1, false));
  std::mt19937_64 random(1);
  lists::List list;
  list.name = "many";
  for (std::size_t i = 0; i < count; ++i) {
    const points::Points& of = originals[i % kDrawn];
    list.entries.push_back(entry_of(i, i < kDrawn / 2 ? of : unlike(of, random)));
  }
  files::PosixFileSystem fs;
  SANAD_TRY(const files::TempDir folder, files::TempDir::create("sanad-points-bench"));
  SANAD_TRY(const auto library, identify::Library::open(fs, folder.path()));
  const auto begun = Clock::now();
  SANAD_CHECK(library->put("list-1", list, ""));
  SANAD_CHECK(library->tidy());
  fmt::print("{} entries taken in: {:.1f} s\n", count, seconds_since(begun));
  std::vector<double> times;
  std::size_t found = 0, wrong = 0;
  for (std::size_t i = 0; i < kDrawn; ++i) {
    const json::Value item(json::Object{
        {"points", points::format_points(drawn(i + (i < kDrawn / 2 ? 1 : 5000), true))}});
    const auto asked = Clock::now();
    SANAD_TRY(const auto hits, library->match(item, kNow));
    times.push_back(seconds_since(asked));
    for (const identify::Hit& hit : hits) ++(hit.entry == list.entries[i].id ? found : wrong);
  }
  std::ranges::sort(times);
  fmt::print(
      "a crop of 480 x 360 looked up: median {:.1f} ms, most {:.1f} ms; {} of {} found, {} "
      "others taken for one\n",
      times[kDrawn / 2] * 1000, times.back() * 1000, found, kDrawn / 2, wrong);
  return {};
}

}  // namespace

int main(int count, char** words) {
  const auto entries = sanad::parse_decimal(count > 1 ? words[1] : "10000");
  if (!entries.ok() || *entries < kDrawn) {
    fmt::print(stderr, "points_lookup_bench [ENTRIES], at least {}\n", kDrawn);
    return 2;
  }
  if (const auto done = measure(static_cast<std::size_t>(*entries)); !done.ok()) {
    fmt::print(stderr, "{}\n", done.error().message);
    return 1;
  }
  return 0;
}
