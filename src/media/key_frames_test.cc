#include "key_frames.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "corpus_fixture.h"
#include "matching/video_points.h"
#include "media/fingerprint.h"

namespace sanad::media {
namespace {

using pictures::Kind;
using pictures::Picture;

Picture drawn_scene(std::uint64_t seed, Kind kind = Kind::kTerrain) {
  return pictures::draw({kind, 320, 240, 3, seed});
}

pdq::Raster raster_of_scene(const Picture& picture) {
  return {picture.pixels, picture.width, picture.height,
          static_cast<std::size_t>(picture.width) * 3, pdq::Layout::kRgb};
}

std::vector<KeyFrame> key_frames_of(const std::vector<Picture>& frames) {
  KeyFrames made;
  std::int64_t time_ms = 0;
  for (const Picture& frame : frames) {
    const auto hash = pdq::Hasher().hash(raster_of_scene(frame), pdq::Shrink::kNever);
    EXPECT_TRUE(made.add(time_ms, hash->hash, raster_of_scene(frame)).ok());
    time_ms += 1000;
  }
  return std::move(made).take();
}

// Marks in the upper left corner, as of a channel.
constexpr int kLogoWidth = 128, kLogoHeight = 96;
Picture with_logo(Picture picture) {
  const Picture marks = pictures::draw({Kind::kShapes, kLogoWidth, kLogoHeight, 3, 900});
  for (int y = 0; y < kLogoHeight; ++y) {
    std::copy_n(marks.pixels.begin() + y * kLogoWidth * 3, kLogoWidth * 3,
                picture.pixels.begin() + y * picture.width * 3);
  }
  return picture;
}

std::size_t count_in_logo(const points::Points& points) {
  // Patches of points near the edge reach into the scene.
  return static_cast<std::size_t>(
      std::ranges::count_if(points.points, [](const points::Point& point) {
        return point.level < 2 && point.x < (kLogoWidth - 24) * points::kUnits &&
               point.y < (kLogoHeight - 24) * points::kUnits;
      }));
}

TEST(KeyFrames, AreThoseWhereTheSceneChanges) {
  std::vector<Picture> frames(3, drawn_scene(1));
  frames.insert(frames.end(), 4, drawn_scene(2));
  frames.push_back(drawn_scene(1));
  const auto found = key_frames_of(frames);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].number, 0U);
  EXPECT_EQ(found[1].number, 3U);
  EXPECT_EQ(found[1].time_ms, 3000);
  EXPECT_EQ(found[2].number, 7U);
  for (const KeyFrame& frame : found) {
    EXPECT_GE(frame.points.points.size(), points::kLeastPoints);
    EXPECT_LE(frame.points.points.size(), kMaxFramePoints);
  }
}

TEST(KeyFrames, AreBoundedAndSpreadOverALongVideo) {
  const auto small = [](std::uint64_t seed) {
    return pictures::draw({Kind::kTerrain, 200, 150, 3, seed});
  };
  const Picture scenes[] = {small(1), small(2)};
  pdq::Hash hashes[2];
  for (int i = 0; i < 2; ++i) hashes[i] = pdq::Hasher().hash(raster_of_scene(scenes[i]))->hash;
  KeyFrames made;
  for (int second = 0; second < 300; ++second) {
    const int i = second % 2;
    ASSERT_TRUE(made.add(second * 1000, hashes[i], raster_of_scene(scenes[i])).ok());
  }
  const auto found = std::move(made).take();
  EXPECT_LE(found.size(), kMaxKeyFrames);
  EXPECT_GE(found.size(), kMaxKeyFrames / 4);
  EXPECT_EQ(found.front().time_ms, 0);
  EXPECT_GE(found.back().time_ms, 270'000);
  for (std::size_t i = 1; i < found.size(); ++i) EXPECT_GT(found[i].time_ms, found[i - 1].time_ms);
}

std::vector<KeyFrame> channel(std::uint64_t first) {
  return key_frames_of({with_logo(drawn_scene(first)),
                        with_logo(drawn_scene(first + 1, Kind::kShapes)),
                        with_logo(drawn_scene(first + 2))});
}

std::vector<matching::PointsFrame> in_time(const std::vector<KeyFrame>& frames) {
  std::vector<matching::PointsFrame> out;
  for (const KeyFrame& frame : frames) out.push_back({frame.time_ms, frame.points});
  return out;
}

TEST(KeyFrames, LeaveOutMostOfWhatStaysWhileTheSceneChanges) {
  const auto several = channel(1);
  ASSERT_EQ(several.size(), 3U);
  EXPECT_GE(pdq::distance(several[0].hash, several[1].hash), kOtherSceneBits);
  EXPECT_GE(pdq::distance(several[1].hash, several[2].hash), kOtherSceneBits);
  std::size_t before = 0, after = 0;
  for (std::uint64_t i = 0; i < 3; ++i) {
    const Kind kind = i == 1 ? Kind::kShapes : Kind::kTerrain;
    const auto alone = key_frames_of({with_logo(drawn_scene(1 + i, kind))});
    ASSERT_EQ(alone.size(), 1U);
    before += count_in_logo(alone[0].points);
    after += count_in_logo(several[i].points);
  }
  EXPECT_GE(before, 10U);
  EXPECT_LE(2 * after, before);
}

TEST(KeyFrames, OfTwoVideosThatShareOnlyALogoDoNotMatch) {
  const auto one = in_time(channel(1)), other = in_time(channel(11));
  EXPECT_TRUE(matching::match_video_points(one, one).has_value());
  EXPECT_FALSE(matching::match_video_points(one, other).has_value());
}

TEST(KeyFrames, WithoutPointsAreNone) {
  EXPECT_TRUE(key_frames_of({pictures::draw({Kind::kFlat, 320, 240, 3, 1})}).empty());
}

TEST(KeyFrames, CarryTheirPointsInAVideosFingerprint) {
  const auto found = fingerprint(write_avi({drawn_scene(1), drawn_scene(1), drawn_scene(2)}, 1));
  ASSERT_TRUE(found.ok()) << found.error().message;
  const auto& frames = found->video->frames;
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_TRUE(points::parse_points(frames[0].points).ok());
  EXPECT_EQ(frames[1].points, "");
  EXPECT_TRUE(points::parse_points(frames[2].points).ok());
}

}  // namespace
}  // namespace sanad::media
