// Frames of a video, one a second. Only in the sandboxed extractor (see picture.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "media/picture.h"
#include "pdq/pdq.h"

namespace sanad::media {

struct VideoLimits {
  std::uint64_t max_pixels = 40'000'000;  // of one frame
  std::int64_t max_frames = 2'000'000;    // decoded, not only kept
  std::int64_t max_seconds = 6 * 3600;    // later frames are left out, and `cut` is set
  std::int64_t interval_ms = 1000;
};

struct VideoFrame {
  std::int64_t time_ms = 0;  // from the video's first frame
  pdq::Raster raster;        // RGB at full size; valid during the call
};

struct VideoSummary {
  int width = 0;
  int height = 0;
  std::int64_t duration_ms = 0;  // time of the last frame decoded
  std::int64_t frames = 0;       // decoded
  bool cut = false;              // limits ended it
  bool damaged = false;          // a part could not be decoded
  std::string decoder;           // "FFmpeg 59.37.100 h264"
};

// Calls on_frame with the first frame, and then with the first one in each interval that has one;
// an error that it returns ends the reading and is returned.
// kInvalid: no video in it; kLimit: frames bigger than limits allow.
Result<VideoSummary> read_video(ByteView file, const VideoLimits& limits,
                                const std::function<Result<void>(const VideoFrame&)>& on_frame);

struct TimedPicture {
  Picture picture;
  std::int64_t time_ms = 0;  // from the video's first frame
};

// The first frame at or after a time, the last one where none is so late: at the time that
// read_video() gives for a frame, the same one. Far ones are sought, not decoded up to. kInvalid
// and kLimit as there.
Result<TimedPicture> read_frame_at(ByteView file, std::int64_t at_ms,
                                   const VideoLimits& limits = {});

}  // namespace sanad::media
