// Whether two pictures show the same, and how one lies to the other.
//
// 1 Each point of the one is paired with the point of the other that looks most like it, unless
//   one at another place looks nearly as much like it (Lowe's ratio test): repeated marks say
//   nothing.
// 2 Any two pairs whose turns and scales agree give a similarity (turn, scale, shift); every such
//   one is tried, so there is no luck in it, and the one that most pairs agree with is kept, fitted
//   to them once more.
// 3 What agrees counts once for each place, must make up a share of the points that both pictures
//   could show, and must not lie along one line.
// The listed picture is compared as it is and mirrored. Whole numbers: the same answer everywhere,
// save the last digit of degrees and scale.
// Pure and thread-safe. Tested by match_test.cc.
#pragma once

#include <array>
#include <optional>

#include "points/points.h"

namespace sanad::points {

// Fewer places are chance; more need no share of what both show.
inline constexpr std::size_t kFewPoints = 9;
inline constexpr std::size_t kManyPoints = 16;
inline constexpr std::size_t kLeastSharePercent = 10;

inline constexpr int kShareOne = 10'000;

// A place as a share of a picture's width and height, in 1/10,000; outside of it below 0 or above.
struct Place {
  int x = 0, y = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

struct Agreement {
  std::size_t points = 0;     // places that agree
  std::size_t in_common = 0;  // points in what both show, of the picture that has fewer there
  // What makes the listed picture lie as the found one does: first mirrored left to right, if at
  // all, then turned with the clock, then scaled (both as they were worked on: kWorkSide).
  bool mirrored = false;
  int degrees = 0;  // 0 to 359
  int scale_permille = 0;
  // Where the corners of the one lie in the other: top left, top right, bottom right, bottom left.
  std::array<Place, 4> found_in_listed{}, listed_in_found{};
  friend bool operator==(const Agreement&, const Agreement&) = default;
};

// Absent: they do not show the same. least_points: fewer than kFewPoints is for callers that have
// another proof beside this one.
std::optional<Agreement> compare(const Points& found, const Points& listed,
                                 Instructions instructions = Instructions::kBest,
                                 std::size_t least_points = kFewPoints);

}  // namespace sanad::points
