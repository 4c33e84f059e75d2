// Frames of a video in the form that lists have: "TIME_MS,QUALITY,HASH" joined by ";"
// (docs/formats/fingerprints.md), and in the extractor's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "matching/video.h"

namespace sanad::identify {

inline constexpr std::size_t kMaxListedFrames = 700;  // of what an agency lists itself

// kInvalid: not of that form, or none.
Result<std::vector<matching::Frame>> parse_frames(std::string_view value);
// The first kMaxListedFrames.
std::string format_frames(const std::vector<matching::Frame>& frames);
// Of the extractor's member "video"; empty if it has none. hash: "pdq"; "pdq_mirrored" as if the
// video were mirrored left to right; or "pdq_inner" of what lies within black bars. Frames without
// it are left out.
std::vector<matching::Frame> frames_of(const json::Value& video, std::string_view hash = "pdq");

}  // namespace sanad::identify
