#include <fmt/format.h>

#include <algorithm>

#include "call.h"
#include "identify/library.h"
#include "lists/import.h"
#include "service/facets.h"
#include "service/lists.h"
#include "service/views.h"

namespace sanad::server {
namespace {

constexpr std::size_t kPageSize = 100;
constexpr std::size_t kMaxHitsListed = 1000;
constexpr std::int64_t kMaxRadius = 10'000;
constexpr std::size_t kMaxListContentBytes = 32 * 1024 * 1024;
// In JSON a line's end or a quotation mark takes two bytes.
constexpr std::size_t kMaxListBodyBytes = 2 * kMaxListContentBytes + 1024 * 1024;
static_assert(kMaxListBodyBytes <= kMaxRequestBytes);

Result<json::Value> get_lists(Call& call) {
  SANAD_TRY(const auto lists, service::list_lists(call.workspace, call.officer()));
  return list_of(service::views(lists));
}

Result<json::Value> get_list(Call& call) {
  SANAD_TRY(const auto list,
            service::find_list(call.workspace, call.officer(), call.parameter("list")));
  return json::Value(service::view(list));
}

Result<service::ListOrder> parse_order(const Call& call) {
  service::ListOrder order;
  SANAD_TRY(order.name, call.optional_text("name"));
  SANAD_TRY(order.signal, call.optional_text("signal"));
  SANAD_TRY(order.owner, call.optional_text("owner"));
  SANAD_TRY(order.provenance, call.optional_text("provenance"));
  SANAD_TRY(order.licence, call.optional_text("licence"));
  SANAD_TRY(order.version, call.optional_text("version"));
  SANAD_TRY(const std::string format, call.optional_text("format"));
  if (!format.empty()) {
    SANAD_TRY(order.format, parse_list_format(format));
  }
  SANAD_TRY(const std::string expires, call.optional_text("expires_at"));
  if (!expires.empty()) {
    SANAD_TRY(order.expires_at, service::parse_expiry(expires));
  }
  SANAD_TRY(const std::string tlp, call.optional_text("tlp"));
  if (!tlp.empty()) {
    order.tlp = lists::parse_tlp(tlp);
    if (!order.tlp)
      return Error{ErrorCode::kInvalid, "\"tlp\" is clear, green, amber, amber+strict or red"};
  }
  return order;
}

Result<json::Value> post_list(Call& call) {
  const std::string* content = call.body["content"].as_string();
  if (!content || content->empty())
    return Error{ErrorCode::kInvalid, "send the text of the list's file as \"content\""};
  if (content->size() > kMaxListContentBytes) {
    return Error{ErrorCode::kLimit,
                 "the list is longer than 32 MiB; take it in with \"sanad list import\""};
  }
  SANAD_TRY(const service::ListOrder order, parse_order(call));
  SANAD_TRY(const auto imported,
            service::import_list(call.workspace, call.officer(), *content, order));
  return json::Value(service::view(imported));
}

// The cursor is the last entry's identifier, by which entries are sorted: a version that comes
// between two pages makes nothing come twice.
Result<json::Value> get_list_entries(Call& call) {
  const std::string_view cursor = call.request.query_value("cursor");
  if (cursor.size() > lists::kMaxIdBytes)
    return Error{ErrorCode::kInvalid, "the cursor is \"next\" of the page before"};
  SANAD_TRY(const auto shared,
            service::share_list(call.workspace, call.officer(), call.parameter("list")));
  const lists::List& list = *shared;
  auto at = cursor.empty() ? list.entries.begin()
                           : std::ranges::upper_bound(list.entries, cursor, std::ranges::less{},
                                                      [](const lists::Entry& entry) {
                                                        return std::string_view(entry.id);
                                                      });
  json::Array items;
  for (; at != list.entries.end() && items.size() < kPageSize; ++at)
    items.emplace_back(service::view(list, *at));
  const bool more = at != list.entries.end();
  return list_of(std::move(items), more ? json::Value(std::prev(at)->id) : json::Value(nullptr));
}

Result<json::Value> post_list_feedback(Call& call) {
  const auto opinion = lists::parse_opinion(call.text("opinion"));
  if (!opinion) {
    return Error{ErrorCode::kInvalid,
                 "\"opinion\" is agree, disagree, dispute, withdraw or answer"};
  }
  const std::string& id = call.parameter("entry");
  SANAD_CHECK(service::give_feedback(call.workspace, call.officer(), call.parameter("list"), id,
                                     *opinion, call.text("reason")));
  SANAD_TRY(const auto shared,
            service::share_list(call.workspace, call.officer(), call.parameter("list")));
  const lists::List& list = *shared;
  const auto entry = std::ranges::find(list.entries, id, &lists::Entry::id);
  if (entry == list.entries.end()) {
    return Error{ErrorCode::kConflict,
                 "the opinion was recorded, but a new version of the list has come meanwhile; "
                 "look at the list again"};
  }
  return json::Value(service::view(list, *entry));
}

Result<json::Value> get_facets(Call& call) {
  SANAD_TRY(const auto set, service::list_facets(call.workspace, call.officer()));
  return list_of(service::views(set.facets));
}

Result<json::Value> post_bank(Call& call) {
  service::BankOrder order;
  order.exhibit = call.parameter("exhibit");
  order.file = call.parameter("name");
  order.list = call.text("list");
  order.reason = call.text("reason");
  SANAD_TRY(order.part, call.optional_text("part"));
  if (order.list.empty())
    return Error{ErrorCode::kInvalid, "name the list that the file goes into, as \"list\""};
  if (const json::Array* labels = call.body["labels"].as_array()) {
    for (const json::Value& label : *labels) {
      SANAD_TRY_WITH(lists::Label parsed, lists::parse_label(label.string_or("")), "labels");
      order.labels.push_back(std::move(parsed));
    }
  } else if (!call.body["labels"].is_null()) {
    return Error{ErrorCode::kInvalid, "send \"labels\" as a list of FACET:VALUE"};
  }
  SANAD_TRY(const auto banked, service::bank(call.workspace, call.officer(), order));
  return json::Value(service::view(banked));
}

// Nearest first. The value goes in the body, so that no log of addresses holds it.
Result<json::Value> post_lookup(Call& call) {
  const std::string signal = call.text("signal");
  const std::string value = call.text("value");
  if (signal.empty() || value.empty()) {
    return Error{ErrorCode::kInvalid,
                 "send \"signal\", which is pdq, points, vpoints, sha256, md5, tlsh or text, and a "
                 "\"value\" of it"};
  }
  std::int64_t radius = identify::default_radius(signal);
  if (!call.body["radius"].is_null()) {
    radius = call.body["radius"].as_int().value_or(-1);
    if (radius < 0 || radius > kMaxRadius)
      return Error{ErrorCode::kInvalid, "\"radius\" is a whole number, for pdq from 0 to 64"};
  }
  SANAD_TRY(const std::string list, call.optional_text("list"));
  SANAD_TRY(auto hits, service::look_up(call.workspace, call.officer(), signal, value,
                                        static_cast<unsigned>(radius), list));
  const std::size_t shown = std::min(hits.size(), kMaxHitsListed);
  const auto not_shown = static_cast<std::uint64_t>(hits.size() - shown);
  hits.erase(hits.begin() + static_cast<std::ptrdiff_t>(shown), hits.end());
  return json::Value(
      json::Object{{"items", service::views(hits)}, {"next", nullptr}, {"not_shown", not_shown}});
}

}  // namespace

Result<lists::Format> parse_list_format(std::string_view text) {
  const auto format = lists::parse_format(text);
  if (format) return *format;
  return Error{ErrorCode::kInvalid,
               "\"format\" is sanad, plain, threatexchange-csv, threatexchange-json, stix or misp"};
}

std::vector<Route> list_routes() {
  return {
      {"GET", "/lists", 200, Needs::kSession, get_lists},
      {"POST", "/lists", 201, Needs::kSession, post_list, kMaxListBodyBytes},
      {"GET", "/lists/{list}", 200, Needs::kSession, get_list},
      {"GET", "/lists/{list}/entries", 200, Needs::kSession, get_list_entries},
      {"POST", "/lists/{list}/entries/{entry}/feedback", 200, Needs::kSession, post_list_feedback},
      {"GET", "/facets", 200, Needs::kSession, get_facets},
      {"POST", "/exhibits/{exhibit}/files/{name}/bank", 201, Needs::kSession, post_bank},
      {"POST", "/lookups", 200, Needs::kSession, post_lookup},
  };
}

}  // namespace sanad::server
