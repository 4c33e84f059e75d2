#include "merkle/merkle.h"

#include <gtest/gtest.h>

#include <bit>

#include "crypto/crypto.h"
#include "slow_tree.h"

namespace sanad::merkle {
namespace {

TEST(Merkle, AgreesWithTheKnownRootsOfTheEightEntriesUsedByCertificateTransparency) {
  const char* const entries[] = {"",
                                 "00",
                                 "10",
                                 "2021",
                                 "3031",
                                 "40414243",
                                 "5051525354555657",
                                 "606162636465666768696a6b6c6d6e6f"};
  const char* const roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                               "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier;
  EXPECT_EQ(format_hex(frontier.root()), roots[0]);
  for (std::size_t i = 0; i < 8; ++i) {
    frontier.append(leaf_hash(parse_hex(entries[i]).value()));
    EXPECT_EQ(format_hex(frontier.root()), roots[i + 1]);
  }
}

TEST(Merkle, LeafHashIsTheSameForShortAndLongEntries) {
  for (const std::size_t size : {0u, 1u, 511u, 512u, 513u, 65535u}) {
    Bytes prefixed(size + 1, 'x');
    prefixed[0] = 0;
    EXPECT_EQ(leaf_hash(ByteView(prefixed).subspan(1)), crypto::sha256(prefixed)) << size;
  }
}

TEST(Merkle, EveryWayToTheRootAgreesWithTheDefinition) {
  const std::vector<Hash> leaves = numbered_leaves(130);
  Frontier frontier;
  MemoryTree tree;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    const std::span<const Hash> part = std::span(leaves).first(size);
    const Hash expected = slow_root(part);
    ASSERT_EQ(root_of(part), expected) << size;
    ASSERT_EQ(frontier.root(), expected) << size;
    ASSERT_EQ(tree.root(), expected) << size;
    ASSERT_EQ(frontier.edge().size(), static_cast<std::size_t>(std::popcount(size)));
    for (std::size_t smaller = 0; smaller <= size; ++smaller) {
      ASSERT_EQ(root_at({smaller}, tree).value(), slow_root(part.first(smaller)));
    }
    if (size < leaves.size()) {
      frontier.append(leaves[size]);
      tree.append(leaves[size]);
    }
  }
}

TEST(Merkle, AppendReportsEachCompletedSubtreeOnceWithItsHash) {
  const std::vector<Hash> leaves = numbered_leaves(70);
  Frontier frontier;
  std::size_t reported = 0;
  for (const Hash& leaf : leaves) {
    frontier.append(leaf, [&](NodeId node, const Hash& hash) {
      ++reported;
      const std::size_t width = std::size_t{1} << node.level;
      EXPECT_EQ(hash, slow_root(std::span(leaves).subspan(node.index * width, width)));
    });
  }
  EXPECT_EQ(reported, 70u + 35 + 17 + 8 + 4 + 2 + 1);
}

TEST(Frontier, TakesAPerfectSubtreeInThePlaceOfItsLeaves) {
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const auto leaves = numbered_leaves(size);
    MemoryTree whole;
    for (const Hash& leaf : leaves) whole.append(leaf);
    for (unsigned level = 0; level < 6; ++level) {
      for (std::uint64_t index = 0; (index + 1) << level <= size; ++index) {
        Frontier frontier;
        for (std::uint64_t at = 0; at < index << level; ++at) frontier.append(leaves[at]);
        ASSERT_TRUE(frontier.append_subtree({level, index}, *whole.read({level, index})).ok());
        EXPECT_FALSE(frontier.append_subtree({level, index}, leaves[0]).ok());
        for (std::uint64_t at = (index + 1) << level; at < size; ++at) frontier.append(leaves[at]);
        EXPECT_EQ(frontier.root(), whole.root());
      }
    }
  }
  Frontier frontier;
  EXPECT_FALSE(frontier.append_subtree({1, 1}, empty_root()).ok());
  EXPECT_FALSE(frontier.append_subtree({62, 0}, empty_root()).ok());
  EXPECT_FALSE(frontier.append_subtree({63, 2}, empty_root()).ok());
}

TEST(Frontier, ContinuesFromItsEdgeAndRefusesAnEdgeThatDoesNotFit) {
  const std::vector<Hash> leaves = numbered_leaves(40);
  for (std::size_t size = 0; size < leaves.size(); ++size) {
    Frontier first;
    for (std::size_t i = 0; i < size; ++i) first.append(leaves[i]);
    Frontier second = Frontier::from_edge(first.size(), first.edge()).value();
    for (std::size_t i = size; i < leaves.size(); ++i) second.append(leaves[i]);
    EXPECT_EQ(second.root(), slow_root(leaves));
    EXPECT_FALSE(Frontier::from_edge({size | 64}, first.edge()).ok());
  }
  EXPECT_FALSE(Frontier::from_edge({std::uint64_t{1} << 63}, numbered_leaves(1)).ok());
}

TEST(MemoryTree, HasOnlyCompleteSubtrees) {
  MemoryTree tree;
  for (const Hash& leaf : numbered_leaves(6)) tree.append(leaf);
  EXPECT_TRUE(tree.read({2, 0}).ok());
  EXPECT_EQ(tree.read({2, 1}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(tree.read({3, 0}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(tree.read({0, 6}).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(root_at({7}, tree).ok());
}

}  // namespace
}  // namespace sanad::merkle
