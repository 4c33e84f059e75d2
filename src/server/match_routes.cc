#include "call.h"
#include "service/evidence.h"
#include "service/identification.h"
#include "service/views.h"

namespace sanad::server {
namespace {

Result<json::Value> post_identification(Call& call) {
  SANAD_TRY(const std::string job,
            service::order_identification(call.workspace, call.officer(), call.parameter("case")));
  return json::Value(json::Object{{"job", job}});
}

Result<json::Value> get_matches(Call& call) {
  SANAD_TRY(const service::MatchPage page,
            service::page_of_matches(call.workspace, call.officer(), call.parameter("case"),
                                     call.request.query_value("state"),
                                     call.request.query_value("exhibit"),
                                     call.request.query_value("cursor")));
  const json::Value next =
      page.has_more ? json::Value(page.matches.back().match.id) : json::Value(nullptr);
  return list_of(service::views(page.matches), next);
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
