// Is what a request is about still there? Later captures of its page.
#include <fmt/format.h>

#include "command.h"
#include "progress.h"
#include "service/rechecks.h"
#include "service/requests.h"

namespace sanad::cli {
namespace {

Result<int> print_results(Context& context, service::Workspace& workspace, std::string_view id) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(const auto request, service::find_request(workspace, caller, id));
  json::Object object;
  SANAD_CHECK(service::add_rechecks(workspace, request, object));
  const json::Value& schedule = *object.find("recheck");
  std::string text =
      schedule.is_null()
          ? std::string("No schedule.")
          : fmt::format("Every {} hours until {}; next: {}", schedule["every_hours"].int_or(0),
                        schedule["until"].string_or(""),
                        schedule["next_at"].string_or("none, it has ended"));
  for (const json::Value& one : *object.find("recheck_results")->as_array())
    text +=
        fmt::format("\n  {}  {:<11}  {}  {}", one["at"].string_or(""), one["outcome"].string_or(""),
                    one["exhibit_number"].string_or("–"), one["reason"].string_or(""));
  for (const json::Value& one : *object.find("uploads_again")->as_array())
    text += fmt::format("\n  again in {}: {} ({})", one["exhibit_number"].string_or(""),
                        one["match"].string_or(""), one["list_name"].string_or(""));
  context.print(json::Value(std::move(object)), text);
  return 0;
}

Result<int> schedule(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const std::uint64_t hours, context.arguments.number("--every-hours", 24));
  SANAD_TRY(const std::string until, context.arguments.require("--until"));
  SANAD_TRY_WITH(const Timestamp end, parse_timestamp(until), "--until");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::schedule_recheck(
      *workspace, caller, id, static_cast<std::int64_t>(std::min<std::uint64_t>(hours, INT32_MAX)),
      end));
  return print_results(context, *workspace, id);
}

Result<int> end(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::end_rechecks(*workspace, caller, id, context.arguments.value("--reason")));
  return print_results(context, *workspace, id);
}

Result<int> now(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string job, service::order_recheck(*workspace, caller, id));
  SANAD_CHECK(run_and_show(context, job));
  return print_results(context, *workspace, id);
}

Result<int> list(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(auto* workspace, context.workspace());
  return print_results(context, *workspace, id);
}

}  // namespace

std::vector<Command> recheck_commands() {
  return {
      {"recheck schedule",
       "REQUEST --until TIME",
       "Has the page of a request captured again on a schedule; each is decided when it begins.",
       "sanad recheck schedule TZ-2026-0001-R01 --every-hours 24 --until 2026-12-24T00:00:00Z --as "
       "\"Amal Mirani\"",
       {{"--every-hours", "N", "1 to 720 (24)", false},
        {"--until", "TIME", "the end, in UTC", false}},
       schedule},
      {"recheck now",
       "REQUEST",
       "Captures the page of a request again and compares it.",
       "sanad recheck now TZ-2026-0001-R01 --as \"Amal Mirani\"",
       {},
       now},
      {"recheck list",
       "REQUEST",
       "Lists what re-checks found, and where the content was found again.",
       "sanad recheck list TZ-2026-0001-R01 --as \"Amal Mirani\"",
       {},
       list},
      {"recheck end",
       "REQUEST --reason TEXT",
       "Ends the schedule.",
       "sanad recheck end TZ-2026-0001-R01 --reason \"gone for good\" --as \"Amal Mirani\"",
       {{"--reason", "TEXT", "why; it stands in the record", false}},
       end},
  };
}

}  // namespace sanad::cli
