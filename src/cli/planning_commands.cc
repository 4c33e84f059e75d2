// The law, the policy, papers, registers, reviews and emergencies.
#include <fmt/format.h>

#include <filesystem>

#include "command.h"
#include "service/law.h"
#include "service/papers.h"
#include "service/planning.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxContentBytes = 1ULL << 20;

std::string joined(const std::vector<std::string>& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string member(const json::Object& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value ? value->string_or("") : "";
}

// ---- law ----

std::string line_of(const json::Value& pack) {
  const std::string caution = pack["caution"].string_or("");
  return fmt::format("{}  {}  {}{}  {}{}", pack["pack"].string_or(""),
                     pack["edition"].string_or(""), pack["status"].string_or(""),
                     caution.empty() ? "" : " (" + caution + ")", pack["title"].string_or(""),
                     pack["newest"].bool_or(true) ? "" : "  superseded by a later edition");
}

Result<int> law_list(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::Law law, service::law_of(*workspace));
  SANAD_TRY(json::Array packs, service::view_law(*workspace, law));
  std::vector<std::string> lines;
  for (const auto& pack : packs) lines.push_back(line_of(pack));
  for (const auto& problem : law.problems) lines.push_back("left out: " + problem);
  context.print_list(std::move(packs), lines);
  return 0;
}

Result<int> law_show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the law pack"));
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::Law law, service::law_of(*workspace));
  const std::string edition = context.arguments.value("--edition");
  const authority::LawPack* pack =
      edition.empty() ? law.library.latest(id) : law.library.find(id, edition);
  if (!pack)
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no such law pack \"{}\"; see \"sanad law list\"", id)};
  std::vector<std::string> lines{
      line_of(service::view_pack(*pack, law.library.latest(id) == pack, false)),
      "source: " + pack->source};
  if (!pack->adopted_by.empty()) lines.push_back("adopted by " + pack->adopted_by);
  const std::string today = service::day_of(context.clock().now());
  for (const auto& provision : pack->provisions) {
    lines.push_back(fmt::format("  {}  {}: {}", provision.key, provision.section, provision.title));
    for (const auto& warning : authority::warnings(*pack, provision, today))
      lines.push_back("      " + warning);
  }
  for (const auto& form : pack->forms)
    lines.push_back(fmt::format("  form {}  {}", form.key, form.title.en));
  context.print(json::Value(authority::format_law_pack(*pack)), joined(lines));
  return 0;
}

Result<int> print_pack(Context& context, const authority::LawPack& pack, std::string_view done) {
  json::Object view = service::view_pack(pack, true, true);
  context.print(
      json::Value(std::move(view)),
      fmt::format("{} edition {} of \"{}\": {}{}", done, pack.edition, pack.id, pack.status,
                  pack.caution().empty() ? std::string() : fmt::format(" ({})", pack.caution())));
  return 0;
}

Result<int> law_add(Context& context) {
  SANAD_TRY(const std::string file, context.arguments.only("the law pack's file"));
  SANAD_TRY(const std::string text, read_text(file, service::kMaxLawPackBytes));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  const std::string name = std::filesystem::path(file).filename().string();
  SANAD_TRY(const auto pack, service::add_law_pack(*workspace, caller, name, text));
  return print_pack(context, pack, "Added");
}

Result<int> law_adopt(Context& context) {
  const auto& words = context.arguments.rest();
  if (words.size() != 2)
    return Error{ErrorCode::kInvalid, "name the law pack and its edition, in this order"};
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto pack,
            service::adopt_law_pack(*workspace, caller, words[0], words[1], reason));
  return print_pack(context, pack, "Adopted");
}

// ---- policy ----

Result<int> policy_show(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto policy, service::policy_of(*workspace));
  const json::Value value(authority::format_policy(policy));
  context.print(value, json::format_pretty(value));
  return 0;
}

Result<int> policy_set(Context& context) {
  SANAD_TRY(const std::string file, context.arguments.only("the file with the policy"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const std::string text, read_text(file, kMaxContentBytes));
  SANAD_TRY_WITH(const json::Value value, json::parse(text), file);
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto policy, service::set_policy(*workspace, caller, value, reason));
  const json::Value shown(authority::format_policy(policy));
  context.print(shown, "The policy stands as follows.\n" + json::format_pretty(shown));
  return 0;
}

// ---- reviews and emergencies ----

Result<int> review_list(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Array due, service::due_reviews(*workspace, caller, of_case));
  std::vector<std::string> lines;
  for (const auto& one : due)
    lines.push_back(fmt::format("{}  {}  {}  {}  {}", one["due"].string_or(""),
                                one["state"].string_or(""), one["kind"].string_or(""),
                                one["subject"].string_or(""), one["title"].string_or("")));
  if (lines.empty()) lines.emplace_back("No review is due.");
  context.print_list(std::move(due), lines);
  return 0;
}

