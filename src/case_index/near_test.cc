#include "near.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace sanad::case_index {
namespace {

const auto kNever = [] { return false; };

// Families: a text, and others that drop and add some of its marks; with marks that many share.
std::vector<Marks> families(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 random(seed);
  std::vector<Marks> texts;
  while (texts.size() < count) {
    Marks first;
    for (std::size_t i = 0; i < 1 + random() % 12; ++i) first.push_back(random() % 400);
    for (std::size_t member = 0; member < 1 + random() % 4; ++member) {
      Marks marks = first;
      for (std::uint64_t& mark : marks) {
        if (random() % 5 == 0) mark = random() % 400;
      }
      std::ranges::sort(marks);
      marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
      texts.push_back(std::move(marks));
    }
  }
  texts.resize(count);
  return texts;
}

std::vector<std::uint32_t> roots(UnionFind& joined, std::size_t size) {
  std::vector<std::uint32_t> roots;
  for (std::uint32_t i = 0; i < size; ++i) roots.push_back(joined.find(i));
  return roots;
}

TEST(Near, TextsAreJoinedAsByComparingAllPairs) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto texts = families(seed, 150);
    for (const int share : {50, 60, 75, 90, 100}) {
      UnionFind slow(texts.size());
      for (std::uint32_t a = 0; a < texts.size(); ++a) {
        for (std::uint32_t b = a + 1; b < texts.size(); ++b) {
          const std::size_t shared = common(texts[a], texts[b]);
          const std::size_t all = texts[a].size() + texts[b].size() - shared;
          if (shared * 100 >= all * static_cast<std::size_t>(share)) slow.join(a, b);
        }
      }
      auto fast = join_texts(texts, share, kNever).value();
      ASSERT_EQ(roots(fast, texts.size()), roots(slow, texts.size())) << seed << " " << share;
    }
  }
}

TEST(Near, PicturesAreJoinedAsByComparingAllPairs) {
  std::mt19937_64 random(5);
  std::vector<PictureForms> pictures;
  for (int family = 0; family < 60; ++family) {
    PictureForms first{{random(), random(), random(), random()}, {}};
    for (int i = 0; i < 8; ++i) first.turned.push_back({random(), random(), random(), random()});
    first.turned[0] = first.upright;
    pictures.push_back(first);
    PictureForms near = first;
    for (int bit = 0; bit < family; ++bit) near.upright[random() % 4] ^= 1ULL << (random() % 64);
    near.turned.clear();
    pictures.push_back(near);
    PictureForms turned{first.turned[static_cast<std::size_t>(family) % 8], {}};
    pictures.push_back(turned);
  }
  for (const unsigned bits : {0U, 10U, 31U, 64U}) {
    UnionFind slow(pictures.size());
    for (std::uint32_t a = 0; a < pictures.size(); ++a) {
      for (std::uint32_t b = 0; b < pictures.size(); ++b) {
        if (distance_of(pictures[a], pictures[b]) <= bits) slow.join(a, b);
      }
    }
    auto fast = join_pictures(pictures, bits, kNever).value();
    EXPECT_EQ(roots(fast, pictures.size()), roots(slow, pictures.size())) << bits;
  }
}

TEST(Near, SharesAndDistancesAreOfWhatIsCommon) {
  EXPECT_EQ(common({1, 2, 3}, {2, 3, 4}), 2U);
  EXPECT_EQ(share_of({1, 2, 3}, {2, 3, 4}), 50);
  EXPECT_EQ(share_of({1}, {1}), 100);
  EXPECT_EQ(share_of({1}, {2}), 0);
  EXPECT_EQ(distance_of({{7, 0, 0, 0}, {{0, 0, 0, 1}}}, {{0, 0, 0, 0}, {}}), 1U);
}

TEST(Near, NothingAndOneAreBorne) {
  EXPECT_TRUE(join_texts({}, 60, kNever).ok());
  EXPECT_TRUE(join_pictures({}, 31, kNever).ok());
  const std::vector<Marks> one = {{1, 2}};
  EXPECT_EQ(join_texts(one, 60, kNever)->find(0), 0U);
}

TEST(Near, CancellingEndsIt) {
  const auto texts = families(1, 10);
  EXPECT_EQ(join_texts(texts, 60, [] { return true; }).error().code, ErrorCode::kConflict);
  const std::vector<PictureForms> pictures(3);
  EXPECT_EQ(join_pictures(pictures, 31, [] { return true; }).error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace sanad::case_index
