// Pictures in the strict form: read back pixel by pixel, and nothing else is taken.
#include "redaction/picture.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <functional>
#include <random>

namespace sanad::redaction {
namespace {

Picture coloured(std::uint32_t width, std::uint32_t height, unsigned seed = 1) {
  std::mt19937 random(seed);
  Picture picture{width, height, {}};
  for (std::size_t i = 0; i < std::size_t{width} * height * 3; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(random()));
  return picture;
}

Bytes written(const Picture& picture) {
  auto file = write_png(picture);
  EXPECT_TRUE(file.ok());
  return file.ok() ? std::move(*file) : Bytes{};
}

// A chunk with a true CRC-32.
Bytes chunk(std::string_view type, ByteView data) {
  Bytes out;
  const auto put = [&](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      out.push_back(static_cast<std::uint8_t>(value >> shift));
  };
  put(static_cast<std::uint32_t>(data.size()));
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  put(static_cast<std::uint32_t>(::crc32_z(0, out.data() + 4, out.size() - 4)));
  return out;
}

Bytes with(const Bytes& file, std::size_t at, const Bytes& more) {
  Bytes changed = file;
  changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), more.begin(), more.end());
  return changed;
}

TEST(PictureTest, WhatIsWrittenIsReadBackPixelByPixel) {
  for (const auto& [width, height] : {std::pair{1U, 1U}, {17U, 5U}, {300U, 200U}, {3U, 999U}}) {
    const Picture picture = coloured(width, height);
    const auto read = read_png(written(picture));
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->width, width);
    EXPECT_EQ(read->height, height);
    EXPECT_EQ(read->pixels, picture.pixels);
  }
}

TEST(PictureTest, APictureWhosePixelsAreNotOfItsSizeOrBeyondTheLimitsIsNotWritten) {
  EXPECT_FALSE(write_png({2, 2, Bytes(11)}).ok());
  EXPECT_FALSE(write_png({0, 2, {}}).ok());
  EXPECT_FALSE(write_png({8'000, 8'000, {}}).ok());
}

TEST(PictureTest, NoByteOfAFileMayBeChangedLeftOutOrAdded) {
  const Picture picture = coloured(20, 9);
  const Bytes file = written(picture);
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes changed = file;
    changed[at] ^= 0x10;
    EXPECT_FALSE(read_png(changed).ok()) << at;
    EXPECT_FALSE(read_png(ByteView(file).first(at)).ok()) << at;
    EXPECT_FALSE(read_png(with(file, at, {0})).ok()) << at;
  }
  EXPECT_FALSE(read_png(with(file, file.size(), {0})).ok());
}

TEST(PictureTest, NothingStandsBesideThePixels) {
  const Bytes file = written(coloured(20, 9));
  constexpr std::size_t kAfterHead = 8 + 25;
  for (const std::string_view type : {"tEXt", "eXIf", "iCCP", "gAMA", "pHYs", "zzZz", "IDAT"}) {
    const Bytes more = chunk(type, as_bytes("Comment\0the name is Sahar"));
    EXPECT_FALSE(read_png(with(file, kAfterHead, more)).ok()) << type;
    EXPECT_FALSE(read_png(with(file, file.size() - 12, more)).ok()) << type;
    EXPECT_FALSE(read_png(with(file, file.size(), more)).ok()) << type;
  }
  EXPECT_FALSE(read_png(with(file, file.size() - 12, chunk("IDAT", {}))).ok());
}

// The zlib stream of a file of one IDAT chunk, put into a file again.
Bytes repacked(const Picture& picture, const std::function<void(Bytes&)>& change, int level = 6) {
  Bytes rows;
  const std::size_t stride = std::size_t{picture.width} * 3;
  for (std::size_t at = 0; at < picture.pixels.size(); at += stride) {
    rows.push_back(2);
    for (std::size_t i = at; i < at + stride; ++i)
      rows.push_back(static_cast<std::uint8_t>(picture.pixels[i] -
                                               (i >= stride ? picture.pixels[i - stride] : 0)));
  }
  uLongf size = ::compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(size);
  ::compress2(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()), level);
  packed.resize(size);
  change(packed);
  const Bytes file = written(picture);
  Bytes out(file.begin(), file.begin() + 8 + 25);
  for (const Bytes& one : {chunk("IDAT", packed), chunk("IEND", {})})
    out.insert(out.end(), one.begin(), one.end());
  return out;
}

TEST(PictureTest, NothingStandsBehindTheSamplesWithinTheirStream) {
  const Picture picture = coloured(20, 9);
  EXPECT_EQ(repacked(picture, [](Bytes&) {}), written(picture));
  EXPECT_FALSE(read_png(repacked(picture, [](Bytes& packed) { packed.push_back(0); })).ok());
  EXPECT_FALSE(read_png(repacked(picture, [](Bytes& packed) { packed.pop_back(); })).ok());
  EXPECT_FALSE(read_png(repacked(picture, [](Bytes&) {}, 9)).ok()) << "another zlib header";
}

}  // namespace
}  // namespace sanad::redaction
