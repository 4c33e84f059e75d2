#include "points/match.h"

#include <gtest/gtest.h>

#include "pictures_fixture.h"

namespace sanad::points {
namespace {

using namespace test;

constexpr std::array<Kind, 3> kKinds = {Kind::kShapes, Kind::kText, Kind::kTerrain};

void expect_near(const Place& place, int x, int y) {
  EXPECT_NEAR(place.x, x, 150);
  EXPECT_NEAR(place.y, y, 150);
}

TEST(Match, SaysWhereACropWasCutOut) {
  for (const Kind kind : kKinds) {
    const Picture picture = draw(kind, 21);
    const auto match = compare(points_of(cropped(picture, 96, 36, 336, 288)), points_of(picture));
    ASSERT_TRUE(match) << static_cast<int>(kind);
    EXPECT_FALSE(match->mirrored);
    EXPECT_TRUE(match->degrees <= 1 || match->degrees == 359) << match->degrees;
    EXPECT_NEAR(match->scale_permille, 1000, 15);
    expect_near(match->found_in_listed[0], 2000, 1000);
    expect_near(match->found_in_listed[1], 9000, 1000);
    expect_near(match->found_in_listed[2], 9000, 9000);
    expect_near(match->found_in_listed[3], 2000, 9000);
    expect_near(match->listed_in_found[0], -2857, -1250);
    expect_near(match->listed_in_found[2], 11429, 11250);
  }
}

TEST(Match, FindsAPictureInACollage) {
  for (const Kind kind : kKinds) {
    const Picture picture = draw(kind, 22);
    const Picture beside = draw(Kind::kShapes, 500);
    Picture collage =
        made_from(beside, 960, 720, [](int x, int y) { return std::pair{x - 480, y}; });
    const Picture placed =
        made_from(picture, 960, 720, [](int x, int y) { return std::pair{x, y - 360}; });
    for (int y = 360; y < 720; ++y)
      std::copy_n(placed.pixels.begin() + y * 960 * 3, 480 * 3,
                  collage.pixels.begin() + y * 960 * 3);
    const auto match = compare(points_of(collage), points_of(picture));
    ASSERT_TRUE(match) << static_cast<int>(kind);
    expect_near(match->listed_in_found[0], 0, 5000);
    expect_near(match->listed_in_found[2], 5000, 10'000);
    EXPECT_NEAR(match->scale_permille, 667, 15);  // both as they were worked on
  }
}

TEST(Match, SaysHowAPictureWasTurnedAndMirrored) {
  for (const Kind kind : kKinds) {
    const Picture picture = draw(kind, 23);
    const Points listed = points_of(picture);
    const auto turned = compare(points_of(turn(picture)), listed);
    ASSERT_TRUE(turned);
    EXPECT_FALSE(turned->mirrored);
    EXPECT_EQ(turned->degrees, 90);
    expect_near(turned->listed_in_found[0], 10'000, 0);
    expect_near(turned->found_in_listed[0], 0, 10'000);
    const auto flipped = compare(points_of(mirror(picture)), listed);
    ASSERT_TRUE(flipped);
    EXPECT_TRUE(flipped->mirrored);
    EXPECT_TRUE(flipped->degrees <= 1 || flipped->degrees == 359);
    expect_near(flipped->listed_in_found[0], 10'000, 0);
    expect_near(flipped->found_in_listed[0], 10'000, 0);
    const auto both = compare(points_of(turn(mirror(picture))), listed);
    ASSERT_TRUE(both);
    EXPECT_TRUE(both->mirrored);
    EXPECT_EQ(both->degrees, 90);
    expect_near(both->listed_in_found[0], 10'000, 10'000);
  }
}

TEST(Match, APictureIsLikeItself) {
  for (const Kind kind : kKinds) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const Points points = points_of(draw(kind, seed));
      const auto match = compare(points, points);
      ASSERT_TRUE(match) << static_cast<int>(kind) << ' ' << seed;
      EXPECT_FALSE(match->mirrored);
      EXPECT_EQ(match->degrees, 0);
      EXPECT_EQ(match->in_common, points.points.size());
      expect_near(match->found_in_listed[2], 10'000, 10'000);
    }
  }
}

TEST(Match, NoPictureIsLikeAnother) {
  std::vector<Points> all;
  for (const Kind kind : kKinds) {
    for (std::uint64_t seed = 30; seed < 40; ++seed) all.push_back(points_of(draw(kind, seed)));
  }
  std::size_t alike = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) alike += i != j && compare(all[i], all[j]);
  }
  EXPECT_EQ(alike, 0U);
}

// One mark in rows and columns: every part looks like every other.
Picture pattern_of(int step, int width, int height) {
  const Picture mark = draw(Kind::kShapes, 77, 24, 24);
  return made_from(mark, width, height,
                   [step](int x, int y) { return std::pair{x % step, y % step}; });
}

TEST(Match, RepeatedMarksSayNothing) {
  EXPECT_FALSE(compare(points_of(pattern_of(32, 480, 360)), points_of(pattern_of(40, 400, 400))));
}

TEST(Match, IsTheSameWithEveryInstructionSet) {
  for (const Kind kind : kKinds) {
    const Picture picture = draw(kind, 25);
    const Points found = points_of(cropped(picture, 30, 40, 300, 260)), listed = points_of(picture);
    const auto plain = compare(found, listed, Instructions::kPlain);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain, compare(found, listed, Instructions::kAvx2));
    EXPECT_EQ(plain, compare(found, listed, Instructions::kAvx512));
  }
}

TEST(Match, PointsOfStrangersDoNoHarm) {
  const Points honest = points_of(draw(Kind::kShapes, 26));
  EXPECT_FALSE(compare({}, honest));
  EXPECT_FALSE(compare(honest, {}));
  Points all_alike = honest;
  for (Point& point : all_alike.points) point.descriptor = honest.points.front().descriptor;
  EXPECT_FALSE(compare(all_alike, honest));
  Points one_place = honest;
  for (Point& point : one_place.points) point.x = point.y = 100;
  EXPECT_FALSE(compare(one_place, one_place));
  EXPECT_FALSE(compare(one_place, honest));
  Points one_line = honest;
  for (Point& point : one_line.points) point.y = 1600;
  EXPECT_FALSE(compare(one_line, one_line));
}

}  // namespace
}  // namespace sanad::points
