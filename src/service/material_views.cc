#include "service/material_views.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/time.h"

namespace sanad::service {
namespace {

constexpr std::array<std::string_view, 4> kNodeTypes = {"account", "chat", "selector", "file"};

std::string_view type_name(case_index::NodeType type) {
  return kNodeTypes[static_cast<std::size_t>(type)];
}

void set_span(json::Object& object, const case_index::Span& span) {
  const auto set = [&](const char* name, const std::optional<std::int64_t>& ms) {
    if (!ms) return;
    std::string text = format_timestamp({*ms});
    if (text.ends_with('Z')) text.pop_back();
    object.set(name, text);
  };
  set("first", span.first_ms);
  set("last", span.last_ms);
}

json::Object id_view(const case_index::NodeId& id) {
  return {{"type", type_name(id.type)}, {"row", id.row}};
}

json::Object node_view(const case_index::Node& node) {
  json::Object object = id_view(node.id);
  if (node.account) object.set("account", service::view(*node.account));
  if (node.chat) object.set("chat", service::view(*node.chat));
  if (node.selector) object.set("selector", service::view(*node.selector));
  if (!node.sha256.empty()) object.set("sha256", node.sha256);
  return object;
}

json::Object edge_view(const case_index::Edge& edge) {
  json::Object object{{"kind", case_index::edge_kind_name(edge.kind)},
                      {"source", id_view(edge.source)},
                      {"target", id_view(edge.target)},
                      {"weight", edge.weight}};
  set_span(object, edge.span);
  return object;
}

template <typename Week>
json::Array week_of(const Week& week) {
  json::Array days;
  for (const auto& day : week) {
    json::Array hours;
    for (const std::int64_t count : day) hours.emplace_back(count);
    days.emplace_back(std::move(hours));
  }
  return days;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view likeness_name(case_index::Likeness likeness) {
  return likeness == case_index::Likeness::kText ? "text" : "picture";
}

}  // namespace

json::Object view(const case_index::Chat& chat) {
  json::Object object{
      {"row", chat.row},          {"pseudonym", chat.pseudonym}, {"platform", chat.platform},
      {"masked", chat.is_masked}, {"documents", chat.documents}, {"accounts", chat.accounts}};
  set_span(object, chat.span);
  if (chat.is_masked) return object;
  object.set("id", chat.id);
  object.set("name", chat.name);
  return object;
}

json::Object view(const case_index::SelectorValue& selector) {
  json::Object object{{"row", selector.row},
                      {"kind", selector.kind},
                      {"masked", selector.is_masked},
                      {"hits", selector.hits},
                      {"documents", selector.documents}};
  if (selector.pseudonym != 0) object.set("pseudonym", selector.pseudonym);
  if (!selector.is_masked) object.set("value", selector.value);
  set_span(object, selector.span);
  return object;
}

json::Object view(const case_index::Graph& graph) {
  json::Array nodes, edges;
  for (const case_index::Node& node : graph.nodes) nodes.emplace_back(node_view(node));
  for (const case_index::Edge& edge : graph.edges) edges.emplace_back(edge_view(edge));
  return {{"nodes", std::move(nodes)}, {"edges", std::move(edges)}, {"matching", graph.matching}};
}

json::Object view(const case_index::PlaceCluster& place) {
  json::Object object{{"latitude", place.latitude},
                      {"longitude", place.longitude},
                      {"places", place.places},
                      {"documents", place.documents},
                      {"box", fmt::format("{:.7f},{:.7f},{:.7f},{:.7f}", place.box.south,
                                          place.box.west, place.box.north, place.box.east)}};
  if (place.document != 0) object.set("document", place.document);
  return object;
}

json::Object view(const case_index::CaseIndex::Duplicate& duplicate) {
  return {{"sha256", duplicate.sha256}, {"documents", duplicate.documents}};
}

json::Object view(const case_index::ClusterRun& run) {
  return {{"share", run.rule.share},
          {"bits", std::int64_t{run.rule.bits}},
          {"quality", run.rule.quality},
          {"texts", run.texts},
          {"pictures", run.pictures},
          {"text_clusters", run.text_clusters},
          {"picture_clusters", run.picture_clusters},
          {"last_document", run.last_document}};
}

json::Object view(const case_index::Timeline& timeline, case_index::ClockKind clock,
                  const Zone& zone) {
  json::Array buckets;
  for (const case_index::Bucket& bucket : timeline.buckets) {
    buckets.emplace_back(json::Object{{"start", format_timestamp({bucket.start_ms})},
                                      {"end", format_timestamp({bucket.end_ms})},
                                      {"certain", bucket.certain},
                                      {"possible", bucket.possible}});
  }
  return {{"clock", case_index::clock_name(clock)},
          {"zone", zone.name()},
          {"step", case_index::step_name(timeline.step)},
          {"buckets", std::move(buckets)},
          {"certain", timeline.certain},
          {"uncertain", timeline.uncertain},
          {"without", timeline.without}};
}

json::Object view(const case_index::Activity& activity, const Zone& zone) {
  json::Array hours;
  for (const std::int64_t count : activity.hour_only) hours.emplace_back(count);
  return {{"zone", zone.name()},
          {"by_zone", week_of(activity.by_zone)},
          {"by_device", week_of(activity.by_device)},
          {"hour_only", std::move(hours)},
          {"without", activity.without}};
}

json::Object view(const Unmasking& unmasking) {
  return {{"what", masked_name(unmasking.what)},
          {"pseudonym", unmasking.pseudonym},
          {"identifier", unmasking.identifier},
          {"name", unmasking.name},
          {"authorisation", unmasking.authorisation}};
}

Result<json::Object> view(const Material& material, const case_index::Cluster& cluster) {
  SANAD_TRY(json::Object first, material.view(cluster.first));
  json::Object object{{"number", cluster.number},     {"likeness", likeness_name(cluster.likeness)},
                      {"members", cluster.members},   {"exhibits", cluster.exhibits},
                      {"accounts", cluster.accounts}, {"earliest", std::move(first)}};
  set_span(object, cluster.span);
  return object;
}

Result<json::Object> view(const Material& material, const case_index::ClusterMember& member) {
  SANAD_TRY(json::Object object, material.view(member.row));
  object.set("likeness", member.likeness);
  return object;
}

Result<json::Object> view(const Material& material, const case_index::ChainLink& link) {
  SANAD_TRY(json::Object object, material.view(link.row));
  object.set("is_forward", link.is_forward);
  if (link.from) object.set("from", view(*link.from));
  return object;
}

Result<json::Object> view(const Material& material, const case_index::Rows& rows) {
  SANAD_TRY(json::Array items, material.view(rows.rows));
  json::Value next(nullptr);
  if (rows.next) next = fmt::format("{}:{}", rows.next->ms, rows.next->document);
  return json::Object{{"items", std::move(items)}, {"next", std::move(next)}};
}

Result<json::Object> view(const Material& material, const PersonQuestion& question,
                          const PersonAnswer& answer) {
  SANAD_TRY(json::Object documents, view(material, answer.rows));
  return json::Object{
      {"account", view(answer.account)},
      {"authorisation", answer.authorisation},
      {"documents", std::move(documents)},
      {"graph", view(answer.graph)},
      {"timeline", view(answer.timeline, case_index::ClockKind::kSent, question.zone)},
      {"activity", view(answer.activity, question.zone)}};
}

Result<case_index::After> parse_after(std::string_view text) {
  const std::size_t colon = text.find(':');
  const Error wrong{ErrorCode::kInvalid, "the cursor is what \"next\" of the page before says"};
  if (colon == std::string_view::npos) return wrong;
  const auto ms = number_of(text.substr(0, colon));
  const auto document = number_of(text.substr(colon + 1));
  if (!ms || !document) return wrong;
  return case_index::After{*ms, *document};
}

Result<case_index::NodeId> parse_node(std::string_view text) {
  const std::size_t colon = text.find(':');
  const Error wrong{ErrorCode::kInvalid,
                    "a node is written as its type and row, such as \"chat:12\""};
  if (colon == std::string_view::npos) return wrong;
  const auto row = number_of(text.substr(colon + 1));
  for (std::size_t i = 0; row && *row > 0 && i < kNodeTypes.size(); ++i) {
    if (text.substr(0, colon) == kNodeTypes[i])
      return case_index::NodeId{static_cast<case_index::NodeType>(i), *row};
  }
  return wrong;
}

}  // namespace sanad::service
