#include "landmark_index.h"

#include <algorithm>

namespace sanad::identify {
namespace {

constexpr std::size_t kBuckets = 1U << 16U;
constexpr unsigned kRestBits = 8;
// What is asked is looked up in pieces, so that votes of a long item do not add up by chance.
constexpr std::size_t kMostVotes = 200'000;   // of a piece
constexpr std::uint32_t kPieceFrames = 5168;  // four minutes

std::uint64_t entry_of(std::uint32_t hash, std::uint64_t recording, std::uint32_t time) {
  return std::uint64_t{hash & ((1U << kRestBits) - 1)} << 56U | recording << 32U | time;
}

}  // namespace

LandmarkIndex::LandmarkIndex(std::span<const Listed> recordings)
    : begins_(kBuckets + 1), recordings_(recordings.size()) {
  // Once to count, and once to put each where it belongs.
  for (const Listed& one : recordings) {
    for (const auto& pair : matching::pairs_of(one, kIndexedPairs))
      ++begins_[(pair.hash >> kRestBits) + 1];
  }
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  entries_.resize(begins_.back());
  auto next = begins_;
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    for (const auto& pair : matching::pairs_of(recordings[i], kIndexedPairs))
      entries_[next[pair.hash >> kRestBits]++] = entry_of(pair.hash, i, pair.time);
  }
  for (std::size_t i = 0; i < kBuckets; ++i) {
    std::sort(entries_.begin() + begins_[i], entries_.begin() + begins_[i + 1]);
  }
}

void LandmarkIndex::vote(std::span<const matching::LandmarkPair> pairs,
                         std::vector<unsigned>& most) const {
  constexpr std::uint32_t kZero = 1U << 31U;  // of offsets, which may be below 0
  struct Asked {
    std::size_t begin = 0, end = 0;  // of what has the same pair
    std::uint32_t time = 0;
  };
  std::vector<Asked> asked;
  for (const matching::LandmarkPair& pair : pairs) {
    const auto bucket = entries_.begin() + begins_[pair.hash >> kRestBits];
    const auto bucket_end = entries_.begin() + begins_[(pair.hash >> kRestBits) + 1];
    const std::uint64_t first = entry_of(pair.hash, 0, 0);
    const auto begin = std::lower_bound(bucket, bucket_end, first);
    const auto end = std::upper_bound(begin, bucket_end, first | ~(std::uint64_t{0xFF} << 56U));
    if (begin != end)
      asked.push_back({static_cast<std::size_t>(begin - entries_.begin()),
                       static_cast<std::size_t>(end - entries_.begin()), pair.time});
  }
  // Rare pairs say the most.
  std::ranges::sort(asked, {}, [](const Asked& one) {
    return std::pair(one.end - one.begin, one.begin + one.time);
  });
  std::vector<std::uint64_t> votes;
  for (const Asked& one : asked) {
    if (votes.size() + (one.end - one.begin) > kMostVotes) break;
    for (std::size_t at = one.begin; at < one.end; ++at) {
      const std::uint64_t recording = entries_[at] >> 32U & 0xFF'FFFFU;
      votes.push_back(recording << 32U |
                      (static_cast<std::uint32_t>(entries_[at]) + kZero - one.time));
    }
  }
  std::ranges::sort(votes);
  unsigned before = 0;  // votes for the offset one frame before
  for (std::size_t i = 0; i < votes.size();) {
    std::size_t end = i;
    while (end < votes.size() && votes[end] == votes[i]) ++end;
    const auto here = static_cast<unsigned>(end - i);
    const bool follows = i > 0 && votes[i] - votes[i - 1] == 1;
    unsigned& best = most[votes[i] >> 32U];
    best = std::max(best, here + (follows ? before : 0));
    before = here;
    i = end;
  }
}

std::vector<std::uint32_t> LandmarkIndex::candidates(
    std::span<const matching::Landmark> asked) const {
  std::vector<unsigned> most(recordings_);
  const auto pairs = matching::pairs_of(asked, kAskedPairs);
  for (auto begin = pairs.begin(); begin != pairs.end();) {
    const std::uint32_t until = begin->time + kPieceFrames;
    const auto end =
        std::find_if(begin, pairs.end(), [until](const auto& pair) { return pair.time >= until; });
    vote({begin, end}, most);
    begin = end;
  }
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < most.size(); ++i) {
    if (most[i] >= kLeastPairVotes) out.push_back(i);
  }
  std::ranges::sort(out, [&most](std::uint32_t one, std::uint32_t other) {
    return most[one] != most[other] ? most[one] > most[other] : one < other;
  });
  if (out.size() > kMostCandidates) out.resize(kMostCandidates);
  return out;
}

}  // namespace sanad::identify
