#include "pdq/pdq.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "kernel.h"

namespace sanad::pdq {
namespace {

using Samples = std::array<float, kSamples * kSamples>;
using Spectrum = std::array<float, kFrequencies * kFrequencies>;

// Rows 1 to 16 of the 64-point cosine transform (Zauner, "Implementation and Benchmarking of
// Perceptual Image Hash Functions", 2010), as it stands and turned.
struct Matrix {
  std::array<float, kFrequencies * kSamples> rows;
  std::array<float, kFrequencies * kSamples> turned;
  Matrix() {
    const float scale = static_cast<float>(std::sqrt(2.0 / double{kSamples}));
    constexpr double kPi = 3.14159265358979323846;
    for (int i = 0; i < kFrequencies; ++i) {
      for (int j = 0; j < kSamples; ++j) {
        const float value = static_cast<float>(
            scale * std::cos((kPi / 2.0 / double{kSamples}) * (i + 1) * (2 * j + 1)));
        rows[static_cast<std::size_t>(i * kSamples + j)] = value;
        turned[static_cast<std::size_t>(j * kFrequencies + i)] = value;
      }
    }
  }
};

const Kernel& choose(Instructions wanted) {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq");
  const bool most = wanted == Instructions::kBest || wanted == Instructions::kAvx512;
  if (most && avx512) return kAvx512Kernel;
  if (wanted != Instructions::kPlain && avx2) return kAvx2Kernel;
#else
  (void)wanted;
#endif
  return kPlainKernel;
}

// One bit a frequency: above the lower median (the 128th of 256 in ascending order) or not.
Hash bits_of(const Spectrum& spectrum) {
  Spectrum sorted = spectrum;
  const auto middle = sorted.begin() + sorted.size() / 2 - 1;
  std::nth_element(sorted.begin(), middle, sorted.end());
  Hash hash{};
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    if (spectrum[k] > *middle) {
      hash[31 - k / 8] = static_cast<std::uint8_t>(hash[31 - k / 8] | (1U << (k % 8)));
    }
  }
  return hash;
}

// Turning and mirroring a picture exchanges rows and columns of its spectrum and negates every
// other one of them.
std::array<Hash, kDihedral> dihedral_of(const Spectrum& spectrum) {
  struct Change {
    bool turned;              // rows become columns
    int odd_row, odd_column;  // 1: its parity counts
    int sign;                 // 1: the other half of the signs
  };
  // The sign of the frequency in row i, column j of the original is negative if
  // (i * odd_row + j * odd_column + sign) is odd.
  constexpr std::array<Change, kDihedral> kChanges = {{{false, 0, 0, 0},
                                                       {true, 0, 1, 1},
                                                       {false, 1, 1, 0},
                                                       {true, 1, 0, 1},
                                                       {false, 1, 0, 1},
                                                       {false, 0, 1, 1},
                                                       {true, 0, 0, 0},
                                                       {true, 1, 1, 0}}};
  std::array<Hash, kDihedral> out;
  for (std::size_t c = 0; c < kChanges.size(); ++c) {
    const Change& change = kChanges[c];
    Spectrum changed;
    for (int i = 0; i < kFrequencies; ++i) {
      for (int j = 0; j < kFrequencies; ++j) {
        const float value = spectrum[static_cast<std::size_t>(i * kFrequencies + j)];
        const bool negative = ((i * change.odd_row + j * change.odd_column + change.sign) & 1) != 0;
        const int to = change.turned ? j * kFrequencies + i : i * kFrequencies + j;
        changed[static_cast<std::size_t>(to)] = negative ? -value : value;
      }
    }
    out[c] = bits_of(changed);
  }
  return out;
}

Result<void> check(const Raster& raster) {
  if (raster.width < 1 || raster.height < 1 || raster.width > kMaxSide ||
      raster.height > kMaxSide) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("A picture of {} x {} pixels cannot be hashed; sides of 1 to {} can.",
                             raster.width, raster.height, kMaxSide)};
  }
  const std::size_t row = static_cast<std::size_t>(raster.width) *
                          (raster.layout == Layout::kRgb ? std::size_t{3} : std::size_t{1});
  const std::size_t before = static_cast<std::size_t>(raster.height) - 1;
  if (raster.stride_bytes < row || raster.pixels.size() < row ||
      (before > 0 && (raster.pixels.size() - row) / before < raster.stride_bytes)) {
    return Error{ErrorCode::kInvalid,
                 "The picture's bytes end before its last row; give all of its rows."};
  }
  return {};
}

}  // namespace

