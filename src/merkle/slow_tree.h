// The recursive definitions of RFC 6962 section 2.1, word for word and slow, to compare with.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "merkle/merkle.h"

namespace sanad::merkle {

inline std::vector<Hash> numbered_leaves(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(as_bytes(std::to_string(i))));
  return leaves;
}

inline std::size_t slow_split(std::size_t n) {
  std::size_t k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

// MTH
inline Hash slow_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = slow_split(leaves.size());
  return node_hash(slow_root(leaves.first(k)), slow_root(leaves.subspan(k)));
}

// PATH
inline std::vector<Hash> slow_path(std::size_t m, std::span<const Hash> leaves) {
  if (leaves.size() <= 1) return {};
  const std::size_t k = slow_split(leaves.size());
  std::vector<Hash> path =
      m < k ? slow_path(m, leaves.first(k)) : slow_path(m - k, leaves.subspan(k));
  path.push_back(m < k ? slow_root(leaves.subspan(k)) : slow_root(leaves.first(k)));
  return path;
}

// SUBPROOF
inline std::vector<Hash> slow_subproof(std::size_t m, std::span<const Hash> leaves, bool known) {
  if (m == leaves.size()) return known ? std::vector<Hash>{} : std::vector<Hash>{slow_root(leaves)};
  const std::size_t k = slow_split(leaves.size());
  std::vector<Hash> proof = m <= k ? slow_subproof(m, leaves.first(k), known)
                                   : slow_subproof(m - k, leaves.subspan(k), false);
  proof.push_back(m <= k ? slow_root(leaves.subspan(k)) : slow_root(leaves.first(k)));
  return proof;
}

}  // namespace sanad::merkle
