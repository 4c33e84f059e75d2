// Clusters of near-duplicates among many fingerprints, exactly. Pure.
//
// Texts: sets of passage marks are joined where their Jaccard index reaches the share asked for.
// All such pairs are found by prefix filtering (Chaudhuri, Ganti and Kaushik, 2006; Xiao, Wang, Lin
// and Yu, PPJoin, 2008): with marks in order of rarity, two sets that share enough of their marks
// share one of the first few of each. Pictures: PDQ within a number of bits, by an index of
// hamming. Tested by near_test.cc, against all pairs.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "hamming/fingerprint.h"

namespace sanad::case_index {

// Whose representative is whom; joined sets have one.
class UnionFind {
 public:
  explicit UnionFind(std::size_t size);
  std::uint32_t find(std::uint32_t one);
  void join(std::uint32_t a, std::uint32_t b);  // the lower number represents both

 private:
  std::vector<std::uint32_t> parent_;
};

using Marks = std::vector<std::uint64_t>;  // ascending, distinct, not empty

// Marks that two have in common.
std::size_t common(const Marks& a, const Marks& b);
// Their Jaccard index in percent, rounded down.
int share_of(const Marks& a, const Marks& b);

// is_cancelled: asked now and then; kConflict if it says so. share: 1 to 100 percent.
Result<UnionFind> join_texts(std::span<const Marks> texts, int share,
                             const std::function<bool()>& is_cancelled);

struct PictureForms {
  hamming::Fingerprint upright{};
  std::vector<hamming::Fingerprint> turned;  // none: upright alone
};
// The least distance between the upright form of b and any form of a.
unsigned distance_of(const PictureForms& a, const PictureForms& b);

Result<UnionFind> join_pictures(std::span<const PictureForms> pictures, unsigned bits,
                                const std::function<bool()>& is_cancelled);

}  // namespace sanad::case_index
