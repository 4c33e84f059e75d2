#include "media/fingerprint.h"

#include <gtest/gtest.h>

#include "corpus_fixture.h"

namespace sanad::media {
namespace {

pictures::Picture scene(std::uint64_t seed) {
  return pictures::draw({pictures::Kind::kTerrain, 160, 120, 3, seed});
}

TEST(Fingerprint, OfAPictureNamesAlgorithmDecoderAndBuild) {
  const auto found = fingerprint(write_jpeg(scene(1), {.orientation = 6}));
  ASSERT_TRUE(found.ok());
  ASSERT_TRUE(found->picture.has_value());
  EXPECT_FALSE(found->video.has_value() || found->audio.has_value());
  EXPECT_EQ(found->format, Format::kJpeg);
  EXPECT_EQ(found->picture->pdq.hash, found->picture->pdq.dihedral[0]);
  EXPECT_EQ(found->picture->orientation, 6);
  EXPECT_TRUE(found->picture->version.starts_with("pdq-1; libjpeg-turbo "));
  EXPECT_NE(found->picture->version.find("; sanad "), std::string::npos);
}

TEST(Fingerprint, OfAVideoHasItsFramesAndOfAnAnimationAlsoAPicture) {
  const auto video = fingerprint(write_avi({scene(1), scene(2), scene(3)}, 1));
  ASSERT_TRUE(video.ok()) << video.error().message;
  ASSERT_TRUE(video->video.has_value());
  EXPECT_FALSE(video->picture.has_value() || video->audio.has_value());
  ASSERT_EQ(video->video->frames.size(), 3U);
  EXPECT_EQ(video->video->frames[2].time_ms, 2000);
  EXPECT_TRUE(video->video->version.starts_with("vpdq-1; FFmpeg "));
  const auto moving = fingerprint(read_testdata("moving.gif"));
  ASSERT_TRUE(moving.ok());
  EXPECT_TRUE(moving->picture.has_value());
  ASSERT_TRUE(moving->video.has_value());
  EXPECT_EQ(moving->video->frames.size(), 3U);
  EXPECT_FALSE(fingerprint(read_testdata("hills.gif"))->video.has_value());
}

TEST(Fingerprint, OfSoundHasItsItems) {
  std::vector<std::int16_t> samples;
  for (int i = 0; i < 11025 * 10; ++i) samples.push_back(static_cast<std::int16_t>(i * (i / 4000)));
  const auto found = fingerprint(write_wav(samples, 11025, 1));
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_TRUE(found->audio.has_value());
  EXPECT_FALSE(found->video.has_value());
  EXPECT_GT(found->audio->items.size(), 40U);
  EXPECT_TRUE(found->audio_version.starts_with("chromaprint 1."));
}

TEST(Fingerprint, IsRefusedWhenNothingCanBeDecodedOrLimitsSaySo) {
  EXPECT_EQ(fingerprint(as_bytes("plain text")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(fingerprint({}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(fingerprint(write_png(scene(1), {}), {.picture = {.max_pixels = 10}}).error().code,
            ErrorCode::kLimit);
  EXPECT_EQ(
      fingerprint(write_avi({scene(1), scene(2)}, 1), {.video = {.max_pixels = 10}}).error().code,
      ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::media
