// Certificates: drafted from the record, signed by those whom the form asks for, made.
#include "call.h"
#include "service/certificates.h"

namespace sanad::server {
namespace {

Result<json::Value> head(Call& call, const Result<service::Certificate>& one) {
  if (!one.ok()) return one.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *one));
  return json::Value(std::move(object));
}

Result<json::Value> get_forms(Call& call) {
  SANAD_TRY(json::Array forms, service::certificate_forms(call.workspace, call.officer()));
  return json::Value(json::Object{{"items", std::move(forms)}});
}

Result<json::Value> get_certificates(Call& call) {
  SANAD_TRY(const auto all,
            service::list_certificates(call.workspace, call.officer(), call.parameter("case")));
  json::Array items;
  for (const service::Certificate& one : all) {
    SANAD_TRY(json::Object object, service::view(call.workspace, one));
    items.emplace_back(std::move(object));
  }
  return json::Value(json::Object{{"items", std::move(items)}});
}

Result<json::Value> post_certificate(Call& call) {
  service::CertificateOrder order{call.parameter("case"), call.text("pack"), call.text("form"), {}};
  if (const json::Array* exhibits = call.body["exhibits"].as_array())
    for (const json::Value& one : *exhibits) order.exhibits.push_back(one.string_or(""));
  return head(call, service::draft_certificate(call.workspace, call.officer(), order));
}

Result<json::Value> get_certificate(Call& call) {
  const auto found =
      service::find_certificate(call.workspace, call.officer(), call.parameter("certificate"));
  if (!found.ok()) return found.error();
  SANAD_TRY(json::Object object, service::view(call.workspace, *found));
  SANAD_TRY(json::Value content, service::describe_certificate(call.workspace, *found));
  object.set("content", std::move(content));
  return json::Value(std::move(object));
}

Result<json::Value> post_signature(Call& call) {
  SANAD_TRY(std::string signer, call.optional_text("signer"));
  return head(call, service::sign_certificate(
                        call.workspace, call.officer(), call.parameter("certificate"),
                        {std::move(signer), call.body["fields"], call.body["statements"]}));
}

Result<json::Value> post_withdrawal(Call& call) {
  SANAD_CHECK(service::withdraw_certificate(call.workspace, call.officer(),
                                            call.parameter("certificate"), call.text("reason")));
  return json::Value(nullptr);
}

Result<json::Value> get_preview(Call& call) {
  const std::string_view language = call.request.query_value("language");
  SANAD_TRY(std::string html, service::preview_certificate(call.workspace, call.officer(),
                                                           call.parameter("certificate"),
                                                           language.empty() ? "en" : language));
  return json::Value(json::Object{{"html", std::move(html)}});
}

Result<json::Value> post_pages(Call& call) {
  SANAD_TRY(std::string job, service::order_certificate(call.workspace, call.officer(),
                                                        call.parameter("certificate")));
  return json::Value(json::Object{{"job", std::move(job)}});
}

}  // namespace

std::vector<Route> certificate_routes() {
  return {
      {"GET", "/certificate-forms", 200, Needs::kSession, get_forms},
      {"GET", "/cases/{case}/certificates", 200, Needs::kSession, get_certificates},
      {"POST", "/cases/{case}/certificates", 201, Needs::kSession, post_certificate},
      {"GET", "/certificates/{certificate}", 200, Needs::kSession, get_certificate},
      {"GET", "/certificates/{certificate}/preview", 200, Needs::kSession, get_preview},
      {"POST", "/certificates/{certificate}/signatures", 201, Needs::kSession, post_signature},
      {"POST", "/certificates/{certificate}/withdrawal", 204, Needs::kSession, post_withdrawal},
      {"POST", "/certificates/{certificate}/pages", 202, Needs::kSession, post_pages},
  };
}

}  // namespace sanad::server
