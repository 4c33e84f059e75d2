#include "matching/landmarks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace sanad::matching {
namespace {

constexpr std::uint32_t kStretch = 861;     // frames: 40 s
constexpr std::uint32_t kStep = 431;        // frames: 20 s
constexpr std::size_t kLeastAsked = 20;     // landmarks in a stretch that say anything
constexpr double kLeastInside = 0.25;       // of a stretch's landmarks, within the other recording
constexpr double kTypical = 0.98;           // of the offsets, by which chance is measured
constexpr double kTypicalVariance = 0.873;  // of a normal distribution without the other 2 %

// The frames of a recording's landmarks, by bin.
class ByBin {
 public:
  explicit ByBin(std::span<const Landmark> landmarks) {
    for (const Landmark& one : landmarks) ++begins_[one.bin + 1U];
    for (std::size_t bin = 1; bin < begins_.size(); ++bin) begins_[bin] += begins_[bin - 1];
    times_.resize(landmarks.size());
    auto next = begins_;
    for (const Landmark& one : landmarks) times_[next[one.bin]++] = one.time;
  }
  // Of one bin and both of its neighbours, not in order.
  std::span<const std::uint32_t> around(std::uint16_t bin) const {
    return std::span(times_).subspan(begins_[bin - 1U], begins_[bin + 2U] - begins_[bin - 1U]);
  }
  // Whether there is one at its place, `offset` frames later.
  bool has(const Landmark& landmark, std::int64_t offset) const {
    const std::int64_t wanted = landmark.time + offset;
    return std::ranges::any_of(around(landmark.bin), [wanted](std::uint32_t time) {
      return std::abs(std::int64_t{time} - wanted) <= 1;
    });
  }

 private:
  std::array<std::uint32_t, kEndBin + 2> begins_{};
  std::vector<std::uint32_t> times_;
};

struct Best {
  std::int64_t offset = 0;  // frames: time in b less time in a
  double chance = 0;
  double share = 0;     // of the landmarks that coincide
  double expected = 0;  // the same, by chance
};

// What one offset holds.
struct Place {
  std::size_t offset = 0;  // plus the base of the histogram
  double found = 0, inside = 0;
  std::uint32_t exactly = 0;  // of those found, without a frame given or taken
};

// The histogram, and for each offset how many landmarks of the stretch lie within b. Offsets with
// fewer than kLeastInside of them are left out.
std::vector<Place> places_of(std::span<const Landmark> stretch, const ByBin& b,
                             std::uint32_t last_b) {
  const std::uint32_t base = stretch.back().time + 1;
  std::vector<std::uint32_t> counts(std::size_t{base} - stretch.front().time + last_b + 3);
  for (const Landmark& one : stretch) {
    for (const std::uint32_t time : b.around(one.bin)) ++counts[time + base - one.time];
  }
  const auto least = kLeastInside * static_cast<double>(stretch.size());
  std::vector<Place> places;
  // Those of the stretch from `begin` to `end` lie within b: both move down as the offset grows.
  std::size_t begin = stretch.size();
  std::size_t end = stretch.size();
  for (std::size_t at = 1; at + 1 < counts.size(); ++at) {
    while (begin > 0 && stretch[begin - 1].time + at >= base) --begin;
    while (end > 0 && stretch[end - 1].time + at > std::size_t{base} + last_b) --end;
    const double inside = end > begin ? static_cast<double>(end - begin) : 0;
    if (inside < least || inside == 0) continue;
    places.push_back({at, static_cast<double>(counts[at - 1] + counts[at] + counts[at + 1]), inside,
                      counts[at]});
  }
  return places;
}

// How many coincidences come at once: see the head of landmarks.h.
double bunch_of(const std::vector<Place>& places, double share) {
  std::vector<double> squares;
  squares.reserve(places.size());
  for (const Place& one : places) {
    const double expected = share * one.inside;
    squares.push_back((one.found - expected) * (one.found - expected) / expected);
  }
  const auto typical = std::max<std::size_t>(
      1, static_cast<std::size_t>(kTypical * static_cast<double>(squares.size())));
  std::nth_element(squares.begin(), squares.begin() + static_cast<std::ptrdiff_t>(typical - 1),
                   squares.end());
  double sum = 0;
  for (std::size_t i = 0; i < typical; ++i) sum += squares[i];
  return std::max(1.0, sum / static_cast<double>(typical) / kTypicalVariance);
}

// A frame before and after it, about as many are found: that which most have exactly.
std::int64_t middle_of(const std::vector<Place>& places, std::size_t at) {
  std::size_t middle = at;
  for (const std::size_t near : {at - 1, at + 1}) {
    if (near < places.size() && places[near].exactly > places[middle].exactly) middle = near;
  }
  return static_cast<std::int64_t>(places[middle].offset);
}

// The offset that is least likely by chance. trials: stretches that are tried.
std::optional<Best> best_of(std::span<const Landmark> stretch, const ByBin& b, std::uint32_t last_b,
                            double trials) {
  if (stretch.size() < kLeastAsked) return std::nullopt;
  const std::vector<Place> places = places_of(stretch, b, last_b);
  double found = 0;
  double inside = 0;
  for (const Place& one : places) {
    found += one.found;
    inside += one.inside;
  }
  if (found == 0) return std::nullopt;
  const double share = found / inside;
  const double bunch = bunch_of(places, share);
  const double tried = std::log10(static_cast<double>(places.size()) * trials);
  Best best;
  std::size_t at = places.size();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& one = places[i];
    const double expected = share * one.inside;
    if (one.found <= expected) continue;
    const double surprise = one.found * std::log(one.found / expected) - one.found + expected;
    const double chance = tried - surprise / bunch / std::log(10.0);
    if (at < places.size() && best.chance <= chance) continue;
    best = {0, chance, one.found / one.inside, share};
    at = i;
  }
  if (at == places.size()) return std::nullopt;
  best.offset = middle_of(places, at) - stretch.back().time - 1;
  return best;
}

