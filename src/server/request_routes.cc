#include "call.h"
#include "service/rechecks.h"
#include "service/requests.h"

namespace sanad::server {
namespace {

Result<json::Value> whole(Call& call, const Result<records::Request>& request) {
  if (!request.ok()) return request.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *request, true));
  return json::Value(std::move(object));
}

Result<json::Value> heads(Call& call, std::string_view of_case) {
  SANAD_TRY(const auto requests, service::list_requests(call.workspace, call.officer(), of_case));
  json::Array items;
  for (const records::Request& one : requests) {
    SANAD_TRY(json::Object head, service::view(call.workspace, one, false));
    items.emplace_back(std::move(head));
  }
  return list_of(std::move(items));
}

Result<json::Value> get_all(Call& call) { return heads(call, ""); }
Result<json::Value> get_of_case(Call& call) { return heads(call, call.parameter("case")); }

Result<json::Value> get_forms(Call& call) {
  SANAD_TRY(json::Array forms, service::request_forms(call.workspace, call.officer()));
  return list_of(std::move(forms));
}

Result<json::Value> get_one(Call& call) {
  return whole(call,
               service::find_request(call.workspace, call.officer(), call.parameter("request")));
}

Result<json::Value> post_draft(Call& call) {
  return whole(call, service::draft_request(call.workspace, call.officer(),
                                            {call.parameter("case"), "", 0, call.body["content"]}));
}

Result<json::Value> post_version(Call& call) {
  const auto base = call.body["base"].as_int();
  if (!base || *base < 1)
    return Error{ErrorCode::kInvalid, "\"base\" is the version that was changed"};
  SANAD_TRY(const auto before,
            service::find_request(call.workspace, call.officer(), call.parameter("request")));
  return whole(call,
               service::draft_request(call.workspace, call.officer(),
                                      {before.case_id, before.id, *base, call.body["content"]}));
}

Result<json::Value> post_approval(Call& call) {
  SANAD_TRY(const std::string note, call.optional_text("note"));
  return whole(call, service::approve_request(call.workspace, call.officer(),
                                              call.parameter("request"), note));
}

Result<json::Value> post_return(Call& call) {
  return whole(call, service::return_request(call.workspace, call.officer(),
                                             call.parameter("request"), call.text("reason")));
}

Result<json::Value> post_withdrawal(Call& call) {
  return whole(call, service::withdraw_request(call.workspace, call.officer(),
                                               call.parameter("request"), call.text("reason")));
}

Result<json::Value> post_issue(Call& call) {
  return whole(call,
               service::issue_request(call.workspace, call.officer(), call.parameter("request")));
}

Result<service::RequestReport> report_of(Call& call) {
  service::RequestReport report;
  SANAD_TRY_WITH(report.at, parse_timestamp(call.text("at")), "\"at\", when it happened");
  SANAD_TRY(report.how, call.optional_text("how"));
  SANAD_TRY(report.note, call.optional_text("note"));
  SANAD_TRY(report.outcome, call.optional_text("outcome"));
  SANAD_TRY(report.reference, call.optional_text("their_reference"));
  if (const json::Array* exhibits = call.body["exhibits"].as_array()) {
    for (const json::Value& one : *exhibits) report.exhibits.push_back(one.string_or(""));
  }
  return report;
}

Result<json::Value> post_sent(Call& call) {
  SANAD_TRY(const auto report, report_of(call));
  return whole(call, service::report_sent(call.workspace, call.officer(), call.parameter("request"),
                                          report));
}

Result<json::Value> post_receipt(Call& call) {
  SANAD_TRY(const auto report, report_of(call));
  return whole(call, service::report_received(call.workspace, call.officer(),
                                              call.parameter("request"), report));
}

Result<json::Value> post_answer(Call& call) {
  SANAD_TRY(const auto report, report_of(call));
  return whole(call, service::report_answer(call.workspace, call.officer(),
                                            call.parameter("request"), report));
}

