// Figures of a report, from the same answers as the workbench's views: masks stay on.
#include <fmt/format.h>

#include <algorithm>

#include "cage/input.h"
#include "extract/extract.h"
#include "items.h"
#include "looks.h"
#include "present/court_figures.h"
#include "report_compose.h"
#include "service/material.h"
#include "service/part_views.h"

namespace sanad::service {
namespace {

using present::ReportFigure;

constexpr std::size_t kGraphLinks = 60;
constexpr std::size_t kLabelBytes = 40;
constexpr std::size_t kMaxPlaces = 60;
constexpr std::size_t kMaxBars = 120;
constexpr std::size_t kMaxCollected = 60;
constexpr unsigned kPlaceZoom = 9;
constexpr std::size_t kDayLetters = 10;

ReportFigure& new_figure(ReportComposer& of, std::string caption) {
  ReportFigure figure;
  figure.id = fmt::format("figure-{}", of.figures.size() + 1);
  figure.caption = fmt::format(
      "{}: {}", of.words.fill("figure", {std::to_string(of.figures.size() + 1)}), caption);
  of.figures.push_back(std::move(figure));
  return of.figures.back();
}

// Whole characters only.
std::string shortened(std::string text) {
  if (text.size() <= kLabelBytes) return text;
  std::size_t end = kLabelBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string label_of(const ReportComposer& of, const case_index::Node& node) {
  if (node.account)
    return node.account->is_masked
               ? of.words.fill("person", {std::to_string(node.account->pseudonym)})
               : shortened(node.account->name.empty() ? node.account->id : node.account->name);
  if (node.chat)
    return node.chat->is_masked ? of.words.fill("chat", {std::to_string(node.chat->pseudonym)})
                                : shortened(node.chat->name);
  if (node.selector)
    return node.selector->is_masked
               ? of.words.fill("value.masked",
                               {node.selector->kind, std::to_string(node.selector->pseudonym)})
               : shortened(node.selector->value);
  return shortened(node.sha256.substr(0, 12));
}

std::string_view kind_of(const case_index::Node& node) {
  if (node.account) return "account";
  if (node.chat) return "chat";
  return node.selector ? "selector" : "file";
}

Result<void> draw_timeline(ReportComposer& of, const Material& material) {
  using case_index::Step;
  case_index::Timeline time;
  for (const Step step : {Step::kDay, Step::kWeek, Step::kMonth, Step::kYear}) {
    SANAD_TRY(time, material.facts().timeline({}, case_index::ClockKind::kSent, step, Zone::utc()));
    if (time.buckets.size() <= kMaxBars) break;
  }
  if (time.certain + time.uncertain == 0) return {};
  std::vector<present::BarOfTime> bars;
  for (const case_index::Bucket& one : time.buckets)
    bars.push_back(
        {format_timestamp({one.start_ms}).substr(0, kDayLetters), one.certain, one.possible});
  const std::string step(case_index::step_name(time.step));
  ReportFigure& figure =
      new_figure(of, of.words.fill("figure.timeline",
                                   {of.words("step." + step), std::to_string(time.certain),
                                    std::to_string(time.uncertain), std::to_string(time.without)}));
  figure.svg = present::timeline_svg(bars, figure.caption);
  return {};
}

Result<void> draw_graph(ReportComposer& of, const Material& material) {
  case_index::GraphFilter filter;
  filter.edges = kGraphLinks;
  SANAD_TRY(const case_index::Graph graph, material.facts().graph(filter, material.unmasked()));
  if (graph.edges.empty()) return {};
  std::vector<present::GraphSpot> spots;
  for (const case_index::Node& node : graph.nodes)
    spots.push_back({label_of(of, node), std::string(kind_of(node))});
  const auto place_of = [&](const case_index::NodeId& id) {
    const auto found = std::ranges::find_if(
        graph.nodes, [&](const case_index::Node& node) { return node.id == id; });
    return static_cast<std::size_t>(found - graph.nodes.begin());
  };
  std::vector<present::GraphLink> links;
  for (const case_index::Edge& edge : graph.edges)
    links.push_back({place_of(edge.source), place_of(edge.target), edge.weight});
  ReportFigure& figure = new_figure(
      of, of.words.fill("figure.graph",
                        {std::to_string(graph.edges.size()), std::to_string(graph.matching)}));
  figure.svg = present::graph_svg(spots, links, figure.caption);
  return {};
}

Result<void> draw_places(ReportComposer& of, const Material& material) {
  SANAD_TRY(auto places, material.facts().places({}, kPlaceZoom));
  if (places.empty()) return {};
  std::ranges::sort(places, [](const auto& a, const auto& b) {
    return std::tuple(-a.documents, a.latitude, a.longitude) <
           std::tuple(-b.documents, b.latitude, b.longitude);
  });
  const std::size_t all = places.size();
  if (places.size() > kMaxPlaces) places.resize(kMaxPlaces);
  std::vector<present::MapSpot> spots;
  std::string list;
  for (std::size_t i = 0; i < places.size(); ++i) {
    spots.push_back({places[i].latitude, places[i].longitude, places[i].documents});
    list += fmt::format("{}{}: {:.4f}, {:.4f} ({})", i == 0 ? "" : "; ", i + 1, places[i].latitude,
                        places[i].longitude, places[i].documents);
  }
  ReportFigure& figure = new_figure(of, of.words("figure.map"));
  figure.svg = present::places_svg(spots, figure.caption);
  figure.notes.push_back(std::move(list));
  figure.notes.push_back(of.words("figure.map.ground"));
  if (all > places.size())
    figure.notes.push_back(of.words.fill("act.more", {std::to_string(all - places.size())}));
  return {};
}

void draw_collection(ReportComposer& of) {
  if (of.exhibits.empty()) return;
  std::vector<present::CollectionMark> marks;
  for (const records::Exhibit& one : of.exhibits) {
    if (marks.size() == kMaxCollected) break;
    marks.push_back({one.number, one.started_at.unix_ms, one.ended_at.unix_ms});
  }
  ReportFigure& figure = new_figure(of, of.words("figure.collection"));
  figure.svg = present::collection_svg(marks, figure.caption);
  if (of.exhibits.size() > kMaxCollected)
    figure.notes.push_back(
        of.words.fill("act.more", {std::to_string(of.exhibits.size() - kMaxCollected)}));
}

// Pixels that left the cage, as a file of ours.
Result<Bytes> drawn_anew(ReportComposer& of, const records::Exhibit& exhibit,
                         std::optional<std::uint64_t> part, const std::string& file) {
  if (part) return part_picture(of.workspace, of.caller, exhibit, *part, std::nullopt);
  SANAD_TRY(const Item item, read_item(of.workspace, exhibit, file, ""));
  SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
  SANAD_TRY(const extract::Preview seen, extract::preview(of.workspace.extractor(), input.fd(),
                                                          item.hints.coding, std::nullopt));
  SANAD_TRY(Bytes png, extract::format_png(seen));
  SANAD_CHECK(record_look_once(of.workspace, of.caller, exhibit, file, "a picture of the report"));
  return png;
}

}  // namespace

Result<std::size_t> add_picture(ReportComposer& of, const records::Exhibit& exhibit,
                                const std::string& what, std::optional<std::uint64_t> part,
                                const std::string& file, const PictureReason& reason) {
  ReportFigure& figure = new_figure(of, of.words.fill("figure.picture", {exhibit.number, what}));
  if (reason.text.empty()) {
    figure.instead = of.words("figure.covered");
    return of.figures.size();
  }
  auto png = drawn_anew(of, exhibit, part, file);
  // A look that is not permitted, or the ledger: that is for whoever asked for the report.
  if (!png.ok() && (png.error().code == ErrorCode::kDenied || png.error().code == ErrorCode::kIo))
    return png.error();
  if (png.ok())
    figure.png = std::move(*png);
  else
    figure.instead = of.words.fill("figure.failed", {png.error().message});
  figure.notes.push_back(of.words.fill("figure.uncovered", {of.name(reason.by), reason.text}));
  return of.figures.size();
}

Result<void> add_drawn_figures(ReportComposer& of) {
  draw_collection(of);
  SANAD_TRY(const Material material, Material::open(of.workspace, of.caller, of.report.of_case.id));
  SANAD_CHECK(draw_timeline(of, material));
  SANAD_CHECK(draw_graph(of, material));
  return draw_places(of, material);
}

}  // namespace sanad::service
