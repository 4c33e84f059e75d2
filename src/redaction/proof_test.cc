// A redacted picture proves what is left of it, and tells nothing of the rest.
#include "redaction/proof.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <set>

#include "crypto/crypto.h"

namespace sanad::redaction {
namespace {

const Bytes kKey(32, 7);

Picture noise(std::uint32_t width, std::uint32_t height, unsigned seed = 1) {
  std::mt19937 random(seed);
  Picture picture{width, height, {}};
  for (std::size_t i = 0; i < std::size_t{width} * height * 3; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(1 + random() % 255));
  return picture;
}

struct Redacted {
  Grid grid;
  Mask mask;
  merkle::Hash root{};
  Picture picture;
  std::string proof;
  Seed seed{};
  std::vector<merkle::Hash> leaves;
};
Redacted redact(const Picture& original, const Mask& mask) {
  Redacted out{{original.width, original.height}, mask, {}, original, {}, {}, {}};
  out.seed = seed_of(kKey, "original-1", original);
  out.leaves = leaves_of(out.seed, out.grid, original);
  out.root = merkle::root_of(out.leaves);
  blacken(out.grid, mask, out.picture);
  out.proof = write_proof(out.seed, out.grid, mask, out.leaves);
  return out;
}
Redacted redact(const Picture& original, const std::vector<Box>& boxes) {
  const Grid grid{original.width, original.height};
  return redact(original, mask_of(grid, {{"a face", "a plate"}, boxes}));
}
Result<void> verify(const Redacted& one) {
  return verify_proof(one.grid, one.mask, one.root, one.picture, one.proof);
}

TEST(TilesTest, ABoxOfPixelsIsWidenedToTheTilesThatItTouches) {
  const Grid grid{100, 50};  // 7 x 4 tiles
  EXPECT_EQ(grid.columns(), 7U);
  EXPECT_EQ(grid.rows(), 4U);
  EXPECT_EQ(widen(grid, 0, 0, 1, 1, 0).value(), (Box{0, 0, 1, 1, 0}));
  EXPECT_EQ(widen(grid, 15, 15, 2, 2, 1).value(), (Box{0, 0, 2, 2, 1}));
  EXPECT_EQ(widen(grid, 16, 16, 16, 16, 0).value(), (Box{1, 1, 1, 1, 0}));
  EXPECT_EQ(widen(grid, 99, 49, 5'000, 5'000, 0).value(), (Box{6, 3, 1, 1, 0}));
  EXPECT_EQ(widen(grid, 0, 0, UINT64_MAX, UINT64_MAX, 0).value(), (Box{0, 0, 7, 4, 0}));
  EXPECT_FALSE(widen(grid, 100, 0, 1, 1, 0).ok());
  EXPECT_FALSE(widen(grid, 0, 50, 1, 1, 0).ok());
  EXPECT_FALSE(widen(grid, 0, 0, 0, 1, 0).ok());
}

TEST(TilesTest, APlanIsReadAsItWasWrittenAndNothingElseIsOne) {
  const Grid grid{100, 50};
  const Plan plan{{"a face", "چہرہ"}, {{0, 0, 2, 1, 0}, {1, 0, 6, 4, 1}}};
  json::Object object;
  add_plan(plan, object);
  const auto read = parse_plan(grid, json::Value(object));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->boxes, plan.boxes);
  EXPECT_EQ(read->reasons, plan.reasons);
  const std::vector<Plan> wrong = {{{"a"}, {}},
                                   {{"a"}, {{0, 0, 8, 1, 0}}},
                                   {{"a"}, {{6, 0, 2, 1, 0}}},
                                   {{"a"}, {{0, 4, 1, 1, 0}}},
                                   {{"a"}, {{0, 0, 0, 1, 0}}},
                                   {{"a"}, {{0, 0, 1, 1, 1}}},
                                   {{"a", "b"}, {{0, 0, 1, 1, 0}}},
                                   {{"a", "a"}, {{0, 0, 1, 1, 0}, {1, 1, 1, 1, 1}}},
                                   {{" "}, {{0, 0, 1, 1, 0}}},
                                   {{std::string(kMaxReasonBytes + 1, 'a')}, {{0, 0, 1, 1, 0}}},
                                   {{"a"}, std::vector<Box>(kMaxBoxes + 1, Box{0, 0, 1, 1, 0})}};
  for (const Plan& one : wrong) {
    json::Object as_written;
    add_plan(one, as_written);
    EXPECT_FALSE(parse_plan(grid, json::Value(as_written)).ok());
  }
}

TEST(TilesTest, APlanWithoutBoxesAndReasonsHidesNothing) {
  const Grid grid{100, 50};
  json::Object object;
  add_plan(Plan{}, object);
  const auto read = parse_plan(grid, json::Value(object));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(count(mask_of(grid, *read), 0), (Counts{grid.tiles(), {}}));
}

// Every mask of small grids, of each shape.
TEST(ProofTest, EveryMaskOfSmallPicturesIsProven) {
  for (const auto& [width, height] : {std::pair{16U, 16U}, {33U, 17U}, {40U, 40U}, {1U, 130U}}) {
    const Picture original = noise(width, height);
    const Grid grid{width, height};
    ASSERT_LE(grid.tiles(), 9U);
    for (unsigned bits = 0; bits < (1U << grid.tiles()); ++bits) {
      Mask mask(grid.tiles(), kOpen);
      for (std::size_t tile = 0; tile < mask.size(); ++tile)
        if ((bits >> tile & 1U) != 0) mask[tile] = 0;
      const Redacted one = redact(original, mask);
      const auto verified = verify(one);
      ASSERT_TRUE(verified.ok()) << bits << " " << verified.error().message;
      // Nothing of a closed tile is left, and all of an open one.
      for (std::size_t tile = 0; tile < mask.size(); ++tile)
        EXPECT_EQ(is_black(grid, tile, one.picture.pixels), mask[tile] != kOpen);
    }
  }
}

TEST(ProofTest, AnyOtherPixelMaskRootOrLineIsRefused) {
  const Redacted one = redact(noise(70, 40), std::vector<Box>{{1, 0, 2, 2, 0}, {4, 2, 1, 1, 1}});
  ASSERT_TRUE(verify(one).ok());
  for (std::size_t at = 0; at < one.picture.pixels.size(); at += 7) {
    Redacted changed = one;
    changed.picture.pixels[at] ^= 1;
    EXPECT_FALSE(verify(changed).ok()) << "pixel " << at;
  }
  for (std::size_t tile = 0; tile < one.mask.size(); ++tile) {
    Redacted changed = one;
    changed.mask[tile] = one.mask[tile] == kOpen ? 0 : kOpen;
    EXPECT_FALSE(verify(changed).ok()) << "tile " << tile;
  }
  for (std::size_t at = 0; at < one.proof.size(); ++at) {
    Redacted changed = one;
    changed.proof[at] ^= 1;
    EXPECT_FALSE(verify(changed).ok()) << "byte " << at;
    changed.proof = one.proof.substr(0, at);
    EXPECT_FALSE(verify(changed).ok()) << "cut at " << at;
  }
  Redacted changed = one;
  changed.proof += '\n';
  EXPECT_FALSE(verify(changed).ok());
  changed = one;
  changed.root[0] ^= 1;
  EXPECT_FALSE(verify(changed).ok());
}

TEST(ProofTest, AFewBoxesInALargePictureAreProvenInAFewHundredLines) {
  const Picture original = noise(1'600, 1'200);  // 100 x 75 tiles
  const Redacted one = redact(original, std::vector<Box>{{10, 10, 8, 8, 0}, {60, 30, 5, 9, 1}});
  EXPECT_TRUE(verify(one).ok());
  EXPECT_LT(std::ranges::count(one.proof, '\n'), 250);
}

// What is told of a picture is no help with its closed tiles, even for one who knows all that they
// could hold: no salt of a closed tile follows from the seeds that are told.
TEST(ProofTest, NoSeedThatIsToldLeadsToAClosedTile) {
  const Picture original = noise(150, 90);
  const Grid grid{150, 90};
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    Mask mask(grid.tiles(), kOpen);
    for (auto& tile : mask)
      if (random() % 4 == 0) tile = 0;
    const Redacted one = redact(original, mask);
    std::vector<Seed> all;
    expand(one.seed, seed_level(grid), all);
    std::set<Seed> told;
    std::string_view rest = one.proof;
    for (; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
      const auto line = json::parse_canonical(rest.substr(0, rest.find('\n')));
      ASSERT_TRUE(line.ok());
      if (line.value()["seed"].is_null()) continue;
      const auto seed = parse_digest256(line.value()["seed"].string_or(""));
      ASSERT_TRUE(seed.ok());
      for (Seed at : {*seed}) {
        std::vector<Seed> below;
        std::uint64_t open = static_cast<std::uint64_t>(line.value()["open"].int_or(0));
        expand(at, static_cast<unsigned>(std::countr_zero(open)), below);
        told.insert(below.begin(), below.end());
      }
    }
    for (std::size_t tile = 0; tile < mask.size(); ++tile)
      EXPECT_EQ(told.contains(all[tile]), mask[tile] == kOpen) << tile;
  }
}

// The same tile in two pictures, or in one of another shape, has another salt.
TEST(ProofTest, WhatIsToldOfOnePictureOpensNothingOfAnother) {
  const Picture first = noise(64, 64), second = noise(64, 64, 2);
  const Picture reshaped{32, 128, first.pixels};
  const std::set<Seed> seeds = {seed_of(kKey, "a", first), seed_of(kKey, "a", second),
                                seed_of(kKey, "a", reshaped), seed_of(kKey, "b", first),
                                seed_of(Bytes(32, 8), "a", first)};
  EXPECT_EQ(seeds.size(), 5U);
}

// Two reasons beside each other are one run; the counts tell them apart, and the first box counts.
TEST(TilesTest, CountsAreOfTheFirstBoxThatHoldsATile) {
  const Grid grid{64, 32};
  const Plan plan{{"a", "b"}, {{0, 0, 2, 2, 1}, {1, 0, 3, 1, 0}}};
  EXPECT_EQ(count(mask_of(grid, plan), 2), (Counts{2, {2, 4}}));
}

}  // namespace
}  // namespace sanad::redaction
