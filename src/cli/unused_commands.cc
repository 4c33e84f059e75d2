// Unused material: what was decided of what is not in a bundle.
#include <fmt/format.h>

#include "command.h"
#include "service/unused.h"

namespace sanad::cli {
namespace {

std::string line_of(const present::ScheduledItem& item) {
  const std::string decided = item.test.empty() ? "NOT DECIDED" : item.test;
  return fmt::format("{}  {}  {}{}  {}", item.number == 0 ? "-" : std::to_string(item.number),
                     decided, item.sensitive.empty() ? "" : "sensitive: ", item.sensitive,
                     item.description);
}

Result<int> list(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto items, service::list_unused(*workspace, caller, of_case));
  json::Array all;
  std::vector<std::string> lines;
  for (const auto& item : items) {
    all.emplace_back(service::view(item));
    lines.push_back(line_of(item));
  }
  if (lines.empty()) lines.emplace_back("The case has no exhibits.");
  context.print_list(std::move(all), lines);
  return 0;
}

Result<int> decide(Context& context) {
  SANAD_TRY(const std::string item, context.arguments.only("an exhibit, or \"entry 17\""));
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const std::string test, context.arguments.require("--test"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::decide_unused(
      *workspace, caller, of_case,
      {item, context.arguments.value("--sensitive"), test, context.arguments.value("--note")}));
  context.print(json::Object{{"item", item}, {"test", test}}, fmt::format("Decided: {}.", item));
  return 0;
}

}  // namespace

std::vector<Command> unused_commands() {
  const Option of_case{"--case", "CASE", "the case", false};
  return {
      {"unused list",
       "--case CASE",
       "Lists the exhibits of a case, and what was decided of each as unused material.",
       "sanad unused list --case TZ-2026-0001 --as \"Chand Bano\"",
       {of_case},
       list},
      {"unused decide",
       "ITEM --case CASE --test TEST [--sensitive WHY]",
       "Decides on what may be left out of a bundle: an exhibit, or an entry of the ledger.",
       "sanad unused decide TZ-2026-0001-002 --case TZ-2026-0001 --test neither --as \"Chand "
       "Bano\"",
       {of_case,
        {"--test", "TEST", "undermines (the prosecution), assists (the accused) or neither", false},
        {"--sensitive", "WHY", "why it would harm an important public interest", false},
        {"--note", "TEXT", "what else the schedule says of it", false}},
       decide},
  };
}

}  // namespace sanad::cli
