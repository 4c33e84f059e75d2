// A picture to be looked at: the pixels of a picture, or of one frame of a video, and nothing else
// of the file. Only in the sandboxed extractor (see picture.h).
//
// Unlike for hashes, what a person would see counts: EXIF rotation is applied, and what is
// transparent lies on kGround. Larger pictures become smaller by taking means; smaller ones stay.
#pragma once

#include <cstdint>
#include <optional>

#include "media/picture.h"
#include "media/video.h"

namespace sanad::media {

inline constexpr int kPreviewSide = 1024;  // pixels, of the longer side

struct Preview {
  int width = 0;
  int height = 0;
  Bytes pixels;                         // RGB, rows without padding
  std::optional<std::int64_t> time_ms;  // of the frame, from the video's first one
  bool damaged = false;                 // the decoder had to guess a part
};

// most_side: pixels of the longer side. at_ms: for a video or an animation, see read_frame_at();
// absent: its first frame. kInvalid: neither a picture nor a video, or not to be decoded; kLimit:
// more pixels than limits allow.
Result<Preview> preview(ByteView file, std::optional<std::int64_t> at_ms,
                        const PictureLimits& of_pictures = {}, const VideoLimits& of_videos = {},
                        int most_side = kPreviewSide);

// A still picture pixel for pixel, the right way up, and without transparency; of an animation the
// first frame. kInvalid: no still picture, or not to be decoded; kLimit: more pixels than that.
struct WholePicture {
  Preview picture;
  std::string decoder;  // "libpng 1.6.39"
};
Result<WholePicture> whole_picture(ByteView file, const PictureLimits& limits);

}  // namespace sanad::media
