#include "landmarks.h"

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/tx.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "mixer.h"

namespace sanad::media {
namespace {

using matching::kBlockFrames;
using matching::kEndBin;
using matching::kLandmarkHop;
using matching::kLandmarkWindow;
using matching::kLowestBin;

constexpr std::uint32_t kFramesAround = 3;
constexpr std::size_t kBinsAround = 8;
constexpr std::size_t kMeanAround = 40;           // bins on both sides
constexpr double kLeastAbove = 6;                 // decibels
constexpr double kFloor = 4.0 * kLandmarkWindow;  // about what rounding to whole samples leaves
constexpr std::size_t kBins = kEndBin + kMeanAround;

}  // namespace

struct Landmarks::Transform {
  ~Transform() { av_tx_uninit(&context); }
  AVTXContext* context = nullptr;
  av_tx_fn run = nullptr;
  std::array<AVComplexDouble, kLandmarkWindow> in{}, out{};
  std::array<double, kLandmarkWindow> window{};
};

Landmarks::Landmarks() = default;
Landmarks::~Landmarks() = default;

Result<void> Landmarks::feed(std::span<const std::int16_t> samples) {
  if (!transform_) {
    auto made = std::make_unique<Transform>();
    const double scale = 1;
    // The arrays are not the library's own, which would lie as its fastest instructions want.
    if (av_tx_init(&made->context, &made->run, AV_TX_DOUBLE_FFT, 0, kLandmarkWindow, &scale,
                   AV_TX_UNALIGNED) < 0)
      return no_memory_for_sound();
    for (std::size_t i = 0; i < made->window.size(); ++i) {
      made->window[i] =
          0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / kLandmarkWindow);
    }
    transform_ = std::move(made);
  }
  waiting_.insert(waiting_.end(), samples.begin(), samples.end());
  std::size_t used = 0;
  for (; waiting_.size() - used >= kLandmarkWindow; used += kLandmarkHop) {
    for (std::size_t i = 0; i < kLandmarkWindow; ++i)
      transform_->in[i] = {waiting_[used + i] * transform_->window[i], 0};
    add_frame();
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(used));
  return {};
}

void Landmarks::add_frame() {
  transform_->run(transform_->context, transform_->out.data(), transform_->in.data(),
                  sizeof(AVComplexDouble));
  std::array<double, kBins + 1> sums{};
  Spectrum spectrum(kBins);
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const auto [re, im] = transform_->out[bin];
    spectrum[bin] = 10 * std::log10(re * re + im * im + kFloor);
    sums[bin + 1] = sums[bin] + spectrum[bin];
  }
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const std::size_t begin = bin < kMeanAround ? 0 : bin - kMeanAround;
    const std::size_t end = std::min(kBins, bin + kMeanAround + 1);
    spectrum[bin] -= (sums[end] - sums[begin]) / static_cast<double>(end - begin);
  }
  spectra_.push_back(std::move(spectrum));
  ++frames_;
  if (frames_ > kFramesAround) find_peaks(frames_ - 1 - kFramesAround);
}

// Of two that are the same, the earlier and lower one.
bool Landmarks::is_peak(std::size_t row, std::size_t bin) const {
  const double at = spectra_[row][bin];
  if (at < kLeastAbove) return false;
  for (std::size_t other = 0; other < spectra_.size(); ++other) {
    for (std::size_t near = bin - kBinsAround; near <= bin + kBinsAround; ++near) {
      const double value = spectra_[other][near];
      const bool is_before = other < row || (other == row && near < bin);
      if (value > at || (value == at && is_before)) return false;
    }
  }
  return true;
}

// spectra_ holds what lies around the frame, and nothing else.
void Landmarks::find_peaks(std::uint32_t frame) {
  while (first_ + kFramesAround < frame) {
    spectra_.pop_front();
    ++first_;
  }
  if (frame % kBlockFrames == 0) end_block();
  for (std::size_t bin = kLowestBin; bin < kEndBin; ++bin) {
    const std::size_t row = frame - first_;
    if (is_peak(row, bin))
      block_.push_back({{frame, static_cast<std::uint16_t>(bin)}, spectra_[row][bin]});
  }
}

void Landmarks::end_block() {
  std::ranges::sort(block_, [](const Peak& one, const Peak& other) {
    return one.above != other.above ? one.above > other.above : one.landmark < other.landmark;
  });
  if (block_.size() > matching::kMostOfBlock) block_.resize(matching::kMostOfBlock);
  std::ranges::sort(block_, {}, &Peak::landmark);
  for (const Peak& peak : block_) found_.push_back(peak.landmark);
  block_.clear();
}

std::vector<matching::Landmark> Landmarks::take() {
  const std::uint32_t done = frames_ > kFramesAround ? frames_ - kFramesAround : 0;
  for (std::uint32_t frame = done; frame < frames_; ++frame) find_peaks(frame);
  end_block();
  return std::move(found_);
}

}  // namespace sanad::media
