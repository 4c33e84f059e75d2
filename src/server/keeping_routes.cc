// How long material is kept, what is held, and what is disposed of.
#include "call.h"
#include "service/disposal.h"
#include "service/retention.h"

namespace sanad::server {
namespace {

// ---- retention ----

Result<json::Value> answer(Call& call, const Result<records::RetentionRule>& rule) {
  if (!rule.ok()) return rule.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *rule));
  return json::Value(std::move(object));
}

Result<json::Value> get_retention(Call& call) {
  SANAD_TRY(const auto rules, service::list_retention(call.workspace, call.officer(),
                                                      call.request.query_value("case")));
  json::Array items;
  for (const auto& one : rules) {
    SANAD_TRY(json::Object item, service::view(call.workspace, one));
    items.emplace_back(std::move(item));
  }
  return list_of(std::move(items));
}

Result<json::Value> post_retention(Call& call) {
  service::RetentionOrder order;
  SANAD_TRY(order.case_id, call.optional_text("case"));
  order.material = call.text("material");
  order.name = call.text("name");
  order.pack = call.text("pack");
  order.provision = call.text("provision");
  SANAD_TRY_WITH(order.period, service::parse_keeping(call.text("keep")), "\"keep\"");
  SANAD_TRY_WITH(order.review_period, service::parse_keeping(call.text("review")), "\"review\"");
  order.reason = call.text("reason");
  return answer(call, service::set_retention(call.workspace, call.officer(), order));
}

Result<json::Value> review_retention(Call& call) {
  return answer(call, service::review_retention(call.workspace, call.officer(),
                                                call.parameter("rule"), call.text("finding")));
}

Result<json::Value> end_retention(Call& call) {
  return answer(call, service::end_retention(call.workspace, call.officer(), call.parameter("rule"),
                                             call.text("reason")));
}

Result<json::Value> get_kept(Call& call) {
  SANAD_TRY(json::Array items,
            service::kept_exhibits(call.workspace, call.officer(), call.parameter("case")));
  return list_of(std::move(items));
}

// ---- holds ----

Result<json::Value> answer(Call& call, const Result<records::Hold>& hold) {
  if (!hold.ok()) return hold.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *hold));
  return json::Value(std::move(object));
}

Result<json::Value> holds_of(Call& call, std::string_view case_id) {
  SANAD_TRY(const auto holds, service::list_holds(call.workspace, call.officer(), case_id));
  json::Array items;
  for (const auto& one : holds) {
    SANAD_TRY(json::Object item, service::view(call.workspace, one));
    items.emplace_back(std::move(item));
  }
  return list_of(std::move(items));
}
Result<json::Value> get_holds(Call& call) { return holds_of(call, ""); }
Result<json::Value> get_case_holds(Call& call) { return holds_of(call, call.parameter("case")); }

Result<json::Value> post_hold(Call& call) {
  service::HoldOrder order;
  order.case_id = call.parameter("case");
  SANAD_TRY(order.exhibit, call.optional_text("exhibit"));
  order.ground = call.text("ground");
  order.reason = call.text("reason");
  return answer(call, service::place_hold(call.workspace, call.officer(), order));
}

Result<json::Value> lift_hold(Call& call) {
  return answer(call, service::lift_hold(call.workspace, call.officer(), call.parameter("hold"),
                                         call.text("reason")));
}

// ---- disposals ----

Result<json::Value> answer(Call& call, const Result<records::Disposal>& disposal) {
  if (!disposal.ok()) return disposal.error();
  return json::Value(service::view(call.workspace, *disposal));
}

Result<json::Value> disposals_of(Call& call, std::string_view case_id) {
  SANAD_TRY(const auto all, service::list_disposals(call.workspace, call.officer(), case_id));
  json::Array items;
  for (const auto& one : all) items.emplace_back(service::view(call.workspace, one));
  return list_of(std::move(items));
}
Result<json::Value> get_disposals(Call& call) { return disposals_of(call, ""); }
Result<json::Value> get_case_disposals(Call& call) {
  return disposals_of(call, call.parameter("case"));
}

