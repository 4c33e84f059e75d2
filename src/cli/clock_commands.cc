// Statutory clocks in use: the wall of what falls due, and what changes one.
#include <fmt/format.h>

#include "clocks/rule.h"
#include "command.h"
#include "service/running_clocks.h"

namespace sanad::cli {
namespace {

Result<Timestamp> time_option(const Context& context, std::string_view name) {
  if (!context.arguments.has(name)) return context.clock().now();
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(context.arguments.value(name)), name);
  return at;
}

// "2 d 3 h 20 min", rounded down.
std::string duration_text(std::int64_t ms) {
  const std::int64_t minutes = ms / 60'000, hours = minutes / 60;
  if (hours >= 24) return fmt::format("{} d {} h", hours / 24, hours % 24);
  if (hours > 0) return fmt::format("{} h {} min", hours, minutes % 60);
  return fmt::format("{} min {} s", minutes, ms / 1000 % 60);
}

std::string line_of(const json::Object& clock) {
  const auto text = [&](std::string_view name) { return clock.find(name)->string_or("–"); };
  const std::int64_t late = clock.find("late_ms")->int_or(0);
  const std::int64_t left = clock.find("remaining_ms")->int_or(0);
  const std::string span = late > 0 ? fmt::format("{} late", duration_text(late))
                                    : fmt::format("{} left", duration_text(left));
  return fmt::format("{:<10}  {:>16}  {}  {}  {}, due {} [{}]", text("state"), span, text("clock"),
                     text("request_reference"), text("title"), text("due_local"), text("zone"));
}

Result<int> print_one(Context& context, service::Workspace& workspace,
                      const records::RunningClock& clock) {
  SANAD_TRY(const auto read, service::read_clock(workspace, clock));
  SANAD_TRY(json::Object object, service::view(workspace, read));
  const std::string text = line_of(object);
  context.print(json::Value(std::move(object)), text);
  return 0;
}

Result<int> wall(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto clocks,
            service::wall_of_clocks(*workspace, caller, context.arguments.value("--case"),
                                    context.arguments.has("--all")));
  json::Array items;
  std::vector<std::string> lines;
  for (const service::ReadClock& one : clocks) {
    SANAD_TRY(json::Object object, service::view(*workspace, one));
    lines.push_back(line_of(object));
    items.emplace_back(std::move(object));
  }
  if (lines.empty()) lines.emplace_back("Nothing falls due.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> rules(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Array items, service::clock_rules(*workspace, caller));
  std::vector<std::string> lines;
  for (const json::Value& one : items)
    lines.push_back(fmt::format("{} {}  {} from {}: {}", one["pack"].string_or(""),
                                one["key"].string_or(""), one["period"].string_or(""),
                                one["starts"].string_or(""), one["due"].string_or("")));
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> start(Context& context) {
  service::ClockOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(order.pack, context.arguments.require("--pack"));
  SANAD_TRY(order.clock, context.arguments.require("--clock"));
  SANAD_TRY(order.start, time_option(context, "--at"));
  order.request = context.arguments.value("--request");
  order.reason = context.arguments.value("--reason");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto clock, service::start_clock(*workspace, caller, order));
  return print_one(context, *workspace, clock);
}

using Change = Result<records::RunningClock> (*)(service::Workspace&, const authority::Officer&,
                                                 std::string_view, Timestamp, std::string_view);

Result<int> change(Context& context, Change act) {
  SANAD_TRY(const std::string id, context.arguments.only("the clock"));
  SANAD_TRY(const Timestamp at, time_option(context, "--at"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto clock, act(*workspace, caller, id, at, context.arguments.value("--reason")));
  return print_one(context, *workspace, clock);
}

Result<int> suspend(Context& context) { return change(context, service::suspend_clock); }
Result<int> resume(Context& context) { return change(context, service::resume_clock); }
Result<int> meet(Context& context) { return change(context, service::meet_clock); }

Result<int> extend(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the clock"));
  service::ClockExtension extension;
  SANAD_TRY(extension.at, time_option(context, "--at"));
  SANAD_TRY(const std::uint64_t count, context.arguments.number("--count", 0));
  SANAD_TRY(const std::string unit, context.arguments.require("--unit"));
  json::Object period{{"count", count}, {"unit", unit}};
  if (unit != "hours") period.set("ending", "same-time");
  SANAD_TRY(extension.period, clocks::parse_period(json::Value(std::move(period))));
  extension.by = context.arguments.value("--by");
  extension.reason = context.arguments.value("--reason");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto clock, service::extend_clock(*workspace, caller, id, extension));
  return print_one(context, *workspace, clock);
}

Result<int> alarms(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::size_t count, service::record_passed_clocks(*workspace));
  context.print(json::Object{{"recorded", std::uint64_t{count}}},
                fmt::format("{} recorded.", count));
  return 0;
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};
const Option kAt{"--at", "TIME", "when it happened, in UTC (else now)", false};
const Option kReason{"--reason", "TEXT", "why; it stands in the record", false};

}  // namespace

std::vector<Command> clock_commands() {
  return {
      {"clocks",
       "",
       "Shows what falls due: what is overdue first, then what ends soonest.",
       "sanad clocks --case TZ-2026-0001 --as \"Amal Mirani\"",
       {kCase, {"--all", "", "also what was done, and what ended long ago", false}},
       wall},
      {"clock rules",
       "",
       "Lists the periods that the law packs know.",
       "sanad clock rules --as \"Amal Mirani\"",
       {},
       rules},
      {"clock start",
       "--case CASE --pack PACK --clock KEY --reason TEXT",
       "Starts a clock for something that happened outside Sanad.",
       "sanad clock start --case TZ-2026-0001 --pack pk --clock peca-33-court --reason \"search of "
       "the shop\" --as \"Amal Mirani\"",
       {kCase,
        {"--pack", "PACK", "the law pack", false},
        {"--clock", "KEY", "its clock", false},
        {"--request", "REQUEST", "for this request", false},
        kAt,
        kReason},
       start},
      {"clock suspend",
       "CLOCK --reason TEXT",
       "Stops a clock, where its law allows that.",
       "sanad clock suspend clock-… --reason \"they asked for the address\" --as \"Amal Mirani\"",
       {kAt, kReason},
       suspend},
      {"clock resume",
       "CLOCK --reason TEXT",
       "Lets a suspended clock run on.",
       "sanad clock resume clock-… --reason \"the address was sent\" --as \"Amal Mirani\"",
       {kAt, kReason},
       resume},
      {"clock extend",
       "CLOCK --count N --unit UNIT --by TEXT --reason TEXT",
       "Records an extension that somebody granted.",
       "sanad clock extend clock-… --count 30 --unit days --by \"the court\" --reason \"order "
       "4/2026\" --as \"Amal Mirani\"",
       {{"--count", "N", "how many", false},
        {"--unit", "UNIT", "hours, days, working-days, months or years", false},
        {"--by", "TEXT", "who granted it", false},
        kAt,
        kReason},
       extend},
      {"clock met",
       "CLOCK --reason TEXT",
       "Records that what was due was done.",
       "sanad clock met clock-… --reason \"the court was told by letter\" --as \"Amal Mirani\"",
       {kAt, kReason},
       meet},
      {"clock alarms",
       "",
       "Records what has passed since the last time; a server does so itself.",
       "sanad clock alarms",
       {},
       alarms},
  };
}

}  // namespace sanad::cli
