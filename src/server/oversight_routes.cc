// What others did, for those who look into it.
#include "base/numbers.h"
#include "call.h"
#include "service/oversight.h"

namespace sanad::server {
namespace {

constexpr std::size_t kEntriesOnAPage = 100;

Result<json::Value> get_statistics(Call& call) {
  const std::string language(call.request.query_value("language"));
  SANAD_TRY(json::Object made, service::oversight_statistics(call.workspace, call.officer(),
                                                             call.request.query_value("period")));
  std::string csv = service::statistics_csv(made);
  std::string page = service::statistics_html(made, language == "ur" ? "ur" : "en");
  return json::Value(json::Object{
      {"statistics", std::move(made)}, {"csv", std::move(csv)}, {"page", std::move(page)}});
}

Result<json::Value> get_report(Call& call) {
  SANAD_TRY_WITH(const Timestamp from, parse_timestamp(call.request.query_value("from")),
                 "\"from\"");
  SANAD_TRY_WITH(const Timestamp until, parse_timestamp(call.request.query_value("until")),
                 "\"until\"");
  SANAD_TRY(json::Object made,
            service::oversight_report(call.workspace, call.officer(), from, until));
  return json::Value(std::move(made));
}

Result<json::Value> get_entries(Call& call) {
  const auto value = [&](std::string_view name) {
    return std::string(call.request.query_value(name));
  };
  records::EntryFilter filter{
      .case_id = value("case"), .kind = value("kind"), .limit = kEntriesOnAPage};
  if (const std::string cursor = value("cursor"); !cursor.empty()) {
    SANAD_TRY_WITH(filter.before, parse_decimal(cursor), "the cursor");
  }
  SANAD_TRY(auto page, service::oversight_entries(call.workspace, call.officer(), filter));
  return list_of(std::move(page.items),
                 page.next ? json::Value(std::to_string(*page.next)) : json::Value(nullptr));
}

Result<json::Value> get_registers(Call& call) {
  SANAD_TRY(json::Object made, service::oversight_registers(call.workspace, call.officer(),
                                                            call.request.query_value("case")));
  return json::Value(std::move(made));
}

Result<json::Value> get_access(Call& call) {
  SANAD_TRY(json::Object made, service::oversight_access(call.workspace, call.officer(),
                                                         call.request.query_value("subject")));
  return json::Value(std::move(made));
}

}  // namespace

std::vector<Route> oversight_routes() {
  return {
      {"GET", "/oversight/statistics", 200, Needs::kSession, get_statistics},
      {"GET", "/oversight/report", 200, Needs::kSession, get_report},
      {"GET", "/oversight/entries", 200, Needs::kSession, get_entries},
      {"GET", "/oversight/registers", 200, Needs::kSession, get_registers},
      {"GET", "/oversight/access", 200, Needs::kSession, get_access},
  };
}

}  // namespace sanad::server
