// Landmarks of a recording: where in time and pitch its spectrum stands out. Music is found again
// by them under speech that is louder than it, since its tones still stand out between those of
// speech (the idea of A. Wang, "An Industrial-Strength Audio Search Algorithm", ISMIR 2003). What
// makes them is media/audio.h.
//
// Two recordings are compared by a histogram: for each offset in time, how many landmarks of the
// one have a landmark of the other at the same pitch, give or take one frame and one bin. A
// recording is asked in stretches of 40 s, one each 20 s, so that music in a part of it is not
// drowned by the rest.
//
// How likely is chance? At an offset where m landmarks of a stretch lie within the other recording,
// chance gives about l = p m coincidences; p is their share over all offsets of this very pair, so
// keys and tempi that both have in common are in it. Held notes and beats make coincidences come in
// bunches. With d in a bunch (the variance of the histogram over its mean, so 1 where there are
// none), their number is d times a Poisson variable of mean l / d, and by Chernoff's bound
//   P(at least n) <= exp(-(n ln(n / l) - n + l) / d).
// d is taken without the 2 % of offsets that deviate most, so that music which is in both, and
// comes again in one, does not count as chance; a normal distribution loses 12.7 % of its variance
// so, which is given back. Times the offsets and the stretches that were tried, that bounds the
// chance of one comparison of unrelated recordings. At most kMostChance is a match: a hundred
// million comparisons, such as a thousand items with a list of a hundred thousand, then give one by
// chance.
//
// Pure and thread-safe. Tested by landmarks_test.cc. docs/formats/fingerprints.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::matching {

// Changes if any landmark can change.
inline constexpr std::string_view kLandmarksAlgorithm = "landmarks-1";

inline constexpr int kLandmarkRate = 11'025;       // Hz; sound is mixed to one channel at this rate
inline constexpr int kLandmarkHop = 512;           // samples from one frame to the next
inline constexpr int kLandmarkWindow = 2048;       // samples in a frame
inline constexpr int kLowestBin = 46;              // of kLandmarkRate / kLandmarkWindow: 248 Hz
inline constexpr int kEndBin = 836;                // 4,500 Hz
inline constexpr std::uint32_t kBlockFrames = 22;  // 1.02 s, of which
inline constexpr std::size_t kMostOfBlock = 20;    // landmarks are kept at most
inline constexpr std::size_t kLeastLandmarks = 64;     // fewer are no value: about four seconds
inline constexpr std::uint32_t kMostFrames = 500'000;  // over six hours
inline constexpr double kMostChance = -8;              // decimal logarithm

struct Landmark {
  std::uint32_t time = 0;  // frame, from 0
  std::uint16_t bin = 0;   // kLowestBin to kEndBin - 1
  friend auto operator<=>(const Landmark&, const Landmark&) = default;
};

constexpr std::int64_t landmark_ms(std::int64_t frames) {
  return frames * kLandmarkHop * 1000 / kLandmarkRate;
}

// "sanad-landmarks-1:BASE64". landmarks: ascending, as they are made.
std::string format_landmarks(std::span<const Landmark> landmarks);
// kInvalid: not of that form, fewer than kLeastLandmarks, or more than kMostOfBlock in a block.
Result<std::vector<Landmark>> parse_landmarks(std::string_view text);

// Pairs of landmarks as whole numbers of 24 bits, for an index: the bin of the first (10 bits), the
// frames between the two (6), the bins between them, plus kMostBinsApart (8). Each landmark makes
// pairs with the next `fan` that are 2 to 40 frames later and at most kMostBinsApart bins away.
inline constexpr int kMostBinsApart = 100;
struct LandmarkPair {
  std::uint32_t hash = 0;
  std::uint32_t time = 0;  // of the first
};
std::vector<LandmarkPair> pairs_of(std::span<const Landmark> landmarks, std::size_t fan);

// A part of a is heard in b. Ends are those of the last frame.
struct LandmarkSegment {
  std::uint32_t begin_a = 0, end_a = 0, begin_b = 0, end_b = 0;  // frames
  std::size_t landmarks = 0;  // of a that have one of b at their place, in this part
  std::size_t of = 0;         // landmarks of a in it
  double chance = 0;          // decimal logarithm: that unrelated recordings give as much
  double error() const {
    return of == 0 ? 1 : 1 - static_cast<double>(landmarks) / static_cast<double>(of);
  }
};

// Those least likely by chance first, at most most_segments; empty: nothing of one is heard in the
// other, or nothing surer than chance. a, b: ascending.
std::vector<LandmarkSegment> match_landmarks(std::span<const Landmark> a,
                                             std::span<const Landmark> b,
                                             std::size_t most_segments = 8);

}  // namespace sanad::matching
