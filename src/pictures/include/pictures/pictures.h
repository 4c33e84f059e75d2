// Invented pictures, for tests and benchmarks: the same bytes on every machine, since only whole
// numbers are computed with.
//
//   for (const Plan& plan : plans()) { Picture picture = draw(plan); ... }
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace sanad::pictures {

enum class Kind {
  kFlat,      // one colour
  kGradient,  // slopes across the picture
  kNoise,     // each sample on its own
  kShapes,    // discs, boxes and stripes
  kText,      // dark marks in lines on a light ground
  kTerrain,   // hills of many sizes, as photographs have
};

struct Plan {
  Kind kind = Kind::kTerrain;
  int width = 0;
  int height = 0;
  int channels = 3;  // 1: grey, 3: red, green, blue
  std::uint64_t seed = 0;
  // "terrain-640x480-rgb-7"
  std::string name() const;
};

struct Picture {
  int width = 0;
  int height = 0;
  int channels = 3;
  Bytes pixels;  // height x width x channels, without padding
};

Picture draw(const Plan& plan);

// More than 300 pictures: every kind, grey and colour, sides from 1 to 5,000 pixels, among them
// those about which filters and shrinking differ.
std::vector<Plan> plans();

// A number that follows from seed and index and looks random (splitmix64, Steele et al. 2014).
std::uint64_t mix(std::uint64_t seed, std::uint64_t index);

}  // namespace sanad::pictures
