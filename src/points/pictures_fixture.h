// Invented pictures, and what is done to them.
#pragma once

#include <algorithm>

#include "pictures/pictures.h"
#include "points/points.h"

namespace sanad::points::test {

using pictures::Kind;
using pictures::Picture;

inline Picture draw(Kind kind, std::uint64_t seed, int width = 480, int height = 360) {
  return pictures::draw({kind, width, height, 3, seed});
}

inline Raster raster_of(const Picture& picture) {
  return {picture.pixels, picture.width, picture.height,
          static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.channels),
          picture.channels};
}

inline Points points_of(const Picture& picture, Instructions instructions = Instructions::kBest) {
  return find_points(raster_of(picture), instructions).value();
}

// Pixel (x, y) of what comes out is that of the picture at from(x, y); grey outside of it.
template <typename From>
Picture made_from(const Picture& in, int width, int height, From from) {
  Picture out{width, height, 3,
              Bytes(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 90)};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto [u, v] = from(x, y);
      if (u < 0 || v < 0 || u >= in.width || v >= in.height) continue;
      std::copy_n(in.pixels.begin() + (v * in.width + u) * 3, 3,
                  out.pixels.begin() + (y * width + x) * 3);
    }
  }
  return out;
}

inline Picture cropped(const Picture& in, int left, int top, int width, int height) {
  return made_from(in, width, height, [=](int x, int y) { return std::pair{left + x, top + y}; });
}
inline Picture mirror(const Picture& in) {
  return made_from(in, in.width, in.height,
                   [&](int x, int y) { return std::pair{in.width - 1 - x, y}; });
}
// By a quarter, with the clock.
inline Picture turn(const Picture& in) {
  return made_from(in, in.height, in.width,
                   [&](int x, int y) { return std::pair{y, in.height - 1 - x}; });
}

}  // namespace sanad::points::test
