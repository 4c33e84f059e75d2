// Whether the tool does what it says, and whether this machine is fit to capture now.
#include "validation_routes.h"

#include "base/bytes.h"
#include "service/doctor.h"
#include "service/validations.h"

namespace sanad::server {
namespace {

Result<json::Value> get_fitness(Call& call) {
  SANAD_TRY(const auto found, service::diagnose(call.workspace, call.officer()));
  return json::Value(service::view(found));
}

Result<json::Value> get_validations(Call& call) {
  SANAD_TRY(const auto all, service::list_validations(call.workspace, call.officer()));
  return list_of(json::Array(all.begin(), all.end()));
}

Result<json::Value> post_validation(Call& call) {
  SANAD_TRY(const auto ordered, service::order_validation(call.workspace, call.officer(), {}));
  return json::Value(json::Object{{"job", ordered.job}, {"validation", ordered.validation}});
}

// With everything that is needed to check it elsewhere.
Result<json::Value> get_validation(Call& call) {
  SANAD_TRY(const auto opened,
            service::open_validation(call.workspace, call.officer(), call.parameter("validation")));
  const std::string_view language = call.request.query_value("language");
  SANAD_TRY(std::string page,
            service::validation_page(opened, language.empty() ? std::string_view("en") : language));
  return json::Value(json::Object{{"validation", opened.facts},
                                  {"report", opened.report},
                                  {"signature", format_base64(opened.signature)},
                                  {"agency_key", opened.agency_pem},
                                  {"page", std::move(page)}});
}

}  // namespace

std::vector<Route> validation_routes() {
  return {
      {"GET", "/fitness", 200, Needs::kSession, get_fitness},
      {"GET", "/validations", 200, Needs::kSession, get_validations},
      {"POST", "/validations", 202, Needs::kSession, post_validation},
      {"GET", "/validations/{validation}", 200, Needs::kSession, get_validation},
  };
}

}  // namespace sanad::server
