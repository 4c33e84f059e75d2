#include <algorithm>

#include "shingles.h"
#include "text/fingerprint.h"

namespace sanad::text {
namespace {

// letters [a, a + length) of one stream equal [b, b + length) of the other.
struct Run {
  std::size_t a = 0;
  std::size_t b = 0;
  std::size_t length = 0;
};

struct Seed {
  std::uint64_t hash;
  std::uint32_t place;
  auto operator<=>(const Seed&) const = default;
};

std::vector<Seed> sorted_seeds(const std::vector<std::uint64_t>& hashes) {
  std::vector<Seed> seeds;
  seeds.reserve(hashes.size());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    seeds.push_back({hashes[i], static_cast<std::uint32_t>(i)});
  }
  std::sort(seeds.begin(), seeds.end());
  return seeds;
}

std::size_t common_length(std::u32string_view a, std::u32string_view b) {
  const std::size_t limit = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(limit), b.begin()).first -
      a.begin());
}

// The longest agreement that begins at letter at of b; length 0 if it is under a shingle.
Run longest_at(const std::u32string& a, const std::u32string& b, std::size_t at,
               const std::vector<Seed>& seeds, std::uint64_t hash) {
  Run best;
  auto seed = std::lower_bound(seeds.begin(), seeds.end(), Seed{hash, 0});
  for (std::size_t tried = 0; seed != seeds.end() && seed->hash == hash && tried < kMaxRepeats;
       ++seed, ++tried) {
    const std::size_t length = common_length(std::u32string_view(a).substr(seed->place),
                                             std::u32string_view(b).substr(at));
    if (length >= kShingleLetters && length > best.length) best = {seed->place, at, length};
  }
  return best;
}

std::vector<Run> shared_runs(const std::u32string& a, const std::u32string& b) {
  const std::vector<Seed> seeds = sorted_seeds(shingle_hashes(a));
  const std::vector<std::uint64_t> hashes = shingle_hashes(b);
  std::vector<Run> runs;
  for (std::size_t at = 0; at < hashes.size();) {
    const Run run = longest_at(a, b, at, seeds, hashes[at]);
    if (run.length == 0) {
      ++at;
      continue;
    }
    runs.push_back(run);
    at += run.length;
  }
  return runs;
}

bool joins(const Run& last, const Run& next) {
  const std::size_t a_end = last.a + last.length;
  return next.a >= a_end && next.a - a_end <= kJoinLetters &&
         next.b - (last.b + last.length) <= kJoinLetters;
}

ByteRange bytes_of(const Folded& folded, const Stream& stream, std::size_t first,
                   std::size_t last) {
  return folded.range(stream.places[first], stream.places[last - 1] + std::size_t{1});
}

// The share of a's letters that some run covers.
double covered_share(std::vector<Run> runs, std::size_t letters) {
  if (letters == 0) return 0;
  std::sort(runs.begin(), runs.end(), [](const Run& x, const Run& y) { return x.a < y.a; });
  std::size_t covered = 0;
  std::size_t end = 0;
  for (const Run& run : runs) {
    const std::size_t begin = std::max(end, run.a);
    if (run.a + run.length > begin) covered += run.a + run.length - begin;
    end = std::max(end, run.a + run.length);
  }
  return static_cast<double>(covered) / static_cast<double>(letters);
}

}  // namespace

Result<Comparison> compare(std::string_view a, std::string_view b) {
  SANAD_TRY(const Folded folded_a, fold(a));
  SANAD_TRY(const Folded folded_b, fold(b));
  const Stream stream_a = without_spaces(folded_a);
  const Stream stream_b = without_spaces(folded_b);
  const std::vector<Run> runs = shared_runs(stream_a.letters, stream_b.letters);
  Comparison out;
  std::size_t in_b = 0;
  for (std::size_t i = 0; i < runs.size();) {
    const std::size_t first = i;
    std::size_t letters = runs[i].length;
    for (++i; i < runs.size() && joins(runs[i - 1], runs[i]); ++i) letters += runs[i].length;
    const Run& last = runs[i - 1];
    out.passages.push_back({bytes_of(folded_a, stream_a, runs[first].a, last.a + last.length),
                            bytes_of(folded_b, stream_b, runs[first].b, last.b + last.length),
                            letters});
    in_b += letters;
  }
  out.share_of_a = covered_share(runs, stream_a.letters.size());
  if (!stream_b.letters.empty()) {
    out.share_of_b = static_cast<double>(in_b) / static_cast<double>(stream_b.letters.size());
  }
  return out;
}

}  // namespace sanad::text
