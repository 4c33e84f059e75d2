// Two pictures that are taken for each other, side by side, with the outline of what both are said
// to show; part of robustness_bench.cc.
#pragma once

namespace {

void draw_line(Picture& picture, points::Place from, points::Place to, int left, int width,
               int height) {
  constexpr std::uint8_t kRed[3] = {255, 0, 0};
  constexpr int kSteps = 2000;
  for (int i = 0; i <= kSteps; ++i) {
    const double share = static_cast<double>(i) / kSteps;
    const auto x = static_cast<int>((from.x + share * (to.x - from.x)) / points::kShareOne * width);
    const auto y =
        static_cast<int>((from.y + share * (to.y - from.y)) / points::kShareOne * height);
    for (int dy = 0; dy < 2; ++dy) {
      for (int dx = 0; dx < 2; ++dx) {
        if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
        std::copy_n(kRed, 3,
                    picture.pixels.data() + ((y + dy) * picture.width + left + x + dx) * 3);
      }
    }
  }
}

Picture side_by_side(const Picture& found, const Picture& listed,
                     const points::Agreement& agreement) {
  constexpr int kGap = 8;
  const int width = found.width + kGap + listed.width;
  const int height = std::max(found.height, listed.height);
  Picture out{width, height, 3, Bytes(static_cast<std::size_t>(width * height * 3), 255)};
  const std::pair<const Picture*, const std::array<points::Place, 4>*> sides[] = {
      {&found, &agreement.listed_in_found}, {&listed, &agreement.found_in_listed}};
  int left = 0;
  for (const auto& [picture, corners] : sides) {
    for (int y = 0; y < picture->height; ++y) {
      std::copy_n(picture->pixels.data() + y * picture->width * 3, picture->width * 3,
                  out.pixels.data() + (y * width + left) * 3);
    }
    for (std::size_t i = 0; i < 4; ++i)
      draw_line(out, (*corners)[i], (*corners)[(i + 1) % 4], left, picture->width, picture->height);
    left += picture->width + kGap;
  }
  return out;
}

}  // namespace
