#include "media/audio.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "corpus_fixture.h"

namespace sanad::media {
namespace {

// Invented music: three voices that change their notes about twice a second.
std::vector<std::int16_t> tune(int seconds, int rate, int channels, std::uint64_t seed) {
  std::vector<std::int16_t> out;
  double phases[3] = {};
  for (int i = 0; i < seconds * rate; ++i) {
    double sum = 0;
    for (std::uint64_t voice = 0; voice < 3; ++voice) {
      const auto beat =
          static_cast<std::uint64_t>(i) * (3 + voice) / static_cast<std::uint64_t>(2 * rate);
      const double note = static_cast<double>(pictures::mix(seed + voice, beat) % 24);
      phases[voice] += 220.0 * std::exp2(note / 12.0) / rate;
      sum += std::sin(6.283185307179586 * phases[voice]) +
             0.4 * std::sin(3 * 6.283185307179586 * phases[voice]);
    }
    for (int c = 0; c < channels; ++c) out.push_back(static_cast<std::int16_t>(6000 * sum));
  }
  return out;
}

double bit_error(const AudioFingerprint& a, const AudioFingerprint& b) {
  const std::size_t n = std::min(a.items.size(), b.items.size());
  int errors = 0;
  for (std::size_t i = 0; i < n; ++i) errors += std::popcount(a.items[i] ^ b.items[i]);
  return errors / 32.0 / static_cast<double>(n);
}

TEST(Audio, GivesAboutEightItemsASecond) {
  const auto found = fingerprint_audio(write_wav(tune(20, 22050, 1, 1), 22050, 1));
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_NEAR(static_cast<double>(found->item_us), 123'810, 200);
  EXPECT_EQ(found->duration_ms, 20'000);
  const auto items = static_cast<std::int64_t>(found->items.size());
  EXPECT_NEAR(static_cast<double>(items * found->item_us + found->delay_us), 20e6, 4e5);
  EXPECT_TRUE(found->algorithm.starts_with("chromaprint 1."));
}

TEST(Audio, IsTheSameAtAnotherRateAndInTwoChannels) {
  const auto one = fingerprint_audio(write_wav(tune(20, 22050, 1, 1), 22050, 1));
  const auto other = fingerprint_audio(write_wav(tune(20, 44100, 2, 1), 44100, 2));
  const auto third = fingerprint_audio(write_wav(tune(20, 22050, 1, 2), 22050, 1));
  ASSERT_TRUE(one.ok() && other.ok() && third.ok());
  EXPECT_LT(bit_error(*one, *other), 0.05);
  EXPECT_GT(bit_error(*one, *third), 0.3);
}

TEST(Audio, StopsAtItsLimitAndSaysSo) {
  const auto found =
      fingerprint_audio(write_wav(tune(20, 11025, 1, 1), 11025, 1), {.max_seconds = 10});
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(found->cut);
  EXPECT_EQ(found->duration_ms, 10'000);
}

TEST(Audio, IsRefusedWhenThereIsNone) {
  EXPECT_EQ(fingerprint_audio(as_bytes("plain text")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(fingerprint_audio({}).error().code, ErrorCode::kInvalid);
  const auto frame = pictures::draw({pictures::Kind::kText, 64, 48, 3, 1});
  EXPECT_EQ(fingerprint_audio(write_avi({frame, frame}, 1)).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(fingerprint_audio(write_wav({}, 8000, 1)).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::media
