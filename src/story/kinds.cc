#include "kinds.h"

#include <algorithm>
#include <array>

namespace sanad::story {
namespace {

// Names of a template's context that are no collections.
constexpr std::array<std::string_view, 12> kReserved = {"site",  "item",   "query", "host",
                                                        "path",  "page",   "found", "snapshot",
                                                        "words", "status", "first", "last"};

Result<void> read_pattern(const std::string& path, const Place& place, Route& route) {
  if (!path.starts_with('/')) return place.error("a path begins with \"/\"");
  const std::size_t begin = path.find('{');
  if (begin == std::string::npos) {
    route.before = path;
    return {};
  }
  const std::size_t end = path.find('}', begin);
  if (end == std::string::npos || path.find('{', begin + 1) != std::string::npos)
    return place.error("a path has at most one place, as in \"/thread/{threads.id}\"");
  route.before = path.substr(0, begin);
  route.after = path.substr(end + 1);
  const std::string inner = path.substr(begin + 1, end - begin - 1);
  if (inner == "*") {
    route.has_rest = true;
    return {};
  }
  const std::size_t dot = inner.find('.');
  if (dot == std::string::npos || !is_name(inner.substr(0, dot)) || !is_name(inner.substr(dot + 1)))
    return place.error("a place is {COLLECTION.MEMBER} or {*}");
  route.collection = inner.substr(0, dot);
  route.member = inner.substr(dot + 1);
  return {};
}

Result<void> read_page(const json::Value& value, const Place& place, Route& route) {
  if (value.is_null()) return {};
  SANAD_CHECK(only_members(value, place, {"of", "size", "before"}));
  SANAD_TRY(route.page_of, text_of(value, place, "of"));
  SANAD_TRY(route.page_size, int_of(value, place, "size", 1, 1000));
  SANAD_TRY(route.page_before, text_or(value, place, "before", "before"));
  return {};
}

Result<void> read_headers(const json::Value& value, const Place& place, Route& route) {
  if (value.is_null()) return {};
  const auto is_clean = [](const std::string* text) {
    return text != nullptr && !text->empty() &&
           std::ranges::all_of(*text, [](char c) { return c >= 0x20 && c < 0x7f; });
  };
  const json::Array* list = value.as_array();
  if (list == nullptr) return place.error("a list of pairs is needed here");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::Array* pair = (*list)[i].as_array();
    if (pair == nullptr || pair->size() != 2 || !is_clean((*pair)[0].as_string()) ||
        !is_clean((*pair)[1].as_string()) ||
        (*pair)[0].as_string()->find_first_of(" :") != std::string::npos)
      return place.at(i).error("a name and a value of visible ASCII are needed here");
    route.headers.emplace_back(*(*pair)[0].as_string(), *(*pair)[1].as_string());
  }
  return {};
}

Result<Route> read_route(const json::Value& value, const Place& place) {
  SANAD_CHECK(only_members(value, place,
                           {"path", "template", "file", "media", "type", "status", "headers",
                            "page", "find", "snapshot"}));
  Route route;
  SANAD_TRY(const std::string path, text_of(value, place, "path"));
  SANAD_CHECK(read_pattern(path, place.at("path"), route));
  SANAD_TRY(route.template_name, text_or(value, place, "template", ""));
  SANAD_TRY(route.file, text_or(value, place, "file", ""));
  route.is_media = value["media"].bool_or(false);
  route.has_snapshot = value["snapshot"].bool_or(false);
  const int ways = static_cast<int>(!route.template_name.empty()) +
                   static_cast<int>(!route.file.empty()) + static_cast<int>(route.is_media);
  if (ways > 1 || (ways == 0 && !route.has_snapshot))
    return place.error("one of \"template\", \"file\", \"media\" and \"snapshot\" is needed");
  if (route.is_media != route.has_rest)
    return place.error("\"media\" and a path with {*} belong together");
  if (route.has_snapshot && route.collection.empty())
    return place.error("\"snapshot\" needs an item in its path");
  SANAD_TRY(route.type, text_or(value, place, "type", ""));
  if (!value["status"].is_null()) {
    SANAD_TRY(const std::int64_t status, int_of(value, place, "status", 200, 599));
    if (status >= 300 && status < 400)
      return place.at("status").error("a page that moved is told by \"moved_to\" of an item");
    route.status = static_cast<int>(status);
  }
  SANAD_CHECK(read_headers(value["headers"], place.at("headers"), route));
  SANAD_CHECK(read_page(value["page"], place.at("page"), route));
  if (!value["find"].is_null()) {
    SANAD_CHECK(only_members(value["find"], place.at("find"), {"query"}));
    SANAD_TRY(route.find_query, text_of(value["find"], place.at("find"), "query"));
  }
  return route;
}

Result<void> read_orders(const json::Value& value, const Place& place, SiteKind& kind) {
  if (value.is_null()) return {};
  if (value.as_object() == nullptr) return place.error("an object is needed here");
  for (const json::Member& member : *value.as_object()) {
    const Place here = place.at(member.name);
    SANAD_CHECK(only_members(member.value, here, {"by", "newest_first"}));
    Order order;
    SANAD_TRY(order.by, text_of(member.value, here, "by"));
    order.is_newest_first = member.value["newest_first"].bool_or(false);
    kind.orders.emplace(member.name, std::move(order));
  }
  return {};
}

Result<void> read_joins(const json::Value& value, const Place& place, SiteKind& kind) {
  if (value.is_null()) return {};
  const json::Array* list = value.as_array();
  if (list == nullptr || list->size() > kMaxJoins)
    return place.error(fmt::format("a list of at most {} is needed here", kMaxJoins));
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Place here = place.at(i);
    const json::Value& one = (*list)[i];
    SANAD_CHECK(only_members(one, here, {"to", "as", "from", "where", "is", "one"}));
    Join join;
    SANAD_TRY(join.to, text_of(one, here, "to"));
    SANAD_TRY(join.as, text_of(one, here, "as"));
    SANAD_TRY(join.from, text_of(one, here, "from"));
    SANAD_TRY(join.where, text_of(one, here, "where"));
    SANAD_TRY(join.is, text_of(one, here, "is"));
    join.is_one = one["one"].bool_or(false);
    kind.joins.push_back(std::move(join));
  }
  return {};
}

}  // namespace

