// PDQ from JPEG files, in parts and end to end, and video beside its decoder alone, on one core.
// Best of several rounds, in the process's own time, since other work on the machine only ever
// slows one down.
//   media_bench DIRECTORY [VIDEO]     DIRECTORY "-": the video only
// The JPEG files are left in DIRECTORY/512 and DIRECTORY/2000, so that another program can be timed
// on the same ones: bench/pdq_vs_reference.sh.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "corpus_fixture.h"
#include "media/fingerprint.h"

namespace {

using namespace sanad;
using namespace sanad::media;
namespace fs = std::filesystem;

constexpr int kFiles = 20;
constexpr int kRounds = 7;

double best_seconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

std::vector<Bytes> make_files(const fs::path& folder, int width, int height) {
  fs::create_directories(folder);
  std::vector<Bytes> out;
  for (int i = 0; i < kFiles; ++i) {
    const auto picture = pictures::draw(
        {pictures::Kind::kTerrain, width, height, 3, static_cast<std::uint64_t>(i) + 1});
    out.push_back(write_jpeg(picture, {.quality = 85}));
    std::ofstream(folder / fmt::format("{:02}.jpg", i), std::ios::binary)
        .write(reinterpret_cast<const char*>(out.back().data()),
               static_cast<std::streamsize>(out.back().size()));
  }
  return out;
}

void bench_pictures(const fs::path& folder, int width, int height) {
  const std::vector<Bytes> files = make_files(folder, width, height);
  std::vector<Picture> pictures;
  for (const Bytes& file : files) pictures.push_back(decode_picture(file).value());
  pdq::Hasher hasher;
  const auto print = [&](const char* what, const std::function<void()>& work) {
    fmt::print("{}x{} {:<22} {:8.1f} /s\n", width, height, what, kFiles / best_seconds(work));
  };
  print("decode", [&] {
    for (const Bytes& file : files) (void)decode_picture(file);
  });
  print("hash", [&] {
    for (const Picture& picture : pictures) (void)hasher.hash(picture.raster());
  });
  print("hash and dihedral", [&] {
    for (const Picture& picture : pictures) (void)hasher.fingerprint(picture.raster());
  });
  print("decode what is hashed", [&] {
    for (const Bytes& file : files) (void)decode_samples(file);
  });
  print("end to end", [&] {
    for (const Bytes& file : files) {
      const auto samples = decode_samples(file);
      (void)hasher.hash(samples->picture.raster());
    }
  });
}

void bench_video(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
  std::int64_t frames = 0;
  const double decoding = best_seconds([&] {
    const auto nothing = [](const VideoFrame&) -> Result<void> { return {}; };
    frames = read_video(bytes, {.interval_ms = 1'000'000'000}, nothing)->frames;
  });
  const double all = best_seconds([&] { (void)fingerprint(bytes); });
  fmt::print("video: decoding {:.0f} frames/s, with fingerprints {:.0f} frames/s, ratio {:.2f}\n",
             static_cast<double>(frames) / decoding, static_cast<double>(frames) / all,
             decoding / all);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print(stderr, "media_bench DIRECTORY [VIDEO]\n");
    return 2;
  }
  if (words[1] != std::string_view("-")) {
    bench_pictures(fs::path(words[1]) / "512", 512, 512);
    bench_pictures(fs::path(words[1]) / "2000", 2000, 1500);
  }
  if (count > 2) bench_video(words[2]);
  return 0;
}
