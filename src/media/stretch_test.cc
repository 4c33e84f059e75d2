#include "media/stretch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "corpus_fixture.h"

namespace sanad::media {
namespace {

std::vector<std::int16_t> sine(double hertz, int seconds, int rate) {
  std::vector<std::int16_t> samples;
  for (int i = 0; i < seconds * rate; ++i)
    samples.push_back(
        static_cast<std::int16_t>(12'000 * std::sin(6.283185307179586 * hertz * i / rate)));
  return samples;
}

// By how often the line is crossed.
double pitch(std::span<const std::int16_t> samples, int rate) {
  int crossings = 0;
  for (std::size_t i = 1; i < samples.size(); ++i)
    crossings += (samples[i - 1] < 0) != (samples[i] < 0) ? 1 : 0;
  return crossings / 2.0 * rate / static_cast<double>(samples.size());
}

std::span<const std::int16_t> second(const Sound& sound, int at) {
  return std::span(sound.samples)
      .subspan(static_cast<std::size_t>(at * sound.rate), static_cast<std::size_t>(sound.rate));
}

struct Watched {
  std::vector<MovingPicture> pictures;
  Result<StretchEnd> end = Error{};
  std::vector<std::int64_t> times() const {
    std::vector<std::int64_t> out;
    for (const MovingPicture& one : pictures) out.push_back(one.time_ms);
    return out;
  }
};

Watched moving_of(ByteView file, std::int64_t begin_ms, const VideoLimits& limits = {}) {
  Watched seen;
  seen.end = read_moving(file, begin_ms, limits, [&](MovingPicture picture) -> Result<void> {
    seen.pictures.push_back(std::move(picture));
    return {};
  });
  return seen;
}

// Each frame has a grey of its own.
Bytes greys(int seconds, int frames_per_second, int width = 64, int height = 48) {
  std::vector<pictures::Picture> frames;
  for (int i = 0; i < seconds * frames_per_second; ++i) {
    const auto grey = static_cast<std::uint8_t>(20 + i * 200 / (seconds * frames_per_second));
    frames.push_back({width, height, 3, Bytes(static_cast<std::size_t>(width * height * 3), grey)});
  }
  return write_avi(frames, frames_per_second);
}

TEST(Sound, IsOneChannelFromTheSecondThatWasAskedFor) {
  std::vector<std::int16_t> samples = sine(400, 20, 44'100);
  const auto later = sine(800, 20, 44'100);
  samples.insert(samples.end(), later.begin(), later.end());
  const auto sound = read_sound(write_wav(samples, 44'100, 1), 18'000);
  ASSERT_TRUE(sound.ok()) << sound.error().message;
  EXPECT_EQ(sound->rate, kSoundRate);
  EXPECT_NEAR(static_cast<double>(sound->samples.size()), 22.0 * kSoundRate, 40);
  EXPECT_NEAR(pitch(second(*sound, 0), sound->rate), 400, 2);
  EXPECT_NEAR(pitch(second(*sound, 3), sound->rate), 800, 2);
  EXPECT_TRUE(sound->end.is_last);
  EXPECT_EQ(sound->end.duration_ms, 40'000);
}

TEST(Sound, ComesInStretchesThatJoin) {
  const Bytes file = write_wav(sine(500, 130, 8000), 8000, 1);
  std::size_t samples = 0;
  for (const std::int64_t begin : {0, 60'000, 120'000}) {
    const auto sound = read_sound(file, begin);
    ASSERT_TRUE(sound.ok());
    EXPECT_EQ(sound->rate, 8000);
    EXPECT_EQ(sound->end.is_last, begin == 120'000);
    samples += sound->samples.size();
  }
  EXPECT_EQ(samples, 130U * 8000);
}

TEST(Sound, OfTwoChannelsIsTheirMean) {
  std::vector<std::int16_t> samples;
  for (int i = 0; i < 16'000; ++i) samples.insert(samples.end(), {8000, 0});
  const auto sound = read_sound(write_wav(samples, 16'000, 2), 0);
  ASSERT_TRUE(sound.ok());
  EXPECT_NEAR(sound->samples[8000], 4000, 80);
}

TEST(Sound, BeyondItsEndIsNothing) {
  const Bytes file = write_wav(sine(500, 3, 8000), 8000, 1);
  for (const std::int64_t begin : {3'500, 61'000, 86'000'000}) {
    const auto sound = read_sound(file, begin);
    ASSERT_TRUE(sound.ok());
    EXPECT_TRUE(sound->samples.empty()) << begin;
    EXPECT_TRUE(sound->end.is_last);
  }
}

TEST(Sound, OfAVideoStandsAtTheVideosTimes) {
  const Bytes file = read_testdata("turned.mp4");
  const auto whole = read_sound(file, 0);
  ASSERT_TRUE(whole.ok()) << whole.error().message;
  EXPECT_NEAR(pitch(second(*whole, 5), whole->rate), 440, 4);
  EXPECT_NEAR(pitch(second(*whole, 8), whole->rate), 880, 4);
  const auto late = read_sound(file, 12'000);
  ASSERT_TRUE(late.ok());
  EXPECT_NEAR(static_cast<double>(late->samples.size()), 2.0 * late->rate, late->rate / 5.0);
  EXPECT_NEAR(pitch(second(*late, 0), late->rate), 880, 4);
  EXPECT_NEAR(static_cast<double>(late->end.duration_ms.value_or(0)), 14'000, 200);
}

TEST(Sound, OfWhatHasNoneIsAnError) {
  for (const Bytes& file : {Bytes{}, to_bytes("a few words"), greys(1, 4)}) {
    const auto sound = read_sound(file, 0);
    ASSERT_FALSE(sound.ok());
    EXPECT_EQ(sound.error().code, ErrorCode::kInvalid);
  }
}

TEST(Sound, OfABrokenFileGoesAsFarAsItCan) {
  Bytes file = write_wav(sine(500, 10, 8000), 8000, 1);
  file.resize(file.size() / 2);
  const auto sound = read_sound(file, 0);
  ASSERT_TRUE(sound.ok());
  EXPECT_NEAR(static_cast<double>(sound->samples.size()), 5.0 * 8000, 100);
  EXPECT_TRUE(sound->end.is_last);
}

TEST(Moving, GivesAtMostTwelvePicturesASecond) {
  for (const int rate : {10, 12, 24, 25, 50}) {
    const Watched seen = moving_of(greys(3, rate), 0);
    ASSERT_TRUE(seen.end.ok()) << seen.end.error().message;
    EXPECT_EQ(seen.pictures.size(), static_cast<std::size_t>(3 * std::min(rate, 12))) << rate;
    EXPECT_TRUE(seen.end->is_last);
    EXPECT_TRUE(std::ranges::is_sorted(seen.times()));
  }
}

TEST(Moving, ComesInStretchesThatJoin) {
  const Bytes file = greys(25, 4);
  std::vector<std::int64_t> times;
  for (const std::int64_t begin : {0, 10'000, 20'000}) {
    const Watched seen = moving_of(file, begin);
    ASSERT_TRUE(seen.end.ok());
    EXPECT_EQ(seen.end->is_last, begin == 20'000);
    EXPECT_NEAR(static_cast<double>(seen.end->duration_ms.value_or(0)), 25'000, 300);
    for (const std::int64_t time : seen.times()) times.push_back(time);
  }
  ASSERT_EQ(times.size(), 100U);
  for (std::size_t i = 0; i < times.size(); ++i)
    EXPECT_EQ(times[i], static_cast<std::int64_t>(i) * 250);
}

TEST(Moving, BeginsWithThePictureThatIsShownThen) {
  const Bytes file = greys(20, 1);
  const Watched seen = moving_of(file, 12'500);
  ASSERT_TRUE(seen.end.ok());
  EXPECT_EQ(seen.times(), (std::vector<std::int64_t>{12'500, 13'000, 14'000, 15'000, 16'000, 17'000,
                                                     18'000, 19'000}));
  EXPECT_NEAR(seen.pictures[0].pixels[600], 20 + 12 * 10, 3);
  EXPECT_NEAR(seen.pictures[1].pixels[600], 20 + 13 * 10, 3);
}

TEST(Moving, IsTurnedAsTheFileSays) {
  const Watched seen = moving_of(read_testdata("turned.mp4"), 11'000);
  ASSERT_TRUE(seen.end.ok()) << seen.end.error().message;
  ASSERT_EQ(seen.pictures.size(), 30U);
  const MovingPicture& picture = seen.pictures.front();
  EXPECT_EQ(picture.width, 64);
  EXPECT_EQ(picture.height, 96);
  const auto sample = [&](int x, int y) {
    return int{picture.pixels[static_cast<std::size_t>((y * picture.width + x) * 3)]};
  };
  // The bright corner stands top left in the file.
  EXPECT_GT(sample(60, 4), sample(4, 4) + 30);
  EXPECT_NEAR(sample(4, 90), sample(4, 4), 6);
}

TEST(Moving, IsMadeSmallInItsOwnShape) {
  const Watched seen = moving_of(greys(1, 2, 1920, 1080), 0);
  ASSERT_EQ(seen.pictures.size(), 2U);
  EXPECT_EQ(seen.pictures[0].width, kMovingSide);
  EXPECT_EQ(seen.pictures[0].height, 270);
}

TEST(Moving, OfAnAnimationMovesToo) {
  const Watched seen = moving_of(read_testdata("moving.gif"), 0);
  ASSERT_TRUE(seen.end.ok()) << seen.end.error().message;
  EXPECT_GT(seen.pictures.size(), 1U);
}

TEST(Moving, GivesNothingTwiceWhereTimesOfADamagedFileFallBack) {
  Bytes file = read_testdata("turned.mp4");
  file[25'090] ^= 1;  // in the table of when its pictures are shown
  const Watched seen = moving_of(file, 11'000);
  ASSERT_TRUE(seen.end.ok()) << seen.end.error().message;
  const auto times = seen.times();
  ASSERT_GE(times.size(), 2U);
  EXPECT_EQ(std::ranges::adjacent_find(times, std::greater_equal{}), times.end());
}

TEST(Moving, BeyondItsEndIsNothing) {
  const Bytes file = greys(3, 4);
  for (const std::int64_t begin : {4'000, 61'000, 86'000'000}) {
    const Watched seen = moving_of(file, begin);
    ASSERT_TRUE(seen.end.ok());
    EXPECT_TRUE(seen.pictures.empty()) << begin;
    EXPECT_TRUE(seen.end->is_last);
  }
}

TEST(Moving, OfWhatDoesNotMoveIsAnError) {
  for (const Bytes& file :
       {Bytes{}, to_bytes("a few words"), write_wav(sine(500, 1, 8000), 8000, 1)}) {
    const Watched seen = moving_of(file, 0);
    ASSERT_FALSE(seen.end.ok());
    EXPECT_EQ(seen.end.error().code, ErrorCode::kInvalid);
  }
}

TEST(Moving, KeepsToItsLimits) {
  const Watched pixels = moving_of(greys(1, 4), 0, {.max_pixels = 999});
  ASSERT_FALSE(pixels.end.ok());
  EXPECT_EQ(pixels.end.error().code, ErrorCode::kLimit);
  const Watched frames = moving_of(greys(10, 4), 9'000, {.max_frames = 20});
  ASSERT_FALSE(frames.end.ok());
  EXPECT_EQ(frames.end.error().code, ErrorCode::kLimit);
}

TEST(Moving, OfABrokenFileGoesAsFarAsItCan) {
  Bytes file = greys(4, 5);
  file.resize(file.size() / 2);
  const Watched seen = moving_of(file, 0);
  ASSERT_TRUE(seen.end.ok()) << seen.end.error().message;
  EXPECT_FALSE(seen.pictures.empty());
  EXPECT_LT(seen.pictures.size(), 20U);
}

}  // namespace
}  // namespace sanad::media
