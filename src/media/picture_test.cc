#include "media/picture.h"

#include <gtest/gtest.h>

#include "corpus_fixture.h"

namespace sanad::media {
namespace {

pictures::Picture invented(int width = 200, int height = 120, int channels = 3) {
  return pictures::draw({pictures::Kind::kTerrain, width, height, channels, 77});
}

TEST(Picture, ComesBackFromLosslessFilesAsItWas) {
  const auto rgb = invented();
  for (const Bytes& file : {write_png(rgb, {}), write_png(rgb, {.interlaced = true}),
                            write_png(rgb, {.bits = 16, .low_byte = false}), write_bmp(rgb)}) {
    const auto picture = decode_picture(file);
    ASSERT_TRUE(picture.ok()) << picture.error().message;
    EXPECT_EQ(picture->width, 200);
    EXPECT_EQ(picture->height, 120);
    EXPECT_EQ(picture->pixels, rgb.pixels);
    EXPECT_FALSE(picture->damaged);
  }
  const auto grey = invented(200, 120, 1);
  EXPECT_EQ(decode_picture(write_png(grey, {}))->pixels, grey.pixels);
  EXPECT_EQ(decode_picture(write_png(grey, {}))->layout, pdq::Layout::kGrey);
}

TEST(Picture, LosesItsAlphaAndKeepsTheColoursUnderIt) {
  const auto rgb = invented();
  EXPECT_EQ(decode_picture(write_png(rgb, {.alpha = true}))->pixels, rgb.pixels);
}

TEST(Picture, RoundsSixteenBitsToEight) {
  const auto rgb = invented();
  const auto picture = decode_picture(write_png(rgb, {.bits = 16, .low_byte = true}));
  ASSERT_TRUE(picture.ok());
  for (std::size_t i = 0; i < rgb.pixels.size(); ++i) {
    ASSERT_NEAR(picture->pixels[i], rgb.pixels[i], 1) << i;
  }
}

TEST(Picture, SaysHowItIsToBeTurnedAndStaysAsStored) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto picture = decode_picture(write_jpeg(invented(), {.orientation = orientation}));
    ASSERT_TRUE(picture.ok());
    EXPECT_EQ(picture->orientation, orientation);
    EXPECT_EQ(picture->width, 200);
  }
  EXPECT_EQ(decode_picture(write_jpeg(invented(), {.orientation = 9}))->orientation, 1);
}

TEST(Picture, IsMarkedDamagedWhenAJpegFileEndsEarly) {
  Bytes file = write_jpeg(invented(), {});
  EXPECT_FALSE(decode_picture(file)->damaged);
  file.resize(file.size() / 2);
  const auto picture = decode_picture(file);
  ASSERT_TRUE(picture.ok());
  EXPECT_TRUE(picture->damaged);
}

TEST(Picture, IsRefusedWhenAPngFileEndsEarly) {
  Bytes file = write_png(invented(), {});
  file.resize(file.size() / 2);
  EXPECT_EQ(decode_picture(file).error().code, ErrorCode::kInvalid);
}

TEST(Picture, IsRefusedWhenItHasMorePixelsThanAllowed) {
  const auto rgb = invented();
  for (const Bytes& file : {write_jpeg(rgb, {}), write_png(rgb, {}), write_bmp(rgb)}) {
    EXPECT_EQ(decode_picture(file, {.max_pixels = 200 * 119}).error().code, ErrorCode::kLimit);
    EXPECT_TRUE(decode_picture(file, {.max_pixels = 200 * 120}).ok());
  }
  for (const Bytes& file : {write_jpeg(rgb, {}), write_png(rgb, {})}) {
    EXPECT_EQ(decode_picture(file, {.max_side = 199}).error().code, ErrorCode::kLimit);
  }
}

TEST(Picture, IsRefusedWhenItIsNone) {
  for (const std::string_view text : {"", "plain text", "GIF89a", "BM", "\xFF\xD8\xFF\xE0",
                                      "\x89PNG\r\n\x1A\n", "RIFF....WEBP", "<svg/>"}) {
    const auto picture = decode_picture(as_bytes(text));
    ASSERT_FALSE(picture.ok()) << text;
    EXPECT_EQ(picture.error().code, ErrorCode::kInvalid) << text;
  }
}

// Files written by other programs from one invented picture of 96 x 72 pixels.
TEST(Picture, ComesFromGifWebpTiffAndAvif) {
  const auto original = decode_picture(read_testdata("hills.png"));
  ASSERT_TRUE(original.ok());
  const pdq::Hash hash = pdq::Hasher().hash(original->raster())->hash;
  for (const char* name : {"hills.gif", "hills.webp", "hills-lossless.webp", "hills.tiff",
                           "hills-lzw.tiff", "hills.avif", "hills.bmp"}) {
    const auto picture = decode_picture(read_testdata(name));
    ASSERT_TRUE(picture.ok()) << name << ": " << picture.error().message;
    EXPECT_EQ(picture->width, 96) << name;
    EXPECT_EQ(picture->height, 72) << name;
    EXPECT_LE(pdq::distance(pdq::Hasher().hash(picture->raster())->hash, hash), pdq::kMatchDistance)
        << name;
    EXPECT_TRUE(picture->decoder.starts_with("FFmpeg ")) << name;
  }
}

TEST(Picture, NamesTheDecoderAndItsVersion) {
  EXPECT_TRUE(decode_picture(write_jpeg(invented(), {}))->decoder.starts_with("libjpeg-turbo "));
  EXPECT_TRUE(decode_picture(write_png(invented(), {}))->decoder.starts_with("libpng 1."));
}

TEST(Picture, IsKnownByItsFirstBytes) {
  EXPECT_EQ(format_of(read_testdata("hills.avif")), Format::kAvif);
  EXPECT_EQ(format_of(read_testdata("hills.webp")), Format::kWebp);
  EXPECT_EQ(format_of(read_testdata("hills.tiff")), Format::kTiff);
  EXPECT_EQ(format_of({}), Format::kUnknown);
  EXPECT_EQ(format_name(format_of(as_bytes("anything"))), "stream");
}

TEST(Picture, SurvivesAnyByteOfItsFileBeingAnother) {
  const auto small = invented(24, 16);
  for (const Bytes& file : {write_jpeg(small, {}), write_jpeg(small, {.progressive = true}),
                            write_png(small, {}), write_bmp(small)}) {
    for (std::size_t at = 0; at < file.size(); ++at) {
      Bytes changed = file;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << (at % 8)));
      const auto picture = decode_picture(changed, {.max_pixels = 1'000'000});
      if (!picture.ok()) {
        EXPECT_FALSE(picture.error().message.empty());
        continue;
      }
      EXPECT_TRUE(pdq::Hasher().hash(picture->raster()).ok());
    }
  }
}

}  // namespace
}  // namespace sanad::media
