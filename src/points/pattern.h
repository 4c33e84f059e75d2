// Where descriptors look, and the directions.
#pragma once

#include <array>
#include <cstdint>

#include "points/points.h"

namespace sanad::points {

inline constexpr int kPatchRadius = 15;  // pixels of a level
inline constexpr int kBorder = 16;       // points stay this far from edges, in pixels of a level
inline constexpr int kOne = 1 << 14;     // 1, in sines and cosines

// 0 to 90 degrees.
inline constexpr std::array<int, kAngles / 4 + 1> kQuarterCosines = {
    16384, 16069, 15137, 13623, 11585, 9102, 6270, 3196, 0};

constexpr int cosine(int angle) {
  const int a = angle % kAngles;
  const int half = a > kAngles / 2 ? kAngles - a : a;
  return half <= kAngles / 4 ? kQuarterCosines[static_cast<std::size_t>(half)]
                             : -kQuarterCosines[static_cast<std::size_t>(kAngles / 2 - half)];
}
constexpr int sine(int angle) { return cosine(angle + kAngles * 3 / 4); }

// Which of the directions is nearest to that of (x, y); the lowest where two are as near.
constexpr int direction(std::int64_t x, std::int64_t y) {
  int best = 0;
  std::int64_t most = INT64_MIN;
  for (int angle = 0; angle < kAngles; ++angle) {
    const std::int64_t along = x * cosine(angle) + y * sine(angle);
    if (along <= most) continue;
    most = along;
    best = angle;
  }
  return best;
}

struct Offset {
  std::int8_t x = 0, y = 0;
};
struct Pair {
  Offset a, b;
};
// For each direction the places of each bit's comparison, in pixels from the point.
using Pattern = std::array<std::array<Pair, 256>, kAngles>;
const Pattern& pattern();

}  // namespace sanad::points
