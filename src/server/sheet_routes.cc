#include "base/numbers.h"
#include "call.h"
#include "service/sheets.h"

namespace sanad::server {
namespace {

// Of the exhibit of the path, and the part of the query or, without one, the whole.
Result<records::SheetSubject> subject_of(Call& call) {
  records::SheetSubject subject{call.parameter("exhibit"), std::nullopt};
  if (const std::string_view part = call.request.query_value("part"); !part.empty()) {
    SANAD_TRY_WITH(subject.part, parse_decimal(part), "\"part\", the number of the part");
  }
  return subject;
}

Result<json::Value> get_sheet(Call& call) {
  SANAD_TRY(const auto subject, subject_of(call));
  SANAD_TRY(const auto versions, service::sheet_history(call.workspace, call.officer(), subject));
  SANAD_TRY(json::Object object, service::view_sheet(call.workspace, subject, versions));
  return json::Value(std::move(object));
}

Result<json::Value> get_facts(Call& call) {
  SANAD_TRY(const auto subject, subject_of(call));
  return service::sheet_facts(call.workspace, call.officer(), subject);
}

Result<json::Value> post_sheet(Call& call) {
  service::SheetOrder order;
  order.subject.exhibit = call.parameter("exhibit");
  if (const json::Value& part = call.body["part"]; !part.is_null()) {
    const auto number = part.as_int();
    if (!number || *number < 0)
      return Error{ErrorCode::kInvalid, "\"part\" is the number of the part"};
    order.subject.part = static_cast<std::uint64_t>(*number);
  }
  const auto base = call.body["base"].as_int();
  if (!base || *base < 0)
    return Error{ErrorCode::kInvalid,
                 "\"base\" is the version that was changed, 0 where there was none"};
  order.base = *base;
  SANAD_TRY(order.reason, call.optional_text("reason"));
  order.content = call.body["content"];
  SANAD_TRY(const auto saved, service::save_sheet(call.workspace, call.officer(), order));
  SANAD_TRY(json::Object object, service::view(call.workspace, saved, true));
  return json::Value(std::move(object));
}

Result<json::Value> get_version(Call& call) {
  SANAD_TRY_WITH(const std::uint64_t version, parse_decimal(call.parameter("version")),
                 "the number of the version");
  SANAD_TRY(
      const auto read,
      service::read_sheet(call.workspace, call.officer(), call.parameter("sheet"),
                          static_cast<std::int64_t>(std::min<std::uint64_t>(version, INT32_MAX))));
  SANAD_TRY(json::Object object, service::view(call.workspace, read, true));
  return json::Value(std::move(object));
}

Result<json::Value> get_sheets(Call& call) {
  SANAD_TRY(const auto sheets,
            service::list_sheets(call.workspace, call.officer(), call.parameter("case"),
                                 call.request.query_value("exhibit")));
  json::Array items;
  for (const records::SheetVersion& one : sheets) {
    SANAD_TRY(json::Object head, service::view(call.workspace, one, false));
    items.emplace_back(std::move(head));
  }
  return list_of(std::move(items));
}

}  // namespace

std::vector<Route> sheet_routes() {
  return {
      {"GET", "/cases/{case}/sheets", 200, Needs::kSession, get_sheets},
      {"GET", "/exhibits/{exhibit}/sheet", 200, Needs::kSession, get_sheet},
      {"POST", "/exhibits/{exhibit}/sheet", 201, Needs::kSession, post_sheet},
      {"GET", "/exhibits/{exhibit}/sheet/facts", 200, Needs::kSession, get_facts},
      {"GET", "/sheets/{sheet}/versions/{version}", 200, Needs::kSession, get_version},
  };
}

}  // namespace sanad::server