// The part of a stretch in which landmarks coincide more than chance explains (Kadane's maximum
// subarray: each scores what it is above the middle between what chance gives and what was found).
LandmarkSegment part_of(std::span<const Landmark> stretch, const ByBin& b, const Best& best) {
  const double middle = (best.share + best.expected) / 2;
  LandmarkSegment part;
  part.chance = best.chance;
  double score = 0, most = 0;
  std::size_t begin = 0, hits = 0;
  for (std::size_t i = 0; i < stretch.size(); ++i) {
    const bool is_there = b.has(stretch[i], best.offset);
    score += (is_there ? 1 : 0) - middle;
    hits += is_there ? 1 : 0;
    if (score <= 0) {
      score = 0;
      hits = 0;
      begin = i + 1;
    } else if (score > most) {
      most = score;
      part.begin_a = stretch[begin].time;
      part.end_a = stretch[i].time;
      part.landmarks = hits;
      part.of = i + 1 - begin;
    }
  }
  // The first landmark may lie a frame outside of b.
  const auto in_b = [&](std::uint32_t time) {
    return static_cast<std::uint32_t>(std::max<std::int64_t>(0, std::int64_t{time} + best.offset));
  };
  part.begin_b = in_b(part.begin_a);
  part.end_b = in_b(part.end_a);
  return part;
}

std::int64_t offset_of(const LandmarkSegment& one) {
  return std::int64_t{one.end_b} - std::int64_t{one.end_a};
}

// Two stretches overlap by half, so that one part is found in both: it becomes the longer one.
bool goes_on(const LandmarkSegment& last, const LandmarkSegment& next) {
  return std::abs(offset_of(last) - offset_of(next)) <= 1 && next.begin_a <= last.end_a + 1;
}

void join(LandmarkSegment& last, const LandmarkSegment& next, std::span<const Landmark> a,
          const ByBin& b) {
  last.begin_a = std::min(last.begin_a, next.begin_a);
  last.begin_b = std::min(last.begin_b, next.begin_b);
  last.end_a = std::max(last.end_a, next.end_a);
  last.end_b = std::max(last.end_b, next.end_b);
  last.chance = std::min(last.chance, next.chance);
  const auto begin = std::ranges::lower_bound(a, last.begin_a, {}, &Landmark::time);
  const auto end = std::ranges::upper_bound(a, last.end_a, {}, &Landmark::time);
  last.of = static_cast<std::size_t>(end - begin);
  last.landmarks = static_cast<std::size_t>(
      std::count_if(begin, end, [&](const Landmark& one) { return b.has(one, offset_of(last)); }));
}

}  // namespace

std::vector<LandmarkSegment> match_landmarks(std::span<const Landmark> a,
                                             std::span<const Landmark> b,
                                             std::size_t most_segments) {
  std::vector<LandmarkSegment> segments;
  if (a.size() < kLeastAsked || b.size() < kLeastAsked) return segments;
  const ByBin by_bin(b);
  const std::uint32_t last = a.back().time;
  const std::uint32_t stretches = last < kStretch ? 1 : (last - kStretch) / kStep + 2;
  for (std::uint32_t i = 0; i < stretches; ++i) {
    const auto begin = std::ranges::lower_bound(a, i * kStep, {}, &Landmark::time);
    const auto end = std::ranges::lower_bound(a, i * kStep + kStretch, {}, &Landmark::time);
    const std::span<const Landmark> stretch(begin, end);
    const auto best = best_of(stretch, by_bin, b.back().time, stretches);
    if (!best || best->chance > kMostChance) continue;
    const LandmarkSegment part = part_of(stretch, by_bin, *best);
    if (!segments.empty() && goes_on(segments.back(), part)) {
      join(segments.back(), part, a, by_bin);
    } else {
      segments.push_back(part);
    }
  }
  std::ranges::sort(segments, {},
                    [](const LandmarkSegment& one) { return std::pair(one.chance, one.begin_a); });
  if (segments.size() > most_segments) segments.resize(most_segments);
  return segments;
}

}  // namespace sanad::matching
