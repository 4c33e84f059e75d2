// Frames made small, with the shape that the file gives its pixels.
#pragma once

#include "ffmpeg.h"
#include "media/stretch.h"
#include "upright.h"

namespace sanad::media {

class Shrinker {
 public:
  // side: of the longer one, at most. exact: the same pixels on each machine that has this version
  // of the library, whatever its processor can do; and each frame as large as the first one.
  Shrinker(int side, bool exact) : side_(side), exact_(exact) {}
  Shrinker(const Shrinker&) = delete;
  Shrinker& operator=(const Shrinker&) = delete;
  ~Shrinker() { sws_freeContext(scaler_); }

  // Without its time. kInvalid: pixels that cannot be converted.
  Result<MovingPicture> shrink(const AVFrame& frame, int orientation);

 private:
  Size size_of(const AVFrame& frame) const;

  int side_;
  bool exact_;
  Size first_;
  SwsContext* scaler_ = nullptr;
};

}  // namespace sanad::media
