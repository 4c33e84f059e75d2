#include "bars.h"

namespace sanad::media {
namespace {

constexpr int kBlackMost = 64;  // of 255, of any sample: coding leaves specks
constexpr int kBlackMean = 24;
constexpr int kLeastBar = 50;  // one in so many pixels of a side
constexpr int kLeastLeft = 3;

// Samples `step` bytes apart.
bool is_black(const std::uint8_t* at, int count, std::size_t step, int channels) {
  std::int64_t sum = 0;
  for (int i = 0; i < count; ++i, at += step) {
    for (int c = 0; c < channels; ++c) {
      if (at[c] > kBlackMost) return false;
      sum += at[c];
    }
  }
  return sum <= std::int64_t{kBlackMean} * count * channels;
}

// How many of the lines at each end of a side are black.
template <typename IsBlack>
std::pair<int, int> bars_of(int side, IsBlack is_black_line) {
  int first = 0, last = 0;
  while (first < side && is_black_line(first)) ++first;
  while (last < side - first && is_black_line(side - 1 - last)) ++last;
  const auto counts = [side](int bar) { return bar * kLeastBar >= side ? bar : 0; };
  return {counts(first), counts(last)};
}

}  // namespace

std::optional<pdq::Raster> within_bars(const pdq::Raster& frame) {
  const int channels = frame.layout == pdq::Layout::kRgb ? 3 : 1;
  const auto pixel = static_cast<std::size_t>(channels);
  const std::uint8_t* pixels = frame.pixels.data();
  const auto [top, bottom] = bars_of(frame.height, [&](int y) {
    return is_black(pixels + static_cast<std::size_t>(y) * frame.stride_bytes, frame.width, pixel,
                    channels);
  });
  const auto [left, right] = bars_of(frame.width, [&](int x) {
    return is_black(pixels + static_cast<std::size_t>(x) * pixel, frame.height, frame.stride_bytes,
                    channels);
  });
  const int width = frame.width - left - right, height = frame.height - top - bottom;
  const bool is_whole = width == frame.width && height == frame.height;
  if (is_whole || width * kLeastLeft < frame.width || height * kLeastLeft < frame.height)
    return std::nullopt;
  pdq::Raster inner = frame;
  inner.pixels = frame.pixels.subspan(static_cast<std::size_t>(top) * frame.stride_bytes +
                                      static_cast<std::size_t>(left) * pixel);
  inner.width = width;
  inner.height = height;
  return inner;
}

}  // namespace sanad::media
