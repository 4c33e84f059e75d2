#include "merkle/proof.h"

#include <algorithm>
#include <bit>

namespace sanad::merkle {
namespace {

// Largest power of two below n; n > 1 (RFC 6962 section 2.1).
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

// Hash of the leaves begin..end-1 of a tree, which is one of its subtrees: begin is a multiple of
// the subtree's perfect size.
Result<Hash> subtree_hash(std::uint64_t begin, std::uint64_t end, const HashReader& reader) {
  const std::uint64_t count = end - begin;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return reader.read({level, begin >> level});
  }
  const std::uint64_t split = split_of(count);
  SANAD_TRY(const Hash left, subtree_hash(begin, begin + split, reader));
  SANAD_TRY(const Hash right, subtree_hash(begin + split, end, reader));
  return node_hash(left, right);
}

Error bad_shape() {
  return Error{ErrorCode::kInvalid,
               "the proof does not have the length that its tree sizes call for"};
}

Error bad_sizes() {
  return Error{ErrorCode::kInvalid,
               "the proof is for a position or size that the tree does not have"};
}

}  // namespace

Result<std::vector<Hash>> make_inclusion_proof(LeafIndex index, TreeSize size,
                                               const HashReader& reader) {
  if (index.value >= size.value || size > kMaxTreeSize) return bad_sizes();
  std::vector<Hash> proof;
  std::uint64_t begin = 0;
  std::uint64_t end = size.value;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool left = index.value < middle;
    SANAD_TRY(const Hash sibling,
              left ? subtree_hash(middle, end, reader) : subtree_hash(begin, middle, reader));
    proof.push_back(sibling);
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// RFC 9162 section 2.1.3.2; fn and sn are its names.
Result<Hash> root_from_inclusion_proof(const Hash& leaf, LeafIndex index, TreeSize size,
                                       std::span<const Hash> proof) {
  if (index.value >= size.value || size > kMaxTreeSize) return bad_sizes();
  std::uint64_t fn = index.value;
  std::uint64_t sn = size.value - 1;
  Hash root = leaf;
  for (const Hash& sibling : proof) {
    if (sn == 0) return bad_shape();
    if (fn % 2 == 1 || fn == sn) {
      root = node_hash(sibling, root);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      root = node_hash(root, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return bad_shape();
  return root;
}

Result<void> verify_inclusion(const Hash& leaf, LeafIndex index, TreeSize size,
                              std::span<const Hash> proof, const Hash& root) {
  SANAD_TRY(const Hash computed, root_from_inclusion_proof(leaf, index, size, proof));
  if (computed == root) return {};
  return Error{ErrorCode::kIntegrity, "the proof does not lead from this entry to the log's root"};
}

// RFC 6962 section 2.1.2, SUBPROOF unrolled: the walk goes down to the border between old and new;
// what stands beside the way is the proof, and where the walk ends is its first hash unless the
// older tree is one perfect subtree at the far left, whose hash the verifier has already.
Result<std::vector<Hash>> make_consistency_proof(TreeSize old_size, TreeSize new_size,
                                                 const HashReader& reader) {
  if (old_size > new_size || new_size > kMaxTreeSize) return bad_sizes();
  std::vector<Hash> proof;
  if (old_size.value == 0 || old_size == new_size) return proof;
  std::uint64_t begin = 0;
  std::uint64_t end = new_size.value;
  while (end != old_size.value) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool left = old_size.value <= middle;
    SANAD_TRY(const Hash sibling,
              left ? subtree_hash(middle, end, reader) : subtree_hash(begin, middle, reader));
    proof.push_back(sibling);
    (left ? end : begin) = middle;
  }
  if (begin != 0) {
    SANAD_TRY(const Hash last, subtree_hash(begin, end, reader));
    proof.push_back(last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// RFC 9162 section 2.1.4.2; fn, sn, fr and sr are its names.
Result<void> verify_consistency(const TreeHead& older, const TreeHead& newer,
                                std::span<const Hash> proof) {
  const Error contradiction{ErrorCode::kIntegrity,
                            "the newer tree does not contain the older one unchanged"};
  if (older.size > newer.size || newer.size > kMaxTreeSize) return bad_sizes();
  if (older.size.value == 0 || older.size == newer.size) {
    if (!proof.empty()) return bad_shape();
    const Hash expected = older.size.value == 0 ? empty_root() : newer.root;
    if (older.root != expected) return contradiction;
    if (newer.size.value == 0 && newer.root != expected) return contradiction;
    return {};
  }
  std::uint64_t fn = older.size.value - 1;
  std::uint64_t sn = newer.size.value - 1;
  while (fn % 2 == 1) {
    fn >>= 1;
    sn >>= 1;
  }
  // fn is 0 just when the older tree is perfect; then its root stands for the first hash.
  if (fn != 0 && proof.empty()) return bad_shape();
  Hash fr = fn == 0 ? older.root : proof.front();
  Hash sr = fr;
  for (const Hash& sibling : fn == 0 ? proof : proof.subspan(1)) {
    if (sn == 0) return bad_shape();
    if (fn % 2 == 1 || fn == sn) {
      fr = node_hash(sibling, fr);
      sr = node_hash(sibling, sr);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = node_hash(sr, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return bad_shape();
  if (fr != older.root || sr != newer.root) return contradiction;
  return {};
}

}  // namespace sanad::merkle
