// A picture made smaller, with the sums from which features are had in a few additions.
#pragma once

#include <vector>

#include "regions/cascade.h"

namespace sanad::regions {

// One size of a picture. Tables have one row and one column more than the picture:
//   sums     of all pixels above and to the left
//   squares  the same of their squares
//   tilted   of all pixels above in a cone of 45 degrees whose tip is the pixel (x - 1, y - 1);
//            empty unless it was asked for
// Sums wrap around at 2^32, and so do the differences that are taken of them: those are below 2^32.
struct Level {
  int width = 0, height = 0;
  std::size_t stride = 0;  // of the tables
  std::vector<std::uint32_t> sums, tilted;
  std::vector<std::uint64_t> squares;
};
Level level_of(const Grey& picture, bool with_tilted);

// Half as wide and high: means of 2 x 2 pixels.
Grey halved(const Grey& picture);
// To a size that is not larger, nor smaller than half; between pixels it is linear.
Grey resized(const Grey& picture, int width, int height);

}  // namespace sanad::regions
