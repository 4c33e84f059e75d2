// Pictures pixel for pixel, by the real program in its cage.
#include "extract/pixels.h"

#include <gtest/gtest.h>

#include "cage/input.h"
#include "extract/stretches.h"

namespace sanad::extract {
namespace {

Preview painted(int width, int height) {
  Preview picture;
  picture.width = width;
  picture.height = height;
  for (int i = 0; i < width * height * 3; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(i * 7 + i / 11));
  return picture;
}
Result<WholePicture> whole(ByteView file) {
  const cage::Input input = cage::Input::of(file).value();
  return whole_picture(Extractor{}, input.fd(), "");
}
// An Exif segment that says how the picture is turned, behind the beginning of a JPEG.
Bytes turned(Bytes jpeg, std::uint8_t orientation) {
  const Bytes exif = {0xFF, 0xE1, 0, 34, 'E', 'x',         'i', 'f', 0, 0,    'M', 'M',
                      0,    42,   0, 0,  0,   8,           0,   1,   1, 0x12, 0,   3,
                      0,    0,    0, 1,  0,   orientation, 0,   0,   0, 0,    0,   0};
  jpeg.insert(jpeg.begin() + 2, exif.begin(), exif.end());
  return jpeg;
}

TEST(PixelsTest, APictureLargerThanAPreviewKeepsEveryPixel) {
  const Preview picture = painted(2'500, 40);
  const auto seen = whole(format_png(picture).value());
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  EXPECT_EQ(seen->width, 2'500);
  EXPECT_EQ(seen->height, 40);
  EXPECT_EQ(seen->pixels, picture.pixels);
  EXPECT_FALSE(seen->damaged);
  EXPECT_EQ(seen->decoder.substr(0, 7), "libpng ");
}

TEST(PixelsTest, APictureStandsTheRightWayUpAndItsDecoderIsNamed) {
  const Bytes jpeg = format_jpeg(painted(64, 32)).value();
  const auto upright = whole(jpeg).value();
  const auto seen = whole(turned(jpeg, 6));
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  EXPECT_EQ(seen->width, 32);
  EXPECT_EQ(seen->height, 64);
  EXPECT_EQ(seen->decoder.substr(0, 13), "libjpeg-turbo");
  // The upper left of what is seen is the lower left of what is stored.
  const std::size_t lower_left = std::size_t{64} * 31 * 3;
  for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(seen->pixels[c], upright.pixels[lower_left + c]);
}

// 16 bits, two channels.
Bytes wav_of(const Bytes& samples) {
  Bytes file = to_bytes("RIFF");
  const auto put = [&](std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) file.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  put(36 + samples.size(), 4);
  for (const char c : std::string_view("WAVEfmt ")) put(static_cast<std::uint8_t>(c), 1);
  for (const auto& [value, bytes] :
       {std::pair{16, 4}, {1, 2}, {2, 2}, {22'050, 4}, {88'200, 4}, {4, 2}, {16, 2}})
    put(static_cast<std::uint64_t>(value), bytes);
  for (const char c : std::string_view("data")) put(static_cast<std::uint8_t>(c), 1);
  put(samples.size(), 4);
  file.insert(file.end(), samples.begin(), samples.end());
  return file;
}

TEST(PixelsTest, SoundKeepsEverySampleAndOtherFilesAreNoSound) {
  Bytes samples;
  for (std::size_t i = 0; i < 400'000; ++i)
    samples.push_back(static_cast<std::uint8_t>(i * 7 + i / 11));
  const auto heard = [](ByteView file) {
    const cage::Input input = cage::Input::of(file).value();
    return whole_sound(Extractor{}, input.fd(), "");
  };
  const auto sound = heard(wav_of(samples));
  ASSERT_TRUE(sound.ok()) << sound.error().message;
  EXPECT_EQ(sound->rate, 22'050U);
  EXPECT_EQ(sound->channels, 2U);
  EXPECT_EQ(sound->samples, samples);
  EXPECT_FALSE(sound->damaged);
  EXPECT_EQ(sound->decoder.substr(0, 7), "FFmpeg ");
  EXPECT_EQ(heard(as_bytes("no sound at all")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(heard(format_png(painted(64, 64)).value()).error().code, ErrorCode::kInvalid);
}

TEST(PixelsTest, ACutPictureIsSaidToBeDamagedOrRefusedAndOtherFilesAreNoPictures) {
  Bytes jpeg = format_jpeg(painted(64, 64)).value();
  jpeg.resize(jpeg.size() / 2);
  const auto cut = whole(jpeg);
  EXPECT_TRUE(!cut.ok() || cut->damaged);
  EXPECT_FALSE(whole(as_bytes("no picture at all")).ok());
  EXPECT_FALSE(whole({}).ok());
}

}  // namespace
}  // namespace sanad::extract
