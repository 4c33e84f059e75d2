// The Merkle tree of RFC 6962 section 2.1 (the same in RFC 9162 section 2.1), over SHA-256.
//
//   leaf      SHA-256(0x00 || entry)
//   node      SHA-256(0x01 || left || right)
//   empty     SHA-256("")
// A tree of n > 1 leaves is split at the largest power of two below n, so its left parts are
// perfect subtrees that never change as the log grows. A Frontier keeps only their roots (at most
// 63), which is all that appending needs. Tested by merkle_test.cc against the recursive
// definition; proofs are in merkle/proof.h.
#pragma once

#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "merkle/types.h"

namespace sanad::merkle {

using Hash = Digest256;

Hash empty_root();
Hash leaf_hash(ByteView entry);
Hash node_hash(const Hash& left, const Hash& right);

// Root of the tree over these leaf hashes; n - 1 node hashes, constant extra memory.
Hash root_of(std::span<const Hash> leaves);

// The right edge of a tree: the roots of its perfect subtrees, largest (leftmost) first.
class Frontier {
 public:
  Frontier() = default;
  // Continues a tree. kInvalid unless edge has one hash for each bit set in size.
  static Result<Frontier> from_edge(TreeSize size, std::vector<Hash> edge);

  // Adds a leaf. size() must be below kMaxTreeSize. completed, if given, receives every perfect
  // subtree that this leaf completes, the leaf itself first: (NodeId, const Hash&).
  void append(const Hash& leaf) {
    append(leaf, [](NodeId, const Hash&) {});
  }
  template <typename Completed>
  void append(const Hash& leaf, Completed&& completed) {
    join({0, size_.value}, leaf, completed);
  }
  // Adds all leaves of a perfect subtree of which only the root is known. kInvalid: it does not
  // begin where the tree ends, or would make it longer than kMaxTreeSize.
  Result<void> append_subtree(NodeId node, const Hash& root);

  TreeSize size() const { return size_; }
  const std::vector<Hash>& edge() const { return edge_; }
  Hash root() const;

 private:
  // The node begins at size_.
  template <typename Completed>
  void join(NodeId node, Hash hash, Completed&& completed) {
    size_.value += std::uint64_t{1} << node.level;
    completed(node, hash);
    while (node.index % 2 == 1) {
      hash = node_hash(edge_.back(), hash);
      edge_.pop_back();
      node = {node.level + 1, node.index / 2};
      completed(node, hash);
    }
    edge_.push_back(hash);
  }

  TreeSize size_;
  std::vector<Hash> edge_;
};

// Where proofs get the hashes of perfect subtrees from: tiles, a table, memory.
class HashReader {
 public:
  virtual ~HashReader() = default;
  // kNotFound if the subtree is not complete; kIo or kIntegrity as the store has it.
  virtual Result<Hash> read(NodeId node) const = 0;
};

// All hashes of a tree in memory: 64 bytes a leaf.
class MemoryTree final : public HashReader {
 public:
  void append(const Hash& leaf);
  TreeSize size() const { return frontier_.size(); }
  Hash root() const { return frontier_.root(); }
  Result<Hash> read(NodeId node) const override;

 private:
  Frontier frontier_;
  std::vector<std::vector<Hash>> levels_;
};

// Root of the first size leaves of what reader holds.
Result<Hash> root_at(TreeSize size, const HashReader& reader);

}  // namespace sanad::merkle
