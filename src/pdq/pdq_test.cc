#include "pdq/pdq.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pictures/pictures.h"

namespace sanad::pdq {
namespace {

using pictures::Kind;
using pictures::Picture;

Raster raster_of(const Picture& picture) {
  return {picture.pixels, picture.width, picture.height,
          static_cast<std::size_t>(picture.width * picture.channels),
          picture.channels == 1 ? Layout::kGrey : Layout::kRgb};
}

Hash hash_of(const Picture& picture) { return Hasher().hash(raster_of(picture))->hash; }

// The published algorithm as it reads: one sum after the other, whole pictures each time.
class Obvious {
 public:
  static Fingerprint hash(const Picture& picture) {
    Obvious one(picture);
    Fingerprint out;
    out.quality = one.quality();
    out.hash = one.bits();
    return out;
  }

 private:
  explicit Obvious(const Picture& p)
      : width_(static_cast<std::size_t>(p.width)), height_(static_cast<std::size_t>(p.height)) {
    for (std::size_t i = 0; i < width_ * height_; ++i) {
      if (p.channels == 1) {
        luma_.push_back(static_cast<float>(p.pixels[i]));
        continue;
      }
      const std::uint8_t* rgb = p.pixels.data() + 3 * i;
      const float red = 0.299F * static_cast<float>(rgb[0]);
      const float green = 0.587F * static_cast<float>(rgb[1]);
      const float blue = 0.114F * static_cast<float>(rgb[2]);
      luma_.push_back(red + green + blue);
    }
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t y = 0; y < height_; ++y) box(y * width_, 1, width_);
      for (std::size_t x = 0; x < width_; ++x) box(x, width_, height_);
    }
    for (std::size_t i = 0; i < 64; ++i) {
      for (std::size_t j = 0; j < 64; ++j) {
        const auto y = static_cast<std::size_t>((static_cast<double>(i) + 0.5) *
                                                static_cast<double>(height_) / 64);
        const auto x = static_cast<std::size_t>((static_cast<double>(j) + 0.5) *
                                                static_cast<double>(width_) / 64);
        samples_[i][j] = luma_[y * width_ + x];
      }
    }
  }

  // Means over a window that is cut off at both ends, from one running sum.
  void box(std::size_t first, std::size_t step, std::size_t length) {
    const std::size_t window = (length + 127) / 128;
    const std::size_t lead = (window + 2) / 2 - 1;
    std::vector<float> in(length);
    for (std::size_t i = 0; i < length; ++i) in[i] = luma_[first + i * step];
    float sum = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    while (end < lead) sum += in[end++];
    for (std::size_t i = 0; i < length; ++i) {
      if (end < length) sum += in[end++];
      if (i + lead + 1 > window) sum -= in[begin++];
      luma_[first + i * step] = sum / static_cast<float>(end - begin);
    }
  }

  int quality() const {
    int sum = 0;
    const auto step = [](float u, float v) {
      return std::abs(static_cast<int>((u - v) * 100 / 255));
    };
    for (std::size_t i = 0; i < 64; ++i) {
      for (std::size_t j = 0; j < 63; ++j) {
        sum += step(samples_[j][i], samples_[j + 1][i]) + step(samples_[i][j], samples_[i][j + 1]);
      }
    }
    return std::min(100, sum / 90);
  }

  Hash bits() const {
    const auto factor = [](std::size_t i, std::size_t j) {
      const double angle = 3.14159265358979323846 / 2.0 / 64.0 * static_cast<double>(i + 1) *
                           static_cast<double>(2 * j + 1);
      return static_cast<float>(static_cast<float>(std::sqrt(2.0 / 64.0)) * std::cos(angle));
    };
    std::vector<float> spectrum;
    for (std::size_t i = 0; i < 16; ++i) {
      float half[64] = {};
      for (std::size_t j = 0; j < 64; ++j) {
        for (std::size_t k = 0; k < 64; ++k) half[j] += factor(i, k) * samples_[k][j];
      }
      for (std::size_t j = 0; j < 16; ++j) {
        float sum = 0;
        for (std::size_t k = 0; k < 64; ++k) sum += half[k] * factor(j, k);
        spectrum.push_back(sum);
      }
    }
    std::vector<float> sorted = spectrum;
    std::sort(sorted.begin(), sorted.end());
    Hash hash{};
    for (std::size_t k = 0; k < 256; ++k) {
      if (spectrum[k] > sorted[127]) hash[31 - k / 8] |= static_cast<std::uint8_t>(1U << (k % 8));
    }
    return hash;
  }

  std::size_t width_, height_;
  std::vector<float> luma_;
  float samples_[64][64];
};

