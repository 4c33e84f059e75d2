#include "media/preview.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "corpus_fixture.h"

namespace sanad::media {
namespace {

using pictures::Plan;

pictures::Picture hills(int width, int height, std::uint64_t seed = 5) {
  return pictures::draw({pictures::Kind::kTerrain, width, height, 3, seed});
}

TEST(Preview, OfASmallPictureIsItsPixels) {
  const auto picture = hills(200, 120);
  for (const Bytes& file : {write_png(picture, {}), write_bmp(picture)}) {
    const auto seen = preview(file, std::nullopt);
    ASSERT_TRUE(seen.ok()) << seen.error().message;
    EXPECT_EQ(seen->width, 200);
    EXPECT_EQ(seen->height, 120);
    EXPECT_EQ(seen->pixels, picture.pixels);
    EXPECT_FALSE(seen->time_ms);
  }
}

TEST(Preview, OfAGreyPictureHasThreeSamplesAPixel) {
  const auto seen = preview(write_png(pictures::draw({pictures::Kind::kTerrain, 40, 30, 1, 5}), {}),
                            std::nullopt);
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->pixels.size(), 40U * 30 * 3);
}

TEST(Preview, IsNeverLargerThanItsSide) {
  for (const auto& [width, height] :
       {std::pair{3000, 1500}, std::pair{1500, 3000}, std::pair{5000, 3}, std::pair{1025, 1024}}) {
    const auto seen = preview(write_png(hills(width, height), {}), std::nullopt);
    ASSERT_TRUE(seen.ok()) << seen.error().message;
    EXPECT_EQ(std::max(seen->width, seen->height), kPreviewSide);
    EXPECT_GE(std::min(seen->width, seen->height), 1);
    EXPECT_EQ(seen->pixels.size(), static_cast<std::size_t>(seen->width * seen->height * 3));
  }
}

TEST(Preview, ShrinksByTakingMeans) {
  pictures::Picture stripes{2048, 2, 3, Bytes(2048 * 2 * 3)};
  for (std::size_t i = 0; i < stripes.pixels.size(); ++i) stripes.pixels[i] = i / 3 % 2 ? 200 : 100;
  const auto seen = preview(write_png(stripes, {}), std::nullopt);
  ASSERT_TRUE(seen.ok());
  EXPECT_TRUE(std::ranges::all_of(seen->pixels, [](auto sample) { return sample == 150; }));
}

// The corners of the stored picture, and where each orientation of EXIF puts the first of them.
TEST(Preview, IsTheRightWayUp) {
  pictures::Picture corner{80, 40, 3, Bytes(80 * 40 * 3)};
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x)
      std::fill_n(corner.pixels.begin() + (y * 80 + x) * 3, 3, std::uint8_t{255});
  // Which corner is white: 0 top left, 1 top right, 2 bottom right, 3 bottom left.
  constexpr int kWhite[] = {0, 1, 2, 3, 0, 1, 2, 3};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto seen =
        preview(write_jpeg(corner, {.quality = 95, .orientation = orientation}), std::nullopt);
    ASSERT_TRUE(seen.ok());
    EXPECT_EQ(seen->width, orientation < 5 ? 80 : 40);
    const auto sample = [&](int x, int y) {
      return seen->pixels[static_cast<std::size_t>((y * seen->width + x) * 3)];
    };
    const int right = seen->width - 4, bottom = seen->height - 4;
    const int corners[] = {sample(4, 4), sample(right, 4), sample(right, bottom),
                           sample(4, bottom)};
    for (int i = 0; i < 4; ++i)
      EXPECT_EQ(corners[i] > 128, i == kWhite[orientation - 1]) << orientation << " corner " << i;
  }
}

TEST(Preview, LaysWhatIsTransparentOnTheGround) {
  const auto rgb = hills(64, 48);
  const auto kept = decode_picture(write_png(rgb, {.alpha = true}));
  const auto seen = preview(write_png(rgb, {.alpha = true}), std::nullopt);
  ASSERT_TRUE(kept.ok() && seen.ok());
  EXPECT_NE(seen->pixels, kept->pixels);
  // Mixed with the ground, no sample moves away from it.
  for (std::size_t i = 0; i < seen->pixels.size(); ++i) {
    const int low = std::min<int>(kept->pixels[i], kGround);
    const int high = std::max<int>(kept->pixels[i], kGround);
    ASSERT_TRUE(low <= seen->pixels[i] && seen->pixels[i] <= high) << i;
  }
}

