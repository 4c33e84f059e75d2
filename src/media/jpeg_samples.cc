#include "jpeg_samples.h"

#include <algorithm>

#include "pdq/pdq.h"

namespace sanad::media {
namespace {

// JFIF's conversion in 16-bit fixed point, rounded as libjpeg's jdcolor.c rounds it.
constexpr int kRedOfCr = 91881;    // 1.40200
constexpr int kGreenOfCr = 46802;  // 0.71414
constexpr int kGreenOfCb = 22554;  // 0.34414
constexpr int kBlueOfCb = 116130;  // 1.77200
constexpr int kHalf = 1 << 15;

std::uint8_t clamp(int value) { return static_cast<std::uint8_t>(std::clamp(value, 0, 255)); }

}  // namespace

JpegSampler::JpegSampler(int width, int height, const JpegSampling& sampling)
    : width_(width),
      height_(height),
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
    near_.push_back(static_cast<std::uint16_t>(near));
    far_.push_back(static_cast<std::uint16_t>(far));
    // libjpeg rounds up and down in turn, so that no shade drifts: by columns if it doubles those.
    const int bias = sampling.across == 1 ? 0 : sampling.down == 1 ? (odd ? 2 : 1) : (odd ? 7 : 8);
    bias_.push_back(static_cast<std::uint16_t>(bias));
  }
  blend_.resize(static_cast<std::size_t>(chroma_width_));
  blue_.resize(pdq::kShrinkSide);
  red_.resize(pdq::kShrinkSide);
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

// One plane's chroma at row y, in the columns of the answer.
void JpegSampler::blend_chroma(int plane, int y, Column& out) const {
  const int near_row = y / sampling_.down;
  const std::uint8_t* near = stored(plane, near_row);
  if (sampling_.down == 1) {
    std::copy_n(near, chroma_width_, blend_.begin());
  } else {
    const bool odd = y % 2 != 0;
    const std::uint8_t* far =
        stored(plane, odd ? std::min(near_row + 1, chroma_height_ - 1) : std::max(near_row - 1, 0));
    // Where only rows are doubled, rounding takes turns by rows.
    const int bias = sampling_.across == 2 ? 0 : odd ? 2 : 1;
    for (std::size_t x = 0; x < blend_.size(); ++x) {
      blend_[x] = static_cast<std::uint16_t>(3 * near[x] + far[x] + bias);
    }
  }
  const int shift = sampling_.down == 2 ? 4 : 2;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] =
        static_cast<std::uint16_t>((3 * blend_[near_[i]] + blend_[far_[i]] + bias_[i]) >> shift);
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
  blend_chroma(1, y, blue_);
  blend_chroma(2, y, red_);
  std::uint8_t* out = out_.data() + static_cast<std::size_t>(next_) * side * 3;
  for (std::size_t i = 0; i < side; ++i) {
    const int grey = luma[columns_[i]];
    const int cb = blue_[i] - 128;
    const int cr = red_[i] - 128;
    out[3 * i] = clamp(grey + ((kRedOfCr * cr + kHalf) >> 16));
    out[3 * i + 1] = clamp(grey + ((-kGreenOfCb * cb - kGreenOfCr * cr + kHalf) >> 16));
    out[3 * i + 2] = clamp(grey + ((kBlueOfCb * cb + kHalf) >> 16));
  }
}

}  // namespace sanad::media