TEST(Pdq, EqualsTheObviousVersionAtEverySizeOfFrame) {
  for (const Instructions instructions :
       {Instructions::kPlain, Instructions::kAvx2, Instructions::kAvx512}) {
    Hasher hasher(instructions);
    for (std::uint64_t seed = 0; seed < 120; ++seed) {
      const int width = 5 + static_cast<int>(pictures::mix(seed, 1) % (seed < 100 ? 300 : 1400));
      const int height = 5 + static_cast<int>(pictures::mix(seed, 2) % (seed < 100 ? 300 : 1400));
      if (width == 64 && height == 64) continue;
      const Kind kind = static_cast<Kind>(seed % 6);
      const Picture picture = pictures::draw({kind, width, height, seed % 2 == 0 ? 1 : 3, seed});
      const Fingerprint expected = Obvious::hash(picture);
      const auto found = hasher.hash(raster_of(picture), Shrink::kNever);
      ASSERT_TRUE(found.ok());
      EXPECT_EQ(format_hex(found->hash), format_hex(expected.hash)) << width << 'x' << height;
      EXPECT_EQ(found->quality, expected.quality) << width << 'x' << height;
    }
  }
}

TEST(Pdq, ReadsRowsThatAreFurtherApartThanTheyAreLong) {
  const Picture picture = pictures::draw({Kind::kTerrain, 100, 80, 3, 5});
  Bytes wide(80 * 317, 0xEE);
  for (std::size_t y = 0; y < 80; ++y) {
    std::copy_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(y * 300), 300,
                wide.begin() + static_cast<std::ptrdiff_t>(y * 317));
  }
  const auto found = Hasher().hash({wide, 100, 80, 317, Layout::kRgb});
  EXPECT_EQ(found->hash, hash_of(picture));
}

Picture changed(const Picture& in, bool turn, bool flip_rows, bool flip_columns) {
  Picture out = in;
  if (turn) std::swap(out.width, out.height);
  const auto channels = static_cast<std::size_t>(in.channels);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      int from_x = turn ? y : x;
      int from_y = turn ? x : y;
      if (flip_columns) from_x = in.width - 1 - from_x;
      if (flip_rows) from_y = in.height - 1 - from_y;
      std::copy_n(in.pixels.begin() + (from_y * in.width + from_x) * in.channels, channels,
                  out.pixels.begin() + (y * out.width + x) * in.channels);
    }
  }
  return out;
}

TEST(Pdq, NamesTheHashesOfTheTurnedAndMirroredPicture) {
  for (const Kind kind : {Kind::kShapes, Kind::kTerrain, Kind::kNoise}) {
    const Picture picture = pictures::draw({kind, 300, 260, 3, 42});
    const Fingerprint found = *Hasher().fingerprint(raster_of(picture));
    const Picture variants[kDihedral] = {picture,
                                         changed(picture, true, false, true),
                                         changed(picture, false, true, true),
                                         changed(picture, true, true, false),
                                         changed(picture, false, true, false),
                                         changed(picture, false, false, true),
                                         changed(picture, true, false, false),
                                         changed(picture, true, true, true)};
    for (std::size_t i = 0; i < kDihedral; ++i) {
      EXPECT_LE(distance(found.dihedral[i], hash_of(variants[i])), kMatchDistance) << i;
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_GT(distance(found.dihedral[i], hash_of(variants[j])), kMatchDistance) << i << j;
      }
    }
  }
}

TEST(Pdq, GivesZerosForPicturesUnderFivePixels) {
  for (const int side : {1, 2, 3, 4}) {
    const Picture picture = pictures::draw({Kind::kNoise, side, 200, 3, 1});
    const Fingerprint found = *Hasher().fingerprint(raster_of(picture));
    EXPECT_EQ(found.hash, Hash{});
    EXPECT_EQ(found.dihedral[3], Hash{});
    EXPECT_EQ(found.quality, 0);
  }
}

TEST(Pdq, CountsBitsThatDiffer) {
  Hash a{};
  Hash b{};
  EXPECT_EQ(distance(a, b), 0);
  b[0] = 0x80;
  b[31] = 0x03;
  EXPECT_EQ(distance(a, b), 3);
  b.fill(0xFF);
  EXPECT_EQ(distance(a, b), 256);
}

TEST(Pdq, RefusesSidesThatAreNone) {
  const Bytes bytes(100);
  for (const int side : {0, -1, kMaxSide + 1}) {
    EXPECT_EQ(Hasher().hash({bytes, side, 1, 100, Layout::kGrey}).error().code,
              ErrorCode::kInvalid);
    EXPECT_EQ(Hasher().fingerprint({bytes, 1, side, 100, Layout::kGrey}).error().code,
              ErrorCode::kInvalid);
  }
}

TEST(Pdq, RefusesBytesThatDoNotReachTheLastPixel) {
  const Bytes bytes(299);
  EXPECT_FALSE(Hasher().hash({bytes, 10, 10, 30, Layout::kRgb}).ok());
  EXPECT_FALSE(Hasher().hash({bytes, 10, 5, 29, Layout::kRgb}).ok());
  EXPECT_FALSE(Hasher().hash({{}, 5, 5, 5, Layout::kGrey}).ok());
  EXPECT_TRUE(Hasher().hash({bytes, 9, 10, 30, Layout::kRgb}).ok());
}

}  // namespace
}  // namespace sanad::pdq
