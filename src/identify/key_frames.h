// Points of a video's key frames in the form that lists have: "sanad-vpoints-1:TIME_MS,BASE64"
// and further ";TIME_MS,BASE64", times ascending, BASE64 as in a value of points
// (docs/formats/fingerprints.md); and in the extractor's form.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "matching/video_points.h"

namespace sanad::identify {

// kInvalid: not of that form, or with more than matching::kMaxListedKeyFrames.
Result<std::vector<matching::PointsFrame>> parse_key_frames(std::string_view value);
std::string format_key_frames(std::span<const matching::PointsFrame> frames);

// Of the extractor's member "video"; empty if it has none.
std::vector<matching::PointsFrame> key_frames_of(const json::Value& video);

// Key frames that agree, at most `most`, those that agree best, spread over time: for the details
// of a hit. Without times where the one is a picture.
json::Array frames_json(std::span<const matching::FrameAgreement> frames, bool found_is_video,
                        bool listed_is_video, std::size_t most);

}  // namespace sanad::identify
