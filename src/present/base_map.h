// The bundled base map, for figures of reports (docs/formats/base-map.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::present {

struct MapPoint {
  double longitude = 0, latitude = 0;  // degrees
};
struct MapLine {
  char kind = 'L';  // land, W: lake, B: border, D: a border that is not agreed
  std::vector<MapPoint> points;
};
// kInvalid: not such a file.
Result<std::vector<MapLine>> read_base_map(std::string_view text);
// The one that is built in. Read at each call, a few milliseconds.
std::vector<MapLine> base_map();

// Where a place stands in a figure.
struct MapView {
  double left = 0, top = 0, right = 0, bottom = 0;  // of the map in the figure
  double longitude = 0, latitude = 0;               // in its middle
  double x_scale = 1, y_scale = 1;                  // units a degree
  double x(double of_longitude) const {
    return (left + right) / 2 + (of_longitude - longitude) * x_scale;
  }
  double y(double of_latitude) const {
    return (top + bottom) / 2 - (of_latitude - latitude) * y_scale;
  }
};
// Land, lakes and borders as SVG, clipped to the view.
std::string base_map_svg(const std::vector<MapLine>& map, const MapView& view);

}  // namespace sanad::present