TEST(Preview, OfEveryFormOfAPictureIsWhatItShows) {
  for (const CorpusFile& file : corpus()) {
    const auto seen = preview(file.bytes, std::nullopt);
    const auto decoded = decode_picture(file.bytes);
    ASSERT_EQ(seen.ok(), decoded.ok()) << file.name;
    if (!seen.ok()) continue;
    EXPECT_EQ(seen->pixels.size(), static_cast<std::size_t>(seen->width * seen->height * 3))
        << file.name;
  }
}

// Two frames a second; each has a colour of its own.
Bytes coloured_seconds(int seconds) {
  std::vector<pictures::Picture> frames;
  for (int i = 0; i < seconds * 2; ++i) {
    frames.push_back({64, 48, 3, Bytes(64 * 48 * 3, static_cast<std::uint8_t>(40 + i * 4))});
  }
  return write_avi(frames, 2);
}

TEST(Preview, OfAVideoIsTheFrameAtTheTime) {
  const Bytes file = coloured_seconds(20);
  struct Asked {
    std::int64_t at_ms, time_ms;
  };
  for (const Asked& asked : {Asked{0, 0}, Asked{400, 500}, Asked{500, 500}, Asked{3000, 3000},
                             Asked{15'000, 15'000}, Asked{19'400, 19'500}}) {
    const auto seen = preview(file, asked.at_ms);
    ASSERT_TRUE(seen.ok()) << seen.error().message;
    EXPECT_EQ(seen->time_ms, asked.time_ms);
    EXPECT_NEAR(seen->pixels[3000], static_cast<double>(40 + asked.time_ms / 500 * 4), 3)
        << asked.at_ms;
  }
  EXPECT_EQ(preview(file, std::nullopt)->time_ms, 0);
}

TEST(Preview, BeyondTheEndIsTheLastFrame) {
  const auto seen = preview(coloured_seconds(20), 3'600'000);
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->time_ms, 19'500);
  EXPECT_NEAR(seen->pixels[3000], 40 + 39 * 4, 3);
}

TEST(Preview, IsTheFrameThatTheFingerprintIsOf) {
  std::vector<pictures::Picture> frames;
  for (std::uint64_t i = 0; i < 30; ++i) frames.push_back(hills(96, 64, i / 2 + 1));
  const Bytes file = write_avi(frames, 2);
  const auto summary = read_video(file, {}, [&](const VideoFrame& frame) -> Result<void> {
    const auto seen = preview(file, frame.time_ms);
    EXPECT_TRUE(seen.ok());
    EXPECT_EQ(seen->time_ms, frame.time_ms);
    EXPECT_EQ(seen->pixels, Bytes(frame.raster.pixels.begin(), frame.raster.pixels.end()));
    return {};
  });
  EXPECT_TRUE(summary.ok());
}

TEST(Preview, OfADamagedJpegSaysSo) {
  Bytes file = write_jpeg(hills(200, 120), {});
  file.resize(file.size() / 2);
  const auto seen = preview(file, std::nullopt);
  ASSERT_TRUE(seen.ok());
  EXPECT_TRUE(seen->damaged);
}

TEST(Preview, OfWhatCannotBeSeenIsAnError) {
  Bytes cut = write_png(hills(200, 120), {});
  cut.resize(cut.size() / 2);
  for (const Bytes& file : {Bytes{}, to_bytes("a few words"), cut,
                            write_wav(std::vector<std::int16_t>(8000), 8000, 1)}) {
    const auto seen = preview(file, std::nullopt);
    ASSERT_FALSE(seen.ok());
    EXPECT_EQ(seen.error().code, ErrorCode::kInvalid) << seen.error().message;
  }
}

TEST(Preview, RefusesMorePixelsThanItMayDecode) {
  const auto picture = preview(write_png(hills(200, 120), {}), std::nullopt, {.max_pixels = 999});
  ASSERT_FALSE(picture.ok());
  EXPECT_EQ(picture.error().code, ErrorCode::kLimit);
  const auto video = preview(coloured_seconds(2), 0, {}, {.max_pixels = 999});
  ASSERT_FALSE(video.ok());
  EXPECT_EQ(video.error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::media
