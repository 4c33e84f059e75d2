// A place in a log and a length of a log are different things: entry 7 is the last of a log of
// size 8.
#pragma once

#include <compare>
#include <cstdint>

namespace sanad::merkle {

// Position of an entry, counted from 0.
struct LeafIndex {
  std::uint64_t value = 0;
  friend auto operator<=>(const LeafIndex&, const LeafIndex&) = default;
};

// Number of entries.
struct TreeSize {
  std::uint64_t value = 0;
  friend auto operator<=>(const TreeSize&, const TreeSize&) = default;
};

// Larger sizes are refused wherever one is read, so that arithmetic on sizes cannot overflow.
inline constexpr TreeSize kMaxTreeSize{(std::uint64_t{1} << 62)};

// A perfect subtree: level 0 is a leaf; a node at level k covers the 2^k leaves from index * 2^k
// on.
struct NodeId {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

}  // namespace sanad::merkle
