// Views of a case's material. Pages hold at most a hundred, people are pseudonyms, and nothing here
// exports persons.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/numbers.h"
#include "call.h"
#include "service/material_views.h"
#include "service/people_of_material.h"

namespace sanad::server {
namespace {

constexpr std::size_t kPageSize = 100;
constexpr std::size_t kMaxEdges = 500;
constexpr std::uint64_t kDefaultEdges = 200;

Result<service::Material> material_of(Call& call) {
  return service::Material::open(call.workspace, call.officer(), call.parameter("case"));
}

// A number of the query between least and most. kInvalid names it.
Result<std::int64_t> number(Call& call, std::string_view name, std::int64_t otherwise,
                            std::int64_t least, std::int64_t most) {
  const std::string_view text = call.request.query_value(name);
  if (text.empty()) return otherwise;
  const auto value = parse_decimal(text);
  if (!value.ok() || *value > static_cast<std::uint64_t>(most) ||
      static_cast<std::int64_t>(*value) < least)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" is a whole number from {} to {}", name, least, most)};
  return static_cast<std::int64_t>(*value);
}

Result<std::int64_t> row_parameter(Call& call, std::string_view name) {
  SANAD_TRY_WITH(const std::uint64_t value, parse_decimal(call.parameter(name)), name);
  if (value > INT64_MAX) return Error{ErrorCode::kInvalid, "the number is too great"};
  return static_cast<std::int64_t>(value);
}

// Where pages are counted by rows passed over.
Result<std::int64_t> rows_passed(Call& call) { return number(call, "cursor", 0, 0, INT64_MAX); }

template <typename T>
json::Value counted_page(const std::vector<T>& items, std::int64_t passed) {
  json::Array array;
  for (const T& item : items) array.emplace_back(service::view(item));
  const bool more = items.size() == kPageSize;
  return list_of(std::move(array),
                 more ? json::Value(std::to_string(passed + static_cast<std::int64_t>(kPageSize)))
                      : json::Value(nullptr));
}

Result<case_index::Page> page_of(Call& call) {
  case_index::Page page{.limit = kPageSize, .after = std::nullopt};
  const std::string_view cursor = call.request.query_value("cursor");
  if (!cursor.empty()) {
    SANAD_TRY(page.after, service::parse_after(cursor));
  }
  return page;
}

// "south,west,north,east" in degrees.
Result<case_index::PlaceBox> parse_box(std::string_view text) {
  std::array<double, 4> sides{};
  const Error wrong{ErrorCode::kInvalid, "\"box\" is south,west,north,east in degrees"};
  const char* at = text.data();
  const char* end = at + text.size();
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto [next, error] = std::from_chars(at, end, sides[i], std::chars_format::fixed);
    if (error != std::errc() || (i < 3 ? next == end || *next != ',' : next != end)) return wrong;
    if (!(sides[i] >= -180 && sides[i] <= 180)) return wrong;
    at = next + 1;
  }
  return case_index::PlaceBox{sides[0], sides[1], sides[2], sides[3]};
}

Result<std::optional<std::int64_t>> time_of(Call& call, std::string_view name) {
  const std::string_view text = call.request.query_value(name);
  if (text.empty()) return std::optional<std::int64_t>();
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(text), fmt::format("\"{}\"", name));
  return std::optional(at.unix_ms);
}

Result<case_index::Filter> filter_of(Call& call) {
  case_index::Filter filter;
  filter.exhibit = call.request.query_value("exhibit");
  SANAD_TRY(filter.chat, number(call, "chat", 0, 1, INT64_MAX));
  SANAD_TRY(filter.selector, number(call, "selector", 0, 1, INT64_MAX));
  SANAD_TRY(filter.from_ms, time_of(call, "from"));
  SANAD_TRY(filter.until_ms, time_of(call, "until"));
  const std::string_view kind = call.request.query_value("kind");
  if (!kind.empty()) {
    filter.kind = case_index::parse_kind(kind);
    if (!filter.kind)
      return Error{ErrorCode::kInvalid, fmt::format("there is no kind \"{}\"", kind)};
  }
  const std::string_view box = call.request.query_value("box");
  if (!box.empty()) {
    SANAD_TRY(filter.box, parse_box(box));
  }
  filter.with_copies = call.request.query_value("copies") != "no";
  return filter;
}

