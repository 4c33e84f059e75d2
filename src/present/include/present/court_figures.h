// Figures of a case's report as inline SVG: drawn from counts and places alone, the same bytes each
// time. Labels are the caller's (pseudonyms where masks are on), and are escaped. Pure. Tested by
// court_report_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sanad::present {

struct BarOfTime {
  std::string label;  // of its beginning
  std::int64_t certain = 0, possible = 0;
};
// Bars; what may be elsewhere stands hatched on top of what is certain. title: for those who do not
// see it.
std::string timeline_svg(const std::vector<BarOfTime>& bars, const std::string& title);

struct GraphSpot {
  std::string label;
  std::string kind;  // "account", "chat", "selector", "file"
};
struct GraphLink {
  std::size_t source = 0, target = 0;
  std::int64_t weight = 0;
};
// On a circle, in the order given.
std::string graph_svg(const std::vector<GraphSpot>& spots, const std::vector<GraphLink>& links,
                      const std::string& title);

struct MapSpot {
  double latitude = 0, longitude = 0;
  std::int64_t documents = 0;
};
// On a grid of degrees over the base map around the places, numbered in their order.
std::string places_svg(const std::vector<MapSpot>& spots, const std::string& title);

struct CollectionMark {
  std::string label;
  std::int64_t begin_ms = 0, end_ms = 0;
};
// One line each, along one axis of time from the first to the last.
std::string collection_svg(const std::vector<CollectionMark>& marks, const std::string& title);

}  // namespace sanad::present
