#include "matching/audio.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace sanad::matching {
namespace {

constexpr double kBits = 32;
// Segments whose offsets differ by less say the same: items overlap, so the next offset matches
// too.
constexpr std::ptrdiff_t kSameOffset = 16;

// Bit errors of n items against n others.
void count_plain(const std::uint32_t* a, const std::uint32_t* b, std::size_t n,
                 std::uint8_t* errors) {
  for (std::size_t i = 0; i < n; ++i)
    errors[i] = static_cast<std::uint8_t>(std::popcount(a[i] ^ b[i]));
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) void count_fast(const std::uint32_t* a, const std::uint32_t* b,
                                                  std::size_t n, std::uint8_t* errors) {
  for (std::size_t i = 0; i < n; ++i) {
    errors[i] = static_cast<std::uint8_t>(__builtin_popcount(a[i] ^ b[i]));
  }
}
#endif

using Count = void (*)(const std::uint32_t*, const std::uint32_t*, std::size_t, std::uint8_t*);

Count choose() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt")) return count_fast;
#endif
  return count_plain;
}

// A run of items at one offset, as positions in the overlap.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Adds the parts that any window of `size` items with at most `most` errors in all covers; runs
// that touch become one. Each run ends where windows stop being good, so it is up to a window too
// long; trim() takes care of that.
void find_runs(const std::vector<std::uint8_t>& errors, std::size_t size, std::size_t most,
               std::vector<Run>& runs) {
  if (size == 0 || errors.size() < size) return;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < size; ++i) sum += errors[i];
  for (std::size_t begin = 0;; ++begin) {
    if (sum <= most) {
      if (!runs.empty() && begin <= runs.back().end) {
        runs.back().end = begin + size;
      } else {
        runs.push_back({begin, begin + size});
      }
    }
    if (begin + size == errors.size()) return;
    sum += errors[begin + size];
    sum -= errors[begin];
  }
}

// The part of a run that makes its score greatest: each item scores what it is better than the
// limit by, so that stretches of chance at both ends fall off (Kadane's maximum subarray).
Run trim(const std::vector<std::uint8_t>& errors, const Run& run, double limit) {
  Run best{run.begin, run.begin};
  double most = 0;
  double score = 0;
  std::size_t begin = run.begin;
  for (std::size_t i = run.begin; i < run.end; ++i) {
    score += limit - errors[i] / kBits;
    if (score <= 0) {
      score = 0;
      begin = i + 1;
    } else if (score > most) {
      most = score;
      best = {begin, i + 1};
    }
  }
  return best;
}

// How much better than chance items agree, in the deviations that as many independent items would
// have. Bits that are nearly always the same in both agree by chance: a held note or silence would
// be found in any other, and says nothing.
double strength(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                const AudioSegment& segment) {
  const std::size_t size = segment.end_a - segment.begin_a;
  std::array<std::uint32_t, 32> ones_a{}, ones_b{};
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t bit = 0; bit < 32; ++bit) {
      ones_a[bit] += a[segment.begin_a + i] >> bit & 1U;
      ones_b[bit] += b[segment.begin_b + i] >> bit & 1U;
    }
  }
  const auto items = static_cast<double>(size);
  double chance = 0;
  for (std::size_t bit = 0; bit < 32; ++bit) {
    const double of_a = ones_a[bit] / items;
    const double of_b = ones_b[bit] / items;
    chance += (of_a * (1 - of_b) + of_b * (1 - of_a)) / kBits;
  }
  return chance == 0 ? 0 : (1 - segment.error / chance) * std::sqrt(items);
}

struct Scored {
  AudioSegment segment;
  double score = 0;
  std::ptrdiff_t offset() const {
    return static_cast<std::ptrdiff_t>(segment.begin_b) -
           static_cast<std::ptrdiff_t>(segment.begin_a);
  }
};

bool overlaps(std::size_t begin, std::size_t end, std::size_t other_begin, std::size_t other_end) {
  return begin < other_end && other_begin < end;
}

// The worse of two segments goes if both cover the same of a and of b (music that repeats itself
// then gives one segment, not one for each bar), or if their offsets are nearly the same.
bool repeats(const Scored& one, const Scored& better) {
  const AudioSegment& x = one.segment;
  const AudioSegment& y = better.segment;
  const bool in_a = overlaps(x.begin_a, x.end_a, y.begin_a, y.end_a);
  const bool in_b = overlaps(x.begin_b, x.end_b, y.begin_b, y.end_b);
  return (in_a && in_b) ||
         ((in_a || in_b) && std::abs(one.offset() - better.offset()) < kSameOffset);
}

}  // namespace

std::vector<AudioSegment> match_audio(std::span<const std::uint32_t> a,
                                      std::span<const std::uint32_t> b, const AudioRule& rule) {
  const Count count = choose();
  const std::size_t least = std::min(rule.short_items, rule.long_items);
  const auto most = [](double error, std::size_t items) {
    return static_cast<std::size_t>(error * kBits * static_cast<double>(items));
  };
  std::vector<Scored> found;
  std::vector<std::uint8_t> errors;
  std::vector<Run> runs;
  if (a.size() < least || b.size() < least || least == 0) return {};
  const auto last_a = static_cast<std::ptrdiff_t>(a.size() - least);
  const auto last_b = static_cast<std::ptrdiff_t>(b.size() - least);
  for (std::ptrdiff_t offset = -last_a; offset <= last_b; ++offset) {
    const std::size_t from_a = offset < 0 ? static_cast<std::size_t>(-offset) : 0;
    const std::size_t from_b = offset > 0 ? static_cast<std::size_t>(offset) : 0;
    errors.resize(std::min(a.size() - from_a, b.size() - from_b));
    count(a.data() + from_a, b.data() + from_b, errors.size(), errors.data());
    runs.clear();
    find_runs(errors, rule.short_items, most(rule.short_error, rule.short_items), runs);
    std::vector<Run> longer;
    find_runs(errors, rule.long_items, most(rule.long_error, rule.long_items), longer);
    runs.insert(runs.end(), longer.begin(), longer.end());
    for (const Run& whole : runs) {
      const Run run = trim(errors, whole, (rule.long_error + 0.5) / 2);
      if (run.begin == run.end) continue;
      std::size_t sum = 0;
      for (std::size_t i = run.begin; i < run.end; ++i) sum += errors[i];
      const auto items = static_cast<double>(run.end - run.begin);
      const double error = static_cast<double>(sum) / kBits / items;
      found.push_back(
          {{from_a + run.begin, from_a + run.end, from_b + run.begin, from_b + run.end, error},
           items * (0.5 - error)});
    }
  }
  std::sort(found.begin(), found.end(), [](const Scored& x, const Scored& y) {
    if (x.score != y.score) return x.score > y.score;
    return std::pair(x.segment.begin_a, x.segment.begin_b) <
           std::pair(y.segment.begin_a, y.segment.begin_b);
  });
  std::vector<Scored> kept;
  for (const Scored& one : found) {
    if (kept.size() == rule.max_segments) break;
    const auto same = [&](const Scored& better) { return repeats(one, better); };
    if (std::any_of(kept.begin(), kept.end(), same)) continue;
    if (strength(a, b, one.segment) >= rule.least_strength) kept.push_back(one);
  }
  std::vector<AudioSegment> out;
  for (const Scored& one : kept) out.push_back(one.segment);
  return out;
}

}  // namespace sanad::matching
