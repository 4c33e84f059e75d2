#include "merkle/merkle.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "crypto/crypto.h"

namespace sanad::merkle {
namespace {

// Entries up to this size are hashed from the stack; log entries are rarely longer.
constexpr std::size_t kSmallEntrySize = 512;

// Joins perfect subtrees, smallest (last) first, as the recursive definition does.
Hash fold(std::span<const Hash> edge) {
  if (edge.empty()) return empty_root();
  Hash hash = edge.back();
  for (std::size_t i = edge.size() - 1; i > 0; --i) hash = node_hash(edge[i - 1], hash);
  return hash;
}

}  // namespace

Hash empty_root() { return crypto::sha256({}); }

Hash leaf_hash(ByteView entry) {
  if (entry.size() <= kSmallEntrySize) {
    std::array<std::uint8_t, 1 + kSmallEntrySize> buffer{};
    std::copy(entry.begin(), entry.end(), buffer.begin() + 1);
    return crypto::sha256(ByteView(buffer).first(1 + entry.size()));
  }
  Bytes buffer;
  buffer.reserve(1 + entry.size());
  buffer.push_back(0x00);
  buffer.insert(buffer.end(), entry.begin(), entry.end());
  return crypto::sha256(buffer);
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 1 + 2 * std::tuple_size_v<Hash>> buffer{};
  buffer[0] = 0x01;
  std::copy(left.begin(), left.end(), buffer.begin() + 1);
  std::copy(right.begin(), right.end(), buffer.begin() + 33);
  return crypto::sha256(buffer);
}

Hash root_of(std::span<const Hash> leaves) {
  Frontier frontier;
  for (const Hash& leaf : leaves) frontier.append(leaf);
  return frontier.root();
}

Result<Frontier> Frontier::from_edge(TreeSize size, std::vector<Hash> edge) {
  if (size > kMaxTreeSize || static_cast<int>(edge.size()) != std::popcount(size.value)) {
    return Error{ErrorCode::kInvalid, "the right edge of the tree does not fit its size"};
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.edge_ = std::move(edge);
  return frontier;
}

Result<void> Frontier::append_subtree(NodeId node, const Hash& root) {
  constexpr unsigned kMostLevel = 61;
  if (node.level > kMostLevel || node.index > (kMaxTreeSize.value >> node.level) ||
      (node.index << node.level) != size_.value ||
      (std::uint64_t{1} << node.level) > kMaxTreeSize.value - size_.value)
    return Error{ErrorCode::kInvalid, "the subtree does not begin where the tree ends"};
  join(node, root, [](NodeId, const Hash&) {});
  return {};
}

Hash Frontier::root() const { return fold(edge_); }

void MemoryTree::append(const Hash& leaf) {
  frontier_.append(leaf, [this](NodeId node, const Hash& hash) {
    if (levels_.size() <= node.level) levels_.resize(node.level + 1);
    levels_[node.level].push_back(hash);
  });
}

Result<Hash> MemoryTree::read(NodeId node) const {
  if (node.level >= levels_.size() || node.index >= levels_[node.level].size()) {
    return Error{ErrorCode::kNotFound, "the tree is too small for the hash that was asked for"};
  }
  return levels_[node.level][node.index];
}

Result<Hash> root_at(TreeSize size, const HashReader& reader) {
  std::vector<Hash> edge;
  std::uint64_t begin = 0;
  for (unsigned level = 64; level-- > 0;) {
    if ((size.value >> level & 1) == 0) continue;
    SANAD_TRY(const Hash hash, reader.read({level, begin >> level}));
    edge.push_back(hash);
    begin += std::uint64_t{1} << level;
  }
  return fold(edge);
}

}  // namespace sanad::merkle
