// The arithmetic of points, once for each set of vector instructions; all give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanad::points {

// Planes are rows of bytes without padding.
struct Kernel {
  // A row of width pixels of three bytes to greys.
  void (*luma)(const std::uint8_t* in, int width, std::uint8_t* out);
  // Means over the area of each new pixel. to_width <= width, to_height <= height. work: width and
  // 4 x to_width numbers to work in.
  void (*shrink)(const std::uint8_t* in, int width, int height, std::uint8_t* out, int to_width,
                 int to_height, std::uint32_t* work);
  // A filter of 1 4 6 4 1 along rows and columns; pixels beyond an edge are as those at it. rows:
  // width x height numbers to work in.
  void (*blur)(const std::uint8_t* in, int width, int height, std::uint8_t* out,
               std::uint16_t* rows);
  // How much of a corner each pixel is that is at least 4 pixels from every edge; the others are
  // left as they are. work: 18 x width floats. width and height are at least 16.
  void (*corners)(const std::uint8_t* in, int width, int height, float* out, float* work);
  // Bits by which each of count descriptors (4 words each) differs from the one.
  void (*distances)(const std::uint64_t* all, std::size_t count, const std::uint64_t* one,
                    std::uint16_t* out);
};

extern const Kernel kPlainKernel;
extern const Kernel kAvx2Kernel;
extern const Kernel kAvx512Kernel;

}  // namespace sanad::points
