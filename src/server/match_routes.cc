#include <algorithm>

#include "call.h"
#include "service/evidence.h"
#include "service/identification.h"
#include "service/views.h"

namespace sanad::server {
namespace {

constexpr std::size_t kPageSize = 100;

Result<json::Value> post_identification(Call& call) {
  SANAD_TRY(const std::string job,
            service::order_identification(call.workspace, call.officer(), call.parameter("case")));
  return json::Value(json::Object{{"job", job}});
}

// The cursor is the last match of the page before. It is looked for among matches of every state,
// since it may have been reviewed meanwhile.
Result<json::Value> get_matches(Call& call) {
  const std::string_view state = call.request.query_value("state");
  const std::string_view cursor = call.request.query_value("cursor");
  const std::string_view exhibit = call.request.query_value("exhibit");
  SANAD_TRY(auto matches,
            service::list_matches(call.workspace, call.officer(), call.parameter("case"), state));
  if (!exhibit.empty()) {
    std::erase_if(matches, [exhibit](const service::CurrentMatch& current) {
      return current.match.exhibit != exhibit;
    });
  }
  auto at = matches.begin();
  if (!cursor.empty()) {
    SANAD_TRY(const auto all,
              service::list_matches(call.workspace, call.officer(), call.parameter("case"), ""));
    const auto id = [](const service::CurrentMatch& current) {
      return std::string_view(current.match.id);
    };
    const auto last = std::ranges::find(all, cursor, id);
    if (last == all.end())
      return Error{ErrorCode::kInvalid, "the cursor is \"next\" of the page before"};
    // Newest first, then by identifier.
    at = std::ranges::find_if(matches, [&](const service::CurrentMatch& current) {
      const records::Match& match = current.match;
      if (match.found_at != last->match.found_at) return match.found_at < last->match.found_at;
      return match.id > last->match.id;
    });
  }
  json::Array items;
  for (; at != matches.end() && items.size() < kPageSize; ++at)
    items.emplace_back(service::view(*at));
  const bool more = at != matches.end();
  return list_of(std::move(items),
                 more ? json::Value(std::prev(at)->match.id) : json::Value(nullptr));
}

Result<json::Value> get_match(Call& call) {
  SANAD_TRY(const auto found,
            service::find_match(call.workspace, call.officer(), call.parameter("match")));
  return json::Value(service::view(found));
}

Result<json::Value> post_review(Call& call) {
  SANAD_TRY(const auto reviewed,
            service::review_match(call.workspace, call.officer(), call.parameter("match"),
                                  call.text("outcome"), call.text("reason")));
  return json::Value(service::view(reviewed));
}

Result<json::Value> get_evidence(Call& call) {
  return service::match_evidence(call.workspace, call.officer(), call.parameter("match"));
}

}  // namespace

std::vector<Route> match_routes() {
  return {
      {"POST", "/cases/{case}/identifications", 202, Needs::kSession, post_identification},
      {"GET", "/cases/{case}/matches", 200, Needs::kSession, get_matches},
      {"GET", "/matches/{match}", 200, Needs::kSession, get_match},
      {"GET", "/matches/{match}/evidence", 200, Needs::kSession, get_evidence},
      {"POST", "/matches/{match}/review", 200, Needs::kSession, post_review},
  };
}

}  // namespace sanad::server
