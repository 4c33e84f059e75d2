// Sharing with other agencies, for the workbench: cards and partners, markings, packages and
// receipts, released indicators.
#include <fmt/format.h>

#include "call.h"
#include "service/cases.h"
#include "service/exchange.h"
#include "service/imports.h"
#include "service/marks.h"
#include "service/packages.h"
#include "service/releases.h"
#include "sharing/card.h"

namespace sanad::server {
namespace {

Result<std::vector<std::string>> texts_of(const Call& call, std::string_view member) {
  std::vector<std::string> texts;
  const json::Value& value = call.body[member];
  if (value.is_null()) return texts;
  const Error wrong{ErrorCode::kInvalid, fmt::format("\"{}\" must be an array of texts", member)};
  const json::Array* items = value.as_array();
  if (items == nullptr) return wrong;
  for (const json::Value& item : *items) {
    if (item.as_string() == nullptr) return wrong;
    texts.push_back(*item.as_string());
  }
  return texts;
}

json::Value card_json(const sharing::Card& card) {
  const Digest256 fingerprint = sharing::card_fingerprint(card);
  return json::Object{{"agency", card.agency},
                      {"card", sharing::format_card(card)},
                      {"fingerprint", format_hex(fingerprint)},
                      {"words", sharing::fingerprint_words(fingerprint)}};
}

Result<json::Value> get_card(Call& call) {
  SANAD_TRY(const auto card, service::own_card(call.workspace, call.officer()));
  return card_json(card);
}

Result<json::Value> post_card(Call& call) {
  SANAD_TRY(const std::string reason, call.optional_text("reason"));
  SANAD_TRY(const auto card, service::renew_card(call.workspace, call.officer(), reason));
  return card_json(card);
}

Result<json::Value> get_partners(Call& call) {
  SANAD_TRY(const auto partners, service::list_partners(call.workspace, call.officer()));
  json::Array items;
  for (const auto& one : partners) items.emplace_back(service::view(one));
  return list_of(std::move(items));
}

Result<json::Value> post_partner(Call& call) {
  service::PartnerOrder order;
  SANAD_TRY(order.card, call.optional_text("card"));
  SANAD_TRY(order.name, call.optional_text("name"));
  SANAD_TRY(order.note, call.optional_text("note"));
  SANAD_TRY(const auto most, sharing::parse_marking(json::Object{{"tlp", call.body["max_tlp"]},
                                                                 {"pap", call.body["max_pap"]},
                                                                 {"caveats", json::Array{}}}));
  order.max_tlp = most.tlp;
  order.max_pap = most.pap;
  SANAD_TRY(const auto partner, service::add_partner(call.workspace, call.officer(), order));
  return json::Value(service::view(partner));
}

Result<json::Value> post_confirmation(Call& call) {
  SANAD_TRY(const std::string fingerprint, call.optional_text("fingerprint"));
  SANAD_TRY(const std::string how, call.optional_text("how"));
  SANAD_TRY(const auto partner,
            service::confirm_partner(call.workspace, call.officer(), call.parameter("partner"),
                                     fingerprint, how));
  return json::Value(service::view(partner));
}

Result<json::Value> post_partner_retirement(Call& call) {
  SANAD_TRY(const std::string reason, call.optional_text("reason"));
  SANAD_TRY(const auto partner, service::retire_partner(call.workspace, call.officer(),
                                                        call.parameter("partner"), reason));
  return json::Value(service::view(partner));
}

Result<json::Value> get_marking(Call& call) {
  SANAD_TRY(const auto state,
            service::find_marking(call.workspace, call.officer(), call.parameter("subject")));
  return json::Value(service::view(state));
}

Result<json::Value> post_marking(Call& call) {
  service::MarkOrder order;
  order.subject = call.parameter("subject");
  SANAD_TRY(order.marking, sharing::parse_marking(call.body["marking"]));
  SANAD_TRY(order.officers, texts_of(call, "officers"));
  SANAD_TRY(order.reason, call.optional_text("reason"));
  SANAD_TRY(const auto state, service::set_marking(call.workspace, call.officer(), order));
  return json::Value(service::view(state));
}

// Work goes on though the browser goes away; how it ended is in the ledger.
class Unwatched final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return false; }
};

Result<json::Value> package_json(Call& call, std::string_view package) {
  SANAD_TRY(const auto state, service::find_package(call.workspace, call.officer(), package));
  return json::Value(service::view(state));
}

Result<json::Value> get_packages(Call& call) {
  SANAD_TRY(const auto packages,
            service::list_packages(call.workspace, call.officer(), call.parameter("case")));
  json::Array items;
  for (const auto& one : packages) items.emplace_back(service::view(one));
  return list_of(std::move(items));
}

Result<json::Value> get_package(Call& call) {
  return package_json(call, call.parameter("package"));
}

Result<json::Value> post_package(Call& call) {
  service::PackageOrder order;
  order.bundle = call.text("bundle");
  SANAD_TRY(order.partners, texts_of(call, "partners"));
  SANAD_TRY(order.persons, texts_of(call, "persons"));
  SANAD_TRY(order.marking, sharing::parse_marking(call.body["marking"]));
  SANAD_TRY(order.purpose, call.optional_text("purpose"));
  SANAD_TRY(order.authorisation, call.optional_text("authorisation"));
  SANAD_TRY_WITH(order.expires_at, parse_timestamp(call.text("expires_at")), "\"expires_at\"");
  SANAD_TRY(const auto ordered,
            service::order_package(call.workspace, call.officer(), std::move(order)));
  return json::Value(json::Object{{"job", ordered.job}, {"package", ordered.package}});
}