std::size_t scratch_floats(int width, int height) {
  const std::size_t padded = static_cast<std::size_t>(width) + kMaxLanes;
  const std::size_t ring = static_cast<std::size_t>(filter_window(height)) + 4 * kMaxLanes;
  return padded * (4 * kMaxLanes + ring + 1) + kSamples * kMaxLanes +
         (static_cast<std::size_t>(height) + kMaxLanes) * kSamples;
}

int distance(const Hash& a, const Hash& b) {
  int different = 0;
  for (std::size_t i = 0; i < a.size(); i += 8) {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::memcpy(&x, a.data() + i, 8);
    std::memcpy(&y, b.data() + i, 8);
    different += std::popcount(x ^ y);
  }
  return different;
}

struct Hasher::State {
  explicit State(Instructions instructions) : kernel(choose(instructions)) {}

  // False: too small for a hash.
  bool prepare(const Raster& raster, Shrink shrink) {
    if (raster.width < kLeastSide || raster.height < kLeastSide) {
      // A thin picture that is long becomes 512 x 512 first, and so has a hash.
      const bool grows = shrink == Shrink::kLikeFiles &&
                         (raster.width > kShrinkSide || raster.height > kShrinkSide);
      if (!grows) return false;
    }
    source = {raster.pixels.data(), raster.stride_bytes, raster.layout == Layout::kRgb ? 3 : 1,
              raster.width, raster.height};
    if (shrink == Shrink::kLikeFiles &&
        (raster.width > kShrinkSide || raster.height > kShrinkSide)) {
      rows.resize(kShrinkSide);
      columns.resize(kShrinkSide);
      for (int i = 0; i < kShrinkSide; ++i) {
        const auto at = static_cast<std::size_t>(i);
        rows[at] = shrunk_from(i, raster.height);
        columns[at] = shrunk_from(i, raster.width);
      }
      source.width = kShrinkSide;
      source.height = kShrinkSide;
      source.rows = rows.data();
      source.columns = columns.data();
    }
    return true;
  }

  void filter() {
    scratch.resize(std::max(scratch.size(), scratch_floats(source.width, source.height)));
    kernel.reduce(source, scratch.data(), samples.data());
  }
  void transform() {
    kernel.transform(samples.data(), matrix.rows.data(), matrix.turned.data(), spectrum.data());
  }
  bool is_sampled_size() const { return source.width == kSamples && source.height == kSamples; }

  const Kernel& kernel;
  const Matrix matrix;
  Source source;
  bool hashed = false;  // the last picture was big enough
  std::vector<int> rows;
  std::vector<int> columns;
  std::vector<float> scratch;
  Samples samples{};
  Spectrum spectrum{};
};

Hasher::Hasher(Instructions instructions) : state_(std::make_unique<State>(instructions)) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Result<Fingerprint> Hasher::hash(const Raster& raster, Shrink shrink) {
  SANAD_CHECK(check(raster));
  Fingerprint out;
  state_->hashed = state_->prepare(raster, shrink);
  if (!state_->hashed) return out;
  if (state_->is_sampled_size()) {
    state_->kernel.luma(state_->source, state_->samples.data());
  } else {
    state_->filter();
  }
  out.quality = state_->kernel.quality(state_->samples.data());
  state_->transform();
  out.hash = bits_of(state_->spectrum);
  return out;
}

Result<Fingerprint> Hasher::fingerprint(const Raster& raster, Shrink shrink) {
  SANAD_TRY(Fingerprint out, hash(raster, shrink));
  if (!state_->hashed) return out;
  if (state_->is_sampled_size()) {
    state_->filter();
    state_->transform();
  }
  out.dihedral = dihedral_of(state_->spectrum);
  return out;
}

}  // namespace sanad::pdq