bool is_collection_name(std::string_view name) {
  return is_name(name) && std::ranges::find(kReserved, name) == kReserved.end();
}

Result<SiteKind> read_kind(const json::Value& value, const Place& place, std::string_view name) {
  SANAD_CHECK(only_members(value, place, {"format", "routes", "order", "joins", "words", "error"}));
  if (value["format"].string_or("") != "sanad-kind/1")
    return place.at("format").error("\"sanad-kind/1\" is needed here");
  SiteKind kind;
  kind.name = name;
  const json::Array* routes = value["routes"].as_array();
  if (routes == nullptr || routes->empty() || routes->size() > kMaxRoutes)
    return place.at("routes").error(
        fmt::format("a list of 1 to {} routes is needed here", kMaxRoutes));
  for (std::size_t i = 0; i < routes->size(); ++i) {
    SANAD_TRY(Route route, read_route((*routes)[i], place.at("routes").at(i)));
    kind.routes.push_back(std::move(route));
  }
  SANAD_CHECK(read_orders(value["order"], place.at("order"), kind));
  SANAD_CHECK(read_joins(value["joins"], place.at("joins"), kind));
  kind.words = value["words"];
  if (!kind.words.is_null() && kind.words.as_object() == nullptr)
    return place.at("words").error("an object by language is needed here");
  SANAD_TRY(kind.error_template, text_or(value, place, "error", "error.html"));
  return kind;
}

std::optional<std::string_view> match(const Route& route, std::string_view path) {
  const bool has_place = route.has_rest || !route.collection.empty();
  if (!has_place) return path == route.before ? std::optional<std::string_view>("") : std::nullopt;
  if (!path.starts_with(route.before) || !path.ends_with(route.after) ||
      path.size() <= route.before.size() + route.after.size())
    return std::nullopt;
  const std::string_view value =
      path.substr(route.before.size(), path.size() - route.before.size() - route.after.size());
  if (!route.has_rest && value.find('/') != std::string_view::npos) return std::nullopt;
  return value;
}

std::string path_of(const Route& route, std::string_view value) {
  return route.before + std::string(value) + route.after;
}

std::string type_of(std::string_view name) {
  struct Type {
    std::string_view ending;
    std::string_view type;
  };
  constexpr std::array<Type, 13> kTypes = {{{".html", "text/html; charset=utf-8"},
                                            {".css", "text/css; charset=utf-8"},
                                            {".js", "text/javascript; charset=utf-8"},
                                            {".json", "application/json"},
                                            {".svg", "image/svg+xml"},
                                            {".txt", "text/plain; charset=utf-8"},
                                            {".csv", "text/csv; charset=utf-8"},
                                            {".xml", "application/xml"},
                                            {".vtt", "text/vtt; charset=utf-8"},
                                            {".webm", "video/webm"},
                                            {".png", "image/png"},
                                            {".wav", "audio/wav"},
                                            {".pdf", "application/pdf"}}};
  for (const Type& known : kTypes)
    if (name.ends_with(known.ending)) return std::string(known.type);
  return "application/octet-stream";
}

}  // namespace sanad::story
