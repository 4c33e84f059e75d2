#include "points/points.h"

#include <gtest/gtest.h>

#include <bit>
#include <map>

#include "pictures_fixture.h"

namespace sanad::points {
namespace {

using namespace test;

TEST(Points, AreTheSameWithEveryInstructionSet) {
  std::size_t compared = 0;
  for (const pictures::Plan& plan : pictures::plans()) {
    if (plan.seed % 4 != 0 || plan.width > 1100 || plan.height > 1100) continue;
    const Picture picture = pictures::draw(plan);
    const Points plain = points_of(picture, Instructions::kPlain);
    EXPECT_EQ(plain, points_of(picture, Instructions::kAvx2)) << plan.name();
    EXPECT_EQ(plain, points_of(picture, Instructions::kAvx512)) << plan.name();
    compared += plain.points.size();
  }
  EXPECT_GT(compared, 3'000U);
}

TEST(Points, AreFewInNumberAndLieInThePicture) {
  for (const pictures::Plan& plan : pictures::plans()) {
    if (plan.seed % 2 == 0 || plan.width > 1100 || plan.height > 1100) continue;
    const Points found = points_of(pictures::draw(plan));
    EXPECT_LE(found.points.size(), kMaxPoints) << plan.name();
    EXPECT_LE(std::max(found.width, found.height), kWorkSide) << plan.name();
    for (const Point& point : found.points) {
      ASSERT_LT(point.x, found.width * kUnits) << plan.name();
      ASSERT_LT(point.y, found.height * kUnits) << plan.name();
      ASSERT_LT(point.level, kLevels);
      ASSERT_LT(point.angle, kAngles);
    }
  }
}

TEST(Points, ABlankPictureHasNone) {
  EXPECT_TRUE(points_of(draw(Kind::kFlat, 1)).points.empty());
  EXPECT_LT(points_of(draw(Kind::kGradient, 1)).points.size(), kLeastPoints);
  EXPECT_TRUE(points_of(draw(Kind::kTerrain, 1, 20, 20)).points.empty());
}

TEST(Points, SmoothAndBusyPartsBothHaveSome) {
  // Marks on the left, faint hills on the right.
  Picture picture = draw(Kind::kText, 3);
  const Picture hills = draw(Kind::kTerrain, 6);
  for (int y = 0; y < 360; ++y) {
    for (int x = 240; x < 480; ++x) {
      for (int c = 0; c < 3; ++c) {
        const auto at = static_cast<std::size_t>((y * 480 + x) * 3 + c);
        picture.pixels[at] = static_cast<std::uint8_t>(100 + hills.pixels[at] / 4);
      }
    }
  }
  std::array<int, 2> halves{};
  for (const Point& point : points_of(picture).points) ++halves[point.x >= 240 * kUnits];
  EXPECT_GT(halves[0], 40);
  EXPECT_GT(halves[1], 20);
}

TEST(Points, OfAMirroredPictureAreTheMirroredPoints) {
  const Picture picture = draw(Kind::kTerrain, 7);
  const Points there = points_of(mirror(picture));
  const Points expected = mirrored(points_of(picture));
  std::size_t same = 0;
  for (const Point& one : expected.points) {
    for (const Point& other : there.points) {
      unsigned bits = 0;
      for (std::size_t i = 0; i < 4; ++i)
        bits += static_cast<unsigned>(std::popcount(one.descriptor[i] ^ other.descriptor[i]));
      const bool near =
          std::abs(one.x - other.x) <= 4 * kUnits && std::abs(one.y - other.y) <= 4 * kUnits;
      if (near && one.level == other.level && bits < 24) {
        ++same;
        break;
      }
    }
  }
  EXPECT_GT(same, expected.points.size() * 3 / 4);
}

TEST(Points, MirroringTwiceIsNothing) {
  const Points points = points_of(draw(Kind::kShapes, 8));
  EXPECT_EQ(mirrored(mirrored(points)), points);
  EXPECT_NE(mirrored(points), points);
}

TEST(Points, RefusesWhatIsNoPicture) {
  const Picture picture = draw(Kind::kShapes, 9);
  for (const auto& change : {+[](Raster& r) { r.width = 0; }, +[](Raster& r) { r.height = 70'000; },
                             +[](Raster& r) { r.channels = 2; }, +[](Raster& r) { r.height += 1; },
                             +[](Raster& r) { r.stride_bytes -= 1; }}) {
    Raster raster = raster_of(picture);
    change(raster);
    const auto refused = find_points(raster);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  }
}

TEST(Points, PaddingBetweenRowsIsNotLookedAt) {
  const Picture picture = draw(Kind::kShapes, 10, 200, 150);
  Bytes padded;
  for (int y = 0; y < 150; ++y) {
    padded.insert(padded.end(), picture.pixels.begin() + y * 600,
                  picture.pixels.begin() + (y + 1) * 600);
    padded.resize(padded.size() + 40, static_cast<std::uint8_t>(y));
  }
  EXPECT_EQ(find_points({padded, 200, 150, 640, 3}).value(), points_of(picture));
}

TEST(Points, AValueIsReadBack) {
  for (const Kind kind : {Kind::kShapes, Kind::kText, Kind::kTerrain}) {
    const Points points = points_of(draw(kind, 11));
    const auto again = parse_points(format_points(points));
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(*again, points);
    EXPECT_LT(format_points(points).size(), 13'000U);
  }
}

TEST(Points, RefusesAValueOfAnotherForm) {
  Points points = points_of(draw(Kind::kShapes, 12));
  const std::string good = format_points(points);
  const auto is_refused = [](const std::string& value) {
    const auto parsed = parse_points(value);
    return !parsed.ok() && parsed.error().code == ErrorCode::kInvalid;
  };
  EXPECT_TRUE(is_refused(""));
  EXPECT_TRUE(is_refused("sanad-points-2:" + good.substr(15)));
  EXPECT_TRUE(is_refused(good.substr(0, good.size() - 4)));
  EXPECT_TRUE(is_refused(good + "!"));
  Points other = points;
  other.points.resize(kLeastPoints - 1);
  EXPECT_TRUE(is_refused(format_points(other)));
  other.points = points.points;
  other.points.resize(kMaxPoints + 1, points.points.front());
  EXPECT_TRUE(is_refused(format_points(other)));
  other = points;
  other.points.back().x = static_cast<std::uint16_t>(points.width * kUnits + 1);
  EXPECT_TRUE(is_refused(format_points(other)));
  other = points;
  other.width = 0;
  EXPECT_TRUE(is_refused(format_points(other)));
  other.width = 5000;
  EXPECT_TRUE(is_refused(format_points(other)));
}

// The bits of a fingerprint are a promise to every list: they change with the version or not at
// all.
TEST(Points, BitsStayAsTheyAre) {
  const std::map<Kind, std::uint64_t> expected = {{Kind::kShapes, 3082954715587171361},
                                                  {Kind::kText, 5079510929191260939},
                                                  {Kind::kTerrain, 314606380563341846}};
  for (const auto& [kind, digest] : expected) {
    std::uint64_t hash = 0xCBF29CE484222325;  // FNV-1a
    for (const char c : format_points(points_of(draw(kind, 99)))) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    }
    EXPECT_EQ(hash, digest) << static_cast<int>(kind);
  }
}

}  // namespace
}  // namespace sanad::points
