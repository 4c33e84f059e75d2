#include "media/video.h"

#include <gtest/gtest.h>

#include "corpus_fixture.h"

namespace sanad::media {
namespace {

using pictures::Plan;

// One scene a second, at a few frames each.
Bytes scenes(int seconds, int frames_per_second, int width = 160, int height = 120) {
  std::vector<pictures::Picture> frames;
  for (int second = 0; second < seconds; ++second) {
    const auto scene = pictures::draw(
        Plan{pictures::Kind::kTerrain, width, height, 3, static_cast<std::uint64_t>(second + 1)});
    frames.insert(frames.end(), static_cast<std::size_t>(frames_per_second), scene);
  }
  return write_avi(frames, frames_per_second);
}

struct Seen {
  std::vector<std::int64_t> times;
  std::vector<pdq::Hash> hashes;
  Result<VideoSummary> summary = Error{};
};

Seen watch(ByteView file, const VideoLimits& limits = {}) {
  Seen seen;
  seen.summary = read_video(file, limits, [&](const VideoFrame& frame) -> Result<void> {
    SANAD_TRY(const auto found, pdq::Hasher().hash(frame.raster, pdq::Shrink::kNever));
    seen.times.push_back(frame.time_ms);
    seen.hashes.push_back(found.hash);
    return {};
  });
  return seen;
}

TEST(Video, GivesOneFrameASecondWithItsTime) {
  const Seen seen = watch(scenes(5, 4));
  ASSERT_TRUE(seen.summary.ok()) << seen.summary.error().message;
  EXPECT_EQ(seen.times, (std::vector<std::int64_t>{0, 1000, 2000, 3000, 4000}));
  EXPECT_EQ(seen.summary->frames, 20);
  EXPECT_EQ(seen.summary->width, 160);
  EXPECT_FALSE(seen.summary->cut);
  EXPECT_FALSE(seen.summary->damaged);
  for (std::size_t i = 0; i < seen.hashes.size(); ++i) {
    const auto scene = pictures::draw(Plan{pictures::Kind::kTerrain, 160, 120, 3, i + 1});
    const auto hash =
        pdq::Hasher().hash({scene.pixels, 160, 120, std::size_t{480}, pdq::Layout::kRgb});
    EXPECT_LE(pdq::distance(seen.hashes[i], hash->hash), 16) << i;
  }
}

// Behind the pixels of such frames the scaler writes on. What lay there was overwritten, and the
// allocator ended the program when it came upon it.
TEST(Video, FramesOfAnyWidthStayWithinTheirMemory) {
  for (int width = 158; width < 190; ++width) {
    const Seen seen = watch(scenes(2, 1, width, 36));
    ASSERT_TRUE(seen.summary.ok()) << width << ": " << seen.summary.error().message;
    EXPECT_EQ(seen.times.size(), 2U) << width;
  }
}

TEST(Video, StopsAtItsLimitsAndSaysSo) {
  const Bytes file = scenes(5, 4);
  const Seen by_time = watch(file, {.max_seconds = 2});
  ASSERT_TRUE(by_time.summary.ok());
  EXPECT_TRUE(by_time.summary->cut);
  EXPECT_EQ(by_time.times.back(), 2000);
  const Seen by_frames = watch(file, {.max_frames = 6});
  EXPECT_TRUE(by_frames.summary->cut);
  EXPECT_EQ(by_frames.times.size(), 2U);
  EXPECT_EQ(watch(file, {.max_pixels = 1000}).summary.error().code, ErrorCode::kLimit);
}

TEST(Video, KeepsWhatCanBeDecodedOfAFileThatEndsEarly) {
  Bytes file = scenes(6, 2);
  file.resize(file.size() / 2);
  const Seen seen = watch(file);
  ASSERT_TRUE(seen.summary.ok()) << seen.summary.error().message;
  EXPECT_GE(seen.times.size(), 2U);
  EXPECT_LT(seen.times.size(), 6U);
}

TEST(Video, PassesOnTheErrorOfWhoTakesTheFrames) {
  const auto summary = read_video(scenes(3, 1), {}, [](const VideoFrame&) -> Result<void> {
    return Error{ErrorCode::kUnavailable, "Try later."};
  });
  EXPECT_EQ(summary.error().code, ErrorCode::kUnavailable);
}

TEST(Video, IsRefusedWhenThereIsNone) {
  EXPECT_EQ(watch(as_bytes("plain text")).summary.error().code, ErrorCode::kInvalid);
  const Bytes sound = write_wav(std::vector<std::int16_t>(8000), 8000, 1);
  EXPECT_EQ(watch(sound).summary.error().code, ErrorCode::kInvalid);
}

// Playlists and scripts that name other files are not followed: their formats are not known.
TEST(Video, OpensNoOtherFile) {
  for (const std::string_view text :
       {"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile /etc/hostname\n", "v=0\no=- 0 0 IN IP4 127.0.0.1\n"}) {
    EXPECT_EQ(watch(as_bytes(text)).summary.error().code, ErrorCode::kInvalid) << text;
  }
}

}  // namespace
}  // namespace sanad::media
