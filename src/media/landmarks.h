// Samples of sound to landmarks (matching/landmarks.h), as they come.
//
// Each frame, windowed (Hann), becomes a spectrum in decibels, less the mean of the bins around
// each bin. A landmark is what is at least kLeastAbove above that and the greatest within
// kFramesAround frames and kBinsAround bins; of each block the strongest are kept.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "matching/landmarks.h"

namespace sanad::media {

class Landmarks {
 public:
  Landmarks();
  ~Landmarks();
  Landmarks(const Landmarks&) = delete;
  Landmarks& operator=(const Landmarks&) = delete;

  // One channel, matching::kLandmarkRate samples a second. kUnavailable: there is no memory.
  Result<void> feed(std::span<const std::int16_t> samples);
  // Of all that was fed; once, at the end.
  std::vector<matching::Landmark> take();

 private:
  struct Transform;
  using Spectrum = std::vector<double>;
  struct Peak {
    matching::Landmark landmark;
    double above = 0;
  };
  void add_frame();
  void find_peaks(std::uint32_t frame);
  bool is_peak(std::size_t row, std::size_t bin) const;
  void end_block();

  std::unique_ptr<Transform> transform_;
  std::vector<std::int16_t> waiting_;
  std::deque<Spectrum> spectra_;  // the last ones
  std::uint32_t first_ = 0;       // the frame of the first of them
  std::uint32_t frames_ = 0;
  std::vector<Peak> block_;
  std::vector<matching::Landmark> found_;
};

}  // namespace sanad::media
