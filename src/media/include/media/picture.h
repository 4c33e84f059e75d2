// Files of pictures to rasters. These functions run decoders over hostile bytes: call them only in
// the sandboxed extractor. They open no file and no connection.
//
// JPEG is decoded by libjpeg-turbo and PNG by libpng, with the settings of PDQ's reference, so that
// hashes are the same; GIF, WebP, BMP, TIFF and AVIF by FFmpeg.
//   alpha          is left out: the colours under it count, seen or not (but see Alpha)
//   16 bits        become 8 by rounding (DEVIATION: the reference takes the low 8 bits)
//   CMYK           becomes RGB as (1-C)(1-K), inverted first if Adobe's marker is there
//   EXIF rotation  is reported, not applied: hashes are of the raster as stored
//   truncated      JPEG: the rest is as libjpeg leaves it (grey), and `damaged` is set; else
//   refused animation      the first frame
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "pdq/pdq.h"

namespace sanad::media {

enum class Format { kUnknown, kJpeg, kPng, kGif, kWebp, kBmp, kTiff, kAvif, kStream };

// By the first bytes. kStream: perhaps video or audio; only opening it tells.
Format format_of(ByteView file);
std::string_view format_name(Format format);  // "jpeg", ...

struct PictureLimits {
  std::uint64_t max_pixels = 100'000'000;
  int max_side = 65'535;
};

struct Picture {
  int width = 0;
  int height = 0;
  pdq::Layout layout = pdq::Layout::kRgb;
  Bytes pixels;          // without padding
  bool damaged = false;  // the decoder had to guess a part
  int orientation = 1;   // EXIF, 1 to 8; 1: as stored
  std::string decoder;   // "libjpeg-turbo 2.1.5"

  pdq::Raster raster() const {
    const std::size_t channels = layout == pdq::Layout::kRgb ? 3 : 1;
    return {pixels, width, height, static_cast<std::size_t>(width) * channels, layout};
  }
};

enum class Alpha {
  kLeftOut,    // for hashes
  kFlattened,  // for the eye: what is transparent lies on kGround
};
// Light grey, so that both black and white stand out.
inline constexpr int kGround = 0xC0;

// kInvalid: no picture, or not to be decoded; kLimit: more pixels than limits allow.
Result<Picture> decode_picture(ByteView file, const PictureLimits& limits = {},
                               Alpha alpha = Alpha::kLeftOut);

// What PDQ looks at. It takes pdq::kShrinkSide pixels a side out of a bigger picture, so of most
// big JPEG files only those are made, bit for bit as decode_picture makes them: `picture` is then
// the shrunk one. Of everything else it is the whole one; pdq::Hasher gives the same for both.
struct PictureSamples {
  Picture picture;
  int width = 0;  // of the whole picture
  int height = 0;
};

// Errors as those of decode_picture.
Result<PictureSamples> decode_samples(ByteView file, const PictureLimits& limits = {});

// The brightness of a picture for what looks at less than all of its pixels: of JPEG files it is
// shrunk by 2, 4 or 8 while decoding, as long as its longer side keeps least_side pixels; colours
// may be left in. Other files are as decode_picture makes them. Errors as its.
Result<Picture> decode_luma(ByteView file, const PictureLimits& limits, int least_side);

}  // namespace sanad::media
