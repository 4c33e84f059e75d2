#include "bars.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "pictures/pictures.h"

namespace sanad::media {
namespace {

struct Framed {
  Bytes pixels;
  int width = 0, height = 0;
  pdq::Raster raster() const {
    return {pixels, width, height, static_cast<std::size_t>(width) * 3, pdq::Layout::kRgb};
  }
};

// With bars, and specks in them as coding leaves them.
Framed framed(const pictures::Picture& in, int top, int right, int bottom, int left) {
  Framed out{{}, in.width + left + right, in.height + top + bottom};
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const bool is_bar = y < top || y >= top + in.height || x < left || x >= left + in.width;
      for (int c = 0; c < 3; ++c) {
        const int at = ((y - top) * in.width + x - left) * 3 + c;
        const auto speck = static_cast<std::uint8_t>((x * 7 + y * 13) % 11 == 0 ? 40 : 4);
        out.pixels.push_back(is_bar ? speck : in.pixels[static_cast<std::size_t>(at)]);
      }
    }
  }
  return out;
}

pictures::Picture scene() { return pictures::draw({pictures::Kind::kTerrain, 320, 180, 3, 8}); }

TEST(Bars, WhatLiesWithinThemIsHashedAsThePictureAlone) {
  const pictures::Picture picture = scene();
  const pdq::Raster alone = {picture.pixels, 320, 180, 960, pdq::Layout::kRgb};
  const auto expected = pdq::Hasher().hash(alone, pdq::Shrink::kNever).value();
  for (const auto& [top, right, bottom, left] :
       {std::array{30, 0, 30, 0}, std::array{0, 50, 0, 50}, std::array{12, 40, 0, 9}}) {
    const Framed frame = framed(picture, top, right, bottom, left);
    const auto inner = within_bars(frame.raster());
    ASSERT_TRUE(inner);
    EXPECT_EQ(inner->width, 320);
    EXPECT_EQ(inner->height, 180);
    EXPECT_EQ(pdq::Hasher().hash(*inner, pdq::Shrink::kNever)->hash, expected.hash);
  }
}

TEST(Bars, APictureWithoutThemOrNothingButBlackHasNone) {
  EXPECT_FALSE(within_bars(framed(scene(), 0, 0, 0, 0).raster()));
  EXPECT_FALSE(within_bars(framed(scene(), 2, 0, 2, 0).raster()));
  pictures::Picture black = scene();
  std::fill(black.pixels.begin(), black.pixels.end(), std::uint8_t{3});
  EXPECT_FALSE(within_bars(framed(black, 0, 0, 0, 0).raster()));
  // Hardly anything would be left.
  EXPECT_FALSE(within_bars(framed(scene(), 400, 0, 400, 0).raster()));
}

TEST(Bars, AGreyFrameHasThemToo) {
  Bytes pixels(100 * 100, 0);
  for (std::size_t i = 2000; i < 8000; ++i) pixels[i] = static_cast<std::uint8_t>(80 + i % 100);
  const auto inner = within_bars({pixels, 100, 100, 100, pdq::Layout::kGrey});
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->height, 60);
  EXPECT_EQ(inner->pixels.data(), pixels.data() + 2000);
}

}  // namespace
}  // namespace sanad::media
