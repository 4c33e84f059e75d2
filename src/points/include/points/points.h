// Points of a picture by which it is found again where PDQ loses it: cropped, framed, captioned,
// turned a little, scaled, mirrored, or as a part of another picture.
//
// A picture becomes at most kMaxPoints points, each with a place, a scale, a direction and 256 bits
// that say what it looks like around it. Two pictures are alike where enough points of both look
// alike and lie to each other as one turn, one scale and one shift explain.
//
// Steps: luma, shrunk to at most kWorkSide pixels a side -> eight levels, each 5/6 of the one
// before -> corners by Noble's measure (1988) of the gradients around each pixel -> those that are
// the strongest far and wide (adaptive non-maximal suppression: Brown, Szeliski and Winder 2005),
// so that smooth and busy parts both have some -> direction from the patch to its centre of
// brightness
// -> 256 comparisons of two places in the patch, turned with it (steered BRIEF: Rublee et al.,
// "ORB", 2011). The table of places is our own, made from a seed, and symmetric: bit i + 128
// compares the mirror image of what bit i compares. So the bits of a mirrored picture are those of
// the picture with their halves exchanged, and nothing need be stored twice.
//
// Whole numbers, and floats of which no operation is contracted or reordered: the same bits on
// every machine. Pure and thread-safe. Tested by points_test.cc and match_test.cc.
// docs/formats/fingerprints.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::points {

// Changes if any bit can change.
inline constexpr std::string_view kAlgorithm = "points-1";

inline constexpr std::size_t kMaxPoints = 256;
inline constexpr std::size_t kLeastPoints = 16;  // a picture with fewer has no value
inline constexpr int kWorkSide = 640;            // pixels; greater pictures are shrunk to it
inline constexpr int kLeastWorkSide = 200;       // pixels; smaller pictures are doubled
inline constexpr int kMaxSide = 65'535;          // pixels
inline constexpr int kLevels = 8;
inline constexpr int kAngles = 32;  // directions, by 11.25 degrees, from the x axis to the y axis
inline constexpr int kUnits = 16;   // of places in a pixel

// Bit b is bit b % 64 of word b / 64, as hamming::Fingerprint.
using Descriptor = std::array<std::uint64_t, 4>;

struct Point {
  std::uint16_t x = 0, y = 0;  // sixteenths of a pixel of the worked picture
  std::uint8_t level = 0;      // 0 to kLevels - 1: seen at (5/6)^level of its size
  std::uint8_t angle = 0;      // 0 to kAngles - 1
  Descriptor descriptor{};
  friend bool operator==(const Point&, const Point&) = default;
};

struct Points {
  int width = 0, height = 0;  // of the worked picture, in pixels
  std::vector<Point> points;  // those that stand out the most first
  friend bool operator==(const Points&, const Points&) = default;
};

// A borrowed picture of 8-bit samples; rows start stride_bytes apart.
struct Raster {
  ByteView pixels;
  int width = 0;
  int height = 0;
  std::size_t stride_bytes = 0;
  int channels = 3;  // 1: grey; 3: red, green, blue
};

// Which instructions do the work; the answers are the same. Falls back to what there is.
enum class Instructions { kBest, kPlain, kAvx2, kAvx512 };

// kInvalid: a side is not 1..kMaxSide, or the raster's bytes do not reach its last pixel. A picture
// that is too small or too flat has few points, or none.
Result<Points> find_points(const Raster& raster, Instructions instructions = Instructions::kBest);

// The points of the same picture mirrored left to right.
Points mirrored(const Points& points);
Descriptor mirrored(const Descriptor& descriptor);

// "sanad-points-1:BASE64". points: as find_points makes them.
std::string format_points(const Points& points);
// kInvalid: not of that form, or with fewer than kLeastPoints or more than kMaxPoints points.
Result<Points> parse_points(std::string_view text);

}  // namespace sanad::points
