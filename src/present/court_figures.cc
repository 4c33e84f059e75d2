#include "present/court_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/time.h"
#include "base_map.h"
#include "report_html.h"

namespace sanad::present {
namespace {

constexpr double kWidth = 680;
constexpr std::string_view kFont = "font-family=\"Noto Sans, DejaVu Sans, Noto Naskh Arabic\"";

std::string open_svg(double height, const std::string& title) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{0}\" viewBox=\"0 0 "
      "{1:.0f} {2:.0f}\" width=\"{1:.0f}\" direction=\"ltr\">\n<title>{0}</title>\n<defs><pattern "
      "id=\"maybe\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 6 6 0\" "
      "stroke=\"#123a5c\"/></pattern></defs>\n",
      escape(title), kWidth, height);
}

std::string label(double x, double y, std::string_view anchor, std::string_view text,
                  double size = 11) {
  return fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:.0f}\" text-anchor=\"{}\" "
      "fill=\"#15191f\" {}>{}</text>\n",
      x, y, size, anchor, kFont, escape(text));
}

std::string line(double x1, double y1, double x2, double y2, double width,
                 std::string_view colour) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" "
      "stroke=\"{}\" stroke-width=\"{:.1f}\"/>\n",
      x1, y1, x2, y2, colour, width);
}

std::string_view colour_of(std::string_view kind) {
  if (kind == "account") return "#123a5c";
  if (kind == "chat") return "#2f6b3c";
  return kind == "selector" ? "#7a2e00" : "#5b4b8a";
}

// A step of 1, 2, 5 times a power of ten, so that at most eight lines fit in.
double grid_step(double span) {
  double step = 0.001;
  for (int i = 0; span / step > 8; ++i) step *= i % 3 == 1 ? 2.5 : 2;
  return step;
}

}  // namespace

std::string timeline_svg(const std::vector<BarOfTime>& bars, const std::string& title) {
  constexpr double kHeight = 240, kLeft = 44, kBottom = 40, kTop = 12;
  std::int64_t most = 1;
  for (const BarOfTime& one : bars) most = std::max(most, one.certain + one.possible);
  const double room = kHeight - kTop - kBottom;
  const double step =
      (kWidth - kLeft - 8) / static_cast<double>(std::max<std::size_t>(1, bars.size()));
  std::string out = open_svg(kHeight, title);
  for (const std::int64_t value : {std::int64_t{0}, most / 2, most}) {
    const double y =
        kHeight - kBottom - room * static_cast<double>(value) / static_cast<double>(most);
    out += line(kLeft, y, kWidth - 8, y, 0.5, "#b9c1cc");
    out += label(kLeft - 6, y + 4, "end", std::to_string(value));
  }
  const std::size_t every = std::max<std::size_t>(1, (bars.size() + 6) / 7);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double x = kLeft + step * static_cast<double>(i);
    const double certain = room * static_cast<double>(bars[i].certain) / static_cast<double>(most);
    const double possible =
        room * static_cast<double>(bars[i].possible) / static_cast<double>(most);
    const double y = kHeight - kBottom - certain;
    const double width = std::max(0.6, step * 0.82);
    if (certain > 0)
      out += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
          "fill=\"#123a5c\"/>\n",
          x, y, width, certain);
    if (possible > 0)
      out += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
          "fill=\"url(#maybe)\" stroke=\"#123a5c\" stroke-width=\"0.5\"/>\n",
          x, y - possible, width, possible);
    if (i % every == 0) out += label(x, kHeight - kBottom + 16, "start", bars[i].label, 9);
  }
  return out + "</svg>\n";
}

std::string graph_svg(const std::vector<GraphSpot>& spots, const std::vector<GraphLink>& links,
                      const std::string& title) {
  constexpr double kHeight = 560, kRadius = 190;
  const auto count = static_cast<double>(std::max<std::size_t>(1, spots.size()));
  const auto angle = [&](std::size_t i) {
    return 2 * std::numbers::pi * static_cast<double>(i) / count - std::numbers::pi / 2;
  };
  const auto x_of = [&](std::size_t i, double r) { return kWidth / 2 + r * std::cos(angle(i)); };
  const auto y_of = [&](std::size_t i, double r) { return kHeight / 2 + r * std::sin(angle(i)); };
  std::int64_t most = 1;
  for (const GraphLink& one : links) most = std::max(most, one.weight);
  std::string out = open_svg(kHeight, title);
  for (const GraphLink& one : links) {
    if (one.source >= spots.size() || one.target >= spots.size()) continue;
    const double width = 0.6 + 4.4 * static_cast<double>(one.weight) / static_cast<double>(most);
    out += fmt::format(
        "<path d=\"M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}\" fill=\"none\" stroke=\"#47515f\" "
        "stroke-opacity=\"0.55\" stroke-width=\"{:.1f}\"/>\n",
        x_of(one.source, kRadius), y_of(one.source, kRadius), kWidth / 2, kHeight / 2,
        x_of(one.target, kRadius), y_of(one.target, kRadius), width);
  }
  for (std::size_t i = 0; i < spots.size(); ++i) {
    out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" fill=\"{}\"/>\n",
                       x_of(i, kRadius), y_of(i, kRadius), colour_of(spots[i].kind));
    const bool is_left = std::cos(angle(i)) < -0.05;
    out += label(x_of(i, kRadius + 11), y_of(i, kRadius + 11) + 4, is_left ? "end" : "start",
                 spots[i].label, 9);
  }
  return out + "</svg>\n";
}