Result<case_index::GraphFilter> graph_filter_of(Call& call) {
  case_index::GraphFilter filter;
  const std::string_view kind = call.request.query_value("kind");
  if (!kind.empty()) {
    const auto parsed = case_index::parse_edge_kind(kind);
    if (!parsed) return Error{ErrorCode::kInvalid, fmt::format("there is no link \"{}\"", kind)};
    filter.kinds.push_back(*parsed);
  }
  filter.selector_kind = call.request.query_value("selector_kind");
  SANAD_TRY(filter.min_weight, number(call, "least", 1, 1, INT64_MAX));
  SANAD_TRY(const std::int64_t edges,
            number(call, "edges", kDefaultEdges, 1, static_cast<std::int64_t>(kMaxEdges)));
  filter.edges = static_cast<std::size_t>(edges);
  return filter;
}

Result<case_index::ClockKind> clock_of(Call& call) {
  const std::string_view name = call.request.query_value("clock");
  if (name.empty()) return case_index::ClockKind::kSent;
  const auto clock = case_index::parse_clock(name);
  if (!clock) return Error{ErrorCode::kInvalid, "\"clock\" is sent, edited, file or taken"};
  return *clock;
}

Result<case_index::Step> step_of(Call& call) {
  const std::string_view name = call.request.query_value("step");
  if (name.empty()) return case_index::Step::kDay;
  const auto step = case_index::parse_step(name);
  if (!step)
    return Error{ErrorCode::kInvalid,
                 "\"step\" is minute, quarter, hour, day, week, month or year"};
  return *step;
}

Result<json::Value> get_documents(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const auto filter, filter_of(call));
  SANAD_TRY(const auto page, page_of(call));
  const bool by_time = call.request.query_value("order") == "time";
  SANAD_TRY(
      const auto rows,
      material.facts().rows(filter, by_time ? case_index::Order::kTime : case_index::Order::kNumber,
                            page, material.unmasked()));
  SANAD_TRY(json::Object shown, service::view(material, rows));
  return json::Value(std::move(shown));
}

Result<json::Value> get_selectors(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const std::int64_t passed, rows_passed(call));
  SANAD_TRY(const auto selectors,
            material.facts().selectors(call.request.query_value("kind"), passed, kPageSize,
                                       material.unmasked()));
  return counted_page(selectors, passed);
}

Result<json::Value> get_chats(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const std::int64_t passed, rows_passed(call));
  SANAD_TRY(const auto chats, material.facts().chats(passed, kPageSize, material.unmasked()));
  return counted_page(chats, passed);
}

Result<json::Value> get_accounts(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const std::int64_t after, rows_passed(call));
  SANAD_TRY(const auto accounts, material.facts().accounts(after, kPageSize, material.unmasked()));
  json::Array items;
  for (const auto& account : accounts) items.emplace_back(service::view(account));
  const bool more = accounts.size() == kPageSize;
  return list_of(std::move(items), more ? json::Value(std::to_string(accounts.back().pseudonym))
                                        : json::Value(nullptr));
}

Result<json::Value> get_graph(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const auto filter, graph_filter_of(call));
  const std::string_view around = call.request.query_value("around");
  if (around.empty()) {
    SANAD_TRY(const auto graph, material.facts().graph(filter, material.unmasked()));
    return json::Value(service::view(graph));
  }
  SANAD_TRY(const auto node, service::parse_node(around));
  SANAD_TRY(const auto graph, material.facts().neighbours(node, filter, material.unmasked()));
  return json::Value(service::view(graph));
}

