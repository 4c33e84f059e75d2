#include "base/numbers.h"
#include "call.h"
#include "service/acts.h"
#include "service/captures.h"
#include "service/cases.h"
#include "service/hand_work.h"
#include "service/views.h"

namespace sanad::server {
namespace {

constexpr std::size_t kPageSize = 100;
constexpr std::size_t kMaxJobsListed = 200;

json::Array authorisation_views(Call& call, const std::vector<authority::Authorisation>& items) {
  json::Array array;
  for (const auto& item : items)
    array.emplace_back(service::view(item, call.workspace.clock().now()));
  return array;
}

Result<json::Value> answer(Call& call, const Result<authority::Authorisation>& authorisation) {
  if (!authorisation.ok()) return authorisation.error();
  return json::Value(service::view(*authorisation, call.workspace.clock().now()));
}

Result<json::Value> get_cases(Call& call) {
  SANAD_TRY(const auto cases, service::list_cases(call.workspace, call.officer()));
  return list_of(service::views(cases));
}

Result<json::Value> post_case(Call& call) {
  SANAD_TRY(const auto opened,
            service::open_case(call.workspace, call.officer(), call.text("reference"),
                               call.text("title"), call.text("law_pack")));
  return json::Value(service::view(opened));
}

Result<json::Value> get_case(Call& call) {
  SANAD_TRY(const auto found,
            service::find_case(call.workspace, call.officer(), call.parameter("case")));
  return json::Value(service::view(found));
}

Result<json::Value> get_case_authorisations(Call& call) {
  SANAD_TRY(const auto items,
            service::list_authorisations(call.workspace, call.officer(), call.parameter("case")));
  return list_of(authorisation_views(call, items));
}

Result<json::Value> post_authorisation(Call& call) {
  return answer(call, service::request_authorisation(call.workspace, call.officer(),
                                                     call.parameter("case"), call.body));
}

Result<json::Value> get_waiting(Call& call) {
  SANAD_TRY(const auto items, service::list_waiting(call.workspace, call.officer()));
  return list_of(authorisation_views(call, items));
}

Result<json::Value> approve(Call& call) {
  return answer(call,
                service::approve_authorisation(call.workspace, call.officer(),
                                               call.parameter("authorisation"), call.text("note")));
}
Result<json::Value> reject(Call& call) {
  return answer(
      call, service::reject_authorisation(call.workspace, call.officer(),
                                          call.parameter("authorisation"), call.text("reason")));
}
Result<json::Value> revoke(Call& call) {
  return answer(
      call, service::revoke_authorisation(call.workspace, call.officer(),
                                          call.parameter("authorisation"), call.text("reason")));
}

Result<json::Value> post_decision(Call& call) {
  SANAD_TRY(const auto url, authority::parse_url(call.text("url")));
  SANAD_TRY(const auto activity,
            authority::parse_activity(call.body["activity"].string_or("capture")));
  SANAD_TRY(const auto decision,
            service::preview(call.workspace, call.officer(),
                             {call.parameter("case"), activity, url, call.text("authorisation")}));
  return json::Value(service::view(decision));
}

Result<json::Value> post_capture(Call& call) {
  service::CaptureOrder order{
      call.parameter("case"), call.text("url"), call.text("authorisation"), {}};
  SANAD_TRY(order.options, service::parse_capture_options(call.body["options"]));
  SANAD_TRY(const auto ordered, service::order_capture(call.workspace, call.officer(), order));
  return json::Value(json::Object{
      {"job", ordered.job}, {"capture", ordered.capture}, {"exhibit", ordered.exhibit}});
}

Result<json::Value> entries_page(Call& call, std::string_view kind) {
  records::EntryFilter filter{.kind = std::string(kind), .limit = kPageSize};
  const std::string_view cursor = call.request.query_value("cursor");
  if (!cursor.empty()) {
    SANAD_TRY_WITH(filter.before, parse_decimal(cursor), "the cursor");
  }
  SANAD_TRY(auto page,
            service::case_entries(call.workspace, call.officer(), call.parameter("case"), filter));
  return list_of(std::move(page.items),
                 page.next ? json::Value(std::to_string(*page.next)) : json::Value(nullptr));
}

Result<json::Value> get_entries(Call& call) { return entries_page(call, ""); }
Result<json::Value> get_refusals(Call& call) { return entries_page(call, "act.refused"); }

Result<json::Value> get_jobs(Call& call) {
  SANAD_TRY(const auto jobs, service::list_jobs(call.workspace, call.officer(),
                                                call.parameter("case"), kMaxJobsListed));
  return list_of(service::views(jobs));
}

Result<json::Value> get_job(Call& call) {
  SANAD_TRY(const auto job,
            service::find_job(call.workspace, call.officer(), call.parameter("job")));
  return json::Value(service::view(job));
}

Result<json::Value> cancel_job(Call& call) {
  SANAD_TRY(const auto cancelled,
            service::cancel_job(call.workspace, call.officer(), call.parameter("job")));
  return json::Value(service::view(cancelled));
}

}  // namespace

std::vector<Route> case_routes() {
  return {
      {"GET", "/cases", 200, Needs::kSession, get_cases},
      {"POST", "/cases", 201, Needs::kSession, post_case},
      {"GET", "/cases/{case}", 200, Needs::kSession, get_case},
      {"GET", "/cases/{case}/authorisations", 200, Needs::kSession, get_case_authorisations},
      {"POST", "/cases/{case}/authorisations", 201, Needs::kSession, post_authorisation},
      {"GET", "/authorisations", 200, Needs::kSession, get_waiting},
      {"POST", "/authorisations/{authorisation}/approve", 200, Needs::kSession, approve},
      {"POST", "/authorisations/{authorisation}/reject", 200, Needs::kSession, reject},
      {"POST", "/authorisations/{authorisation}/revoke", 200, Needs::kSession, revoke},
      {"POST", "/cases/{case}/decision", 200, Needs::kSession, post_decision},
      {"POST", "/cases/{case}/captures", 202, Needs::kSession, post_capture},
      {"GET", "/cases/{case}/entries", 200, Needs::kSession, get_entries},
      {"GET", "/cases/{case}/refusals", 200, Needs::kSession, get_refusals},
      {"GET", "/cases/{case}/jobs", 200, Needs::kSession, get_jobs},
      {"GET", "/jobs/{job}", 200, Needs::kSession, get_job},
      {"POST", "/jobs/{job}/cancel", 200, Needs::kSession, cancel_job},
  };
}

}  // namespace sanad::server
