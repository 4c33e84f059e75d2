#include "levels.h"

#include <algorithm>
#include <cmath>

namespace sanad::regions {
namespace {

std::size_t at(int number) { return static_cast<std::size_t>(number); }

// The cone at (x, y) is made of the two beside it one row above, less what both hold, and the two
// pixels that neither holds (Lienhart and Maydt 2002, section 2.2). Beside the picture, where
// nothing is, a cone is that of the edge one row above.
void add_tilted(const Grey& picture, Level& level) {
  level.tilted.assign(level.sums.size(), 0);
  const auto cone = [&](int x, int y) -> std::uint32_t {
    if (x < 0 || x > level.width) {
      --y;
      x = x < 0 ? 0 : level.width;
    }
    return y <= 0 ? 0 : level.tilted[at(y) * level.stride + at(x)];
  };
  const auto pixel = [&](int x, int y) -> std::uint32_t {
    return x < 0 || y < 0 ? 0 : picture.pixels[at(y) * at(picture.width) + at(x)];
  };
  for (int y = 1; y <= level.height; ++y) {
    for (int x = 0; x <= level.width; ++x)
      level.tilted[at(y) * level.stride + at(x)] = cone(x - 1, y - 1) + cone(x + 1, y - 1) -
                                                   cone(x, y - 2) + pixel(x - 1, y - 1) +
                                                   pixel(x - 1, y - 2);
  }
}

}  // namespace

Level level_of(const Grey& picture, bool with_tilted) {
  Level level{picture.width, picture.height, at(picture.width) + 1, {}, {}, {}};
  level.sums.assign(level.stride * (at(picture.height) + 1), 0);
  level.squares.assign(level.sums.size(), 0);
  for (std::size_t y = 0; y < at(picture.height); ++y) {
    std::uint32_t sum = 0;
    std::uint64_t square = 0;
    for (std::size_t x = 0; x < at(picture.width); ++x) {
      const std::uint32_t pixel = picture.pixels[y * at(picture.width) + x];
      sum += pixel;
      square += std::uint64_t{pixel} * pixel;
      const std::size_t here = (y + 1) * level.stride + x + 1;
      level.sums[here] = level.sums[here - level.stride] + sum;
      level.squares[here] = level.squares[here - level.stride] + square;
    }
  }
  if (with_tilted) add_tilted(picture, level);
  return level;
}

Grey mirrored(const Grey& picture) {
  Grey out = picture;
  const auto width = static_cast<std::ptrdiff_t>(picture.width);
  for (auto row = out.pixels.begin(); row != out.pixels.end(); row += width)
    std::reverse(row, row + width);
  return out;
}

Grey halved(const Grey& picture) {
  Grey out{picture.width / 2, picture.height / 2, {}};
  out.pixels.reserve(at(out.width) * at(out.height));
  const std::size_t stride = at(picture.width);
  for (std::size_t y = 0; y < at(out.height); ++y) {
    for (std::size_t x = 0; x < at(out.width); ++x) {
      const std::uint8_t* four = picture.pixels.data() + 2 * y * stride + 2 * x;
      out.pixels.push_back(
          static_cast<std::uint8_t>((four[0] + four[1] + four[stride] + four[stride + 1] + 2) / 4));
    }
  }
  return out;
}

Grey resized(const Grey& picture, int width, int height) {
  // Where a pixel of the result begins, and how much of the next one it holds, in 1/256.
  struct Place {
    std::size_t first = 0, second = 0;
    unsigned share = 0;
  };
  const auto places = [](int from, int to) {
    std::vector<Place> list;
    for (int i = 0; i < to; ++i) {
      const double middle = (i + 0.5) * from / to - 0.5;
      const double clamped = std::clamp(middle, 0.0, from - 1.0);
      const auto first = static_cast<std::size_t>(clamped);
      list.push_back({first, std::min(first + 1, at(from) - 1),
                      static_cast<unsigned>((clamped - std::floor(clamped)) * 256)});
    }
    return list;
  };
  const std::vector<Place> columns = places(picture.width, width);
  const std::vector<Place> rows = places(picture.height, height);
  Grey out{width, height, {}};
  out.pixels.reserve(at(width) * at(height));
  for (const Place& row : rows) {
    const std::uint8_t* above = picture.pixels.data() + row.first * at(picture.width);
    const std::uint8_t* below = picture.pixels.data() + row.second * at(picture.width);
    for (const Place& column : columns) {
      const unsigned top =
          above[column.first] * (256 - column.share) + above[column.second] * column.share;
      const unsigned bottom =
          below[column.first] * (256 - column.share) + below[column.second] * column.share;
      out.pixels.push_back(
          static_cast<std::uint8_t>((top * (256 - row.share) + bottom * row.share + 32768) >> 16U));
    }
  }
  return out;
}

Grey shrunk(const Grey& picture, int longer_side) {
  const int longer = std::max(picture.width, picture.height);
  if (longer <= longer_side) return picture;
  Grey base = picture;
  while (std::max(base.width, base.height) >= 2 * longer_side &&
         std::min(base.width, base.height) > 1)
    base = halved(base);
  const auto side = [&](int whole) {
    return std::max(
        1, static_cast<int>(std::lround(static_cast<double>(whole) * longer_side / longer)));
  };
  return resized(base, side(picture.width), side(picture.height));
}

}  // namespace sanad::regions
