#include "tlog/tiles.h"

#include <gtest/gtest.h>

#include <random>

#include "merkle/proof.h"

namespace sanad::tlog {
namespace {

using merkle::Hash;

TEST(TilePath, IsWrittenAsTheStandardShows) {
  EXPECT_EQ(format_tile_path({TileKind::kHashes, 0, 1234067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(format_tile_path({TileKind::kHashes, 2, 0, 1}), "tile/2/000.p/1");
  EXPECT_EQ(format_tile_path({TileKind::kEntries, 0, 273, 112}), "tile/entries/273.p/112");
  EXPECT_EQ(format_tile_path({TileKind::kEntries, 0, 1000, 256}), "tile/entries/x001/000");
}

TEST(TilePath, ReadsBack) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 3000; ++i) {
    TileId tile;
    tile.kind = random() % 2 == 0 ? TileKind::kHashes : TileKind::kEntries;
    tile.level = tile.kind == TileKind::kHashes ? static_cast<unsigned>(random() % 64) : 0;
    tile.index = random() >> (random() % 64);
    tile.width = static_cast<unsigned>(1 + random() % 256);
    EXPECT_EQ(parse_tile_path(format_tile_path(tile)).value(), tile);
  }
}

TEST(TilePath, RefusesEveryOtherSpelling) {
  for (const char* bad : {"",
                          "tile",
                          "tile/",
                          "tile/0",
                          "tile/0/",
                          "tile/0/0",
                          "tile/0/00",
                          "tile/0/0000",
                          "tile/0/x000/001",
                          "tile/0/001/234",
                          "tile/0/x001",
                          "tile/0/x001/x234",
                          "tile/00/000",
                          "tile/64/000",
                          "tile/-1/000",
                          "tile/0/000.p/0",
                          "tile/0/000.p/256",
                          "tile/0/000.p/01",
                          "tile/0/000.p/",
                          "tile/0/000.p",
                          "tile/0/000/",
                          "/tile/0/000",
                          "tile/0/../000",
                          "tile/entries/0",
                          "tile/0/000.p/1.p/1",
                          "tile/0/000 ",
                          "tile/0/x999/x999/x999/x999/x999/x999/999"}) {
    EXPECT_FALSE(parse_tile_path(bad).ok()) << bad;
  }
}

// The example in the standard: 273 full and one partial tile at level 0, and so on.
TEST(NewTiles, OfAWholeLogAreThoseOfTheStandardsExample) {
  std::vector<std::string> partial;
  std::size_t full = 0;
  for (const TileId& tile : new_tiles({0}, {70'000})) {
    if (tile.width == 256) {
      ++full;
    } else {
      partial.push_back(format_tile_path(tile));
    }
  }
  EXPECT_EQ(full, 273u + 273 + 1);
  EXPECT_EQ(partial, (std::vector<std::string>{"tile/entries/273.p/112", "tile/0/273.p/112",
                                               "tile/1/001.p/17", "tile/2/000.p/1"}));
}

TEST(NewTiles, AreJustTheOnesThatTheGrowthAddsOrWidens) {
  const auto all = [](std::uint64_t size) { return new_tiles({0}, {size}); };
  for (std::uint64_t older = 0; older < 800; older += 37) {
    for (std::uint64_t newer = older; newer < 800; newer += 41) {
      std::vector<TileId> expected;
      const std::vector<TileId> before = all(older);
      for (const TileId& tile : all(newer)) {
        if (std::find(before.begin(), before.end(), tile) == before.end()) expected.push_back(tile);
      }
      EXPECT_EQ(new_tiles({older}, {newer}), expected) << older << " " << newer;
    }
  }
}

TEST(Bundle, KeepsEntriesOfEveryLengthUpToTheLimit) {
  Bytes bundle;
  const std::vector<Bytes> entries{
      {}, to_bytes("a"), Bytes(255, 1), Bytes(256, 2), Bytes(kMaxEntrySize, 3)};
  for (const Bytes& entry : entries) ASSERT_TRUE(append_to_bundle(bundle, entry).ok());
  const auto views = parse_bundle(bundle, 5).value();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ(Bytes(views[i].begin(), views[i].end()), entries[i]);
  }
  EXPECT_EQ(append_to_bundle(bundle, Bytes(kMaxEntrySize + 1)).error().code, ErrorCode::kLimit);
  EXPECT_FALSE(parse_bundle(bundle, 4).ok());
  EXPECT_FALSE(parse_bundle(bundle, 6).ok());
  for (std::size_t size = 0; size < 300; ++size) {
    EXPECT_FALSE(parse_bundle(ByteView(bundle).first(size), 5).ok());
  }
  EXPECT_TRUE(parse_bundle({}, 0).value().empty());
}

// Tiles as a log writes them, out of all hashes of a tree.
class TileReaderTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kSize = 70'000;
  void SetUp() override {
    for (std::uint64_t i = 0; i < kSize; ++i) {
      tree_.append(merkle::leaf_hash(as_bytes(std::to_string(i))));
    }
  }
  Result<Bytes> tile_bytes(const TileId& tile) {
    Bytes bytes;
    for (std::uint64_t i = 0; i < tile.width; ++i) {
      SANAD_TRY(const Hash hash,
                tree_.read({tile.level * kTileHeight, tile.index * kFullTileWidth + i}));
      bytes.insert(bytes.end(), hash.begin(), hash.end());
    }
    return bytes;
  }
  merkle::MemoryTree tree_;
};

TEST_F(TileReaderTest, GivesTheSameHashesRootsAndProofsAsTheWholeTree) {
  std::mt19937_64 random(7);
  for (const std::uint64_t size : {1u, 255u, 256u, 257u, 65'535u, 65'536u, 65'537u, 70'000u}) {
    const TileReader reader({size}, [&](const TileId& tile) { return tile_bytes(tile); });
    EXPECT_EQ(merkle::root_at({size}, reader).value(), merkle::root_at({size}, tree_).value());
    for (int i = 0; i < 30; ++i) {
      const merkle::LeafIndex index{random() % size};
      EXPECT_EQ(merkle::make_inclusion_proof(index, {size}, reader).value(),
                merkle::make_inclusion_proof(index, {size}, tree_).value());
      const merkle::TreeSize older{1 + random() % size};
      EXPECT_EQ(merkle::make_consistency_proof(older, {size}, reader).value(),
                merkle::make_consistency_proof(older, {size}, tree_).value());
    }
  }
}

TEST_F(TileReaderTest, AsksOnlyForTilesThatTheLogHasAndOnceForEach) {
  std::vector<TileId> asked;
  const TileReader reader({kSize}, [&](const TileId& tile) {
    asked.push_back(tile);
    return tile_bytes(tile);
  });
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(merkle::make_inclusion_proof({5}, {kSize}, reader).ok());
  const std::vector<TileId> existing = new_tiles({0}, {kSize});
  for (const TileId& tile : asked) {
    EXPECT_NE(std::find(existing.begin(), existing.end(), tile), existing.end());
    EXPECT_EQ(std::count(asked.begin(), asked.end(), tile), 1);
  }
}

TEST_F(TileReaderTest, RefusesNodesBeyondTheLogAndTilesOfAnotherSize) {
  const TileReader reader({300}, [&](const TileId& tile) { return tile_bytes(tile); });
  EXPECT_EQ(reader.read({0, 300}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reader.read({9, 0}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reader.read({63, UINT64_MAX}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reader.read({200, 0}).error().code, ErrorCode::kNotFound);
  const TileReader broken({300}, [](const TileId&) { return Result<Bytes>(Bytes(31)); });
  EXPECT_EQ(broken.read({0, 1}).error().code, ErrorCode::kIntegrity);
  const TileReader absent({300}, [](const TileId&) -> Result<Bytes> {
    return Error{ErrorCode::kIo, "the disk failed"};
  });
  EXPECT_EQ(absent.read({0, 1}).error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace sanad::tlog
