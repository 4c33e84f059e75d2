// The report of a case: statements, sign-off, preview, and reports that were made.
#include "call.h"
#include "service/reports.h"

namespace sanad::server {
namespace {

Result<json::Value> whole(Call& call, const Result<service::CaseReport>& report) {
  if (!report.ok()) return report.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *report));
  return json::Value(std::move(object));
}

Result<json::Value> get_report(Call& call) {
  return whole(call, service::case_report(call.workspace, call.officer(), call.parameter("case")));
}

Result<service::StatementOrder> order_of(Call& call) {
  service::StatementOrder order;
  order.case_id = call.parameter("case");
  order.section = call.text("section");
  order.kind = call.text("kind");
  order.text = call.text("text");
  SANAD_TRY(order.reason, call.optional_text("reason"));
  order.cites = call.body["cites"];
  return order;
}

Result<json::Value> stated(Call& call, const service::StatementOrder& order) {
  SANAD_TRY(const auto made, service::state_in_report(call.workspace, call.officer(), order));
  SANAD_TRY(json::Object object, service::view(call.workspace, made));
  return json::Value(std::move(object));
}

Result<json::Value> post_statement(Call& call) {
  SANAD_TRY(const auto order, order_of(call));
  return stated(call, order);
}

Result<json::Value> post_version(Call& call) {
  SANAD_TRY(auto order, order_of(call));
  const auto base = call.body["base"].as_int();
  if (!base || *base < 1)
    return Error{ErrorCode::kInvalid, "\"base\" is the version that was changed"};
  order.statement = call.parameter("statement");
  order.base = *base;
  return stated(call, order);
}

Result<json::Value> post_withdrawal(Call& call) {
  SANAD_CHECK(service::withdraw_statement(call.workspace, call.officer(), call.parameter("case"),
                                          call.parameter("statement"), call.text("reason")));
  return json::Value(nullptr);
}

Result<json::Value> post_sign_off(Call& call) {
  SANAD_TRY(const std::string note, call.optional_text("note"));
  return whole(call,
               service::sign_report(call.workspace, call.officer(), call.parameter("case"), note));
}

Result<json::Value> get_preview(Call& call) {
  const std::string_view language = call.request.query_value("language");
  SANAD_TRY(std::string html,
            service::preview_report(call.workspace, call.officer(), call.parameter("case"),
                                    language.empty() ? "en" : language));
  return json::Value(json::Object{{"html", std::move(html)}});
}

Result<json::Value> post_report(Call& call) {
  SANAD_TRY(std::string job,
            service::order_report(call.workspace, call.officer(), call.parameter("case")));
  return json::Value(json::Object{{"job", std::move(job)}});
}

}  // namespace

std::vector<Route> report_routes() {
  return {
      {"GET", "/cases/{case}/report", 200, Needs::kSession, get_report},
      {"GET", "/cases/{case}/report/preview", 200, Needs::kSession, get_preview},
      {"POST", "/cases/{case}/report/statements", 201, Needs::kSession, post_statement},
      {"POST", "/cases/{case}/report/statements/{statement}/versions", 201, Needs::kSession,
       post_version},
      {"POST", "/cases/{case}/report/statements/{statement}/withdrawal", 204, Needs::kSession,
       post_withdrawal},
      {"POST", "/cases/{case}/report/sign-off", 200, Needs::kSession, post_sign_off},
      {"POST", "/cases/{case}/reports", 202, Needs::kSession, post_report},
  };
}

}  // namespace sanad::server
