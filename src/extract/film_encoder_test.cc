// Segments of a film, encoded from pixels, and decoded by libvpx's own decoder.
#include <gtest/gtest.h>
#include <vpx/vp8dx.h>
#include <vpx/vpx_decoder.h>

#include <cmath>
#include <cstdlib>
#include <map>

#include "extract/film.h"
#include "pictures/pictures.h"

namespace sanad::extract {
namespace {

using Segments = std::map<std::uint64_t, std::vector<EncodedPicture>>;

Preview shifted_terrain(const pictures::Picture& whole, int width, int height, int by,
                        std::int64_t time_ms) {
  Preview out;
  out.width = width;
  out.height = height;
  out.time_ms = time_ms;
  for (int y = 0; y < height; ++y) {
    const auto at = static_cast<std::ptrdiff_t>((y * whole.width + by) * 3);
    out.pixels.insert(out.pixels.end(), whole.pixels.begin() + at,
                      whole.pixels.begin() + at + std::ptrdiff_t{width} * 3);
  }
  return out;
}

Segments encoded_film(const std::vector<Preview>& pictures, std::int64_t length_ms) {
  Segments out;
  FilmEncoder encoder([&](std::uint64_t number, const std::vector<EncodedPicture>& segment) {
    EXPECT_EQ(number, out.size());
    out[number] = segment;
    return Result<void>();
  });
  for (const Preview& one : pictures) EXPECT_TRUE(encoder.add(one).ok());
  EXPECT_TRUE(encoder.finish(length_ms).ok());
  return out;
}

constexpr int kStep = 24;  // pixels from one picture to the next
std::vector<Preview> panning(const std::vector<std::int64_t>& times, int width = 96,
                             int height = 64) {
  const int most = static_cast<int>(times.size()) * kStep;
  const pictures::Picture whole =
      pictures::draw({pictures::Kind::kTerrain, width + most, height, 3, 5});
  std::vector<Preview> out;
  for (std::size_t i = 0; i < times.size(); ++i)
    out.push_back(shifted_terrain(whole, width, height, static_cast<int>(i) * kStep, times[i]));
  return out;
}

// Luma of each picture of a segment, by a decoder that has seen no other.
std::vector<Bytes> lumas_of(const std::vector<EncodedPicture>& segment) {
  vpx_codec_ctx_t decoder{};
  EXPECT_EQ(vpx_codec_dec_init(&decoder, vpx_codec_vp8_dx(), nullptr, 0), VPX_CODEC_OK);
  std::vector<Bytes> out;
  for (const EncodedPicture& one : segment) {
    EXPECT_EQ(vpx_codec_decode(&decoder, one.frame.data(), static_cast<unsigned>(one.frame.size()),
                               nullptr, 0),
              VPX_CODEC_OK);
    vpx_codec_iter_t at = nullptr;
    const vpx_image_t* image = vpx_codec_get_frame(&decoder, &at);
    EXPECT_NE(image, nullptr);
    if (image == nullptr) break;
    Bytes luma;
    for (unsigned y = 0; y < image->d_h; ++y) {
      const std::uint8_t* row =
          image->planes[0] + static_cast<std::ptrdiff_t>(y) * image->stride[0];
      luma.insert(luma.end(), row, row + image->d_w);
    }
    out.push_back(std::move(luma));
  }
  vpx_codec_destroy(&decoder);
  return out;
}

double luma_at(const Preview& picture, std::size_t at) {
  const std::uint8_t* rgb = picture.pixels.data() + at * 3;
  return 16 + (65.738 * rgb[0] + 129.057 * rgb[1] + 25.064 * rgb[2]) / 256;
}
double mean_difference(const Preview& picture, const Bytes& luma) {
  double sum = 0;
  for (std::size_t i = 0; i < luma.size(); ++i) sum += std::abs(luma_at(picture, i) - luma[i]);
  return sum / static_cast<double>(luma.size());
}

std::vector<std::uint32_t> times_of(const std::vector<EncodedPicture>& segment) {
  std::vector<std::uint32_t> out;
  for (const EncodedPicture& one : segment) out.push_back(one.time_ms);
  return out;
}

TEST(FilmEncoder, EachSegmentIsDecodedByItselfAndNearTheOriginal) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < 25; ++i) times.push_back(i * 100);
  const auto pictures = panning(times);
  const Segments segments = encoded_film(pictures, 2'500);
  ASSERT_EQ(segments.size(), 3U);
  std::size_t seen = 0;
  for (const auto& [number, segment] : segments)
    for (const Bytes& luma : lumas_of(segment))
      EXPECT_LT(mean_difference(pictures.at(seen++), luma), 4) << seen;
  EXPECT_EQ(seen, 25U);
}

TEST(FilmEncoder, GivesTheSameBytesEachTime) {
  const auto pictures = panning({0, 80, 160, 240, 1'000, 1'080}, 161, 93);
  const auto bytes_of = [&] {
    Bytes all;
    for (const auto& [number, segment] : encoded_film(pictures, 1'200))
      for (const EncodedPicture& one : segment)
        all.insert(all.end(), one.frame.begin(), one.frame.end());
    return all;
  };
  EXPECT_EQ(bytes_of(), bytes_of());
}

// What is shown of a second tells nothing of the seconds before and after it.
TEST(FilmEncoder, ASegmentFollowsFromItsOwnPicturesAlone) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < 30; ++i) times.push_back(i * 100);
  const auto pictures = panning(times);
  auto others = pictures;
  for (std::size_t i = 0; i < others.size(); ++i)
    if (i < 10 || i >= 20)
      for (std::uint8_t& byte : others[i].pixels) byte = static_cast<std::uint8_t>(byte ^ 0x5A);
  const Segments one = encoded_film(pictures, 3'000), other = encoded_film(others, 3'000);
  const auto same = [&](std::uint64_t number) {
    const auto &a = one.at(number), &b = other.at(number);
    return std::ranges::equal(a, b, {}, &EncodedPicture::frame, &EncodedPicture::frame);
  };
  EXPECT_TRUE(same(1));
  EXPECT_FALSE(same(0));
  EXPECT_FALSE(same(2));
}

TEST(FilmEncoder, ASegmentBeginsWithItsOwnFirstPictureUnlessThatComesLate) {
  const auto pictures = panning({0, 900, 1'240, 1'500, 2'251, 5'000, 5'999});
  const Segments segments = encoded_film(pictures, 7'001);
  ASSERT_EQ(segments.size(), 8U);
  using Times = std::vector<std::uint32_t>;
  EXPECT_EQ(times_of(segments.at(0)), (Times{0, 900}));
  EXPECT_EQ(times_of(segments.at(1)), (Times{0, 500}));  // 1,240 from the beginning
  EXPECT_EQ(times_of(segments.at(2)), (Times{0, 251}));  // held, then its own
  EXPECT_EQ(times_of(segments.at(3)), (Times{0}));
  EXPECT_EQ(times_of(segments.at(5)), (Times{0, 999}));
  EXPECT_EQ(times_of(segments.at(7)), (Times{0}));
  const auto shows = [&](std::uint64_t segment, std::size_t at, std::size_t picture) {
    return mean_difference(pictures.at(picture), lumas_of(segments.at(segment)).at(at)) < 4;
  };
  EXPECT_TRUE(shows(1, 0, 2));
  EXPECT_TRUE(shows(2, 0, 3));
  EXPECT_TRUE(shows(2, 1, 4));
  EXPECT_TRUE(shows(3, 0, 4));
  EXPECT_TRUE(shows(5, 0, 5));
  EXPECT_TRUE(shows(6, 0, 6));
  EXPECT_FALSE(shows(1, 0, 1));  // the control
}

TEST(FilmEncoder, TakesAnySizeAndRefusesTwoInOneFilm) {
  for (const auto& [width, height] : {std::pair{1, 1}, {17, 2}, {640, 3}, {3, 640}}) {
    const auto segments = encoded_film(panning({0, 100}, width, height), 200);
    EXPECT_EQ(lumas_of(segments.at(0)).at(1).size(),
              static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  }
  FilmEncoder encoder(
      [](std::uint64_t, const std::vector<EncodedPicture>&) { return Result<void>(); });
  EXPECT_TRUE(encoder.add(panning({0}, 32, 16)[0]).ok());
  EXPECT_EQ(encoder.add(panning({100}, 16, 32)[0]).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::extract
