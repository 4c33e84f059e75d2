#include "base_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <regex>

namespace sanad::present {
namespace {

// Whether a place stands on land, by the rings of the map.
bool is_land(const std::vector<MapLine>& map, double longitude, double latitude) {
  bool inside = false;
  for (const MapLine& line : map) {
    if (line.kind != 'L') continue;
    for (std::size_t i = 0, j = line.points.size() - 1; i < line.points.size(); j = i++) {
      const MapPoint &a = line.points[i], &b = line.points[j];
      const bool crosses = (a.latitude > latitude) != (b.latitude > latitude);
      if (crosses && longitude < (b.longitude - a.longitude) * (latitude - a.latitude) /
                                         (b.latitude - a.latitude) +
                                     a.longitude)
        inside = !inside;
    }
  }
  return inside;
}

TEST(BaseMap, HasLandWhereThereIsLand) {
  const auto map = base_map();
  ASSERT_GT(map.size(), 1000U);
  EXPECT_TRUE(is_land(map, 73.05, 33.7));
  EXPECT_TRUE(is_land(map, 68.8, 27.7));
  EXPECT_TRUE(is_land(map, 9.5, 51.3));
  EXPECT_FALSE(is_land(map, 64.0, 22.0)) << "the Arabian Sea";
  EXPECT_FALSE(is_land(map, -40.0, 30.0)) << "the Atlantic";
}

TEST(BaseMap, ShowsTheCoastWithinTheViewAndNothingBeyond) {
  const auto map = base_map();
  const MapView view{40, 8, 672, 396, 67.0, 24.9, 70, 77};
  const std::string svg = base_map_svg(map, view);
  EXPECT_LT(svg.size(), 60'000U);
  EXPECT_NE(svg.find("<path"), std::string::npos);
  const std::regex point("[ML](-?[0-9.]+) (-?[0-9.]+)");
  for (std::sregex_iterator at(svg.begin(), svg.end(), point), end; at != end; ++at) {
    const double x = std::stod((*at)[1]), y = std::stod((*at)[2]);
    const bool is_near =
        x > view.left - 200 && x < view.right + 200 && y > view.top - 200 && y < view.bottom + 200;
    EXPECT_TRUE(is_near) << x << ' ' << y;
  }
}

TEST(BaseMap, OfTheOpenSeaHasNoLand) {
  const std::string svg = base_map_svg(base_map(), {40, 8, 672, 396, -40, 30, 300, 300});
  EXPECT_EQ(svg.find("<path"), std::string::npos);
  EXPECT_NE(svg.find("<rect"), std::string::npos);
}

TEST(BaseMap, IsReadAsItsFormatSays) {
  const auto lines = read_base_map("sanad-map 1 100\nLo}@_|B\n");
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 1U);
  ASSERT_EQ(lines->front().points.size(), 1U);
  EXPECT_EQ(lines->front().kind, 'L');
  EXPECT_DOUBLE_EQ(lines->front().points[0].longitude, 10);
  EXPECT_DOUBLE_EQ(lines->front().points[0].latitude, 20);
}

TEST(BaseMap, RefusesWhatIsNoMap) {
  for (const char* bad :
       {"", "sanad-map 2 100\n", "sanad-map 1 100", "sanad-map 1 x\n", "sanad-map 1 0\n",
        "sanad-map 1 100\nXo}@_|B\n", "sanad-map 1 100\nLo}@\n", "sanad-map 1 100\nL \n",
        "sanad-map 1 100\n\nLo}@_|B\n", "sanad-map 1 100\nL~~~~~~~~~~~~\n"})
    EXPECT_FALSE(read_base_map(bad).ok()) << bad;
}

}  // namespace
}  // namespace sanad::present
