#include "call.h"
#include "service/search_views.h"

namespace sanad::server {
namespace {

constexpr std::size_t kMostHits = 100;

// "rank:number", as "next" says it.
Result<json::Value> post_search(Call& call) {
  service::SearchOrder order;
  order.case_id = call.parameter("case");
  SANAD_TRY(order.query, call.optional_text("query"));
  SANAD_TRY(order.objective, call.optional_text("objective"));
  SANAD_TRY(order.search, call.optional_text("search"));
  SANAD_TRY(const std::string by, call.optional_text("order"));
  SANAD_TRY(const std::string after, call.optional_text("after"));
  const std::int64_t count = call.body["count"].is_null() ? 20 : call.body["count"].int_or(0);
  if (count < 1 || count > static_cast<std::int64_t>(kMostHits))
    return Error{ErrorCode::kInvalid, "\"count\" is a whole number from 1 to 100"};
  if (!by.empty() && by != "best" && by != "newest")
    return Error{ErrorCode::kInvalid, "\"order\" is \"best\" or \"newest\""};
  order.page.hits = static_cast<std::size_t>(count);
  order.page.order = by == "newest" ? search_index::Order::kNewest : search_index::Order::kBest;
  order.page.transliterate = call.body["other_scripts"].bool_or(true);
  if (!after.empty()) {
    SANAD_TRY(order.page.after, service::parse_place(after));
  }
  SANAD_TRY(const auto answer, service::search_case(call.workspace, call.officer(), order));
  return json::Value(service::view(answer));
}

Result<json::Value> post_kept(Call& call) {
  const std::int64_t part = call.body["part"].int_or(-1);
  if (part < 0) return Error{ErrorCode::kInvalid, "\"part\" is the number of the part"};
  SANAD_TRY(const std::string exhibit, call.optional_text("exhibit"));
  SANAD_TRY(const std::string reason, call.optional_text("reason"));
  const std::string& search = call.parameter("search");
  SANAD_CHECK(service::keep_result(call.workspace, call.officer(), search, exhibit,
                                   static_cast<std::uint64_t>(part), reason));
  return json::Value(json::Object{{"search", search}, {"exhibit", exhibit}, {"part", part}});
}

}  // namespace

std::vector<Route> search_routes() {
  return {
      {"POST", "/cases/{case}/searches", 200, Needs::kSession, post_search},
      {"POST", "/searches/{search}/kept", 201, Needs::kSession, post_kept},
  };
}

}  // namespace sanad::server
