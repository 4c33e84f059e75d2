#include "merkle/proof.h"

#include <gtest/gtest.h>

#include <random>

#include "slow_tree.h"

namespace sanad::merkle {
namespace {

constexpr std::size_t kAllSizes = 130;

MemoryTree tree_over(const std::vector<Hash>& leaves) {
  MemoryTree tree;
  for (const Hash& leaf : leaves) tree.append(leaf);
  return tree;
}

TEST(InclusionProof, IsThePathOfTheDefinitionAndVerifiesForEveryLeafOfEverySmallTree) {
  const std::vector<Hash> leaves = numbered_leaves(kAllSizes);
  const MemoryTree tree = tree_over(leaves);
  for (std::size_t size = 1; size <= kAllSizes; ++size) {
    const std::span<const Hash> part = std::span(leaves).first(size);
    const Hash root = slow_root(part);
    for (std::size_t index = 0; index < size; ++index) {
      const std::vector<Hash> proof = make_inclusion_proof({index}, {size}, tree).value();
      ASSERT_EQ(proof, slow_path(index, part)) << index << " of " << size;
      ASSERT_TRUE(verify_inclusion(leaves[index], {index}, {size}, proof, root).ok());
    }
  }
}

TEST(InclusionProof, RefusesEveryOtherIndexSizeLeafAndLength) {
  const std::vector<Hash> leaves = numbered_leaves(40);
  const MemoryTree tree = tree_over(leaves);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const Hash root = slow_root(std::span(leaves).first(size));
    for (std::size_t index = 0; index < size; ++index) {
      std::vector<Hash> proof = make_inclusion_proof({index}, {size}, tree).value();
      for (std::size_t other = 0; other < 40; ++other) {
        if (other == index) continue;
        ASSERT_FALSE(verify_inclusion(leaves[index], {other}, {size}, proof, root).ok());
        ASSERT_FALSE(verify_inclusion(leaves[other], {index}, {size}, proof, root).ok());
      }
      for (std::size_t k = 0; k < proof.size(); ++k) {
        proof[k][31] ^= 1;
        ASSERT_EQ(verify_inclusion(leaves[index], {index}, {size}, proof, root).error().code,
                  ErrorCode::kIntegrity);
        proof[k][31] ^= 1;
      }
      proof.push_back(root);
      ASSERT_EQ(verify_inclusion(leaves[index], {index}, {size}, proof, root).error().code,
                ErrorCode::kInvalid);
      proof.pop_back();
      if (proof.empty()) continue;
      proof.pop_back();
      ASSERT_EQ(verify_inclusion(leaves[index], {index}, {size}, proof, root).error().code,
                ErrorCode::kInvalid);
    }
  }
}

TEST(InclusionProof, IsRefusedBeyondTheTreeAndBeyondTheLimit) {
  const MemoryTree tree = tree_over(numbered_leaves(3));
  const Hash leaf{};
  EXPECT_EQ(make_inclusion_proof({3}, {3}, tree).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(make_inclusion_proof({0}, {0}, tree).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(make_inclusion_proof({0}, {4}, tree).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(verify_inclusion(leaf, {0}, {UINT64_MAX}, {}, leaf).ok());
  EXPECT_FALSE(verify_inclusion(leaf, {0}, {0}, {}, leaf).ok());
  const std::vector<Hash> longest(kMaxProofHashes - 1, leaf);
  EXPECT_TRUE(root_from_inclusion_proof(leaf, {0}, kMaxTreeSize, longest).ok());
}

TEST(ConsistencyProof, IsTheProofOfTheDefinitionAndVerifiesForEveryPairOfSmallTrees) {
  const std::vector<Hash> leaves = numbered_leaves(kAllSizes);
  const MemoryTree tree = tree_over(leaves);
  std::vector<Hash> roots;
  for (std::size_t size = 0; size <= kAllSizes; ++size) {
    roots.push_back(slow_root(std::span(leaves).first(size)));
  }
  for (std::size_t newer = 0; newer <= kAllSizes; ++newer) {
    for (std::size_t older = 0; older <= newer; ++older) {
      const std::vector<Hash> proof = make_consistency_proof({older}, {newer}, tree).value();
      if (older > 0) {
        ASSERT_EQ(proof, slow_subproof(older, std::span(leaves).first(newer), true));
      }
      const TreeHead from{{older}, roots[older]};
      const TreeHead to{{newer}, roots[newer]};
      ASSERT_TRUE(verify_consistency(from, to, proof).ok()) << older << " " << newer;
      if (older != newer) {
        ASSERT_FALSE(verify_consistency(to, from, proof).ok());
      }
    }
  }
}

TEST(ConsistencyProof, RefusesEveryChangeOfRootsHashesAndLength) {
  const std::vector<Hash> leaves = numbered_leaves(40);
  const MemoryTree tree = tree_over(leaves);
  for (std::size_t newer = 1; newer <= leaves.size(); ++newer) {
    for (std::size_t older = 1; older <= newer; ++older) {
      TreeHead from{{older}, slow_root(std::span(leaves).first(older))};
      TreeHead to{{newer}, slow_root(std::span(leaves).first(newer))};
      std::vector<Hash> proof = make_consistency_proof({older}, {newer}, tree).value();
      from.root[0] ^= 1;
      ASSERT_EQ(verify_consistency(from, to, proof).error().code, ErrorCode::kIntegrity);
      from.root[0] ^= 1;
      to.root[0] ^= 1;
      ASSERT_EQ(verify_consistency(from, to, proof).error().code, ErrorCode::kIntegrity);
      to.root[0] ^= 1;
      for (Hash& hash : proof) {
        hash[5] ^= 4;
        ASSERT_FALSE(verify_consistency(from, to, proof).ok());
        hash[5] ^= 4;
      }
      proof.push_back(to.root);
      ASSERT_FALSE(verify_consistency(from, to, proof).ok());
      proof.pop_back();
      if (proof.empty()) continue;
      proof.pop_back();
      ASSERT_FALSE(verify_consistency(from, to, proof).ok());
    }
  }
}

TEST(ConsistencyProof, FromTheEmptyTreeNeedsTheEmptyRootAndNoHashes) {
  const Hash root = leaf_hash(as_bytes("x"));
  EXPECT_TRUE(verify_consistency({{0}, empty_root()}, {{1}, root}, {}).ok());
  EXPECT_FALSE(verify_consistency({{0}, root}, {{1}, root}, {}).ok());
  EXPECT_FALSE(verify_consistency({{0}, empty_root()}, {{0}, root}, {}).ok());
  EXPECT_FALSE(verify_consistency({{0}, empty_root()}, {{1}, root}, std::vector<Hash>{root}).ok());
}

TEST(Proofs, HoldForRandomPlacesInALargeTree) {
  constexpr std::size_t kLeaves = 20'000;
  const std::vector<Hash> leaves = numbered_leaves(kLeaves);
  const MemoryTree tree = tree_over(leaves);
  std::mt19937_64 random(5);
  for (int i = 0; i < 300; ++i) {
    const std::uint64_t newer = 1 + random() % kLeaves;
    const std::uint64_t older = 1 + random() % newer;
    const std::uint64_t index = random() % newer;
    const TreeHead from{{older}, root_at({older}, tree).value()};
    const TreeHead to{{newer}, root_at({newer}, tree).value()};
    const auto consistency = make_consistency_proof(from.size, to.size, tree).value();
    EXPECT_TRUE(verify_consistency(from, to, consistency).ok());
    const auto inclusion = make_inclusion_proof({index}, to.size, tree).value();
    EXPECT_TRUE(verify_inclusion(leaves[index], {index}, to.size, inclusion, to.root).ok());
    EXPECT_FALSE(verify_inclusion(leaves[index], {index}, to.size, inclusion, from.root).ok() &&
                 older != newer);
  }
}

}  // namespace
}  // namespace sanad::merkle
