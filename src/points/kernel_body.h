// The body of a kernel, compiled once for each set of instructions: loops that the compiler makes
// vectors of. The file that includes it defines SANAD_KERNEL. Nothing of the standard library is
// called here: an inline function compiled for newer instructions must not become the one that the
// whole program uses.
#include "kernel.h"

namespace sanad::points {
namespace {

using U8 = std::uint8_t;
using U32 = std::uint32_t;
using U64 = std::uint64_t;
using Size = std::size_t;

inline int least(int a, int b) { return a < b ? a : b; }
inline int greatest(int a, int b) { return a > b ? a : b; }

// Adds what pixel s (of `from`) has in common with new pixel d (of `to`), in 1/to of a pixel.
inline U32 shared(int s, int d, int from, int to) {
  const int begin = greatest(s * to, d * from);
  const int end = least((s + 1) * to, (d + 1) * from);
  return static_cast<U32>(end - begin);
}

void add_row(const U8* __restrict in, U32 weight, int width, U32* __restrict row) {
  for (int x = 0; x < width; ++x) row[x] += weight * in[x];
}

// To 1/256 of a grey.
void divide_row(U32* row, U32 by, int width) {
  const U64 factor = ((U64{256} << 32) + by - 1) / by;
  for (int x = 0; x < width; ++x) row[x] = static_cast<U32>((row[x] * factor) >> 32);
}

// What of a row makes a new pixel: pixel `first` by weight `before`, those between whole, which
// weighs `to`, and pixel `last` by weight `behind`. The same for all rows.
struct Taps {
  U32 first, last, before, behind;
};

void make_taps(int from, int to, Taps* taps) {
  for (int x = 0; x < to; ++x) {
    const int first = x * from / to;
    const int last = ((x + 1) * from - 1) / to;
    taps[x] = {static_cast<U32>(first), static_cast<U32>(last), shared(first, x, from, to),
               first == last ? 0 : shared(last, x, from, to)};
  }
}

// A row has at most 65,535 greys of 256 parts, so that sums fit.
void shrink_row(const U32* __restrict row, int width, const Taps* __restrict taps, int to_width,
                U8* __restrict out) {
  const U32 whole = 256U * static_cast<U32>(width);
  // The quotient of a number below 2^24 by width, exactly: the error is below 2^24 / 2^40.
  const U64 factor = ((U64{1} << 40) + static_cast<U64>(width) - 1) / static_cast<U64>(width);
  const auto full = static_cast<U32>(to_width);
  for (int x = 0; x < to_width; ++x) {
    const Taps& tap = taps[x];
    U32 between = 0;
    for (U32 s = tap.first + 1; s < tap.last; ++s) between += row[s];
    const U32 sum = row[tap.first] * tap.before + between * full + row[tap.last] * tap.behind;
    const auto grey = static_cast<U32>((((sum + whole / 2) >> 8) * factor) >> 40);
    out[x] = static_cast<U8>(grey > 255 ? 255 : grey);
  }
}

void shrink(const U8* in, int width, int height, U8* out, int to_width, int to_height, U32* work) {
  U32* row = work;
  Taps* taps = reinterpret_cast<Taps*>(work + width);
  make_taps(width, to_width, taps);
  for (int y = 0; y < to_height; ++y) {
    for (int x = 0; x < width; ++x) row[x] = 0;
    const int first = y * height / to_height;
    const int last = ((y + 1) * height - 1) / to_height;
    for (int s = first; s <= last; ++s) {
      add_row(in + static_cast<Size>(s) * static_cast<Size>(width), shared(s, y, height, to_height),
              width, row);
    }
    divide_row(row, static_cast<U32>(height), width);
    shrink_row(row, width, taps, to_width,
               out + static_cast<Size>(y) * static_cast<Size>(to_width));
  }
}

// From red, green and blue; weights of ITU-R BT.601 in 1/256.
void luma(const U8* __restrict in, int width, U8* __restrict out) {
  for (int x = 0; x < width; ++x) {
    const U32 sum = 77U * in[3 * x] + 150U * in[3 * x + 1] + 29U * in[3 * x + 2] + 128U;
    out[x] = static_cast<U8>(sum >> 8);
  }
}

void blur_along(const U8* __restrict in, int width, std::uint16_t* __restrict out) {
  const auto at = [&](int x) { return in[greatest(0, least(x, width - 1))]; };
  const auto sum = [](int a, int b, int c, int d, int e) {
    return static_cast<std::uint16_t>(a + e + 4 * (b + d) + 6 * c);
  };
  const int middle_end = width - 2;
  for (int x = 0; x < least(2, width); ++x)
    out[x] = sum(at(x - 2), at(x - 1), at(x), at(x + 1), at(x + 2));
  for (int x = 2; x < middle_end; ++x)
    out[x] = sum(in[x - 2], in[x - 1], in[x], in[x + 1], in[x + 2]);
  for (int x = greatest(2, middle_end); x < width; ++x)
    out[x] = sum(at(x - 2), at(x - 1), at(x), at(x + 1), at(x + 2));
}

void blur_across(const std::uint16_t* __restrict a, const std::uint16_t* __restrict b,
                 const std::uint16_t* __restrict c, const std::uint16_t* __restrict d,
                 const std::uint16_t* __restrict e, int width, U8* __restrict out) {
  for (int x = 0; x < width; ++x) {
    const unsigned sum = a[x] + e[x] + 4U * (b[x] + d[x]) + 6U * c[x];
    out[x] = static_cast<U8>((sum + 128) >> 8);
  }
}

void blur(const U8* in, int width, int height, U8* out, std::uint16_t* rows) {
  const auto at = [&](int y) {
    return static_cast<Size>(greatest(0, least(y, height - 1))) * static_cast<Size>(width);
  };
  for (int y = 0; y < height; ++y) blur_along(in + at(y), width, rows + at(y));
  for (int y = 0; y < height; ++y) {
    blur_across(rows + at(y - 2), rows + at(y - 1), rows + at(y), rows + at(y + 1),
                rows + at(y + 2), width, out + at(y));
  }
}

// Products of the gradients of one row.
void products(const U8* __restrict above, const U8* __restrict in, const U8* __restrict below,
              int width, float* __restrict xx, float* __restrict xy, float* __restrict yy) {
  for (int x = 1; x < width - 1; ++x) {
    const int gx = in[x + 1] - in[x - 1];
    const int gy = below[x] - above[x];
    xx[x] = static_cast<float>(gx * gx);
    xy[x] = static_cast<float>(gx * gy);
    yy[x] = static_cast<float>(gy * gy);
  }
  xx[0] = xy[0] = yy[0] = xx[width - 1] = xy[width - 1] = yy[width - 1] = 0;
}

// 1 2 3 2 1, whose sums of whole numbers below 2^24 are exact.
void sum_along(const float* __restrict in, int width, float* __restrict out) {
  for (int x = 2; x < width - 2; ++x)
    out[x] = (in[x - 2] + in[x + 2]) + 2 * (in[x - 1] + in[x + 1]) + 3 * in[x];
}

// Noble's measure: the determinant of the gradients' second moments by their trace.
void measure(const float* const* xx, const float* const* xy, const float* const* yy, int width,
             float* __restrict out) {
  const auto sum = [](const float* const* rows, int x) {
    return (rows[0][x] + rows[4][x]) + 2 * (rows[1][x] + rows[3][x]) + 3 * rows[2][x];
  };
  for (int x = 4; x < width - 4; ++x) {
    const float a = sum(xx, x), b = sum(xy, x), c = sum(yy, x);
    out[x] = (a * c - b * b) / (a + c + 1);
  }
}

void corners(const U8* in, int width, int height, float* out, float* work) {
  const auto at = [&](int y) { return static_cast<Size>(y) * static_cast<Size>(width); };
  // Of each product one row as it is, and the last five summed along, in turn.
  const auto sums = [&](int product, int y) { return work + at(3 + 5 * product + y % 5); };
  for (int y = 1; y < height - 1; ++y) {
    products(in + at(y - 1), in + at(y), in + at(y + 1), width, work, work + at(1), work + at(2));
    for (int product = 0; product < 3; ++product)
      sum_along(work + at(product), width, sums(product, y));
    const int middle = y - 2;
    if (middle < 4 || middle >= height - 4) continue;
    const float* rows[3][5];
    for (int product = 0; product < 3; ++product) {
      for (int k = 0; k < 5; ++k) rows[product][k] = sums(product, middle - 2 + k);
    }
    measure(rows[0], rows[1], rows[2], width, out + at(middle));
  }
}

void distances(const U64* __restrict all, Size count, const U64* __restrict one,
               std::uint16_t* __restrict out) {
  const U64 a = one[0], b = one[1], c = one[2], d = one[3];
  for (Size i = 0; i < count; ++i) {
    const U64* at = all + 4 * i;
    out[i] = static_cast<std::uint16_t>(
        __builtin_popcountll(at[0] ^ a) + __builtin_popcountll(at[1] ^ b) +
        __builtin_popcountll(at[2] ^ c) + __builtin_popcountll(at[3] ^ d));
  }
}

}  // namespace

const Kernel SANAD_KERNEL = {luma, shrink, blur, corners, distances};

}  // namespace sanad::points
