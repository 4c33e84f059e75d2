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

// Measured with fpcalc 1.5.1 -raw -length 0, as Debian 12 has it.
TEST(Audio, GivesTheItemsThatChromaprintsOwnProgramGives) {
  std::vector<std::int16_t> samples;
  for (int i = 0; i < 22050 * 10; ++i) {
    samples.push_back(static_cast<std::int16_t>(static_cast<std::uint16_t>(i * (i / 4000))));
  }
  const std::vector<std::uint32_t> expected = {
      3076635965U, 3076783421U, 3076701503U, 3076709695U, 3076705599U, 3076771135U, 3077594495U,
      3073406975U, 3077580783U, 3077773231U, 3042051006U, 3050510270U, 3050387374U, 3050317742U,
      3050317758U, 3052500879U, 4126242765U, 4126242757U, 4100028373U, 4100161525U, 4100161269U,
      4116799093U, 4116807477U, 4150394167U, 4150328631U, 4141937718U, 4141999127U, 4158845959U,
      4150514773U, 4116837877U, 4117820837U, 4101101477U, 4101162999U, 4101132246U, 4116860758U,
      4150483254U, 4150487334U, 3059821622U, 3059760150U, 3068163095U, 3085005076U, 3048435988U,
      3048403732U, 3035813444U, 3033779924U, 4101081844U, 4101081780U, 4116830903U, 4116774838U,
      4146396590U, 4129608878U, 4129576110U, 4129764542U, 4129698966U, 1986147526U, 2002924758U,
      1977819506U, 1419911986U, 3701613074U};
  const auto found = fingerprint_audio(write_wav(samples, 22050, 1));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->items, expected);
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
