#include "key_frames.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"
#include "points_votes.h"

namespace sanad::identify {
namespace {

constexpr std::string_view kPrefix = "sanad-vpoints-1:";
constexpr std::string_view kPrefixOfPoints = "sanad-points-1:";

Error wrong() {
  return {ErrorCode::kInvalid,
          fmt::format("points of a video are \"{}\" and TIME_MS,BASE64 joined by \";\", times "
                      "ascending, at most {}",
                      kPrefix, matching::kMaxListedKeyFrames)};
}

}  // namespace

Result<std::vector<matching::PointsFrame>> parse_key_frames(std::string_view value) {
  if (!value.starts_with(kPrefix)) return wrong();
  value.remove_prefix(kPrefix.size());
  std::vector<matching::PointsFrame> frames;
  for (bool is_last = false; !is_last;) {
    const std::size_t end = std::min(value.find(';'), value.size());
    const std::string_view one = value.substr(0, end);
    is_last = end == value.size();
    value.remove_prefix(is_last ? end : end + 1);
    const std::size_t comma = one.find(',');
    if (comma == std::string_view::npos || frames.size() == matching::kMaxListedKeyFrames)
      return wrong();
    const auto time = parse_decimal(one.substr(0, comma));
    if (!time.ok() || *time > (1ULL << 40U)) return wrong();
    const auto time_ms = static_cast<std::int64_t>(*time);
    if (!frames.empty() && time_ms <= frames.back().time_ms) return wrong();
    SANAD_TRY(points::Points found, points::parse_points(std::string(kPrefixOfPoints) +
                                                         std::string(one.substr(comma + 1))));
    frames.push_back({time_ms, std::move(found)});
  }
  return frames;
}

std::string format_key_frames(std::span<const matching::PointsFrame> frames) {
  std::string text(kPrefix);
  for (const matching::PointsFrame& frame : frames) {
    if (text.size() > kPrefix.size()) text += ';';
    text += fmt::format("{},{}", frame.time_ms,
                        points::format_points(frame.points).substr(kPrefixOfPoints.size()));
  }
  return text;
}

std::vector<matching::PointsFrame> key_frames_of(const json::Value& video) {
  std::vector<matching::PointsFrame> frames;
  const json::Array* array = video["frames"].as_array();
  if (array == nullptr) return frames;
  for (const json::Value& one : *array) {
    if (one["points"].is_null()) continue;
    auto found = points::parse_points(one["points"].string_or(""));
    if (found.ok()) frames.push_back({one["time_ms"].int_or(0), std::move(*found)});
  }
  return frames;
}

json::Array frames_json(std::span<const matching::FrameAgreement> frames, bool found_is_video,
                        bool listed_is_video, std::size_t most) {
  const std::size_t stretches = std::min(frames.size(), most);
  json::Array out;
  for (std::size_t i = 0; i < stretches; ++i) {
    const auto begin = frames.begin() + static_cast<std::ptrdiff_t>(i * frames.size() / stretches);
    const auto end =
        frames.begin() + static_cast<std::ptrdiff_t>((i + 1) * frames.size() / stretches);
    const matching::FrameAgreement& best = *std::max_element(
        begin, end,
        [](const auto& a, const auto& b) { return a.agreement.points < b.agreement.points; });
    json::Object one;
    if (found_is_video) one.set("found_ms", best.found_ms);
    if (listed_is_video) one.set("listed_ms", best.listed_ms);
    tell_agreement(best.agreement, one);
    out.emplace_back(std::move(one));
  }
  return out;
}

}  // namespace sanad::identify
