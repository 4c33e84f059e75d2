// Pictures as files of one strict form of PNG (docs/formats/redaction.md), in which nothing but the
// pixels can stand: no metadata, no colour profile, no thumbnail, nothing behind the end.
// Tested by picture_test.cc; fuzzed by redacted_picture_fuzz.cc.
#pragma once

#include "redaction/tiles.h"

namespace sanad::redaction {

inline constexpr std::uint64_t kMaxPngBytes = 256ULL << 20;

// kInvalid: the picture is beyond the limits, or its pixels are not of its size.
Result<Bytes> write_png(const Picture& picture);
// The samples as they stand in the file: one zlib stream, of rows that each begin with filter 2.
struct PackedPicture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  Bytes packed;
};
// Whether the stream holds such rows is seen by read_png() alone. kInvalid, with the sentence: any
// other form.
Result<PackedPicture> unpack_png(ByteView file);
// kInvalid, with the sentence: any other form.
Result<Picture> read_png(ByteView file);

}  // namespace sanad::redaction
