#include "matching/video.h"

#include <algorithm>
#include <map>

namespace sanad::matching {
namespace {

std::vector<Frame> good_enough(std::span<const Frame> frames, int least_quality) {
  std::vector<Frame> out;
  std::copy_if(frames.begin(), frames.end(), std::back_inserter(out),
               [&](const Frame& frame) { return frame.quality >= least_quality; });
  return out;
}

struct Pair {
  std::int64_t a_ms, b_ms;
  std::int64_t offset() const { return b_ms - a_ms; }
};

// How many pairs have each offset, in steps of the tolerance. A still picture matches at every
// offset, so pairs are counted first and only those of the chosen offsets are looked at again.
using Histogram = std::map<std::int64_t, std::size_t>;

std::int64_t step_of(std::int64_t offset_ms, std::int64_t step_ms) {
  const std::int64_t shifted = offset_ms + step_ms / 2;
  return shifted >= 0 ? shifted / step_ms : -((step_ms - 1 - shifted) / step_ms);
}

template <typename OnPair>
void each_pair(const std::vector<Frame>& a, const std::vector<Frame>& b, int max_distance,
               OnPair on_pair) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (pdq::distance(a[i].hash, b[j].hash) <= max_distance) on_pair(i, j);
    }
  }
}

// The step with the most pairs, counting its neighbours with it, since times do not fall on whole
// steps; it and they are taken out.
std::int64_t take_best(Histogram& histogram) {
  const auto count = [&](std::int64_t step) {
    const auto found = histogram.find(step);
    return found == histogram.end() ? std::size_t{0} : found->second;
  };
  std::int64_t best = 0;
  std::size_t most = 0;
  for (const auto& [step, pairs] : histogram) {
    const std::size_t sum = 2 * pairs + count(step - 1) + count(step + 1);
    if (sum > most) {
      most = sum;
      best = step;
    }
  }
  for (const std::int64_t step : {best - 1, best, best + 1}) histogram.erase(step);
  return best;
}

// Of pairs at about one offset: its median, and the part of each video that they cover.
Alignment summarise(std::vector<Pair> pairs) {
  std::sort(pairs.begin(), pairs.end(),
            [](const Pair& x, const Pair& y) { return x.offset() < y.offset(); });
  Alignment out;
  out.offset_ms = pairs[pairs.size() / 2].offset();
  const auto by_a = [](const Pair& x, const Pair& y) { return x.a_ms < y.a_ms; };
  const auto by_b = [](const Pair& x, const Pair& y) { return x.b_ms < y.b_ms; };
  std::sort(pairs.begin(), pairs.end(), by_a);
  out.begin_a_ms = pairs.front().a_ms;
  out.end_a_ms = pairs.back().a_ms;
  out.begin_b_ms = std::min_element(pairs.begin(), pairs.end(), by_b)->b_ms;
  out.end_b_ms = std::max_element(pairs.begin(), pairs.end(), by_b)->b_ms;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i == 0 || pairs[i].a_ms != pairs[i - 1].a_ms) ++out.frames;
  }
  return out;
}

}  // namespace

VideoMatch match_videos(std::span<const Frame> a, std::span<const Frame> b, const VideoRule& rule) {
  const std::vector<Frame> good_a = good_enough(a, rule.least_quality);
  const std::vector<Frame> good_b = good_enough(b, rule.least_quality);
  const std::int64_t step_ms = std::max<std::int64_t>(rule.tolerance_ms, 1);
  VideoMatch out;
  out.counted_a = good_a.size();
  out.counted_b = good_b.size();
  std::vector<bool> found_a(good_a.size());
  std::vector<bool> found_b(good_b.size());
  Histogram histogram;
  each_pair(good_a, good_b, rule.max_distance, [&](std::size_t i, std::size_t j) {
    found_a[i] = true;
    found_b[j] = true;
    ++histogram[step_of(good_b[j].time_ms - good_a[i].time_ms, step_ms)];
  });
  out.matched_a = static_cast<std::size_t>(std::count(found_a.begin(), found_a.end(), true));
  out.matched_b = static_cast<std::size_t>(std::count(found_b.begin(), found_b.end(), true));

  std::map<std::int64_t, std::size_t> chosen;  // step to the number of its alignment
  for (std::size_t k = 0; k < rule.max_alignments && !histogram.empty(); ++k) {
    const std::int64_t best = take_best(histogram);
    for (const std::int64_t step : {best - 1, best, best + 1}) chosen.emplace(step, k);
  }
  std::vector<std::vector<Pair>> pairs(rule.max_alignments);
  each_pair(good_a, good_b, rule.max_distance, [&](std::size_t i, std::size_t j) {
    const Pair pair{good_a[i].time_ms, good_b[j].time_ms};
    const auto found = chosen.find(step_of(pair.offset(), step_ms));
    if (found != chosen.end()) pairs[found->second].push_back(pair);
  });
  for (auto& some : pairs) {
    if (!some.empty()) out.alignments.push_back(summarise(std::move(some)));
  }
  std::sort(out.alignments.begin(), out.alignments.end(),
            [](const Alignment& x, const Alignment& y) {
              return x.frames != y.frames ? x.frames > y.frames : x.offset_ms < y.offset_ms;
            });
  return out;
}

}  // namespace sanad::matching