Result<int> review_record(Context& context) {
  SANAD_TRY(const std::string subject, context.arguments.only("the authorisation or paper"));
  SANAD_TRY(const std::string finding, context.arguments.require("--finding"));
  SANAD_TRY(const std::string next, context.arguments.require("--next"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::record_review(*workspace, caller, subject, finding, next));
  context.print(json::Value(json::Object{{"subject", subject}, {"next_review", next}}),
                fmt::format("The review of {} is recorded; the next is due at {}.", subject, next));
  return 0;
}

Result<int> print_emergency(Context& context, service::Workspace& workspace,
                            const authority::Emergency& emergency) {
  SANAD_TRY(json::Object object, service::view(workspace, emergency));
  const std::string text =
      fmt::format("{}  {}  until {}  {}", emergency.id, member(object, "state"),
                  format_timestamp(emergency.until), emergency.reason);
  context.print(json::Value(std::move(object)), text);
  return 0;
}

Result<int> emergency_declare(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const std::uint64_t hours, context.arguments.number("--hours", 0));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto declared,
            service::declare_emergency(*workspace, caller, of_case, reason, hours));
  return print_emergency(context, *workspace, declared);
}

Result<int> emergency_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all,
            service::list_emergencies(*workspace, caller, context.arguments.value("--case")));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : all) {
    SANAD_TRY(json::Object object, service::view(*workspace, one));
    lines.push_back(fmt::format("{}  {}  {} acts  until {}  {}", one.id, member(object, "state"),
                                object.find("acts")->int_or(0), format_timestamp(one.until),
                                one.reason));
    items.emplace_back(std::move(object));
  }
  if (lines.empty()) lines.emplace_back("No emergency was declared.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> decide(Context& context, bool ratify) {
  SANAD_TRY(const std::string id, context.arguments.only("the emergency"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto decided, service::decide_emergency(*workspace, caller, id, ratify, reason));
  return print_emergency(context, *workspace, decided);
}
Result<int> emergency_ratify(Context& context) { return decide(context, true); }
Result<int> emergency_refuse(Context& context) { return decide(context, false); }

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};
const Option kReason{"--reason", "TEXT", "why; it stands in the record", false};

std::vector<Command> law_commands() {
  return {
      {"law list",
       "",
       "Lists the law packs: those that ship and the agency's own, with edition and status.",
       "sanad law list",
       {},
       law_list},
      {"law show",
       "PACK",
       "Shows a law pack: provisions with what speaks against citing them, and forms.",
       "sanad law show pk",
       {{"--edition", "DAY", "an earlier edition (else the newest)", false}},
       law_show},
      {"law add",
       "FILE.json",
       "Adds a law pack of the agency's own (docs/formats/law-pack.md); no code is needed.",
       "sanad law add tirazan.json --as \"B. Sorani\"",
       {},
       law_add},
      {"law adopt",
       "PACK EDITION --reason TEXT",
       "Makes a draft the agency's own, on counsel's advice: its papers no longer say \"draft\".",
       "sanad law adopt pk 2026-11-01 --reason \"confirmed by counsel, opinion 12/2026\" --as "
       "\"B. Sorani\"",
       {kReason},
       law_adopt},
      {"policy show",
       "",
       "Shows what the agency demands beside authorisations (docs/formats/policy.md).",
       "sanad policy show",
       {},
       policy_show},
      {"policy set",
       "FILE.json --reason TEXT",
       "Sets what the agency demands beside authorisations, from now on.",
       "sanad policy set policy.json --reason \"order 4/2026\" --as \"B. Sorani\"",
       {kReason},
       policy_set},
  };
}

}  // namespace

std::vector<Command> planning_commands() {
  std::vector<Command> commands = law_commands();
  const std::vector<Command> more = {
      {"review list",
       "--case CASE",
       "Lists reviews that fall due soon, are overdue, or were missed so that something lapsed.",
       "sanad review list --case TZ/2026/0001 --as \"B. Sorani\"",
       {kCase},
       review_list},
      {"review record",
       "AUTHORISATION|PAPER --finding TEXT --next TIME",
       "Records a review, after which it goes on until the next.",
       "sanad review record paper-7k2mq4x3a9b5c6d8 --finding \"still needed\" --next "
       "2026-12-24T00:00:00Z --as \"B. Sorani\"",
       {{"--finding", "TEXT", "what the review found", false},
        {"--next", "TIME", "when the next is due, in UTC", false}},
       review_record},
      {"emergency declare",
       "--case CASE --reason TEXT",
       "Overrides for a time the want of a plan, an assessment, a legality record or a review; "
       "flagged until a supervisor decides.",
       "sanad emergency declare --case TZ/2026/0001 --reason \"an attack is announced for "
       "tonight\" --as \"A. Mirani\"",
       {kCase, kReason, {"--hours", "N", "how long (else as long as the policy permits)", false}},
       emergency_declare},
      {"emergency list",
       "",
       "Lists emergencies with their state and the acts done under them.",
       "sanad emergency list --case TZ/2026/0001 --as \"B. Sorani\"",
       {kCase},
       emergency_list},
      {"emergency ratify",
       "EMERGENCY --reason TEXT",
       "Ratifies another officer's emergency.",
       "sanad emergency ratify emergency-7k2mq4x3a9b5c6d8 --reason \"could not wait\" --as "
       "\"B. Sorani\"",
       {kReason},
       emergency_ratify},
      {"emergency refuse",
       "EMERGENCY --reason TEXT",
       "Refuses another officer's emergency: nothing more is done under it.",
       "sanad emergency refuse emergency-7k2mq4x3a9b5c6d8 --reason \"could have waited\" --as "
       "\"B. Sorani\"",
       {kReason},
       emergency_refuse},
  };
  commands.insert(commands.end(), more.begin(), more.end());
  return commands;
}

}  // namespace sanad::cli
