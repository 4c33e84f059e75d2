#include "matching/video_points.h"

#include <algorithm>
#include <cstdlib>

namespace sanad::matching {
namespace {

// Key frames of the two are up to a second apart in each.
constexpr std::int64_t kJitterMs = 2000;
constexpr std::int64_t kSpeedPart = 4;  // a speed may differ by this part
constexpr int kTurnDegrees = 10;
constexpr int kScalePercent = 15;

std::vector<FrameAgreement> agreeing(std::span<const PointsFrame> found,
                                     std::span<const PointsFrame> listed) {
  std::vector<FrameAgreement> out;
  for (const PointsFrame& one : found) {
    for (const PointsFrame& other : listed) {
      const auto agreement =
          points::compare(one.points, other.points, points::Instructions::kBest, kPlacesOfMany);
      if (agreement) out.push_back({one.time_ms, other.time_ms, *agreement});
    }
  }
  return out;
}

bool lie_alike(const points::Agreement& a, const points::Agreement& b) {
  const int turn = std::abs(a.degrees - b.degrees);
  const int less = std::min(a.scale_permille, b.scale_permille);
  const int more = std::max(a.scale_permille, b.scale_permille);
  return a.mirrored == b.mirrored && std::min(turn, 360 - turn) <= kTurnDegrees &&
         more * 100 <= less * (100 + kScalePercent);
}

bool may_follow(const FrameAgreement& first, const FrameAgreement& next) {
  const std::int64_t found = next.found_ms - first.found_ms;
  const std::int64_t listed = next.listed_ms - first.listed_ms;
  return found > 0 && listed > 0 &&
         std::abs(listed - found) <= kJitterMs + std::min(found, listed) / kSpeedPart &&
         lie_alike(first.agreement, next.agreement);
}

// Of the rows of pairs that follow each other the one with the most places; the earliest of these.
std::vector<FrameAgreement> best_row(const std::vector<FrameAgreement>& pairs) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  struct Step {
    std::size_t places = 0, before = kNone;
  };
  std::vector<Step> steps(pairs.size());
  std::size_t best = kNone;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (steps[j].places > steps[i].places && may_follow(pairs[j], pairs[i]))
        steps[i] = {steps[j].places, j};
    }
    steps[i].places += pairs[i].agreement.points;
    if (best == kNone || steps[i].places > steps[best].places) best = i;
  }
  std::vector<FrameAgreement> row;
  for (std::size_t i = best; i != kNone; i = steps[i].before) row.push_back(pairs[i]);
  std::ranges::reverse(row);
  return row;
}

// Pairs of at least so many places, in a row of at least so many.
std::vector<FrameAgreement> row_of(const std::vector<FrameAgreement>& pairs, std::size_t places,
                                   std::size_t frames) {
  std::vector<FrameAgreement> kept;
  std::ranges::copy_if(pairs, std::back_inserter(kept),
                       [&](const FrameAgreement& pair) { return pair.agreement.points >= places; });
  std::vector<FrameAgreement> row = best_row(kept);
  if (row.size() < frames) row.clear();
  return row;
}

}  // namespace

std::vector<PointsFrame> listed_frames(std::span<const PointsFrame> key_frames) {
  const std::size_t count = std::min(key_frames.size(), kMaxListedKeyFrames);
  std::vector<PointsFrame> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(key_frames[i * key_frames.size() / count]);
    auto& points = out.back().points.points;
    if (points.size() > kMaxListedPoints) points.resize(kMaxListedPoints);
  }
  return out;
}

std::optional<VideoPointsMatch> match_video_points(std::span<const PointsFrame> found,
                                                   std::span<const PointsFrame> listed) {
  const std::vector<FrameAgreement> pairs = agreeing(found, listed);
  VideoPointsMatch out;
  out.frames = row_of(pairs, kPlacesOfMany, 3);
  if (out.frames.empty()) out.frames = row_of(pairs, kPlacesOfTwo, 2);
  if (out.frames.empty()) out.frames = row_of(pairs, kPlacesOfOne, 1);
  if (out.frames.empty()) return std::nullopt;
  for (const FrameAgreement& pair : out.frames) {
    out.points += pair.agreement.points;
    out.in_common += std::max(pair.agreement.in_common, pair.agreement.points);
  }
  return out;
}

}  // namespace sanad::matching
