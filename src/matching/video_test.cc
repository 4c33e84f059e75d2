#include "matching/video.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sanad::matching {
namespace {

// A hash that is far from those of other seeds.
pdq::Hash hash_of(std::uint64_t seed) {
  pdq::Hash out{};
  std::uint64_t state = seed * 0x9E3779B97F4A7C15ULL + 1;
  for (auto& byte : out) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    byte = static_cast<std::uint8_t>(state >> 56);
  }
  return out;
}

pdq::Hash with_flipped(pdq::Hash hash, int bits) {
  for (int i = 0; i < bits; ++i) {
    hash[static_cast<std::size_t>(i / 8)] ^= static_cast<std::uint8_t>(1U << (i % 8));
  }
  return hash;
}

// A frame a second, of scenes first..last.
std::vector<Frame> film(std::uint64_t first, std::uint64_t last, int flipped = 0) {
  std::vector<Frame> out;
  for (std::uint64_t scene = first; scene <= last; ++scene) {
    out.push_back({static_cast<std::int64_t>((scene - first) * 1000), 100,
                   with_flipped(hash_of(scene), flipped)});
  }
  return out;
}

TEST(VideoMatching, FindsTheSameVideoWholly) {
  const auto match = match_videos(film(1, 30), film(1, 30, 20));
  EXPECT_EQ(match.share_a(), 1.0);
  EXPECT_EQ(match.share_b(), 1.0);
  ASSERT_EQ(match.alignments.size(), 1U);
  EXPECT_EQ(match.alignments[0].offset_ms, 0);
  EXPECT_EQ(match.alignments[0].frames, 30U);
}

TEST(VideoMatching, FindsACutAndSaysWhereItIs) {
  const auto match = match_videos(film(1, 100), film(41, 60));
  EXPECT_EQ(match.share_a(), 0.2);
  EXPECT_EQ(match.share_b(), 1.0);
  ASSERT_EQ(match.alignments.size(), 1U);
  EXPECT_EQ(match.alignments[0].offset_ms, -40'000);
  EXPECT_EQ(match.alignments[0].begin_a_ms, 40'000);
  EXPECT_EQ(match.alignments[0].end_a_ms, 59'000);
  EXPECT_EQ(match.alignments[0].begin_b_ms, 0);
  EXPECT_EQ(match.alignments[0].end_b_ms, 19'000);
}

TEST(VideoMatching, SeparatesTwoCutsJoinedInAnotherOrder) {
  auto joined = film(61, 70);
  for (Frame frame : film(11, 18)) {
    frame.time_ms += 10'000;
    joined.push_back(frame);
  }
  const auto match = match_videos(joined, film(1, 100));
  EXPECT_EQ(match.share_a(), 1.0);
  ASSERT_EQ(match.alignments.size(), 2U);
  EXPECT_EQ(match.alignments[0].offset_ms, 60'000);
  EXPECT_EQ(match.alignments[0].frames, 10U);
  EXPECT_EQ(match.alignments[1].offset_ms, 0);
  EXPECT_EQ(match.alignments[1].frames, 8U);
}

TEST(VideoMatching, MatchesUpToTheDistanceAndNotBeyond) {
  EXPECT_EQ(match_videos(film(1, 5), film(1, 5, 31)).matched_a, 5U);
  EXPECT_EQ(match_videos(film(1, 5), film(1, 5, 32)).matched_a, 0U);
  EXPECT_EQ(match_videos(film(1, 5), film(1, 5, 32), {.max_distance = 32}).matched_a, 5U);
}

TEST(VideoMatching, DoesNotCountFramesOfLowQuality) {
  auto film_a = film(1, 10);
  for (std::size_t i = 0; i < 4; ++i) film_a[i].quality = 49;
  const auto match = match_videos(film_a, film(1, 10));
  EXPECT_EQ(match.counted_a, 6U);
  EXPECT_EQ(match.matched_a, 6U);
  EXPECT_EQ(match.share_b(), 0.6);
}

TEST(VideoMatching, CountsAStillPictureOnceForEachFrame) {
  std::vector<Frame> still;
  for (int i = 0; i < 50; ++i) still.push_back({i * 1000, 100, hash_of(1)});
  const auto match = match_videos(still, still);
  EXPECT_EQ(match.share_a(), 1.0);
  ASSERT_FALSE(match.alignments.empty());
  EXPECT_EQ(match.alignments[0].offset_ms, 0);
  EXPECT_EQ(match.alignments[0].frames, 50U);
}

TEST(VideoMatching, GivesNothingForNothing) {
  EXPECT_EQ(match_videos({}, film(1, 5)).share_a(), 0.0);
  EXPECT_EQ(match_videos({}, {}).share_b(), 0.0);
  EXPECT_TRUE(match_videos(film(1, 5), film(6, 10)).alignments.empty());
}

}  // namespace
}  // namespace sanad::matching
