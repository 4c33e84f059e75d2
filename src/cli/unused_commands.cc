// Unused material: what was decided of what is not in a bundle; the key to a bundle's aliases.
#include <fmt/format.h>

#include "command.h"
#include "output_file.h"
#include "service/alias_keys.h"
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

Result<int> seal_aliases(Context& context) {
  constexpr std::uint64_t kMostPem = 1ULL << 20;
  SANAD_TRY(const std::string bundle, context.arguments.only("a bundle that was exported"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const std::string file, context.arguments.require("--for"));
  SANAD_TRY(const std::string recipients, read_text(file, kMostPem));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto key,
            service::seal_alias_key(*workspace, caller,
                                    {bundle, recipients, context.arguments.value("--reason")}));
  SANAD_CHECK(write_out(as_text(key.sealed), "the key to the aliases", out));
  context.print(json::Object{{"bundle", bundle}, {"officers", key.officers}, {"file", out}},
                fmt::format("Sealed who {} {} are, apart from the bundle: {}", key.officers,
                            key.officers == 1 ? "alias" : "aliases", out));
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
      {"aliases seal",
       "BUNDLE --for FILE.pem --reason TEXT --out FILE",
       "Seals, for a court alone, which officer stands behind each alias of a bundle.",
       "sanad aliases seal bundle-… --for court.pem --reason \"order of 4 May\" --out key.cms --as "
       "\"Behram Jatoi\"",
       {{"--for", "FILE", "certificates of those who may open it (PEM)", false},
        {"--reason", "TEXT", "who asked for it; stands in the custody record", false},
        {"--out", "FILE", "the new file", false}},
       seal_aliases},
  };
}

}  // namespace sanad::cli
