// Sound sample by sample.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "corpus_fixture.h"
#include "media/stretch.h"

namespace sanad::media {
namespace {

std::vector<std::int16_t> ramp(std::size_t count) {
  std::vector<std::int16_t> samples;
  for (std::size_t i = 0; i < count; ++i)
    samples.push_back(static_cast<std::int16_t>(static_cast<int>(i * 7'919 % 60'000) - 30'000));
  return samples;
}

std::vector<std::int16_t> samples_of(const WholeSound& sound) {
  std::vector<std::int16_t> samples;
  for (std::size_t i = 0; i + 1 < sound.samples.size(); i += 2)
    samples.push_back(
        static_cast<std::int16_t>(sound.samples[i] | static_cast<int>(sound.samples[i + 1]) << 8));
  return samples;
}

TEST(WholeSoundTest, KeepsEverySampleOfOneAndTwoChannels) {
  for (const int channels : {1, 2}) {
    for (const int rate : {8'000, 11'025, 44'100, 48'000}) {
      const auto samples = ramp(static_cast<std::size_t>(rate * channels * 3 / 2 / channels) *
                                static_cast<std::size_t>(channels));
      const auto sound = read_whole_sound(write_wav(samples, rate, channels));
      ASSERT_TRUE(sound.ok()) << sound.error().message;
      EXPECT_EQ(sound->rate, rate);
      EXPECT_EQ(sound->channels, channels);
      EXPECT_EQ(samples_of(*sound), samples);
      EXPECT_FALSE(sound->damaged);
      EXPECT_EQ(sound->decoder.substr(0, 7), "FFmpeg ");
    }
  }
}

TEST(WholeSoundTest, OfMoreThanTheLimitsIsResampledAndMixed) {
  const auto fast = read_whole_sound(write_wav(ramp(96'000), 96'000, 1)).value();
  EXPECT_EQ(fast.rate, kMostWholeRate);
  EXPECT_NEAR(static_cast<double>(fast.samples.size()), 2.0 * 48'000, 200);
  const auto slow = read_whole_sound(write_wav(ramp(4'000), 4'000, 1)).value();
  EXPECT_EQ(slow.rate, kLeastSoundRate);
  const auto many = read_whole_sound(write_wav(ramp(48'000), 8'000, 6)).value();
  EXPECT_EQ(many.channels, 2);
  EXPECT_EQ(many.samples.size(), 4U * 8'000);
}

TEST(WholeSoundTest, ThatIsLongIsMixedToOneChannelAndLongerIsRefused) {
  const Bytes file = write_wav(ramp(2 * 48'000), 48'000, 2);  // a second, 192,000 bytes
  EXPECT_EQ(read_whole_sound(file, 192'000).value().rate, 48'000);
  const auto mixed = read_whole_sound(file, 191'999).value();
  EXPECT_EQ(mixed.rate, kSoundRate);
  EXPECT_EQ(mixed.channels, 1);
  EXPECT_NEAR(static_cast<double>(mixed.samples.size()), 32'000, 64);
  EXPECT_EQ(read_whole_sound(file, 20'000).error().code, ErrorCode::kLimit);
}

// The same each time, whatever the processor can do: AAC is decoded in floating point.
TEST(WholeSoundTest, OfAVideoIsTheSameEachTimeAndStandsAtTheVideosTimes) {
  const Bytes file = read_testdata("turned.mp4");
  const auto first = read_whole_sound(file).value();
  ASSERT_TRUE(read_sound(file, 0).ok());  // with all that the processor can do
  const auto again = read_whole_sound(file).value();
  EXPECT_EQ(first.samples, again.samples);
  const auto stretch = read_sound(file, 0).value();
  EXPECT_NEAR(static_cast<double>(first.samples.size() / 2 / first.channels) / first.rate,
              static_cast<double>(stretch.samples.size()) / stretch.rate, 0.001);
}

TEST(WholeSoundTest, OfWhatHasNoneIsAnErrorAndOfABrokenFileGoesAsFarAsItCan) {
  for (const Bytes& file :
       {Bytes{}, to_bytes("a few words"), read_testdata("hills.png"), write_wav({}, 8'000, 1)}) {
    const auto sound = read_whole_sound(file);
    ASSERT_FALSE(sound.ok());
    EXPECT_EQ(sound.error().code, ErrorCode::kInvalid);
  }
  Bytes file = write_wav(ramp(80'000), 8'000, 1);
  file.resize(file.size() / 2);
  EXPECT_NEAR(static_cast<double>(read_whole_sound(file).value().samples.size()), 80'000, 200);
}

}  // namespace
}  // namespace sanad::media
