#include "jpeg_samples.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "pdq/pdq.h"

namespace sanad::media {
namespace {

// JFIF's conversion in 16-bit fixed point, rounded as libjpeg's jdcolor.c rounds it.
constexpr int kRedOfCr = 91881;    // 1.40200
constexpr int kGreenOfCr = 46802;  // 0.71414
constexpr int kGreenOfCb = 22554;  // 0.34414
constexpr int kBlueOfCb = 116130;  // 1.77200
constexpr int kHalf = 1 << 15;

constexpr std::size_t kLanes = 8;
using Lanes = std::int32_t __attribute__((vector_size(4 * kLanes)));

// A whole number of lanes, to RGB in the lower 24 bits of each.
[[gnu::always_inline]] inline void colour_lanes(const std::uint32_t* luma,
                                                const std::uint32_t* chroma, int shift,
                                                std::uint32_t* out) {
  for (std::size_t i = 0; i < pdq::kShrinkSide; i += kLanes) {
    Lanes grey;
    Lanes both;
    std::memcpy(&grey, luma + i, sizeof grey);
    std::memcpy(&both, chroma + i, sizeof both);
    const Lanes cb = ((both & 0xFFFF) >> shift) - 128;
    const Lanes cr = (both >> (16 + shift)) - 128;
    Lanes red = grey + ((kRedOfCr * cr + kHalf) >> 16);
    Lanes green = grey + ((-kGreenOfCb * cb - kGreenOfCr * cr + kHalf) >> 16);
    Lanes blue = grey + ((kBlueOfCb * cb + kHalf) >> 16);
    for (Lanes* value : {&red, &green, &blue}) {
      *value &= *value > 0;  // a comparison gives all bits or none
      *value = *value > 255 ? Lanes{} + 255 : *value;
    }
    const Lanes rgb = red | green << 8 | blue << 16;
    std::memcpy(out + i, &rgb, sizeof rgb);
  }
}

using Colour = void (*)(const std::uint32_t*, const std::uint32_t*, int, std::uint32_t*);

void colour_plain(const std::uint32_t* luma, const std::uint32_t* chroma, int shift,
                  std::uint32_t* out) {
  colour_lanes(luma, chroma, shift, out);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void colour_avx2(const std::uint32_t* luma, const std::uint32_t* chroma,
                                         int shift, std::uint32_t* out) {
  colour_lanes(luma, chroma, shift, out);
}
#endif

Colour choose() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return colour_avx2;
#endif
  return colour_plain;
}

}  // namespace

JpegSampler::JpegSampler(int width, int height, const JpegSampling& sampling)
    : height_(height),
      chroma_width_((width + sampling.across - 1) / sampling.across),
      chroma_height_((height + sampling.down - 1) / sampling.down),
      sampling_(sampling),
      stride_((static_cast<std::size_t>(width) + 15) / 16 * 16) {
  for (int plane = 0; plane < (sampling.grey ? 1 : 3); ++plane) {
    planes_[static_cast<std::size_t>(plane)].resize(
        stride_ * 2 * static_cast<std::size_t>(plane == 0 ? strip_rows() : kChromaRows));
  }
  for (int i = 0; i < pdq::kShrinkSide; ++i) {
    const int x = pdq::shrunk_from(i, width);
    columns_.push_back(x);
    const int near = x / sampling.across;
    const bool odd = x % 2 != 0;
    const int far = sampling.across == 1 ? near
                    : odd                ? std::min(near + 1, chroma_width_ - 1)
                                         : std::max(near - 1, 0);
    near_.push_back(static_cast<std::uint32_t>(near));
    far_.push_back(static_cast<std::uint32_t>(far));
    // libjpeg rounds up and down in turn, so that no shade drifts: by columns if it doubles those.
    const int bias = sampling.across == 1 ? 0 : sampling.down == 1 ? (odd ? 2 : 1) : (odd ? 7 : 8);
    bias_.push_back(static_cast<std::uint32_t>(bias) * 0x10001U);
  }
  blend_.resize(static_cast<std::size_t>(chroma_width_));
  chroma_.resize(pdq::kShrinkSide);
  luma_.resize(pdq::kShrinkSide);
  colours_.resize(pdq::kShrinkSide);
  const std::size_t pixels = std::size_t{pdq::kShrinkSide} * pdq::kShrinkSide;
  out_.resize(pixels * (sampling.grey ? 1 : 3));
}

std::uint8_t* JpegSampler::row(int plane, int row_in_strip) {
  const int rows = plane == 0 ? strip_rows() : kChromaRows;
  const auto at = static_cast<std::size_t>(strips_ % 2 * rows + row_in_strip);
  return planes_[static_cast<std::size_t>(plane)].data() + at * stride_;
}

const std::uint8_t* JpegSampler::stored(int plane, int row) const {
  const int rows = plane == 0 ? strip_rows() : kChromaRows;
  return planes_[static_cast<std::size_t>(plane)].data() +
         static_cast<std::size_t>(row % (2 * rows)) * stride_;
}

bool JpegSampler::strip_done() {
  ++strips_;
  const std::int64_t read = std::int64_t{strips_} * strip_rows();
  const bool all = read >= height_;
  while (next_ < pdq::kShrinkSide) {
    const int y = pdq::shrunk_from(next_, height_);
    if (y >= read || (!all && sampling_.down == 2 && y == read - 1)) return true;
    write_row(y);
    ++next_;
  }
  return false;
}

// Both planes' chroma at row y, along the whole row. The greatest sum of the filter, 4,088, leaves
// room above each half.
void JpegSampler::blend_rows(int y) {
  const int row = y / sampling_.down;
  const bool odd = y % 2 != 0;
  const int other = odd ? std::min(row + 1, chroma_height_ - 1) : std::max(row - 1, 0);
  const std::uint8_t* near_cb = stored(1, row);
  const std::uint8_t* near_cr = stored(2, row);
  if (sampling_.down == 1) {
    for (std::size_t x = 0; x < blend_.size(); ++x) {
      blend_[x] = near_cb[x] | std::uint32_t{near_cr[x]} << 16;
    }
    return;
  }
  const std::uint8_t* far_cb = stored(1, other);
  const std::uint8_t* far_cr = stored(2, other);
  // Where only rows are doubled, rounding takes turns by rows.
  const std::uint32_t bias = (sampling_.across == 2 ? 0U : odd ? 2U : 1U) * 0x10001U;
  for (std::size_t x = 0; x < blend_.size(); ++x) {
    const std::uint32_t cb = 3U * near_cb[x] + far_cb[x];
    const std::uint32_t cr = 3U * near_cr[x] + far_cr[x];
    blend_[x] = (cb | cr << 16) + bias;
  }
}

void JpegSampler::write_row(int y) {
  const std::uint8_t* luma = stored(0, y);
  const std::size_t side = pdq::kShrinkSide;
  if (sampling_.grey) {
    std::uint8_t* out = out_.data() + static_cast<std::size_t>(next_) * side;
    for (std::size_t i = 0; i < side; ++i) out[i] = luma[columns_[i]];
    return;
  }
  blend_rows(y);
  for (std::size_t i = 0; i < side; ++i) {
    luma_[i] = luma[columns_[i]];
    chroma_[i] = 3 * blend_[near_[i]] + blend_[far_[i]] + bias_[i];
  }
  choose()(luma_.data(), chroma_.data(), sampling_.down == 2 ? 4 : 2, colours_.data());
  std::uint8_t* out = out_.data() + static_cast<std::size_t>(next_) * side * 3;
  static_assert(std::endian::native == std::endian::little);
  // Four bytes at once; the next pixel overwrites the fourth.
  for (std::size_t i = 0; i + 1 < side; ++i) std::memcpy(out + 3 * i, &colours_[i], 4);
  std::memcpy(out + 3 * (side - 1), &colours_[side - 1], 3);
}

}  // namespace sanad::media
