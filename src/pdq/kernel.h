// The arithmetic of PDQ, once for each set of vector instructions; all give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanad::pdq {

constexpr int kSamples = 64;      // rows and columns after the filter
constexpr int kFrequencies = 16;  // rows and columns that are kept of the transform
constexpr int kMaxLanes = 16;

// Width of the box filter for a side of this many pixels.
constexpr int filter_window(int side) { return (side + 2 * kSamples - 1) / (2 * kSamples); }
// The pixel that sample number index is taken from: centres, not corners.
constexpr int sample_at(int index, int side) {
  return static_cast<int>(((index + 0.5) * side) / kSamples);
}

// A picture of width x height pixels, which are those of columns and rows of a bigger one if these
// are given.
struct Source {
  const std::uint8_t* pixels = nullptr;
  std::size_t stride_bytes = 0;
  int channels = 3;  // 1 or 3
  int width = 0;
  int height = 0;
  const int* rows = nullptr;     // height numbers, or null: all in order
  const int* columns = nullptr;  // width numbers, or null
};

// Floats that reduce() works in; scratch_floats says how many it needs.
std::size_t scratch_floats(int width, int height);

struct Kernel {
  // Filters and samples: 64x64, row-major.
  void (*reduce)(const Source& source, float* scratch, float* samples);
  // Luma of a picture that is 64x64 already.
  void (*luma)(const Source& source, float* samples);
  // 0..100.
  int (*quality)(const float* samples);
  // 64x64 samples to 16x16 frequencies, row-major. matrix: 16x64, turned: the same as 64x16.
  void (*transform)(const float* samples, const float* matrix, const float* turned, float* out);
};

extern const Kernel kPlainKernel;
extern const Kernel kAvx2Kernel;
extern const Kernel kAvx512Kernel;

}  // namespace sanad::pdq