Result<json::Value> post_incoming(Call& call) {
  service::IncomingRequest incoming;
  incoming.case_id = call.parameter("case");
  incoming.kind = call.text("kind");
  SANAD_TRY_WITH(incoming.received_at, parse_timestamp(call.text("received_at")),
                 "\"received_at\"");
  SANAD_TRY(incoming.their_reference, call.optional_text("their_reference"));
  incoming.content = call.body["content"];
  return whole(call, service::register_request(call.workspace, call.officer(), incoming));
}

Result<json::Value> get_preview(Call& call) {
  const std::string_view language = call.request.query_value("language");
  SANAD_TRY(std::string html,
            service::preview_request(call.workspace, call.officer(), call.parameter("request"),
                                     language.empty() ? "en" : language));
  return json::Value(json::Object{{"html", std::move(html)}});
}

Result<json::Value> post_printing(Call& call) {
  SANAD_TRY(std::string job, service::order_request_printing(call.workspace, call.officer(),
                                                             call.parameter("request")));
  return json::Value(json::Object{{"job", std::move(job)}});
}

Result<json::Value> shown(Call& call) {
  return whole(call,
               service::find_request(call.workspace, call.officer(), call.parameter("request")));
}

Result<json::Value> post_schedule(Call& call) {
  SANAD_TRY_WITH(const Timestamp until, parse_timestamp(call.text("until")), "\"until\"");
  SANAD_CHECK(service::schedule_recheck(call.workspace, call.officer(), call.parameter("request"),
                                        call.body["every_hours"].int_or(0), until));
  return shown(call);
}

Result<json::Value> post_schedule_end(Call& call) {
  SANAD_CHECK(service::end_rechecks(call.workspace, call.officer(), call.parameter("request"),
                                    call.text("reason")));
  return shown(call);
}

Result<json::Value> post_recheck(Call& call) {
  SANAD_TRY(std::string job,
            service::order_recheck(call.workspace, call.officer(), call.parameter("request")));
  return json::Value(json::Object{{"job", std::move(job)}});
}

}  // namespace

std::vector<Route> request_routes() {
  return {
      {"GET", "/request-forms", 200, Needs::kSession, get_forms},
      {"GET", "/requests", 200, Needs::kSession, get_all},
      {"GET", "/cases/{case}/requests", 200, Needs::kSession, get_of_case},
      {"POST", "/cases/{case}/requests", 201, Needs::kSession, post_draft},
      {"POST", "/cases/{case}/incoming-requests", 201, Needs::kSession, post_incoming},
      {"GET", "/requests/{request}", 200, Needs::kSession, get_one},
      {"POST", "/requests/{request}/versions", 201, Needs::kSession, post_version},
      {"POST", "/requests/{request}/approval", 200, Needs::kSession, post_approval},
      {"POST", "/requests/{request}/return", 200, Needs::kSession, post_return},
      {"POST", "/requests/{request}/withdrawal", 200, Needs::kSession, post_withdrawal},
      {"POST", "/requests/{request}/issue", 200, Needs::kSession, post_issue},
      {"POST", "/requests/{request}/sent", 200, Needs::kSession, post_sent},
      {"POST", "/requests/{request}/receipt", 200, Needs::kSession, post_receipt},
      {"POST", "/requests/{request}/answer", 200, Needs::kSession, post_answer},
      {"GET", "/requests/{request}/preview", 200, Needs::kSession, get_preview},
      {"POST", "/requests/{request}/printing", 202, Needs::kSession, post_printing},
      {"POST", "/requests/{request}/recheck-schedule", 200, Needs::kSession, post_schedule},
      {"POST", "/requests/{request}/recheck-schedule/end", 200, Needs::kSession, post_schedule_end},
      {"POST", "/requests/{request}/rechecks", 202, Needs::kSession, post_recheck},
  };
}

}  // namespace sanad::server
