#include "matching/video_points.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pictures/pictures.h"

namespace sanad::matching {
namespace {

using pictures::Kind;
using pictures::Picture;

struct Part {
  int left = 0, top = 0, width = 320, height = 240;
  bool mirror = false;
};

points::Points points_of_scene(std::uint64_t seed, const Part& part) {
  const Kind kind = seed % 3 == 0 ? Kind::kShapes : Kind::kTerrain;
  const Picture whole = pictures::draw({kind, 320, 240, 3, seed});
  Bytes pixels;
  for (int y = 0; y < part.height; ++y) {
    for (int x = 0; x < part.width; ++x) {
      const int from = part.left + (part.mirror ? part.width - 1 - x : x);
      const auto at = whole.pixels.begin() + ((part.top + y) * 320 + from) * 3;
      pixels.insert(pixels.end(), at, at + 3);
    }
  }
  const auto row = static_cast<std::size_t>(part.width) * 3;
  return points::find_points({pixels, part.width, part.height, row, 3}).value();
}

// Scenes first to last, one each step_ms.
std::vector<PointsFrame> key_film(std::uint64_t first, std::uint64_t last, const Part& part = {},
                                  std::int64_t step_ms = 3000) {
  std::vector<PointsFrame> out;
  for (std::uint64_t seed = first; seed <= last; ++seed)
    out.push_back({static_cast<std::int64_t>(seed - first) * step_ms, points_of_scene(seed, part)});
  return out;
}

constexpr Part kCrop = {32, 24, 256, 192, false};

TEST(VideoPoints, FindACroppedVideoInOrderOfTime) {
  const auto match = match_video_points(key_film(1, 6, kCrop), listed_frames(key_film(1, 6)));
  ASSERT_TRUE(match.has_value());
  ASSERT_GE(match->frames.size(), 4U);
  std::size_t points = 0;
  for (const FrameAgreement& pair : match->frames) {
    EXPECT_EQ(pair.found_ms, pair.listed_ms);
    EXPECT_NEAR(pair.agreement.found_in_listed[0].x, 1000, 200);
    points += pair.agreement.points;
  }
  EXPECT_EQ(match->points, points);
  EXPECT_LE(match->points, match->in_common);
}

TEST(VideoPoints, FindACutThatIsMirroredAndCropped) {
  const Part part{32, 24, 256, 192, true};
  const auto match = match_video_points(key_film(4, 8, part), listed_frames(key_film(1, 12)));
  ASSERT_TRUE(match.has_value());
  for (const FrameAgreement& pair : match->frames) {
    EXPECT_EQ(pair.listed_ms - pair.found_ms, 9000);
    EXPECT_TRUE(pair.agreement.mirrored);
  }
}

TEST(VideoPoints, FollowASpeedThatIsATenthFasterOrSlower) {
  for (const std::int64_t step_ms : {2700, 3300}) {
    const auto match =
        match_video_points(key_film(1, 8, kCrop, step_ms), listed_frames(key_film(1, 8)));
    ASSERT_TRUE(match.has_value()) << step_ms;
    EXPECT_GE(match->frames.size(), 5U) << step_ms;
  }
}

TEST(VideoPoints, OtherScenesAreNotFound) {
  EXPECT_FALSE(match_video_points(key_film(20, 29), listed_frames(key_film(1, 10))).has_value());
  EXPECT_FALSE(match_video_points({}, listed_frames(key_film(1, 3))).has_value());
  EXPECT_FALSE(match_video_points(key_film(1, 3), {}).has_value());
}

// Of one pair more is asked than of several: pairs that say the same one after the other.
TEST(VideoPoints, PairsThatDoNotFollowEachOtherAreNoRow) {
  auto found = key_film(1, 4, kCrop);
  const auto listed = listed_frames(key_film(1, 4));
  const auto in_order = match_video_points(found, listed);
  ASSERT_TRUE(in_order.has_value());
  ASSERT_GE(in_order->frames.size(), 3U);
  // Backwards: each scene is the listed one's still, and no two of them are in order.
  for (std::size_t i = 0; i < found.size(); ++i)
    found[i].time_ms = static_cast<std::int64_t>(found.size() - 1 - i) * 3000;
  std::ranges::reverse(found);
  const auto backwards = match_video_points(found, listed);
  if (backwards) {
    EXPECT_EQ(backwards->frames.size(), 1U);
    EXPECT_GE(backwards->points, kPlacesOfOne);
  }
  // The same scenes an hour apart are not one showing at one speed.
  found = key_film(1, 4, kCrop, 3'600'000);
  const auto apart = match_video_points(found, listed);
  if (apart) {
    EXPECT_EQ(apart->frames.size(), 1U);
  }
}

TEST(VideoPoints, OneStillPictureIsEnoughWhereItHasManyPlaces) {
  const auto match = match_video_points(key_film(3, 3), listed_frames(key_film(1, 6)));
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->frames.size(), 1U);
  EXPECT_EQ(match->frames.front().listed_ms, 6000);
  EXPECT_GE(match->points, kPlacesOfOne);
}

TEST(VideoPoints, AListHoldsFewFramesSpreadOverAllAndFewPointsOfEach) {
  std::vector<PointsFrame> many;
  points::Points some = points_of_scene(1, {});
  ASSERT_GT(some.points.size(), kMaxListedPoints);
  for (int i = 0; i < 150; ++i) many.push_back({i * 1000, some});
  const auto listed = listed_frames(many);
  ASSERT_EQ(listed.size(), kMaxListedKeyFrames);
  EXPECT_EQ(listed.front().time_ms, 0);
  EXPECT_GE(listed.back().time_ms, 145'000);
  for (std::size_t i = 0; i < listed.size(); ++i) {
    EXPECT_EQ(listed[i].points.points.size(), kMaxListedPoints);
    EXPECT_EQ(listed[i].points.points.front(), some.points.front());
    if (i > 0) {
      EXPECT_GT(listed[i].time_ms, listed[i - 1].time_ms);
    }
  }
  EXPECT_EQ(listed_frames(std::span(many).first(5)).size(), 5U);
}

}  // namespace
}  // namespace sanad::matching
