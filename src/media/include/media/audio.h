// Sound to a Chromaprint fingerprint and to landmarks. Only in the sandboxed extractor (see
// picture.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::media {

struct AudioLimits {
  std::int64_t max_seconds = 6 * 3600;  // what comes later is left out, and `cut` is set
};

struct AudioFingerprint {
  std::vector<std::uint32_t> items;  // raw, one for each item_us
  std::int64_t item_us = 0;          // microseconds from one item to the next
  std::int64_t delay_us = 0;         // of sound that the first item covers beyond one step
  std::string landmarks;             // matching::format_landmarks; empty where there are too few
  std::int64_t duration_ms = 0;      // of the sound decoded
  bool cut = false;
  bool damaged = false;
  std::string decoder;    // "FFmpeg 59.37.100 aac"
  std::string algorithm;  // "chromaprint 1.5.1 algorithm 2, landmarks-1"
};

// The first stream of sound that FFmpeg holds to be the best, mixed to one channel at 11,025 Hz, as
// Chromaprint's own fpcalc does. kInvalid: no sound in it.
Result<AudioFingerprint> fingerprint_audio(ByteView file, const AudioLimits& limits = {});

}  // namespace sanad::media