Result<json::Value> get_edge_documents(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  const auto kind = case_index::parse_edge_kind(call.request.query_value("kind"));
  if (!kind)
    return Error{ErrorCode::kInvalid,
                 "\"kind\" is replied, forwarded, addressed, wrote, shared or sent"};
  SANAD_TRY(const auto source, service::parse_node(call.request.query_value("source")));
  SANAD_TRY(const auto target, service::parse_node(call.request.query_value("target")));
  SANAD_TRY(const auto page, page_of(call));
  SANAD_TRY(const auto rows, service::edge_documents(call.workspace, call.officer(), material,
                                                     {*kind, source, target}, page));
  SANAD_TRY(json::Object shown, service::view(material, rows));
  return json::Value(std::move(shown));
}

Result<json::Value> get_timeline(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const auto filter, filter_of(call));
  SANAD_TRY(const auto clock, clock_of(call));
  SANAD_TRY(const auto step, step_of(call));
  SANAD_TRY(const auto zone, service::find_zone(call.workspace, call.request.query_value("zone")));
  SANAD_TRY(const auto timeline, material.facts().timeline(filter, clock, step, zone));
  return json::Value(service::view(timeline, clock, zone));
}

Result<json::Value> get_activity(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const auto filter, filter_of(call));
  SANAD_TRY(const auto zone, service::find_zone(call.workspace, call.request.query_value("zone")));
  SANAD_TRY(const auto activity, material.facts().activity(filter, zone));
  return json::Value(service::view(activity, zone));
}

Result<json::Value> get_places(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const auto filter, filter_of(call));
  SANAD_TRY(const std::int64_t zoom, number(call, "zoom", 3, 0, 20));
  SANAD_TRY(const auto places, material.facts().places(filter, static_cast<unsigned>(zoom)));
  json::Array items;
  for (const auto& place : places) items.emplace_back(service::view(place));
  return list_of(std::move(items));
}

Result<json::Value> get_duplicates(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const std::int64_t passed, rows_passed(call));
  SANAD_TRY(const auto duplicates, material.facts().duplicates(passed, kPageSize));
  return counted_page(duplicates, passed);
}

Result<json::Value> get_same_file(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const auto page, page_of(call));
  SANAD_TRY(const auto rows,
            material.facts().same_file(call.parameter("sha256"), page, material.unmasked()));
  SANAD_TRY(json::Object shown, service::view(material, rows));
  return json::Value(std::move(shown));
}

Result<json::Value> get_chain(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const std::int64_t document, row_parameter(call, "document"));
  SANAD_TRY(const auto links, material.facts().chain(document, material.unmasked()));
  json::Array items;
  for (const auto& link : links) {
    SANAD_TRY(json::Object shown, service::view(material, link));
    items.emplace_back(std::move(shown));
  }
  return list_of(std::move(items));
}

Result<json::Value> get_clusters(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const std::int64_t passed, rows_passed(call));
  const std::string_view likeness = call.request.query_value("likeness");
  if (!likeness.empty() && likeness != "text" && likeness != "picture")
    return Error{ErrorCode::kInvalid, "\"likeness\" is text or picture"};
  SANAD_TRY(const auto run, material.facts().cluster_run());
  SANAD_TRY(const auto page,
            material.facts().clusters(likeness == "picture" ? case_index::Likeness::kPicture
                                                            : case_index::Likeness::kText,
                                      passed, kPageSize, material.unmasked()));
  json::Array items;
  for (const auto& cluster : page.clusters) {
    SANAD_TRY(json::Object shown, service::view(material, cluster));
    items.emplace_back(std::move(shown));
  }
  json::Value next(nullptr);
  if (page.more) next = std::to_string(passed + static_cast<std::int64_t>(kPageSize));
  return json::Value(
      json::Object{{"run", run ? json::Value(service::view(*run)) : json::Value(nullptr)},
                   {"items", std::move(items)},
                   {"next", std::move(next)}});
}

