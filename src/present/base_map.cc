#include "base_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <span>

#include "base/embedded.h"

namespace sanad::present {

std::span<const EmbeddedFile> map_files();

namespace {

// Rings are cut a little outside of what is shown, so that no cut is seen as a coast.
constexpr double kMargin = 4;
// Nearer than this nothing can be told apart on paper.
constexpr double kLeastStep = 1;

Error damaged() { return {ErrorCode::kInvalid, "the base map is damaged"}; }

// Steps of five bits, lowest first.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 40 && !text.empty(); shift += 5) {
    const int part = text.front() - 63;
    text.remove_prefix(1);
    if (part < 0 || part >= 64) return std::nullopt;
    value |= static_cast<std::uint64_t>(part & 0x1f) << shift;
    if (part >= 0x20) continue;
    const auto half = static_cast<std::int64_t>(value >> 1);
    return (value & 1) != 0 ? -half - 1 : half;
  }
  return std::nullopt;
}

struct Spot {
  double x = 0, y = 0;
};
using Ring = std::vector<Spot>;

// What of a ring lies on one side of a line (Sutherland and Hodgman, 1974).
Ring cut(const Ring& ring, const std::function<double(const Spot&)>& inside_by) {
  Ring out;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Spot& from = ring[i];
    const Spot& to = ring[(i + 1) % ring.size()];
    const double a = inside_by(from), b = inside_by(to);
    if (a >= 0) out.push_back(from);
    if ((a >= 0) == (b >= 0)) continue;
    const double share = a / (a - b);
    out.push_back({from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)});
  }
  return out;
}

Ring within(Ring ring, const MapView& view) {
  ring = cut(ring, [&](const Spot& at) { return at.x - (view.left - kMargin); });
  ring = cut(ring, [&](const Spot& at) { return view.right + kMargin - at.x; });
  ring = cut(ring, [&](const Spot& at) { return at.y - (view.top - kMargin); });
  return cut(ring, [&](const Spot& at) { return view.bottom + kMargin - at.y; });
}

bool may_show(const Spot& a, const Spot& b, const MapView& view) {
  return std::max(a.x, b.x) >= view.left && std::min(a.x, b.x) <= view.right &&
         std::max(a.y, b.y) >= view.top && std::min(a.y, b.y) <= view.bottom;
}

// Runs of a line that may be seen.
std::vector<Ring> runs(const Ring& line, const MapView& view) {
  std::vector<Ring> out;
  bool goes_on = false;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const bool shows = may_show(line[i - 1], line[i], view);
    if (shows && !goes_on) out.push_back({line[i - 1]});
    if (shows) out.back().push_back(line[i]);
    goes_on = shows;
  }
  return out;
}

bool is_a_dot(const Ring& ring) {
  if (ring.empty()) return true;
  const auto [west, east] = std::ranges::minmax(ring, {}, &Spot::x);
  const auto [north, south] = std::ranges::minmax(ring, {}, &Spot::y);
  return east.x - west.x < 2 * kLeastStep && south.y - north.y < 2 * kLeastStep;
}

std::string path_of(const Ring& ring, bool closed) {
  if (is_a_dot(ring)) return {};
  std::string out;
  const Spot* last = nullptr;
  for (const Spot& at : ring) {
    const bool is_end = &at == &ring.back();
    if (last && !is_end && std::hypot(at.x - last->x, at.y - last->y) < kLeastStep) continue;
    out += fmt::format("{}{:.1f} {:.1f}", last ? "L" : "M", at.x, at.y);
    last = &at;
  }
  return closed && !out.empty() ? out + "Z" : out;
}

}  // namespace

Result<std::vector<MapLine>> read_base_map(std::string_view text) {
  constexpr std::string_view kHead = "sanad-map 1 ";
  const std::size_t end = text.find('\n');
  if (!text.starts_with(kHead) || end == std::string_view::npos) return damaged();
  int scale = 0;
  const std::string_view number = text.substr(kHead.size(), end - kHead.size());
  const auto read = std::from_chars(number.data(), number.data() + number.size(), scale);
  if (read.ec != std::errc{} || read.ptr != number.data() + number.size() || scale < 1)
    return damaged();
  std::vector<MapLine> lines;
  for (text.remove_prefix(end + 1); !text.empty();) {
    std::string_view steps = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), steps.size() + 1));
    if (steps.empty() || std::string_view("LWBD").find(steps.front()) == std::string_view::npos)
      return damaged();
    MapLine line{steps.front(), {}};
    steps.remove_prefix(1);
    for (std::int64_t x = 0, y = 0; !steps.empty();) {
      const auto right = take_number(steps);
      const auto up = right ? take_number(steps) : std::nullopt;
      if (!up) return damaged();
      x += *right;
      y += *up;
      line.points.push_back({static_cast<double>(x) / scale, static_cast<double>(y) / scale});
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<MapLine> base_map() {
  const EmbeddedFile* file = find_embedded(map_files(), "base_map.txt");
  auto lines =
      file == nullptr ? Result<std::vector<MapLine>>(damaged()) : read_base_map(file->bytes);
  return lines.ok() ? std::move(*lines) : std::vector<MapLine>();
}

std::string base_map_svg(const std::vector<MapLine>& map, const MapView& view) {
  std::string land, lakes, borders, open_borders;
  for (const MapLine& line : map) {
    Ring ring;
    for (const MapPoint& at : line.points)
      ring.push_back({view.x(at.longitude), view.y(at.latitude)});
    const bool is_ring = line.kind == 'L' || line.kind == 'W';
    if (is_ring) (line.kind == 'L' ? land : lakes) += path_of(within(std::move(ring), view), true);
    if (is_ring) continue;
    for (const Ring& run : runs(ring, view))
      (line.kind == 'B' ? borders : open_borders) += path_of(run, false);
  }
  std::string out = fmt::format(
      "<clipPath id=\"map\"><rect x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"{2:.1f}\" "
      "height=\"{3:.1f}\"/></clipPath>\n<g clip-path=\"url(#map)\">\n<rect x=\"{0:.1f}\" "
      "y=\"{1:.1f}\" width=\"{2:.1f}\" height=\"{3:.1f}\" fill=\"#e8eff5\"/>\n",
      view.left, view.top, view.right - view.left, view.bottom - view.top);
  const auto add = [&](const std::string& path, std::string_view look) {
    if (!path.empty()) out += fmt::format("<path d=\"{}\" {}/>\n", path, look);
  };
  add(land, "fill=\"#f6f3ea\" fill-rule=\"evenodd\" stroke=\"#8a94a0\" stroke-width=\"0.6\"");
  add(lakes, "fill=\"#e8eff5\" fill-rule=\"evenodd\" stroke=\"#8a94a0\" stroke-width=\"0.4\"");
  add(borders, "fill=\"none\" stroke=\"#8a94a0\" stroke-width=\"0.6\"");
  add(open_borders,
      "fill=\"none\" stroke=\"#8a94a0\" stroke-width=\"0.6\" stroke-dasharray=\"3 2\"");
  return out + "</g>\n";
}

}  // namespace sanad::present
