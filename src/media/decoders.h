// One function a decoder; picture.cc chooses.
#pragma once

#include "media/picture.h"

namespace sanad::media {

Result<Picture> decode_jpeg(ByteView file, const PictureLimits& limits);
Result<PictureSamples> decode_jpeg_samples(ByteView file, const PictureLimits& limits);
Result<Picture> decode_jpeg_luma(ByteView file, const PictureLimits& limits, int least_side);
Result<Picture> decode_png(ByteView file, const PictureLimits& limits, Alpha alpha);
// Everything else, by FFmpeg.
Result<Picture> decode_other(ByteView file, Format format, const PictureLimits& limits,
                             Alpha alpha);

// RGBA to RGB on kGround, in place.
void flatten(Bytes& pixels);

// kLimit if a picture of this size is not to be decoded, kInvalid if it has no pixels.
Result<void> check_size(std::int64_t width, std::int64_t height, const PictureLimits& limits);

// Orientation in an EXIF block (TIFF, with or without "Exif\0\0" before it); 1 if none.
int exif_orientation(ByteView exif);

}  // namespace sanad::media
