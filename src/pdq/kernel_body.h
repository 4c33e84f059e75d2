// The body of a kernel, compiled once for each set of instructions. The file that includes it
// defines SANAD_LANES (floats in a vector) and SANAD_KERNEL (the kernel's name). Nothing of the
// standard library is called here: an inline function compiled for newer instructions must not
// become the one that the whole program uses.
//
// Idea: a running sum depends on the pixel before it, so one row cannot be vectorised, but rows are
// independent of each other. A block of SANAD_LANES rows is turned so that a vector holds one
// column of the block; the sum runs over vectors. Sums along columns need no turning. Rows pass
// through all four sums while they are in the cache; of the second pass only what is sampled is
// divided and kept.
#include "kernel.h"

namespace sanad::pdq {
namespace {

constexpr int N = SANAD_LANES;
typedef float V __attribute__((vector_size(4 * SANAD_LANES)));
typedef std::uint8_t Octets __attribute__((vector_size(16)));
typedef std::uint8_t FewOctets __attribute__((vector_size(SANAD_LANES)));
typedef int Int __attribute__((vector_size(4 * SANAD_LANES)));

inline V load(const float* at) {
  V v;
  __builtin_memcpy(&v, at, sizeof v);
  return v;
}
inline void store(float* at, V v) { __builtin_memcpy(at, &v, sizeof v); }

#if SANAD_LANES == 4
#define SANAD_LOW 0, 4, 1, 5
#define SANAD_HIGH 2, 6, 3, 7
#elif SANAD_LANES == 8
#define SANAD_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define SANAD_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#else
#define SANAD_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define SANAD_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#endif

// Turns N rows of N floats: each round interleaves row i with row i + N/2, and log2(N) rounds of
// that perfect shuffle exchange rows and columns.
inline void turn(const float* in, std::size_t in_step, float* out, std::size_t out_step) {
  V a[N];
  V b[N];
  for (int i = 0; i < N; ++i) a[i] = load(in + static_cast<std::size_t>(i) * in_step);
  for (int width = 1; width < N; width *= 2) {
    for (int i = 0; i < N / 2; ++i) {
      b[2 * i] = __builtin_shufflevector(a[i], a[i + N / 2], SANAD_LOW);
      b[2 * i + 1] = __builtin_shufflevector(a[i], a[i + N / 2], SANAD_HIGH);
    }
    for (int i = 0; i < N; ++i) a[i] = b[i];
  }
  for (int i = 0; i < N; ++i) store(out + static_cast<std::size_t>(i) * out_step, a[i]);
}

// Where output number `at` of a running sum over `length` inputs adds and subtracts, and what it
// divides by. Order at each output: add, subtract, divide. The first `lead` inputs are added
// before.
struct Window {
  int length, size, lead, grow;
  explicit Window(int side)
      : length(side), size(filter_window(side)), lead((size + 2) / 2 - 1), grow(size - lead) {}
  bool adds(int at) const { return at + lead < length; }
  bool subtracts(int at) const { return at >= grow; }
  int divisor(int at) const {
    if (at < grow) return lead + at + 1;
    return at + lead < length ? size : length - at + grow - 1;
  }
};

// x / n; by a power of two the product with the reciprocal is the same number.
struct Divide {
  explicit Divide(int n)
      : exact((n & (n - 1)) == 0), divisor(static_cast<float>(n)), factor(1.0F / divisor) {}
  V operator()(V x) const { return exact ? x * factor : x / divisor; }
  bool exact;
  float divisor, factor;
};

constexpr float kRed = 0.299F;
constexpr float kGreen = 0.587F;
constexpr float kBlue = 0.114F;

inline float luma_of(const std::uint8_t* p) {
  return kRed * static_cast<float>(p[0]) + kGreen * static_cast<float>(p[1]) +
         kBlue * static_cast<float>(p[2]);
}

// N of 16 bytes, from `first` on, as floats. By way of int, since compilers do not know a shorter
// one.
inline V floats(const Octets& bytes, int first) {
  std::uint8_t all[16];
  __builtin_memcpy(all, &bytes, sizeof all);
  FewOctets few;
  __builtin_memcpy(&few, all + first, sizeof few);
  return __builtin_convertvector(__builtin_convertvector(few, Int), V);
}

inline void grey_row(const std::uint8_t* in, int width, float* out) {
  int x = 0;
  for (; x + 16 <= width; x += 16) {
    Octets bytes;
    __builtin_memcpy(&bytes, in + x, sizeof bytes);
    for (int i = 0; i < 16; i += N) store(out + x + i, floats(bytes, i));
  }
  for (; x < width; ++x) out[x] = static_cast<float>(in[x]);
}

inline void rgb_row(const std::uint8_t* in, int width, float* out) {
  int x = 0;
#if SANAD_LANES > 4
  for (; x + 16 <= width; x += 16) {
    Octets a, b, c;  // rgbrgb...: 16 pixels in three vectors
    __builtin_memcpy(&a, in + 3 * x, sizeof a);
    __builtin_memcpy(&b, in + 3 * x + 16, sizeof b);
    __builtin_memcpy(&c, in + 3 * x + 32, sizeof c);
    const Octets red = __builtin_shufflevector(
        __builtin_shufflevector(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0), c, 0,
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
    const Octets green = __builtin_shufflevector(
        __builtin_shufflevector(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0), c, 0,
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
    const Octets blue = __builtin_shufflevector(
        __builtin_shufflevector(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0), c, 0,
        1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
    for (int i = 0; i < 16; i += N) {
      store(out + x + i,
            kRed * floats(red, i) + kGreen * floats(green, i) + kBlue * floats(blue, i));
    }
  }
#endif
  for (; x < width; ++x) out[x] = luma_of(in + 3 * x);
}

inline void luma_row(const Source& source, int row, float* out) {
  const int from = source.rows ? source.rows[row] : row;
  const std::uint8_t* in = source.pixels + static_cast<std::size_t>(from) * source.stride_bytes;
  if (source.columns == nullptr) {
    if (source.channels == 1) return grey_row(in, source.width, out);
    return rgb_row(in, source.width, out);
  }
  if (source.channels == 1) {
    for (int x = 0; x < source.width; ++x) out[x] = static_cast<float>(in[source.columns[x]]);
    return;
  }
  std::uint8_t gathered[3 * 512];
  for (int x = 0; x < source.width; ++x) {
    __builtin_memcpy(gathered + 3 * x, in + 3 * source.columns[x], 3);
  }
  rgb_row(gathered, source.width, out);
}

// All buffers of one reduction, parts of one scratch area. Widths are padded to whole vectors.
struct Work {
  std::size_t padded;
  int ring_rows;
  float* block;    // N x padded: rows as they come
  float* blurred;  // N x padded: rows after the first pass
  float* turned;   // padded x N
  float* summed;   // padded x N
  float* ring;     // ring_rows x padded: after the first sum along rows
  float* sums;     // padded: running sums along columns
  float* sampled;  // 64 x N, of the second sum along rows
  float* kept;     // height (padded) x 64
};

// First sum along rows, for the block in work.block; the rows go to the ring from row `first` on.
inline void sum_rows(const Work& work, int width, int first) {
  for (std::size_t x = 0; x < work.padded; x += N) {
    turn(work.block + x, work.padded, work.turned + x * N, N);
  }
  const Window window(width);
  const float* add = work.turned;
  const float* subtract = work.turned;
  V sum = {};
  for (int i = 0; i < window.lead; ++i, add += N) sum += load(add);
  const Divide full(window.size);
  for (int at = 0; at < width; ++at) {
    const bool adds = window.adds(at);
    const bool subtracts = window.subtracts(at);
    if (adds) {
      sum += load(add);
      add += N;
    }
    if (subtracts) {
      sum -= load(subtract);
      subtract += N;
    }
    store(work.summed + static_cast<std::size_t>(at) * N,
          adds && subtracts ? full(sum) : Divide(window.divisor(at))(sum));
  }
  for (std::size_t x = 0; x < work.padded; x += N) {
    turn(work.summed + x * N, N,
         work.ring + static_cast<std::size_t>(first % work.ring_rows) * work.padded + x,
         work.padded);
  }
}

// Second sum along rows, of the block in work.blurred, kept only where it is sampled.
inline void sum_and_sample(const Work& work, int width, int first) {
  for (std::size_t x = 0; x < work.padded; x += N) {
    turn(work.blurred + x, work.padded, work.turned + x * N, N);
  }
  const Window window(width);
  const float* add = work.turned;
  const float* subtract = work.turned;
  V sum = {};
  for (int i = 0; i < window.lead; ++i, add += N) sum += load(add);
  int sample = 0;
  int next = sample_at(0, width);
  for (int at = 0; at < width; ++at) {
    if (window.adds(at)) {
      sum += load(add);
      add += N;
    }
    if (window.subtracts(at)) {
      sum -= load(subtract);
      subtract += N;
    }
    while (at == next) {
      store(work.sampled + static_cast<std::size_t>(sample) * N, Divide(window.divisor(at))(sum));
      next = ++sample < kSamples ? sample_at(sample, width) : -1;
    }
  }
  for (int x = 0; x < kSamples; x += N) {
    turn(work.sampled + static_cast<std::size_t>(x) * N, N,
         work.kept + static_cast<std::size_t>(first) * kSamples + x, kSamples);
  }
}

inline void column_step(const Work& work, const float* add, const float* subtract, int divisor,
                        float* out) {
  const Divide divide(divisor);
  for (std::size_t x = 0; x < work.padded; x += N) {
    V sum = load(work.sums + x);
    if (add) sum += load(add + x);
    if (subtract) sum -= load(subtract + x);
    store(work.sums + x, sum);
    store(out + x, divide(sum));
  }
}

// Second sum along columns, over what sum_and_sample kept.
inline void sum_columns_and_sample(const Work& work, int height, float* samples) {
  const Window window(height);
  V sums[kSamples / N] = {};
  const float* add = work.kept;
  const float* subtract = work.kept;
  for (int i = 0; i < window.lead; ++i, add += kSamples) {
    for (int v = 0; v < kSamples / N; ++v) sums[v] += load(add + v * N);
  }
  int sample = 0;
  int next = sample_at(0, height);
  for (int at = 0; at < height; ++at) {
    if (window.adds(at)) {
      for (int v = 0; v < kSamples / N; ++v) sums[v] += load(add + v * N);
      add += kSamples;
    }
    if (window.subtracts(at)) {
      for (int v = 0; v < kSamples / N; ++v) sums[v] -= load(subtract + v * N);
      subtract += kSamples;
    }
    while (at == next) {
      const Divide divide(window.divisor(at));
      for (int v = 0; v < kSamples / N; ++v) {
        store(samples + sample * kSamples + v * N, divide(sums[v]));
      }
      next = ++sample < kSamples ? sample_at(sample, height) : -1;
    }
  }
}

inline Work divide_scratch(int width, int height, float* scratch) {
  Work work;
  work.padded = (static_cast<std::size_t>(width) + N - 1) / N * N;
  // Whole blocks, so that a block never wraps around: the window, the block that comes in, and one
  // that has begun.
  work.ring_rows = (filter_window(height) + 3 * N - 1) / N * N;
  const std::size_t block = work.padded * N;
  work.block = scratch;
  work.blurred = work.block + block;
  work.turned = work.blurred + block;
  work.summed = work.turned + block;
  work.ring = work.summed + block;
  work.sums = work.ring + static_cast<std::size_t>(work.ring_rows) * work.padded;
  work.sampled = work.sums + work.padded;
  work.kept = work.sampled + kSamples * N;
  for (std::size_t i = 0; i < 4 * block; ++i) scratch[i] = 0;
  for (std::size_t i = 0; i < work.padded; ++i) work.sums[i] = 0;
  return work;
}

void reduce(const Source& source, float* scratch, float* samples) {
  const Work work = divide_scratch(source.width, source.height, scratch);
  const Window window(source.height);
  const int height = source.height;
  const auto ring_row = [&](int row) {
    return work.ring + static_cast<std::size_t>(row % work.ring_rows) * work.padded;
  };
  int made = 0;  // rows that the first sum along columns has made
  for (int first = 0; first < height; first += N) {
    const int ready = first + N < height ? first + N : height;
    for (int row = first; row < ready; ++row) {
      luma_row(source, row, work.block + static_cast<std::size_t>(row - first) * work.padded);
    }
    sum_rows(work, source.width, first);
    if (first == 0) {
      for (int i = 0; i < window.lead; ++i) {
        const float* row = ring_row(i);
        for (std::size_t x = 0; x < work.padded; x += N) {
          store(work.sums + x, load(work.sums + x) + load(row + x));
        }
      }
    }
    while (made < height && (made + window.lead < ready || ready == height)) {
      column_step(work, window.adds(made) ? ring_row(made + window.lead) : nullptr,
                  window.subtracts(made) ? ring_row(made - window.grow) : nullptr,
                  window.divisor(made),
                  work.blurred + static_cast<std::size_t>(made % N) * work.padded);
      ++made;
      if (made % N == 0 || made == height) sum_and_sample(work, source.width, (made - 1) / N * N);
    }
  }
  sum_columns_and_sample(work, height, samples);
}

void luma(const Source& source, float* samples) {
  for (int row = 0; row < kSamples; ++row) luma_row(source, row, samples + row * kSamples);
}

// Sum of the gradients, each in whole percent of the full range, so that only marked ones count.
int quality(const float* samples) {
  Int total = {};
  const auto add = [&total](V u, V v) {
    const Int steps = __builtin_convertvector(((u - v) * 100.0F) / 255.0F, Int);
    total += steps < 0 ? -steps : steps;
  };
  for (int i = 0; i < kSamples - 1; ++i) {
    for (int j = 0; j < kSamples; j += N) {
      add(load(samples + i * kSamples + j), load(samples + (i + 1) * kSamples + j));
    }
  }
  int sum = 0;
  for (int i = 0; i < kSamples; ++i) {
    int j = 0;
    for (; j + N < kSamples; j += N) {
      add(load(samples + i * kSamples + j), load(samples + i * kSamples + j + 1));
    }
    for (; j < kSamples - 1; ++j) {
      const float* at = samples + i * kSamples + j;
      const int steps = static_cast<int>(((at[0] - at[1]) * 100.0F) / 255.0F);
      sum += steps < 0 ? -steps : steps;
    }
  }
  for (int i = 0; i < N; ++i) sum += total[i];
  const int scaled = sum / 90;
  return scaled > 100 ? 100 : scaled;
}

// matrix x samples x turned, each sum in the order of its index.
void transform(const float* samples, const float* matrix, const float* turned, float* out) {
  for (int i = 0; i < kFrequencies; ++i) {
    float middle[kSamples];
    V sums[kSamples / N] = {};
    for (int k = 0; k < kSamples; ++k) {
      const float factor = matrix[i * kSamples + k];
      for (int v = 0; v < kSamples / N; ++v) {
        sums[v] += factor * load(samples + k * kSamples + v * N);
      }
    }
    for (int v = 0; v < kSamples / N; ++v) store(middle + v * N, sums[v]);
    V row[kFrequencies / N] = {};
    for (int k = 0; k < kSamples; ++k) {
      for (int v = 0; v < kFrequencies / N; ++v) {
        row[v] += middle[k] * load(turned + k * kFrequencies + v * N);
      }
    }
    for (int v = 0; v < kFrequencies / N; ++v) store(out + i * kFrequencies + v * N, row[v]);
  }
}

}  // namespace

const Kernel SANAD_KERNEL = {reduce, luma, quality, transform};

}  // namespace sanad::pdq