Result<service::DisposalOrder> order_of(Call& call) {
  service::DisposalOrder order;
  order.case_id = call.parameter("case");
  SANAD_TRY(order.exhibit, call.optional_text("exhibit"));
  SANAD_TRY(order.reason, call.optional_text("reason"));
  return order;
}

Result<json::Value> preview(Call& call) {
  SANAD_TRY(const auto order, order_of(call));
  SANAD_TRY(json::Array items, service::preview_disposal(call.workspace, call.officer(), order));
  return list_of(std::move(items));
}

Result<json::Value> post_disposal(Call& call) {
  SANAD_TRY(const auto order, order_of(call));
  return answer(call, service::propose_disposal(call.workspace, call.officer(), order));
}

Result<json::Value> get_disposal(Call& call) {
  return answer(call,
                service::find_disposal(call.workspace, call.officer(), call.parameter("disposal")));
}

Result<json::Value> approve(Call& call) {
  SANAD_TRY(const std::string note, call.optional_text("note"));
  return answer(call, service::approve_disposal(call.workspace, call.officer(),
                                                call.parameter("disposal"), note));
}

Result<json::Value> give_back(Call& call) {
  return answer(call, service::return_disposal(call.workspace, call.officer(),
                                               call.parameter("disposal"), call.text("reason")));
}

Result<json::Value> withdraw(Call& call) {
  return answer(call, service::withdraw_disposal(call.workspace, call.officer(),
                                                 call.parameter("disposal"), call.text("reason")));
}

Result<json::Value> get_certificate(Call& call) {
  const std::string language(call.request.query_value("language"));
  SANAD_TRY(json::Object certificate, service::disposal_certificate(call.workspace, call.officer(),
                                                                    call.parameter("disposal")));
  SANAD_TRY(std::string page, service::disposal_certificate_html(
                                  call.workspace, call.officer(), call.parameter("disposal"),
                                  language.empty() ? "en" : language));
  return json::Value(
      json::Object{{"certificate", std::move(certificate)}, {"page", std::move(page)}});
}

}  // namespace

std::vector<Route> keeping_routes() {
  return {
      {"GET", "/retention", 200, Needs::kSession, get_retention},
      {"POST", "/retention", 201, Needs::kSession, post_retention},
      {"POST", "/retention/{rule}/review", 200, Needs::kSession, review_retention},
      {"POST", "/retention/{rule}/end", 200, Needs::kSession, end_retention},
      {"GET", "/cases/{case}/retention", 200, Needs::kSession, get_kept},
      {"GET", "/holds", 200, Needs::kSession, get_holds},
      {"GET", "/cases/{case}/holds", 200, Needs::kSession, get_case_holds},
      {"POST", "/cases/{case}/holds", 201, Needs::kSession, post_hold},
      {"POST", "/holds/{hold}/lift", 200, Needs::kSession, lift_hold},
      {"GET", "/disposals", 200, Needs::kSession, get_disposals},
      {"GET", "/cases/{case}/disposals", 200, Needs::kSession, get_case_disposals},
      {"POST", "/cases/{case}/disposals", 201, Needs::kSession, post_disposal},
      {"POST", "/cases/{case}/disposals/preview", 200, Needs::kSession, preview},
      {"GET", "/disposals/{disposal}", 200, Needs::kSession, get_disposal},
      {"POST", "/disposals/{disposal}/approve", 200, Needs::kSession, approve},
      {"POST", "/disposals/{disposal}/return", 200, Needs::kSession, give_back},
      {"POST", "/disposals/{disposal}/withdraw", 200, Needs::kSession, withdraw},
      {"GET", "/disposals/{disposal}/certificate", 200, Needs::kSession, get_certificate},
  };
}

}  // namespace sanad::server
