#include "upright.h"

#include <algorithm>

namespace sanad::media {

Size fit(Size size, int most) {
  const std::int64_t longer = std::max(size.width, size.height);
  if (longer <= most) return size;
  const auto scaled = [longer, most](int side) {
    return static_cast<int>(std::max<std::int64_t>(1, std::int64_t{side} * most / longer));
  };
  return {scaled(size.width), scaled(size.height)};
}

namespace {

// Where the pixel at x, y of the picture as it is to be seen stands in the picture as stored, of
// the given size. Orientations as in TIFF 6.0, 0x0112.
struct Place {
  int x, y;
};
Place stored_at(int orientation, Size stored, int x, int y) {
  const int right = stored.width - 1;
  const int bottom = stored.height - 1;
  switch (orientation) {
    case 2:
      return {right - x, y};
    case 3:
      return {right - x, bottom - y};
    case 4:
      return {x, bottom - y};
    case 5:
      return {y, x};
    case 6:
      return {y, bottom - x};
    case 7:
      return {right - y, bottom - x};
    case 8:
      return {right - y, x};
    default:
      return {x, y};
  }
}

}  // namespace

Preview upright(const Bytes& pixels, Size stored, int orientation) {
  const bool sides_change = orientation >= 5;
  Preview out;
  out.width = sides_change ? stored.height : stored.width;
  out.height = sides_change ? stored.width : stored.height;
  out.pixels.reserve(pixels.size());
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const Place at = stored_at(orientation, stored, x, y);
      const auto pixel = static_cast<std::size_t>(at.y) * static_cast<std::size_t>(stored.width) +
                         static_cast<std::size_t>(at.x);
      const std::uint8_t* rgb = pixels.data() + 3 * pixel;
      out.pixels.insert(out.pixels.end(), rgb, rgb + 3);
    }
  }
  return out;
}

}  // namespace sanad::media
