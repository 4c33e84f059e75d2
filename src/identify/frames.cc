#include "frames.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"

namespace sanad::identify {

Result<std::vector<matching::Frame>> parse_frames(std::string_view value) {
  const Error wrong{ErrorCode::kInvalid,
                    "frames of a video are TIME_MS,QUALITY,HASH joined by \";\", times ascending"};
  std::vector<matching::Frame> frames;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(';'), value.size());
    const std::string_view one = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    const std::size_t first = one.find(','), second = one.find(',', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return wrong;
    const auto time = parse_decimal(one.substr(0, first));
    const auto quality = parse_decimal(one.substr(first + 1, second - first - 1));
    const auto hash = parse_digest256(one.substr(second + 1));
    if (!time.ok() || !quality.ok() || !hash.ok() || *quality > 100 || *time > (1ULL << 40U))
      return wrong;
    if (!frames.empty() && static_cast<std::int64_t>(*time) < frames.back().time_ms) return wrong;
    frames.push_back({static_cast<std::int64_t>(*time), static_cast<int>(*quality), *hash});
  }
  if (frames.empty()) return wrong;
  return frames;
}

std::string format_frames(const std::vector<matching::Frame>& frames) {
  std::string text;
  for (std::size_t i = 0; i < frames.size() && i < kMaxListedFrames; ++i) {
    text += fmt::format("{}{},{},{}", i == 0 ? "" : ";", frames[i].time_ms, frames[i].quality,
                        format_hex(frames[i].hash));
  }
  return text;
}

std::vector<matching::Frame> frames_of(const json::Value& video, std::string_view hash_name) {
  std::vector<matching::Frame> frames;
  const json::Array* array = video["frames"].as_array();
  if (array == nullptr) return frames;
  for (const json::Value& one : *array) {
    const auto hash = parse_digest256(one[hash_name].string_or(""));
    if (!hash.ok()) continue;
    const json::Value& quality =
        one[hash_name == "pdq_inner" ? "pdq_inner_quality" : "pdq_quality"];
    frames.push_back({one["time_ms"].int_or(0), static_cast<int>(quality.int_or(0)), *hash});
  }
  return frames;
}

}  // namespace sanad::identify
