// Which frames of a video carry points, and which of their points.
//
// A frame is a key frame where its PDQ hash differs from that of the last one in more than
// kChangedBits: a still scene has one, a moving one up to one in two seconds, a new one its first.
// When there are more than kMaxKeyFrames, key frames must lie twice as far apart, and so on: no
// video has more, and a long one has them over its whole length.
//
// What stays where it is while the scene becomes another one (a logo, a caption, the edge of bars)
// says nothing of the scene: points that a key frame shares, at the same place, with the nearest
// key frames of other scenes are left out. (Most of them: a frame has those points that stand out.)
// The same frames give the same key frames. Tested by key_frames_test.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "pdq/pdq.h"
#include "points/points.h"

namespace sanad::media {

inline constexpr std::size_t kMaxKeyFrames = 120;    // of a video
inline constexpr std::size_t kMaxFramePoints = 128;  // of a key frame
inline constexpr int kChangedBits = 24;              // of 256
inline constexpr int kOtherSceneBits = 72;           // unrelated pictures differ in about 128

struct KeyFrame {
  std::size_t number = 0;  // of the frame, among those that were given
  std::int64_t time_ms = 0;
  pdq::Hash hash{};
  points::Points points;
};

class KeyFrames {
 public:
  // Frames in order of time, numbered from 0. kInvalid: as points::find_points().
  Result<void> add(std::int64_t time_ms, const pdq::Hash& hash, const pdq::Raster& raster);
  // Those with at least points::kLeastPoints left.
  std::vector<KeyFrame> take() &&;

 private:
  void thin();

  std::vector<KeyFrame> frames_;
  std::size_t count_ = 0;
  std::int64_t gap_ms_ = 0;
};

}  // namespace sanad::media
