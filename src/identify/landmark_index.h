// An index of pairs of landmarks: which recordings have many of an item's pairs at one offset in
// time. Made whole; never changed. Thread-safe.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "matching/landmarks.h"

namespace sanad::identify {

inline constexpr std::size_t kIndexedPairs = 1;  // of each listed landmark: at most 20 a second
inline constexpr std::size_t kAskedPairs = 6;    // of each landmark asked about
inline constexpr unsigned kLeastPairVotes = 3;   // at one offset, give or take a frame
inline constexpr std::size_t kMostCandidates = 32;

class LandmarkIndex {
 public:
  using Listed = std::span<const matching::Landmark>;
  // Recordings are named by their places in this; they need not outlive the call. At most 2^24.
  explicit LandmarkIndex(std::span<const Listed> recordings);

  // Those with the most votes first, at most kMostCandidates.
  std::vector<std::uint32_t> candidates(std::span<const matching::Landmark> asked) const;

 private:
  void vote(std::span<const matching::LandmarkPair> pairs, std::vector<unsigned>& most) const;

  // Of a pair's 24 bits the first 16 choose the bucket. In it: the other 8, the recording (24), the
  // frame (32), ascending.
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint64_t> entries_;
  std::size_t recordings_ = 0;
};

}  // namespace sanad::identify
