#include "pictures/people.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sanad::pictures {
namespace {

struct Colour {
  int red = 0, green = 0, blue = 0;
};

// Of size x size thousandths; an ellipse or a rectangle, whose colour fades towards its edge.
struct Patch {
  int x = 0, y = 0;  // the middle
  int half_wide = 0, half_high = 0;
  Colour colour;
  int strength = 1000;  // at the middle, of 1,000
  int edge = 0;         // how far inside of the edge it begins to fade, of 1,000
};

void blend(Picture& picture, int x, int y, const Colour& colour, int share) {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height || share <= 0) return;
  std::uint8_t* at = picture.pixels.data() +
                     (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                      static_cast<std::size_t>(x)) *
                         3;
  const std::array<int, 3> wanted = {colour.red, colour.green, colour.blue};
  for (std::size_t c = 0; c < 3; ++c)
    at[c] = static_cast<std::uint8_t>((at[c] * (1000 - share) + wanted[c] * share) / 1000);
}

void paint(Picture& picture, int left, int top, int size, const Patch& patch) {
  const int first_x = (patch.x - patch.half_wide) * size / 1000;
  const int last_x = (patch.x + patch.half_wide) * size / 1000;
  const int first_y = (patch.y - patch.half_high) * size / 1000;
  const int last_y = (patch.y + patch.half_high) * size / 1000;
  for (int y = first_y; y <= last_y; ++y) {
    for (int x = first_x; x <= last_x; ++x) {
      // Where in the ellipse, in millionths of its radius squared.
      const std::int64_t dx = (x * 1000LL / size - patch.x) * 1000 / std::max(patch.half_wide, 1);
      const std::int64_t dy = (y * 1000LL / size - patch.y) * 1000 / std::max(patch.half_high, 1);
      const std::int64_t far = (dx * dx + dy * dy) / 1000;
      if (far > 1000) continue;
      const std::int64_t inside = 1000 - far;
      const int share = patch.edge == 0 || inside >= patch.edge
                            ? patch.strength
                            : static_cast<int>(patch.strength * inside / patch.edge);
      blend(picture, left + x, top + y, patch.colour, share);
    }
  }
}

constexpr Colour kSkin{214, 172, 146}, kShade{140, 98, 78}, kDark{48, 34, 30}, kHair{58, 42, 36},
    kWhite{228, 224, 220}, kLips{150, 78, 74}, kLight{236, 202, 178};

// From the back to the front.
constexpr std::array kFace = {
    Patch{500, 430, 400, 430, kHair, 1000, 60},   // hair
    Patch{500, 560, 330, 420, kSkin, 1000, 60},   // head
    Patch{500, 300, 240, 110, kLight, 600, 900},  // forehead
    Patch{350, 440, 120, 75, kShade, 800, 900},   // hollows of the eyes
    Patch{650, 440, 120, 75, kShade, 800, 900},
    Patch{350, 385, 105, 22, kDark, 900, 500},  // brows
    Patch{650, 385, 105, 22, kDark, 900, 500},
    Patch{350, 450, 72, 30, kWhite, 900, 300},  // eyes
    Patch{650, 450, 72, 30, kWhite, 900, 300},
    Patch{350, 450, 32, 32, kDark, 1000, 200},
    Patch{650, 450, 32, 32, kDark, 1000, 200},
    Patch{500, 530, 45, 140, kLight, 700, 900},  // the bridge of the nose
    Patch{300, 620, 100, 90, kLight, 500, 950},  // cheeks
    Patch{700, 620, 100, 90, kLight, 500, 950},
    Patch{460, 655, 34, 20, kDark, 700, 800},  // nostrils
    Patch{540, 655, 34, 20, kDark, 700, 800},
    Patch{500, 780, 130, 42, kLips, 950, 500},  // mouth
    Patch{500, 780, 120, 10, kDark, 900, 500},
    Patch{500, 860, 110, 30, kShade, 400, 900},  // below the lips
};

// 5 x 7 cells, a row in each byte.
using Glyph = std::array<std::uint8_t, 7>;
constexpr std::array<Glyph, 8> kGlyphs = {{
    {0x0E, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11},  // A
    {0x06, 0x0A, 0x12, 0x02, 0x02, 0x02, 0x02},  // 1
    {0x0E, 0x11, 0x01, 0x06, 0x08, 0x10, 0x1F},  // 2
    {0x1E, 0x01, 0x01, 0x0E, 0x01, 0x01, 0x1E},  // 3
    {0x1E, 0x11, 0x11, 0x1E, 0x11, 0x11, 0x1E},  // B
    {0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E},  // C
    {0x1F, 0x01, 0x02, 0x04, 0x04, 0x04, 0x04},  // 7
    {0x1F, 0x01, 0x02, 0x04, 0x04, 0x04, 0x04},  // 7
}};

}  // namespace

void paint_face(Picture& picture, int x, int y, int size) {
  for (const Patch& patch : kFace) paint(picture, x, y, size, patch);
}

void paint_plate(Picture& picture, int x, int y, int width) {
  const int high = width / 4, frame = std::max(1, width / 60);
  for (int v = 0; v < high; ++v) {
    for (int u = 0; u < width; ++u) {
      const bool is_frame = u < frame || v < frame || u >= width - frame || v >= high - frame;
      blend(picture, x + u, y + v, is_frame ? kDark : Colour{236, 236, 232}, 1000);
    }
  }
  // Eight glyphs with a cell between them.
  const int cells = static_cast<int>(kGlyphs.size()) * 6 + 3;
  for (int v = 0; v < high; ++v) {
    for (int u = 0; u < width; ++u) {
      const int column = u * cells / width - 2, row = v * 11 / high - 2;
      if (column < 0 || row < 0 || row >= 7 || column % 6 == 5) continue;
      const auto glyph = static_cast<std::size_t>(column / 6);
      if (glyph >= kGlyphs.size()) continue;
      const unsigned bits = kGlyphs[glyph][static_cast<std::size_t>(row)];
      if ((bits >> static_cast<unsigned>(4 - column % 6) & 1U) != 0)
        blend(picture, x + u, y + v, {24, 24, 28}, 1000);
    }
  }
}

Picture turned(const Picture& picture) {
  Picture out{picture.height, picture.width, picture.channels, Bytes(picture.pixels.size())};
  const auto channels = static_cast<std::size_t>(picture.channels);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::size_t from =
          (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
           static_cast<std::size_t>(x)) *
          channels;
      const std::size_t to = (static_cast<std::size_t>(x) * static_cast<std::size_t>(out.width) +
                              static_cast<std::size_t>(picture.height - 1 - y)) *
                             channels;
      std::copy_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(from), channels,
                  out.pixels.begin() + static_cast<std::ptrdiff_t>(to));
    }
  }
  return out;
}

}  // namespace sanad::pictures
