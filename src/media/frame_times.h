// When frames of a video are shown.
#pragma once

extern "C" {
#include <libavutil/mathematics.h>
}

#include <algorithm>
#include <cstdint>
#include <optional>

#include "ffmpeg.h"

namespace sanad::media {

// A frame that is this near is reached by decoding what lies before it.
inline constexpr std::int64_t kNearMs = 10'000;
inline constexpr AVRational kMilliseconds{1, 1000};

Error no_frame();

// Times of frames, from the first one.
class FrameTimes {
 public:
  explicit FrameTimes(AVRational base) : base_(base) {}

  std::int64_t of(const AVFrame& frame) {
    const std::int64_t stamp = frame.best_effort_timestamp;
    if (first_ == AV_NOPTS_VALUE) first_ = stamp;
    // Without times of its own, a frame belongs to the moment of the one before.
    if (stamp == AV_NOPTS_VALUE || first_ == AV_NOPTS_VALUE) return latest_;
    const std::int64_t time_ms = av_rescale_q(stamp - first_, base_, kMilliseconds);
    latest_ = std::max(latest_, time_ms);
    return time_ms;
  }

  // Absent where the frames have no times.
  std::optional<std::int64_t> stamp_at(std::int64_t time_ms) const {
    if (first_ == AV_NOPTS_VALUE) return std::nullopt;
    return first_ + av_rescale_q(time_ms, kMilliseconds, base_);
  }

 private:
  AVRational base_;
  std::int64_t first_ = AV_NOPTS_VALUE;
  std::int64_t latest_ = 0;
};

}  // namespace sanad::media
