// Frames of sound of any kind to 16-bit samples of one or two channels at one rate.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ffmpeg.h"

struct SwrContext;

namespace sanad::media {

Error no_memory_for_sound();

class Mixer {
 public:
  enum class Filter {
    kOfChromaprint,  // as its own fpcalc asks for: other settings move a bit in some thousands
    kToHear,
  };
  // channels: 1, or 2, whose samples then take turns.
  Mixer(int rate, Filter filter, int channels = 1);
  ~Mixer();
  Mixer(const Mixer&) = delete;
  Mixer& operator=(const Mixer&) = delete;

  // What came of the frame; valid until the next call. The kind of frames may change on the way.
  // kInvalid: sound of a kind that cannot be mixed.
  Result<std::span<const std::int16_t>> mix(const AVFrame& frame);
  // What is still held back.
  Result<std::span<const std::int16_t>> rest();

 private:
  Result<void> set_up(const AVFrame& frame);
  Result<std::span<const std::int16_t>> run(const std::uint8_t** in, int count);

  struct FreeResampler {
    void operator()(SwrContext* resampler) const;
  };
  int rate_;
  Filter filter_;
  int channels_;
  int in_rate_ = 0;
  int in_format_ = -1;
  int in_channels_ = 0;
  std::unique_ptr<SwrContext, FreeResampler> resampler_;
  std::vector<std::int16_t> samples_;
};

}  // namespace sanad::media