Result<json::Value> post_opening(Call& call) {
  SANAD_TRY(const std::string job,
            service::order_opening(call.workspace, call.officer(), call.parameter("case"),
                                   call.text("upload")));
  return json::Value(json::Object{{"job", job}});
}

Result<json::Value> post_taking(Call& call) {
  SANAD_TRY(const std::string authorisation, call.optional_text("authorisation"));
  Unwatched monitor;
  SANAD_CHECK(service::take_package(call.workspace, call.officer(), call.parameter("package"),
                                    authorisation, monitor));
  return package_json(call, call.parameter("package"));
}

Result<json::Value> post_issued_receipt(Call& call) {
  SANAD_TRY(const auto receipt,
            service::issue_receipt(call.workspace, call.officer(), call.parameter("package")));
  return json::Value(service::view(receipt));
}

Result<json::Value> post_receipt(Call& call) {
  SANAD_TRY(const auto receipt,
            service::take_receipt(call.workspace, call.officer(), call.request.body));
  return json::Value(service::view(receipt));
}

Result<json::Value> get_releases(Call& call) {
  SANAD_TRY(const auto releases,
            service::list_releases(call.workspace, call.officer(), call.parameter("case")));
  json::Array items;
  for (const auto& one : releases) items.emplace_back(service::view(one));
  return list_of(std::move(items));
}

Result<json::Value> post_release(Call& call) {
  service::ReleaseOrder order;
  order.case_id = call.parameter("case");
  if (!call.body["selector"].is_null()) {
    const auto row = call.body["selector"].as_int();
    if (!row) return Error{ErrorCode::kInvalid, "\"selector\" is the row of a selector"};
    order.selector = *row;
  }
  SANAD_TRY(order.list, call.optional_text("list"));
  SANAD_TRY(order.entry, call.optional_text("entry"));
  SANAD_TRY(order.marking, sharing::parse_marking(call.body["marking"]));
  SANAD_TRY(order.note, call.optional_text("note"));
  SANAD_TRY(order.labels, texts_of(call, "labels"));
  SANAD_TRY(const std::string until, call.optional_text("valid_until"));
  if (!until.empty()) {
    SANAD_TRY_WITH(order.valid_until, parse_timestamp(until), "\"valid_until\"");
  }
  SANAD_TRY(order.reason, call.optional_text("reason"));
  SANAD_TRY(order.authorisation, call.optional_text("authorisation"));
  SANAD_TRY(const auto release, service::release_indicator(call.workspace, call.officer(), order));
  return json::Value(service::view(release));
}

Result<json::Value> post_withdrawal(Call& call) {
  SANAD_TRY(const std::string reason, call.optional_text("reason"));
  SANAD_TRY(const auto release, service::withdraw_release(call.workspace, call.officer(),
                                                          call.parameter("release"), reason));
  return json::Value(service::view(release));
}

Result<json::Value> post_release_export(Call& call) {
  SANAD_TRY(const auto format, service::parse_release_format(call.text("format")));
  SANAD_TRY(const std::string purpose, call.optional_text("purpose"));
  SANAD_TRY(const auto file, service::export_releases(call.workspace, call.officer(), format,
                                                      call.text("partner"), purpose));
  return json::Value(
      json::Object{{"name", file.name}, {"text", file.text}, {"count", std::uint64_t{file.count}}});
}

}  // namespace

std::vector<Route> sharing_routes() {
  return {
      {"GET", "/exchange/card", 200, Needs::kSession, get_card},
      {"POST", "/exchange/card", 201, Needs::kSession, post_card},
      {"GET", "/exchange/partners", 200, Needs::kSession, get_partners},
      {"POST", "/exchange/partners", 201, Needs::kSession, post_partner},
      {"POST", "/exchange/partners/{partner}/confirm", 200, Needs::kSession, post_confirmation},
      {"POST", "/exchange/partners/{partner}/retire", 200, Needs::kSession,
       post_partner_retirement},
      {"GET", "/markings/{subject}", 200, Needs::kSession, get_marking},
      {"POST", "/markings/{subject}", 200, Needs::kSession, post_marking},
      {"GET", "/cases/{case}/packages", 200, Needs::kSession, get_packages},
      {"POST", "/cases/{case}/packages", 202, Needs::kSession, post_package},
      {"POST", "/cases/{case}/packages/open", 202, Needs::kSession, post_opening},
      {"GET", "/packages/{package}", 200, Needs::kSession, get_package},
      {"POST", "/packages/{package}/take", 200, Needs::kSession, post_taking},
      {"POST", "/packages/{package}/receipt", 200, Needs::kSession, post_issued_receipt},
      {"POST", "/receipts", 201, Needs::kSession, post_receipt, sharing::kMaxReceiptBytes,
       Body::kBytes},
      {"GET", "/cases/{case}/releases", 200, Needs::kSession, get_releases},
      {"POST", "/cases/{case}/releases", 201, Needs::kSession, post_release},
      {"POST", "/releases/{release}/withdraw", 200, Needs::kSession, post_withdrawal},
      {"POST", "/exchange/indicators", 200, Needs::kSession, post_release_export},
  };
}

}  // namespace sanad::server
