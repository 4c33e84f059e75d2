#include "pattern.h"

#include <cstddef>

namespace sanad::points {
namespace {

constexpr std::uint64_t kSeed = 0x53616E6164;
constexpr int kFine = 16;       // parts of a pixel in which places are drawn
constexpr int kReach = 14;      // pixels: no place is farther from the point
constexpr int kLeastApart = 3;  // pixels between the two places of a pair

// splitmix64 (Steele, Lea and Flood 2014).
class Luck {
 public:
  constexpr std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  // About normal, with a deviation of a little under kReach / 2: the sum of four.
  constexpr int place() {
    int sum = 0;
    for (int i = 0; i < 4; ++i)
      sum += static_cast<int>(next() % (kReach * kFine)) - kReach * kFine / 2;
    return sum * 4 / 5;
  }

 private:
  std::uint64_t state_ = kSeed;
};

struct FinePair {
  int ax = 0, ay = 0, bx = 0, by = 0;  // in 1/kFine pixels
};

constexpr bool fits(const FinePair& pair) {
  constexpr int kMost = kReach * kFine;
  constexpr int kLeast = kLeastApart * kFine;
  const int dx = pair.ax - pair.bx, dy = pair.ay - pair.by;
  return pair.ax * pair.ax + pair.ay * pair.ay <= kMost * kMost &&
         pair.bx * pair.bx + pair.by * pair.by <= kMost * kMost &&
         dx * dx + dy * dy >= kLeast * kLeast;
}

// Half away from zero, so that mirroring and rounding may change places.
constexpr int rounded(int value, int by) {
  return value < 0 ? -((-value + by / 2) / by) : (value + by / 2) / by;
}

constexpr Offset turned(int x, int y, int angle) {
  return {static_cast<std::int8_t>(rounded(x * cosine(angle) - y * sine(angle), kOne * kFine)),
          static_cast<std::int8_t>(rounded(x * sine(angle) + y * cosine(angle), kOne * kFine))};
}

constexpr Pattern make_pattern() {
  Pattern pattern{};
  Luck luck;
  for (std::size_t bit = 0; bit < 128; ++bit) {
    FinePair pair;
    do {
      pair = {luck.place(), luck.place(), luck.place(), luck.place()};
    } while (!fits(pair));
    for (int angle = 0; angle < kAngles; ++angle) {
      auto& places = pattern[static_cast<std::size_t>(angle)];
      places[bit] = {turned(pair.ax, pair.ay, angle), turned(pair.bx, pair.by, angle)};
      places[bit + 128] = {turned(pair.ax, -pair.ay, angle), turned(pair.bx, -pair.by, angle)};
    }
  }
  return pattern;
}

constexpr Pattern kPattern = make_pattern();

}  // namespace

const Pattern& pattern() { return kPattern; }

}  // namespace sanad::points
