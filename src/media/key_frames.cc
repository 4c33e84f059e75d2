#include "key_frames.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <optional>

namespace sanad::media {
namespace {

constexpr std::int64_t kLeastGapMs = 1000;
constexpr std::int64_t kMovingGapMs = 2000;
constexpr int kSamePlace = 2 * points::kUnits;
constexpr int kSameBits = 48;  // of a descriptor's 256, after a codec

int bits_apart(const points::Descriptor& a, const points::Descriptor& b) {
  int bits = 0;
  for (std::size_t i = 0; i < a.size(); ++i) bits += std::popcount(a[i] ^ b[i]);
  return bits;
}

bool stays(const points::Point& point, const points::Points& other) {
  return std::ranges::any_of(other.points, [&](const points::Point& one) {
    return std::abs(one.x - point.x) <= kSamePlace && std::abs(one.y - point.y) <= kSamePlace &&
           bits_apart(one.descriptor, point.descriptor) <= kSameBits;
  });
}

// The nearest key frames of another scene, before and after.
std::vector<const KeyFrame*> other_scenes(const std::vector<KeyFrame>& frames, std::size_t at) {
  const auto is_other = [&](std::size_t i) {
    return pdq::distance(frames[i].hash, frames[at].hash) >= kOtherSceneBits;
  };
  std::vector<const KeyFrame*> out;
  for (std::size_t i = at; i-- > 0;) {
    if (!is_other(i)) continue;
    out.push_back(&frames[i]);
    break;
  }
  for (std::size_t i = at + 1; i < frames.size(); ++i) {
    if (!is_other(i)) continue;
    out.push_back(&frames[i]);
    break;
  }
  return out;
}

points::Points moving(const std::vector<KeyFrame>& frames, std::size_t at) {
  points::Points out = frames[at].points;
  for (const KeyFrame* other : other_scenes(frames, at)) {
    if (other->points.width != out.width || other->points.height != out.height) continue;
    std::erase_if(out.points,
                  [&](const points::Point& point) { return stays(point, other->points); });
  }
  if (out.points.size() > kMaxFramePoints) out.points.resize(kMaxFramePoints);
  return out;
}

}  // namespace

Result<void> KeyFrames::add(std::int64_t time_ms, const pdq::Hash& hash,
                            const pdq::Raster& raster) {
  const std::size_t number = count_++;
  if (!frames_.empty()) {
    const KeyFrame& last = frames_.back();
    const int bits = pdq::distance(last.hash, hash);
    const std::int64_t gap_ms = bits >= kOtherSceneBits ? gap_ms_ : std::max(gap_ms_, kMovingGapMs);
    if (bits <= kChangedBits || time_ms - last.time_ms < gap_ms) return {};
  }
  SANAD_TRY(points::Points found,
            points::find_points({raster.pixels, raster.width, raster.height, raster.stride_bytes,
                                 raster.layout == pdq::Layout::kRgb ? 3 : 1}));
  frames_.push_back({number, time_ms, hash, std::move(found)});
  while (frames_.size() > kMaxKeyFrames) thin();
  return {};
}

void KeyFrames::thin() {
  gap_ms_ = std::max(2 * gap_ms_, kLeastGapMs);
  std::optional<std::int64_t> last;
  std::erase_if(frames_, [&](const KeyFrame& frame) {
    if (last && frame.time_ms - *last < gap_ms_) return true;
    last = frame.time_ms;
    return false;
  });
}

std::vector<KeyFrame> KeyFrames::take() && {
  std::vector<KeyFrame> out;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    points::Points left = moving(frames_, i);
    if (left.points.size() >= points::kLeastPoints)
      out.push_back({frames_[i].number, frames_[i].time_ms, frames_[i].hash, std::move(left)});
  }
  return out;
}

}  // namespace sanad::media
