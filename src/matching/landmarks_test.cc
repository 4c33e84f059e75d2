#include "matching/landmarks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/bytes.h"

namespace sanad::matching {
namespace {

using Landmarks = std::vector<Landmark>;

// A recording that nobody made: eleven landmarks a second, in a scale of 40 pitches.
Landmarks landmarks_of_seed(std::uint32_t seed, std::uint32_t frames) {
  std::mt19937 luck(seed);
  Landmarks out;
  for (std::uint32_t time = 0; time < frames; ++time) {
    for (int i = 0; i < 3; ++i) {
      if (luck() % 6 == 0)
        out.push_back({time, static_cast<std::uint16_t>(kLowestBin + 15 * (luck() % 40))});
    }
  }
  std::ranges::sort(out);
  const auto same = std::ranges::unique(out);
  out.erase(same.begin(), same.end());
  return out;
}

// Frames from begin to before end, which then begin at 0.
Landmarks stretch_of(const Landmarks& of, std::uint32_t begin, std::uint32_t end) {
  Landmarks out;
  for (const Landmark& one : of) {
    if (one.time >= begin && one.time < end) out.push_back({one.time - begin, one.bin});
  }
  return out;
}

Landmarks later(Landmarks landmarks, std::uint32_t frames) {
  for (Landmark& one : landmarks) one.time += frames;
  return landmarks;
}

Landmarks together(Landmarks one, const Landmarks& other) {
  one.insert(one.end(), other.begin(), other.end());
  std::ranges::sort(one);
  const auto same = std::ranges::unique(one);
  one.erase(same.begin(), same.end());
  return one;
}

// As louder speech does: one of `keep` stays, and as many others come.
Landmarks under_speech(const Landmarks& music, std::uint32_t keep, std::uint32_t seed) {
  std::mt19937 luck(seed);
  Landmarks out;
  for (const Landmark& one : music) {
    if (luck() % keep == 0) {
      out.push_back(one);
    } else {
      out.push_back({one.time, static_cast<std::uint16_t>(kLowestBin + luck() % 700)});
    }
  }
  return together(out, {});
}

std::int64_t offset(const LandmarkSegment& one) {
  return std::int64_t{one.begin_b} - std::int64_t{one.begin_a};
}

TEST(LandmarksFormat, ThirtyTwoBitsSayTwoLandmarks) {
  Landmarks landmarks;
  for (std::uint32_t i = 0; i < 64; ++i)
    landmarks.push_back({2 * i, static_cast<std::uint16_t>(100 + i)});
  landmarks.push_back({126 + 130, 500});
  const std::string text = format_landmarks(landmarks);
  // The first: no frame since the beginning, bin 100. The second: 2 frames, bin 101.
  const std::string head =
      "sanad-landmarks-1:" + format_base64(Bytes{0x00, 100, 0x08, 101, 8, 102});
  EXPECT_TRUE(text.starts_with(head)) << text;
  // The last: twice 63 frames, then 4 and bin 500.
  const Bytes tail = {0xFF, 0xFF, 0xFF, 0xFF, 4 << 2 | 500 >> 8, 500 & 0xFF};
  const auto bytes = parse_base64(text.substr(18));
  ASSERT_TRUE(bytes.ok());
  EXPECT_TRUE(std::equal(tail.rbegin(), tail.rend(), bytes->rbegin()));
  EXPECT_EQ(parse_landmarks(text).value(), landmarks);
}

TEST(LandmarksFormat, WhateverIsWrittenIsReadBack) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const Landmarks made = later(landmarks_of_seed(seed, 40 * seed), seed * seed);
    if (made.size() < kLeastLandmarks) continue;
    EXPECT_EQ(parse_landmarks(format_landmarks(made)).value(), made) << seed;
  }
}

