// Two videos compared by the points of their key frames: found where frames are cropped, captioned,
// framed, mirrored or turned, so that their hashes say nothing.
//
// A pair of frames may agree by chance in a few places; that several pairs do, one after the other
// in both videos, at about one speed, and with the pictures lying to each other in one way, is a
// second proof. So a pair in such a row needs fewer places than two pictures do, and one pair alone
// needs more.
// Pure and thread-safe. Tested by video_points_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "points/match.h"

namespace sanad::matching {

struct PointsFrame {
  std::int64_t time_ms = 0;
  points::Points points;
};

// What a list holds of a video, so that an entry stays short: at most so many of its key frames,
// spread over them, each with the points that stand out the most.
inline constexpr std::size_t kMaxListedKeyFrames = 60;
inline constexpr std::size_t kMaxListedPoints = 80;
std::vector<PointsFrame> listed_frames(std::span<const PointsFrame> key_frames);

// A frame of the found video and one of the listed video that show the same.
struct FrameAgreement {
  std::int64_t found_ms = 0;
  std::int64_t listed_ms = 0;
  points::Agreement agreement;
  friend bool operator==(const FrameAgreement&, const FrameAgreement&) = default;
};

// How many places each pair must agree in, by how many pairs there are in a row.
inline constexpr std::size_t kPlacesOfOne = points::kManyPoints;
inline constexpr std::size_t kPlacesOfTwo = 9;
inline constexpr std::size_t kPlacesOfMany = 7;  // of three and more

struct VideoPointsMatch {
  std::vector<FrameAgreement> frames;  // in order of time in both videos
  std::size_t points = 0;              // places that agree, in all of them
  std::size_t in_common = 0;           // points in what both frames show, likewise
};

// The row with the most places. Absent: the videos do not show the same. Times ascend.
std::optional<VideoPointsMatch> match_video_points(std::span<const PointsFrame> found,
                                                   std::span<const PointsFrame> listed);

}  // namespace sanad::matching
