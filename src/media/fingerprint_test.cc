#include "media/fingerprint.h"

#include <gtest/gtest.h>

#include "corpus_fixture.h"
#include "points/match.h"

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

TEST(Fingerprint, OfAPictureHasPointsWhereThereAreAny) {
  const auto drawn = [](pictures::Kind kind, int width, int height) {
    return pictures::draw({kind, width, height, 3, 5});
  };
  const auto flat = fingerprint(write_png(drawn(pictures::Kind::kFlat, 300, 200), {}));
  ASSERT_TRUE(flat.ok());
  EXPECT_EQ(flat->picture->points, "");
  // PDQ has 512 x 512 pixels taken out of these; points see what lies between.
  const pictures::Picture big = drawn(pictures::Kind::kShapes, 1500, 1000);
  const auto photo = fingerprint(write_jpeg(big, {.quality = 90}));
  const auto drawing = fingerprint(write_png(big, {}));
  ASSERT_TRUE(photo.ok() && drawing.ok());
  EXPECT_EQ(photo->picture->width, 1500);
  const auto one = points::parse_points(photo->picture->points);
  const auto other = points::parse_points(drawing->picture->points);
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_EQ(one->width, points::kWorkSide);
  EXPECT_EQ(one->height, other->height);
  const auto agreement = points::compare(*one, *other);
  ASSERT_TRUE(agreement);
  EXPECT_NEAR(agreement->scale_permille, 1000, 5);
  EXPECT_GE(agreement->points, points::kManyPoints);
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
