#include "story/media.h"

#include <algorithm>
#include <cstddef>

namespace sanad::story {
namespace {

using pictures::Picture;

std::size_t at(const Picture& picture, int x, int y) {
  return (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
          static_cast<std::size_t>(x)) *
         static_cast<std::size_t>(picture.channels);
}

Picture blank(int width, int height, int channels, std::uint8_t shade) {
  Picture picture{width, height, channels, {}};
  picture.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                            static_cast<std::size_t>(channels),
                        shade);
  return picture;
}

// Half as wide and half as high, each pixel the mean of four.
Picture smaller(const Picture& from) {
  Picture to = blank(std::max(1, from.width / 2), std::max(1, from.height / 2), from.channels, 0);
  for (int y = 0; y < to.height; ++y)
    for (int x = 0; x < to.width; ++x)
      for (int c = 0; c < to.channels; ++c) {
        int sum = 0;
        for (int i = 0; i < 4; ++i)
          sum += from.pixels[at(from, std::min(2 * x + i % 2, from.width - 1),
                                std::min(2 * y + i / 2, from.height - 1)) +
                             static_cast<std::size_t>(c)];
        to.pixels[at(to, x, y) + static_cast<std::size_t>(c)] =
            static_cast<std::uint8_t>((sum + 2) / 4);
      }
  return to;
}

Picture mirrored(const Picture& from) {
  Picture to = from;
  for (int y = 0; y < to.height; ++y)
    for (int x = 0; x < to.width; ++x)
      std::copy_n(from.pixels.begin() + static_cast<std::ptrdiff_t>(at(from, to.width - 1 - x, y)),
                  to.channels, to.pixels.begin() + static_cast<std::ptrdiff_t>(at(to, x, y)));
  return to;
}

// A light border, a fiftieth of the width on each side.
Picture framed(const Picture& from) {
  const int border = std::max(1, from.width / 50);
  Picture to = blank(from.width + 2 * border, from.height + 2 * border, from.channels, 235);
  for (int y = 0; y < from.height; ++y)
    std::copy_n(from.pixels.begin() + static_cast<std::ptrdiff_t>(at(from, 0, y)),
                static_cast<std::ptrdiff_t>(from.width) * from.channels,
                to.pixels.begin() + static_cast<std::ptrdiff_t>(at(to, border, y + border)));
  return to;
}

Picture darker(const Picture& from) {
  Picture to = from;
  for (std::uint8_t& sample : to.pixels) sample = static_cast<std::uint8_t>(sample * 4 / 5);
  return to;
}

}  // namespace

pictures::Picture draw(const MediaPlan& plan) {
  Picture picture = pictures::draw(plan.picture);
  for (const Alteration alteration : plan.alterations) {
    switch (alteration) {
      case Alteration::kSmaller:
        picture = smaller(picture);
        break;
      case Alteration::kMirrored:
        picture = mirrored(picture);
        break;
      case Alteration::kFramed:
        picture = framed(picture);
        break;
      case Alteration::kDarker:
        picture = darker(picture);
        break;
    }
  }
  return picture;
}

}  // namespace sanad::story
