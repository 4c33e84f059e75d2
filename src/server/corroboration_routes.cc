#include "corroboration_routes.h"

#include "service/case_exports.h"
#include "service/corroborations.h"

namespace sanad::server {
namespace {

Result<json::Value> get_corroborations(Call& call) {
  SANAD_TRY(const auto all, service::list_corroborations(call.workspace, call.officer(),
                                                         call.parameter("exhibit")));
  json::Array items;
  for (const auto& one : all) items.emplace_back(service::view(one));
  return list_of(std::move(items));
}

Result<json::Value> post_corroboration(Call& call) {
  service::CorroborationOrder order;
  order.exhibit = call.parameter("exhibit");
  order.with = call.text("with");
  SANAD_TRY(order.note, call.optional_text("note"));
  SANAD_TRY(const auto made, service::record_corroboration(call.workspace, call.officer(), order));
  return json::Value(service::view(made));
}

Result<json::Value> post_case_export(Call& call) {
  service::CaseExportOrder order;
  order.case_id = call.parameter("case");
  SANAD_TRY(order.format, service::parse_case_format(call.text("format")));
  SANAD_TRY(order.purpose, call.optional_text("purpose"));
  if (const json::Array* exhibits = call.body["exhibits"].as_array())
    for (const json::Value& one : *exhibits) order.exhibits.push_back(one.string_or(""));
  SANAD_TRY(const auto made, service::export_case(call.workspace, call.officer(), order));
  return json::Value(json::Object{{"export", made.id},
                                  {"name", made.name},
                                  {"text", made.text},
                                  {"sha256", made.sha256},
                                  {"exhibits", made.exhibits}});
}

}  // namespace

std::vector<Route> corroboration_routes() {
  return {
      {"GET", "/exhibits/{exhibit}/corroborations", 200, Needs::kSession, get_corroborations},
      {"POST", "/cases/{case}/exports", 200, Needs::kSession, post_case_export},
      {"POST", "/exhibits/{exhibit}/corroborations", 201, Needs::kSession, post_corroboration},
  };
}

}  // namespace sanad::server