Result<json::Value> get_cluster(Call& call) {
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(const std::int64_t cluster, row_parameter(call, "cluster"));
  SANAD_TRY(const std::int64_t passed, rows_passed(call));
  SANAD_TRY(const auto members,
            material.facts().cluster_members(cluster, passed, kPageSize, material.unmasked()));
  json::Array items;
  for (const auto& member : members.members) {
    SANAD_TRY(json::Object shown, service::view(material, member));
    items.emplace_back(std::move(shown));
  }
  json::Value next(nullptr);
  if (members.more) next = std::to_string(passed + static_cast<std::int64_t>(kPageSize));
  return list_of(std::move(items), std::move(next));
}

Result<json::Value> post_clusters(Call& call) {
  case_index::ClusterRule rule;
  const auto number = [&](const char* name, std::int64_t otherwise) {
    return std::clamp<std::int64_t>(call.body[name].int_or(otherwise), -1, 1000);
  };
  rule.share = static_cast<int>(number("share", rule.share));
  rule.bits = static_cast<unsigned>(number("bits", rule.bits));
  rule.quality = static_cast<int>(number("quality", rule.quality));
  SANAD_TRY(const std::string job,
            service::order_clusters(call.workspace, call.officer(), call.parameter("case"), rule));
  return json::Value(json::Object{{"job", job}});
}

Result<json::Value> post_unmasking(Call& call) {
  const auto what = service::parse_masked(call.text("what"));
  if (!what) return Error{ErrorCode::kInvalid, "\"what\" is account, chat or selector"};
  SANAD_TRY(const auto lifted,
            service::unmask(call.workspace, call.officer(),
                            {call.parameter("case"), *what, call.body["pseudonym"].int_or(0),
                             call.text("reason")}));
  return json::Value(service::view(lifted));
}

Result<json::Value> get_person(Call& call) {
  service::PersonQuestion question;
  question.case_id = call.parameter("case");
  SANAD_TRY(question.pseudonym, row_parameter(call, "pseudonym"));
  SANAD_TRY(question.zone, service::find_zone(call.workspace, call.request.query_value("zone")));
  SANAD_TRY(question.step, step_of(call));
  SANAD_TRY(question.page, page_of(call));
  SANAD_TRY(const auto answer, service::view_person(call.workspace, call.officer(), question));
  SANAD_TRY(const auto material, material_of(call));
  SANAD_TRY(json::Object shown, service::view(material, question, answer));
  return json::Value(std::move(shown));
}

}  // namespace

std::vector<Route> analysis_routes() {
  return {
      {"GET", "/cases/{case}/documents", 200, Needs::kSession, get_documents},
      {"GET", "/cases/{case}/documents/{document}/chain", 200, Needs::kSession, get_chain},
      {"GET", "/cases/{case}/selectors", 200, Needs::kSession, get_selectors},
      {"GET", "/cases/{case}/chats", 200, Needs::kSession, get_chats},
      {"GET", "/cases/{case}/accounts", 200, Needs::kSession, get_accounts},
      {"GET", "/cases/{case}/graph", 200, Needs::kSession, get_graph},
      {"GET", "/cases/{case}/graph/documents", 200, Needs::kSession, get_edge_documents},
      {"GET", "/cases/{case}/timeline", 200, Needs::kSession, get_timeline},
      {"GET", "/cases/{case}/activity", 200, Needs::kSession, get_activity},
      {"GET", "/cases/{case}/places", 200, Needs::kSession, get_places},
      {"GET", "/cases/{case}/duplicates", 200, Needs::kSession, get_duplicates},
      {"GET", "/cases/{case}/duplicates/{sha256}", 200, Needs::kSession, get_same_file},
      {"GET", "/cases/{case}/clusters", 200, Needs::kSession, get_clusters},
      {"POST", "/cases/{case}/clusters", 202, Needs::kSession, post_clusters},
      {"GET", "/cases/{case}/clusters/{cluster}", 200, Needs::kSession, get_cluster},
      {"POST", "/cases/{case}/unmaskings", 201, Needs::kSession, post_unmasking},
      {"GET", "/cases/{case}/people/{pseudonym}", 200, Needs::kSession, get_person},
  };
}

}  // namespace sanad::server
