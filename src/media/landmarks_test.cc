#include "matching/landmarks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "corpus_fixture.h"
#include "landmarks.h"
#include "media/audio.h"

namespace sanad::media {
namespace {

using matching::kLandmarkRate;
using matching::Landmark;
using Samples = std::vector<std::int16_t>;

constexpr double kTurn = 6.283185307179586;

std::vector<Landmark> landmarks_of(const Samples& samples) {
  Landmarks made;
  EXPECT_TRUE(made.feed(samples).ok());
  return made.take();
}

// Notes of a fifth of a second, one after the other, each with a second tone above it.
Samples tune(double seconds, std::uint64_t seed) {
  Samples out;
  double low = 0, high = 0;
  for (int i = 0; i < static_cast<int>(seconds * kLandmarkRate); ++i) {
    const auto beat = static_cast<std::uint64_t>(i) * 5 / kLandmarkRate;
    const double within = std::fmod(i * 5.0 / kLandmarkRate, 1.0);
    low += 300 * std::exp2(static_cast<double>(pictures::mix(seed, beat) % 36) / 12);
    high += 700 * std::exp2(static_cast<double>(pictures::mix(seed + 1, beat) % 24) / 12);
    const double loud = 4000 * (1 - 0.7 * within);
    out.push_back(static_cast<std::int16_t>(loud * (std::sin(kTurn * low / kLandmarkRate) +
                                                    0.7 * std::sin(kTurn * high / kLandmarkRate))));
  }
  return out;
}

// Speech-like: a buzz at a pitch that wanders, through three formants that change with each
// syllable, loud and quiet four times a second.
Samples speech_like(double seconds, std::uint64_t seed) {
  constexpr int kHarmonics = 30;
  const auto luck = [seed](std::uint64_t index, std::uint64_t most) {
    return static_cast<double>(pictures::mix(seed, index) % most);
  };
  Samples out;
  double phase = 0;
  std::array<double, kHarmonics + 1> gains{};
  for (int i = 0; i < static_cast<int>(seconds * kLandmarkRate); ++i) {
    const double time = static_cast<double>(i) / kLandmarkRate;
    const auto syllable = static_cast<std::uint64_t>(time * 4);
    phase += (100 + luck(1, 60) + 25 * std::sin((2 + luck(2, 5)) * time) +
              15 * std::sin((8 + luck(3, 10)) * time)) /
             kLandmarkRate;
    if (i % (kLandmarkRate / 4) == 0) {
      for (int harmonic = 1; harmonic <= kHarmonics; ++harmonic) {
        double& gain = gains[static_cast<std::size_t>(harmonic)] = 0.02;
        for (std::uint64_t formant = 0; formant < 3; ++formant) {
          const double at =
              400 + 900 * static_cast<double>(formant) + luck(10 * syllable + formant + 100, 500);
          gain += std::exp(-std::pow((harmonic * 120 - at) / 120, 2)) /
                  (1 + static_cast<double>(formant));
        }
      }
    }
    double sum = 0;
    for (int harmonic = 1; harmonic <= kHarmonics; ++harmonic) {
      sum += gains[static_cast<std::size_t>(harmonic)] * std::sin(kTurn * harmonic * phase);
    }
    out.push_back(static_cast<std::int16_t>(5000 * sum * (1 - std::cos(kTurn * 4 * time)) / 2));
  }
  return out;
}

double power(const Samples& samples) {
  double sum = 0;
  for (const std::int16_t one : samples) sum += static_cast<double>(one) * one;
  return sum / static_cast<double>(samples.size());
}

// decibels: by how much the speech is louder.
Samples under(const Samples& music, const Samples& speech, double decibels) {
  const double gain = std::sqrt(power(speech) / power(music) * std::pow(10, -decibels / 10));
  Samples out;
  for (std::size_t i = 0; i < music.size(); ++i) {
    const double sum = 0.5 * (gain * music[i] + speech[i]);
    out.push_back(static_cast<std::int16_t>(std::clamp(sum, -32768.0, 32767.0)));
  }
  return out;
}

Samples part(const Samples& of, double begin, double end) {
  return {of.begin() + static_cast<std::ptrdiff_t>(begin * kLandmarkRate),
          of.begin() + static_cast<std::ptrdiff_t>(end * kLandmarkRate)};
}

TEST(LandmarksOfSound, ATonesLandmarkIsItsBinAndTheMiddleOfItsTime) {
  // A tenth of a second each second, at 1,000 Hz and at 2,000 Hz in turn, within noise of one bit.
  Samples samples;
  std::mt19937 luck(1);
  for (int i = 0; i < 6 * kLandmarkRate; ++i) {
    const double time = static_cast<double>(i) / kLandmarkRate;
    const double within = std::fmod(time, 1.0) - 0.5;
    const double hertz = static_cast<int>(time) % 2 == 0 ? 1000 : 2000;
    const double loud = std::abs(within) < 0.05 ? 8000 * std::cos(within * kTurn * 5) : 0;
    samples.push_back(static_cast<std::int16_t>(loud * std::sin(kTurn * hertz * time) +
                                                static_cast<double>(luck() % 2)));
  }
  const auto found = landmarks_of(samples);
  for (int second = 0; second < 6; ++second) {
    const double hertz = second % 2 == 0 ? 1000 : 2000;
    const double bin = hertz * matching::kLandmarkWindow / kLandmarkRate;
    // The middle of a frame lies half a window after its beginning.
    const double frame =
        ((second + 0.5) * kLandmarkRate - matching::kLandmarkWindow / 2.0) / matching::kLandmarkHop;
    EXPECT_TRUE(std::ranges::any_of(found, [&](const Landmark& one) {
      return std::abs(one.bin - bin) <= 1 && std::abs(one.time - frame) <= 1;
    })) << second;
  }
}

TEST(LandmarksOfSound, SilenceHasNone) {
  EXPECT_TRUE(landmarks_of(Samples(20 * kLandmarkRate)).empty());
  EXPECT_TRUE(landmarks_of({}).empty());
  EXPECT_TRUE(landmarks_of(Samples(100, 5000)).empty());
  const auto found = fingerprint_audio(write_wav(Samples(20 * kLandmarkRate), kLandmarkRate, 1));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->landmarks, "");
}

// Square waves, so that the samples are the same everywhere: what any other version would make is
// another algorithm.
TEST(LandmarksOfSound, AreTheseBytes) {
  Samples samples;
  for (int i = 0; i < 6 * kLandmarkRate; ++i) {
    const int beat = i / 2205;
    const int low = 9 + beat * 7 % 13;
    const int high = 3 + beat * 5 % 4;
    samples.push_back(static_cast<std::int16_t>((i / low % 2 == 0 ? 3000 : -3000) +
                                                (i / high % 2 == 0 ? 1500 : -1500)));
  }
  EXPECT_EQ(matching::format_landmarks(landmarks_of(samples)),
            "sanad-landmarks-1:"
            "AHIBVQI5AxwkZgDNATMCAAJmAs0QPACrALUBLQGmAgACHgKXAw8RFxQ5AQADABBVAM0BAAGrAwAQNiQz"
            "AJoBAAFmAc0DABBJAM0BbgIAAmYSABREAM0BVQHeAmYC7xByAQABVQI5AwADHBBAAcAUZgCrATMCAALN"
            "EDwAtQEtAVUBpgIeAw8QXRQ5AgAQVQCrAQABqwIAAlUDABA2AVUB5RcAEDMAmgDNAQABZgHNAmYDABBJ"
            "AKsA2wFuAgAkRADNAQABVQHeAwAQcgDNAVUCOQJmAxwWABBmAVUCAALNEDwAtQEAAS0BpgIeApcDAAMP");
}

TEST(LandmarksOfSound, AreTheSameHoweverTheSamplesCome) {
  const Samples samples = tune(20, 1);
  const auto whole = landmarks_of(samples);
  Landmarks made;
  std::mt19937 luck(2);
  for (std::size_t at = 0; at < samples.size();) {
    const std::size_t count = std::min<std::size_t>(luck() % 3000, samples.size() - at);
    ASSERT_TRUE(made.feed(std::span(samples).subspan(at, count)).ok());
    at += count;
  }
  EXPECT_EQ(made.take(), whole);
}

TEST(LandmarksOfSound, AreAtMostTwentyASecondAndCanBeWritten) {
  std::mt19937 luck(3);
  Samples noise;
  for (int i = 0; i < 30 * kLandmarkRate; ++i) noise.push_back(static_cast<std::int16_t>(luck()));
  const auto found = landmarks_of(noise);
  EXPECT_LE(found.size(), 20U * 30);
  EXPECT_GT(found.size(), 15U * 30);
  EXPECT_EQ(matching::parse_landmarks(matching::format_landmarks(found)).value(), found);
}

TEST(LandmarksOfSound, MusicUnderSpeechLikeSoundIsFoundAndOtherMusicIsNot) {
  const Samples song = tune(60, 1);
  const auto listed = landmarks_of(song);
  for (const double decibels : {6.0, 12.0}) {
    const auto heard = landmarks_of(under(part(song, 20, 50), speech_like(30, 7), decibels));
    const auto found = matching::match_landmarks(heard, listed);
    ASSERT_FALSE(found.empty()) << decibels;
    const std::int64_t offset = std::int64_t{found[0].begin_b} - std::int64_t{found[0].begin_a};
    EXPECT_NEAR(static_cast<double>(matching::landmark_ms(offset)), 20'000, 100) << decibels;
    EXPECT_TRUE(matching::match_landmarks(heard, landmarks_of(tune(60, 11))).empty()) << decibels;
  }
  const auto speech = landmarks_of(speech_like(30, 7));
  EXPECT_TRUE(matching::match_landmarks(speech, listed).empty());
  EXPECT_TRUE(matching::match_landmarks(speech, landmarks_of(speech_like(40, 21))).empty());
}

}  // namespace
}  // namespace sanad::media