TEST(LandmarksFormat, EveryOtherFormIsRefused) {
  const auto packed = [](const Bytes& bytes) {
    return "sanad-landmarks-1:" + format_base64(bytes);
  };
  const auto refused = [](const std::string& text) {
    const auto parsed = parse_landmarks(text);
    return !parsed.ok() && parsed.error().code == ErrorCode::kInvalid;
  };
  const std::string good = format_landmarks(landmarks_of_seed(1, 200));
  Bytes bytes = parse_base64(good.substr(18)).value();
  ASSERT_TRUE(parse_landmarks(packed(bytes)).ok());
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("sanad-points-1:" + good.substr(18)));
  EXPECT_TRUE(refused(good.substr(0, good.size() - 1)));                  // no base64
  EXPECT_TRUE(refused(packed({bytes.begin(), bytes.end() - 1})));         // half a landmark
  EXPECT_TRUE(refused(packed({bytes.begin(), bytes.begin() + 2 * 63})));  // too few
  const auto with = [&](const Bytes& more) {
    Bytes out = bytes;
    out.insert(out.end(), more.begin(), more.end());
    return packed(out);
  };
  EXPECT_TRUE(refused(with({0xFF, 0xFF})));           // ends with time that passes
  EXPECT_TRUE(refused(with({0xFC, 100})));            // 63 frames, but no landmark may say so
  EXPECT_TRUE(refused(with({0x04, 10})));             // a bin below all
  EXPECT_TRUE(refused(with({0x07, 0xFE})));           // and one above
  EXPECT_TRUE(refused(with({0x04, 100, 0x00, 99})));  // not ascending
  Bytes dense;
  for (int i = 0; i < 64; ++i) dense.insert(dense.end(), {0, static_cast<std::uint8_t>(100 + i)});
  EXPECT_TRUE(refused(packed(dense)));
  EXPECT_TRUE(refused(packed(Bytes(20'000, 0xFF))));  // longer than any recording
}

TEST(LandmarksMatching, AShiftInTimeIsTheOffset) {
  const Landmarks song = landmarks_of_seed(1, 4000);
  for (const std::uint32_t shift : {0U, 1U, 100U, 2500U}) {
    const auto found = match_landmarks(later(song, shift), song);
    ASSERT_FALSE(found.empty()) << shift;
    EXPECT_EQ(offset(found[0]), -std::int64_t{shift});
    EXPECT_EQ(found[0].error(), 0) << shift;
  }
}

TEST(LandmarksMatching, ACutIsFoundWithItsPlaceUnderLouderSpeech) {
  const Landmarks song = landmarks_of_seed(2, 4000);
  const Landmarks cut = stretch_of(song, 1500, 1500 + 646);  // 30 s
  const auto found = match_landmarks(under_speech(cut, 5, 3), song);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(offset(found[0]), 1500);
  EXPECT_LT(found[0].chance, kMostChance);
  EXPECT_NEAR(found[0].error(), 0.75, 0.1);
  EXPECT_GT(found[0].end_a - found[0].begin_a, 500U);
}

TEST(LandmarksMatching, AmongOtherThingsOnlyThePartThatIsInBothIsSaid) {
  const Landmarks song = landmarks_of_seed(4, 4000);
  const Landmarks talk =
      together(together(landmarks_of_seed(5, 3000), later(stretch_of(song, 1000, 1700), 3000)),
               later(landmarks_of_seed(6, 2000), 3700));
  const auto found = match_landmarks(talk, song);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].begin_a, 3000, 22);
  EXPECT_NEAR(found[0].end_a, 3700, 22);
  EXPECT_EQ(offset(found[0]), -2000);
}

TEST(LandmarksMatching, APartThatStretchesOverManyStretchesIsOne) {
  const Landmarks song = landmarks_of_seed(7, 9000);
  const auto found = match_landmarks(stretch_of(song, 2000, 8000), song);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(offset(found[0]), 2000);
  EXPECT_GT(found[0].end_a - found[0].begin_a, 5950U);
  EXPECT_EQ(found[0].landmarks, found[0].of);
}

// 870 pairs; with the rule's bound one in a hundred million is expected.
TEST(LandmarksMatching, RecordingsOfOtherSeedsAreNotTakenForEachOther) {
  std::vector<Landmarks> all;
  for (std::uint32_t seed = 100; seed < 130; ++seed) all.push_back(landmarks_of_seed(seed, 1500));
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      if (i == j) continue;
      EXPECT_TRUE(match_landmarks(all[i], all[j]).empty()) << i << ' ' << j;
    }
  }
}

// All of both on the same beat and in the same few tones, which no pairs of seeds show.
TEST(LandmarksMatching, ABeatThatBothHaveIsNoMatch) {
  const auto beat = [](std::uint32_t seed) {
    std::mt19937 luck(seed);
    Landmarks out;
    for (std::uint32_t time = 0; time < 3000; time += 8) {
      for (std::uint16_t voice = 0; voice < 3; ++voice)
        out.push_back({time, static_cast<std::uint16_t>(60 + 100 * voice + 10 * (luck() % 5))});
    }
    return out;
  };
  for (std::uint32_t seed = 1; seed <= 20; ++seed)
    EXPECT_TRUE(match_landmarks(beat(seed), beat(seed + 100)).empty()) << seed;
}

TEST(LandmarksMatching, TooLittleSaysNothing) {
  const Landmarks song = landmarks_of_seed(8, 2000);
  EXPECT_TRUE(match_landmarks({}, song).empty());
  EXPECT_TRUE(match_landmarks(song, {}).empty());
  EXPECT_TRUE(match_landmarks(stretch_of(song, 100, 120), song).empty());
}

TEST(LandmarkPairs, AreTheBinTheTimeBetweenAndTheBinsBetween) {
  const Landmarks four = {{10, 200}, {11, 210}, {15, 190}, {60, 200}};
  const auto pairs = pairs_of(four, 6);
  ASSERT_EQ(pairs.size(), 2U);  // 1 frame is too near, 45 too far
  EXPECT_EQ(pairs[0].hash, 200U << 14U | 5U << 8U | 90U);
  EXPECT_EQ(pairs[0].time, 10U);
  EXPECT_EQ(pairs[1].hash, 210U << 14U | 4U << 8U | 80U);
  EXPECT_LE(pairs_of(landmarks_of_seed(9, 500), 1).size(), landmarks_of_seed(9, 500).size());
}

}  // namespace
}  // namespace sanad::matching
