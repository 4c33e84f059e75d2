#include "identify/evidence.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

#include "frames.h"
#include "identify/library.h"
#include "matching/video.h"
#include "picture_index.h"

namespace sanad::identify {
namespace {

// The eight ways in which a picture can lie: mirrored left to right or not, then turned by quarters
// with the clock. Mirroring before a turn is turning the other way before mirroring, from which the
// two functions below follow.
struct Way {
  bool mirror = false;
  int quarters = 0;
};

Way then(const Way& first, const Way& second) {
  const int turned = second.mirror ? -first.quarters : first.quarters;
  return {first.mirror != second.mirror, (second.quarters + turned + 4) % 4};
}

Way undone(const Way& way) { return way.mirror ? way : Way{false, (4 - way.quarters) % 4}; }

// In the order of kTurned.
constexpr std::array<Way, pdq::kDihedral> kWays = {
    {{false, 0}, {false, 3}, {false, 2}, {false, 1}, {true, 2}, {true, 0}, {true, 3}, {true, 1}}};

// What shows a stored picture the right way up (TIFF 6.0, 0x0112).
Way upright(int orientation) {
  constexpr std::array<Way, 8> kUpright = {
      {{false, 0}, {true, 0}, {false, 2}, {true, 2}, {true, 3}, {false, 1}, {true, 1}, {false, 3}}};
  return orientation >= 1 && orientation <= 8 ? kUpright[static_cast<std::size_t>(orientation - 1)]
                                              : Way{};
}

using Pairs = std::map<std::int64_t, FramePair>;  // by time of the found frame

void keep_better(Pairs& pairs, const FramePair& pair) {
  const auto at = pairs.try_emplace(pair.found_ms, pair).first;
  if (pair.distance < at->second.distance) at->second = pair;
}

void add_aligned(const std::vector<matching::Frame>& found,
                 const std::vector<matching::Frame>& listed, const matching::Alignment& alignment,
                 Pairs& pairs) {
  const matching::VideoRule rule;
  for (const matching::Frame& a : found) {
    if (a.quality < rule.least_quality || a.time_ms < alignment.begin_a_ms ||
        a.time_ms > alignment.end_a_ms)
      continue;
    for (const matching::Frame& b : listed) {
      const std::int64_t off = b.time_ms - a.time_ms - alignment.offset_ms;
      if (b.quality < rule.least_quality || std::abs(off) > rule.tolerance_ms) continue;
      const int distance = pdq::distance(a.hash, b.hash);
      if (distance <= rule.max_distance) keep_better(pairs, {a.time_ms, b.time_ms, distance});
    }
  }
}

// The best of each of as many stretches of time as may be shown.
std::vector<FramePair> spread(const Pairs& pairs, std::size_t most) {
  std::vector<FramePair> out;
  if (pairs.empty() || most == 0) return out;
  const bool all = pairs.size() <= most;
  const std::int64_t first = pairs.begin()->first;
  const std::int64_t length = pairs.rbegin()->first - first + 1;
  std::int64_t stretch_of_last = -1;
  for (const auto& [time, pair] : pairs) {
    const std::int64_t stretch = (time - first) * static_cast<std::int64_t>(most) / length;
    if (all || stretch != stretch_of_last) {
      out.push_back(pair);
    } else if (pair.distance < out.back().distance) {
      out.back() = pair;
    }
    stretch_of_last = stretch;
  }
  return out;
}

Result<void> add_pairs(const std::vector<matching::Frame>& found, std::string_view signal,
                       std::string_view value, Pairs& pairs) {
  if (signal == "vpdq") {
    SANAD_TRY(const std::vector<matching::Frame> listed, parse_frames(value));
    for (const matching::Alignment& one : matching::match_videos(found, listed).alignments)
      add_aligned(found, listed, one, pairs);
  } else if (signal == "pdq") {
    SANAD_TRY_WITH(const pdq::Hash hash, parse_digest256(value), "a PDQ hash");
    for (const matching::Frame& frame : found) {
      const int distance = pdq::distance(frame.hash, hash);
      if (frame.quality >= kPictureQuality && distance <= kPictureDistance)
        keep_better(pairs, {frame.time_ms, std::nullopt, distance});
    }
  }
  return {};
}

}  // namespace

std::string_view turned_word(bool mirrored, int degrees) {
  const Way back = undone({mirrored, (degrees + 45) / 90 % 4});
  for (std::size_t i = 0; i < kWays.size(); ++i) {
    if (kWays[i].mirror == back.mirror && kWays[i].quarters == back.quarters) return kTurned[i];
  }
  return kTurned.front();
}

std::optional<Align> align(std::string_view turned, int found_orientation, int listed_orientation) {
  const auto word = std::ranges::find(kTurned, turned);
  if (word == kTurned.end()) return std::nullopt;
  const Way found_to_listed = kWays[static_cast<std::size_t>(word - kTurned.begin())];
  const Way as_stored = undone(upright(listed_orientation));
  const Way way = then(then(as_stored, undone(found_to_listed)), upright(found_orientation));
  return Align{way.mirror, way.quarters * 90};
}

points::Place upright_place(const points::Place& place, int orientation) {
  const Way way = upright(orientation);
  points::Place out = place;
  if (way.mirror) out.x = points::kShareOne - out.x;
  for (int i = 0; i < way.quarters; ++i) out = {points::kShareOne - out.y, out.x};
  return out;
}

Result<std::vector<FramePair>> frame_pairs(const json::Value& item, std::string_view signal,
                                           std::string_view value, std::string_view turned,
                                           std::size_t most) {
  const bool mirrored = turned == kTurned[pdq::kMirrored];
  Pairs pairs;
  // What lies within black bars is asked where the whole frames say nothing.
  for (const std::string_view hash : {mirrored ? "pdq_mirrored" : "pdq", "pdq_inner"}) {
    SANAD_CHECK(add_pairs(frames_of(item["video"], hash), signal, value, pairs));
    if (!pairs.empty()) break;
  }
  return spread(pairs, most);
}

Result<SharedPassages> shared_passages(std::string_view found, std::string_view listed,
                                       std::size_t most) {
  SANAD_TRY(text::Comparison comparison, text::compare(found, listed));
  SharedPassages out{std::move(comparison.passages), 0};
  const auto place = [](const text::Passage& one) { return std::tie(one.a.begin, one.b.begin); };
  if (out.passages.size() > most) {
    std::ranges::sort(out.passages, [&](const text::Passage& x, const text::Passage& y) {
      return x.letters != y.letters ? x.letters > y.letters : place(x) < place(y);
    });
    out.not_shown = out.passages.size() - most;
    out.passages.resize(most);
  }
  std::ranges::sort(out.passages, {}, place);
  return out;
}

}  // namespace sanad::identify
