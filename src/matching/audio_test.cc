#include "matching/audio.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>

namespace sanad::matching {
namespace {

using Items = std::vector<std::uint32_t>;

// Items of unrelated recordings: each bit stays as it was more often than it changes, as in sound.
Items recording(std::uint32_t seed, std::size_t size) {
  std::mt19937 luck(seed);
  Items out(size);
  std::uint32_t item = static_cast<std::uint32_t>(luck());
  for (auto& one : out) {
    item ^= static_cast<std::uint32_t>(luck() & luck());
    one = item;
  }
  return out;
}

// About `per_mille` of the bits flipped, as speech over it does.
Items spoilt(Items items, int per_mille, std::uint32_t seed) {
  std::mt19937 luck(seed);
  for (auto& item : items) {
    for (int bit = 0; bit < 32; ++bit) {
      if (static_cast<int>(luck() % 1000) < per_mille) item ^= 1U << bit;
    }
  }
  return items;
}

Items part(const Items& items, std::size_t begin, std::size_t end) {
  return {items.begin() + static_cast<std::ptrdiff_t>(begin),
          items.begin() + static_cast<std::ptrdiff_t>(end)};
}

Items joined(Items a, const Items& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(AudioMatching, FindsTheSameRecordingWholly) {
  const Items whole = recording(1, 1000);
  const auto found = match_audio(whole, whole);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].begin_a, 0U);
  EXPECT_EQ(found[0].end_a, 1000U);
  EXPECT_EQ(found[0].begin_b, 0U);
  EXPECT_EQ(found[0].error, 0.0);
}

TEST(AudioMatching, FindsACutUnderSpeechAndSaysWhere) {
  const Items song = recording(2, 1500);
  const Items spoken =
      joined(joined(recording(3, 400), spoilt(part(song, 500, 900), 280, 4)), recording(5, 300));
  const auto found = match_audio(spoken, song);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(static_cast<double>(found[0].begin_a), 400, 16);
  EXPECT_NEAR(static_cast<double>(found[0].end_a), 800, 16);
  EXPECT_EQ(found[0].begin_b - found[0].begin_a, 100U);
  EXPECT_EQ(found[0].end_b - found[0].end_a, 100U);
  EXPECT_NEAR(found[0].error, 0.28, 0.03);
}

TEST(AudioMatching, SeparatesTwoPartsInAnotherOrder) {
  const Items song = recording(6, 1200);
  const Items cut = joined(part(song, 800, 1000), part(song, 100, 250));
  const auto found = match_audio(cut, song);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NEAR(static_cast<double>(found[0].begin_b), 800, 8);
  EXPECT_NEAR(static_cast<double>(found[1].begin_b), 100, 8);
  EXPECT_NEAR(static_cast<double>(found[1].begin_a), 200, 8);
}

TEST(AudioMatching, FindsNothingInUnrelatedRecordings) {
  for (std::uint32_t seed = 10; seed < 40; ++seed) {
    EXPECT_TRUE(match_audio(recording(seed, 700), recording(seed + 100, 700)).empty()) << seed;
  }
}

// Silence, a drone: the items hardly change, so they are near each other in any two recordings.
TEST(AudioMatching, HeldNotesOfUnrelatedRecordingsAreNoMatch) {
  const Items note(400, 0x5A3C96E1);
  int mistaken = 0;
  for (std::uint32_t seed = 10; seed < 50; ++seed) {
    const Items held = spoilt(note, 60, seed);
    const Items other_held = spoilt(note, 60, seed + 1);
    EXPECT_TRUE(match_audio(held, other_held).empty()) << seed;
    EXPECT_FALSE(match_audio(held, other_held, {.least_strength = -10}).empty()) << seed;
    EXPECT_EQ(match_audio(held, held).size(), 1U) << seed;
    // Where the note begins or ends in both, items of chance beside it make it look less held.
    const Items one = joined(joined(recording(seed, 300), held), recording(seed + 200, 300));
    const Items other =
        joined(joined(recording(seed + 400, 100), other_held), recording(seed + 600, 400));
    mistaken += match_audio(one, other).empty() ? 0 : 1;
    EXPECT_FALSE(match_audio(one, other, {.least_strength = -10}).empty()) << seed;
  }
  EXPECT_LE(mistaken, 4);
}

TEST(AudioMatching, FindsNothingInLessThanAWindow) {
  const Items song = recording(7, 500);
  EXPECT_TRUE(match_audio(part(song, 0, 47), song).empty());
  EXPECT_EQ(match_audio(part(song, 100, 148), song).size(), 1U);
  EXPECT_TRUE(match_audio({}, song).empty());
  EXPECT_TRUE(match_audio({}, {}).empty());
}

// Each run that is reported must be good by its own count, and each window that is good must be in
// a run of what is reported, if only one offset is good.
TEST(AudioMatching, CountsErrorsAsTheyAre) {
  for (std::uint32_t seed = 1; seed < 20; ++seed) {
    const Items song = recording(seed, 600);
    const Items other = spoilt(part(song, 50, 450), 100, seed);
    const auto found = match_audio(other, song);
    ASSERT_EQ(found.size(), 1U);
    const AudioSegment& one = found[0];
    ASSERT_EQ(one.end_a - one.begin_a, one.end_b - one.begin_b);
    int errors = 0;
    for (std::size_t i = one.begin_a; i < one.end_a; ++i) {
      errors += std::popcount(other[i] ^ song[i + one.begin_b - one.begin_a]);
    }
    EXPECT_DOUBLE_EQ(one.error, errors / 32.0 / static_cast<double>(one.end_a - one.begin_a));
    EXPECT_EQ(one.begin_b - one.begin_a, 50U);
  }
}

}  // namespace
}  // namespace sanad::matching
