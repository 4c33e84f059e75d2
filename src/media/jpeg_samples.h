// From the planes of a JPEG file the few pixels that PDQ looks at, the same as libjpeg-turbo's
// upsampling ("fancy", a triangle filter) and conversion to RGB give them, without the others.
//
// Works by strips, as libjpeg hands them out: eight rows of blocks of chroma, and what luma stands
// beside them. Two strips are kept, since the filter of one's last row looks into the next.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace sanad::media {

// Luma samples for each of chroma, across and down: 1 x 1, 2 x 1, 1 x 2 or 2 x 2.
struct JpegSampling {
  int across = 1;
  int down = 1;
  bool grey = false;  // luma alone
};

class JpegSampler {
 public:
  static constexpr int kChromaRows = 8;  // of a strip

  // width and height: of the picture, in pixels; width above 4.
  JpegSampler(int width, int height, const JpegSampling& sampling);

  int strip_rows() const { return kChromaRows * sampling_.down; }

  // Where the next strip's rows of a plane (0: luma) are to be written.
  std::uint8_t* row(int plane, int row_in_strip);

  // A strip has been written; returns false once no more are wanted.
  bool strip_done();

  // kShrinkSide x kShrinkSide pixels, grey or RGB.
  Bytes take() { return std::move(out_); }

 private:
  using Pairs = std::vector<std::uint32_t>;  // of one blend of Cb, and above it one of Cr

  const std::uint8_t* stored(int plane, int row) const;
  void blend_rows(int y);
  void write_row(int y);

  int height_, chroma_width_, chroma_height_;
  JpegSampling sampling_;
  std::size_t stride_;
  std::array<Bytes, 3> planes_;
  int strips_ = 0;
  int next_ = 0;  // row of the answer
  std::vector<int> columns_;
  // Chroma of column i of the answer is (3 near + far + bias) >> shift of what the rows blend to.
  std::vector<std::uint32_t> near_, far_;
  Pairs bias_;
  Pairs blend_;                        // of whole rows
  std::vector<std::uint32_t> chroma_;  // of the answer's columns, before the shift
  std::vector<std::uint32_t> luma_, colours_;
  Bytes out_;
};

}  // namespace sanad::media