std::string places_svg(const std::vector<MapSpot>& spots, const std::string& title) {
  constexpr double kHeight = 420, kMargin = 46, kLeast = 0.5;
  double south = 90, north = -90, west = 180, east = -180;
  for (const MapSpot& one : spots) {
    south = std::min(south, one.latitude);
    north = std::max(north, one.latitude);
    west = std::min(west, one.longitude);
    east = std::max(east, one.longitude);
  }
  const double span = std::max({kLeast, (north - south) * 1.2, (east - west) * 0.72});
  const double middle_lat = (north + south) / 2, middle_lon = (east + west) / 2;
  const double squeeze = std::max(0.2, std::cos(middle_lat * std::numbers::pi / 180));
  const double scale = (kHeight - 2 * kMargin) / span;
  // Grid and places count from the middle of the figure, the map beneath them too.
  const MapView view{.left = kMargin,
                     .top = 8,
                     .right = kWidth - 8,
                     .bottom = kHeight - 24,
                     .longitude = middle_lon + (kMargin - 8) / 2 / (scale * squeeze),
                     .latitude = middle_lat + 8 / scale,
                     .x_scale = scale * squeeze,
                     .y_scale = scale};
  const auto x_of = [&](double lon) { return view.x(lon); };
  const auto y_of = [&](double lat) { return view.y(lat); };
  std::string out = open_svg(kHeight, title);
  out += base_map_svg(base_map(), view);
  const double step = grid_step(span);
  for (double lat = std::ceil((middle_lat - span / 2) / step) * step; lat <= middle_lat + span / 2;
       lat += step) {
    out += line(kMargin, y_of(lat), kWidth - 8, y_of(lat), 0.4, "#b9c1cc");
    out += label(kMargin - 4, y_of(lat) + 3, "end", fmt::format("{:.3g}°", lat), 9);
  }
  const double half = (kWidth / 2 - kMargin) / (scale * squeeze);
  for (double lon = std::ceil((middle_lon - half) / step) * step; lon <= middle_lon + half;
       lon += step) {
    out += line(x_of(lon), 8, x_of(lon), kHeight - 24, 0.4, "#b9c1cc");
    out += label(x_of(lon), kHeight - 10, "middle", fmt::format("{:.3g}°", lon), 9);
  }
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const double radius = std::min(
        16.0,
        4 + 2 * std::log2(static_cast<double>(std::max<std::int64_t>(1, spots[i].documents))));
    const double x = x_of(spots[i].longitude), y = y_of(spots[i].latitude);
    out += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"#7a2e00\" "
        "fill-opacity=\"0.7\"/>\n",
        x, y, radius);
    out += label(x + radius + 3, y + 3, "start", std::to_string(i + 1), 10);
  }
  return out + "</svg>\n";
}

std::string collection_svg(const std::vector<CollectionMark>& marks, const std::string& title) {
  constexpr double kLeft = 150, kRow = 22, kFoot = 34;
  std::int64_t first = INT64_MAX, last = INT64_MIN;
  for (const CollectionMark& one : marks) {
    first = std::min(first, one.begin_ms);
    last = std::max(last, one.end_ms);
  }
  const double span = static_cast<double>(std::max<std::int64_t>(1, last - first));
  const double height = 12 + kRow * static_cast<double>(marks.size()) + kFoot;
  const auto x_of = [&](std::int64_t at) {
    return kLeft + (kWidth - kLeft - 20) * static_cast<double>(at - first) / span;
  };
  std::string out = open_svg(height, title);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const double y = 20 + kRow * static_cast<double>(i);
    out += line(kLeft, y, kWidth - 20, y, 0.4, "#b9c1cc");
    out += label(kLeft - 8, y + 4, "end", marks[i].label, 9);
    out += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"10\" "
        "fill=\"#123a5c\"/>\n",
        x_of(marks[i].begin_ms), y - 5,
        std::max(3.0, x_of(marks[i].end_ms) - x_of(marks[i].begin_ms)));
  }
  if (!marks.empty()) {
    out += label(kLeft, height - 10, "start", format_timestamp({first}), 9);
    out += label(kWidth - 20, height - 10, "end", format_timestamp({last}), 9);
  }
  return out + "</svg>\n";
}

}  // namespace sanad::present
