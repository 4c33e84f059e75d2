#include "call.h"
#include "clocks/rule.h"
#include "service/running_clocks.h"

namespace sanad::server {
namespace {

Result<json::Value> shown(Call& call, const Result<records::RunningClock>& clock) {
  if (!clock.ok()) return clock.error();
  SANAD_TRY(const auto read, service::read_clock(call.workspace, *clock));
  SANAD_TRY(json::Object object, service::view(call.workspace, read));
  return json::Value(std::move(object));
}

Result<json::Value> get_wall(Call& call) {
  SANAD_TRY(const auto clocks, service::wall_of_clocks(call.workspace, call.officer(),
                                                       call.request.query_value("case"),
                                                       call.request.query_value("all") == "true"));
  json::Array items;
  for (const service::ReadClock& one : clocks) {
    SANAD_TRY(json::Object object, service::view(call.workspace, one));
    items.emplace_back(std::move(object));
  }
  return list_of(std::move(items));
}

Result<json::Value> get_rules(Call& call) {
  SANAD_TRY(json::Array rules, service::clock_rules(call.workspace, call.officer()));
  return list_of(std::move(rules));
}

Result<json::Value> post_clock(Call& call) {
  service::ClockOrder order{call.parameter("case"), call.text("pack"), call.text("clock"), "", {},
                            call.text("reason")};
  SANAD_TRY(order.request, call.optional_text("request"));
  SANAD_TRY_WITH(order.start, parse_timestamp(call.text("at")), "\"at\", when it began");
  return shown(call, service::start_clock(call.workspace, call.officer(), order));
}

using Change = Result<records::RunningClock> (*)(service::Workspace&, const authority::Officer&,
                                                 std::string_view, Timestamp, std::string_view);

Result<json::Value> change(Call& call, Change act) {
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(call.text("at")), "\"at\", when it happened");
  return shown(
      call, act(call.workspace, call.officer(), call.parameter("clock"), at, call.text("reason")));
}

Result<json::Value> post_suspension(Call& call) { return change(call, service::suspend_clock); }
Result<json::Value> post_resumption(Call& call) { return change(call, service::resume_clock); }
Result<json::Value> post_met(Call& call) { return change(call, service::meet_clock); }

Result<json::Value> post_extension(Call& call) {
  service::ClockExtension extension;
  SANAD_TRY_WITH(extension.at, parse_timestamp(call.text("at")), "\"at\", when it was granted");
  SANAD_TRY_WITH(extension.period, clocks::parse_period(call.body["period"]), "\"period\"");
  extension.by = call.text("by");
  extension.reason = call.text("reason");
  return shown(call, service::extend_clock(call.workspace, call.officer(), call.parameter("clock"),
                                           extension));
}

}  // namespace

std::vector<Route> clock_routes() {
  return {
      {"GET", "/clocks", 200, Needs::kSession, get_wall},
      {"GET", "/clock-rules", 200, Needs::kSession, get_rules},
      {"POST", "/cases/{case}/clocks", 201, Needs::kSession, post_clock},
      {"POST", "/clocks/{clock}/suspension", 200, Needs::kSession, post_suspension},
      {"POST", "/clocks/{clock}/resumption", 200, Needs::kSession, post_resumption},
      {"POST", "/clocks/{clock}/extension", 200, Needs::kSession, post_extension},
      {"POST", "/clocks/{clock}/met", 200, Needs::kSession, post_met},
  };
}

}  // namespace sanad::server
