#include "file_export_routes.h"

#include <fmt/format.h>

#include "service/file_exports.h"

namespace sanad::server {
namespace {

Result<json::Value> get_file_exports(Call& call) {
  SANAD_TRY(const auto all,
            service::list_files_exports(call.workspace, call.officer(), call.parameter("case")));
  json::Array items;
  for (const auto& one : all) items.emplace_back(service::view(one));
  return list_of(std::move(items));
}

Result<json::Value> post_file_export(Call& call) {
  service::FilesExportOrder order;
  order.case_id = call.parameter("case");
  const std::string name = call.text("format");
  const service::FilesFormat* format = service::find_files_format(name);
  if (format == nullptr)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" is no format of an export that is a file; there are case-uco, "
                             "load-file, bag and wacz",
                             name)};
  order.format = *format;
  SANAD_TRY(order.purpose, call.optional_text("purpose"));
  SANAD_TRY(order.why_named, call.optional_text("why_named"));
  if (const json::Array* exhibits = call.body["exhibits"].as_array())
    for (const json::Value& one : *exhibits) order.exhibits.push_back(one.string_or(""));
  SANAD_TRY(const auto ordered, service::order_files_export(call.workspace, call.officer(), order));
  return json::Value(json::Object{{"job", ordered.job}, {"export", ordered.id}});
}

}  // namespace

std::vector<Route> file_export_routes() {
  return {
      {"GET", "/cases/{case}/file-exports", 200, Needs::kSession, get_file_exports},
      {"POST", "/cases/{case}/file-exports", 202, Needs::kSession, post_file_export},
  };
}

}  // namespace sanad::server
