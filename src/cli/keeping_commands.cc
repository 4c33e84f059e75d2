// How long material is kept, what must not go, and what goes.
#include <fmt/format.h>

#include <filesystem>

#include "command.h"
#include "files/files.h"
#include "service/disposal.h"
#include "service/retention.h"

namespace sanad::cli {
namespace {

std::string text_of(const json::Object& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value ? value->string_or("") : "";
}

// ---- retention ----

std::string rule_line(const json::Object& rule) {
  const std::string reference = text_of(rule, "case_reference");
  std::string line =
      fmt::format("{}  {}  {}  {}  {} {}  next review {}", text_of(rule, "rule"),
                  reference.empty() ? "every case" : reference, text_of(rule, "material"),
                  text_of(rule, "period"), text_of(rule, "pack"), text_of(rule, "provision"),
                  text_of(rule, "next_review").substr(0, 10));
  if (rule.find("review_overdue")->bool_or(false)) line += " (overdue)";
  if (!rule.find("ended_at")->is_null()) line += "  ended";
  return line + "  " + text_of(rule, "name");
}

Result<int> print_rule(Context& context, service::Workspace& workspace,
                       const records::RetentionRule& rule) {
  SANAD_TRY(json::Object object, service::view(workspace, rule));
  const std::string line = rule_line(object);
  context.print(json::Value(std::move(object)), line);
  return 0;
}

Result<int> retention_set(Context& context) {
  service::RetentionOrder order;
  order.case_id = context.arguments.value("--case");
  order.material = context.arguments.value("--material", "everything");
  SANAD_TRY(order.name, context.arguments.only("the name of the rule, in quotation marks"));
  SANAD_TRY(order.pack, context.arguments.require("--pack"));
  SANAD_TRY(order.provision, context.arguments.require("--provision"));
  SANAD_TRY(const std::string keep, context.arguments.require("--keep"));
  SANAD_TRY_WITH(order.period, service::parse_keeping(keep), "--keep");
  SANAD_TRY_WITH(order.review_period,
                 service::parse_keeping(context.arguments.value("--review", "1 year")), "--review");
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto rule, service::set_retention(*workspace, caller, order));
  return print_rule(context, *workspace, rule);
}

Result<int> retention_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto rules,
            service::list_retention(*workspace, caller, context.arguments.value("--case")));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : rules) {
    SANAD_TRY(json::Object object, service::view(*workspace, one));
    lines.push_back(rule_line(object));
    items.emplace_back(std::move(object));
  }
  if (lines.empty()) lines.emplace_back("No rule says how long anything is kept.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> retention_show(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.only("the case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Array items, service::kept_exhibits(*workspace, caller, of_case));
  std::vector<std::string> lines;
  for (const json::Value& one : items) {
    const std::string until = one["kept_until"].string_or("");
    std::string line = fmt::format("{}  sealed {}  ", one["number"].string_or(""),
                                   one["sealed_at"].string_or("").substr(0, 10));
    line += until.empty() ? "no rule says how long it is kept"
                          : fmt::format("kept until {} ({})", until.substr(0, 10),
                                        one["rule"]["name"].string_or(""));
    if (!one["holds"].as_array()->empty()) line += "  held";
    if (one["may_go"].bool_or(false)) line += "  its time has come";
    lines.push_back(std::move(line));
  }
  if (lines.empty()) lines.emplace_back("The case has no exhibits.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> retention_review(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the rule"));
  SANAD_TRY(const std::string finding, context.arguments.require("--finding"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto rule, service::review_retention(*workspace, caller, id, finding));
  return print_rule(context, *workspace, rule);
}

Result<int> retention_end(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the rule"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto rule, service::end_retention(*workspace, caller, id, reason));
  return print_rule(context, *workspace, rule);
}

// ---- holds ----

std::string hold_line(const json::Object& hold) {
  const std::string number = text_of(hold, "exhibit_number");
  std::string line = fmt::format("{}  {}  {}  placed {} by {}", text_of(hold, "hold"),
                                 number.empty() ? text_of(hold, "case_reference") : number,
                                 text_of(hold, "ground"), text_of(hold, "placed_at").substr(0, 10),
                                 text_of(hold, "placed_by_name"));
  if (!hold.find("lifted_at")->is_null())
    line += fmt::format("  lifted {} by {}", text_of(hold, "lifted_at").substr(0, 10),
                        text_of(hold, "lifted_by_name"));
  return line;
}

Result<int> print_hold(Context& context, service::Workspace& workspace, const records::Hold& hold) {
  SANAD_TRY(json::Object object, service::view(workspace, hold));
  const std::string line = hold_line(object);
  context.print(json::Value(std::move(object)), line);
  return 0;
}

Result<int> hold_place(Context& context) {
  service::HoldOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  order.exhibit = context.arguments.value("--exhibit");
  SANAD_TRY(order.ground, context.arguments.require("--ground"));
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto hold, service::place_hold(*workspace, caller, order));
  return print_hold(context, *workspace, hold);
}

Result<int> hold_lift(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the hold"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto hold, service::lift_hold(*workspace, caller, id, reason));
  return print_hold(context, *workspace, hold);
}

Result<int> hold_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto holds,
            service::list_holds(*workspace, caller, context.arguments.value("--case")));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : holds) {
    SANAD_TRY(json::Object object, service::view(*workspace, one));
    lines.push_back(hold_line(object));
    items.emplace_back(std::move(object));
  }
  if (lines.empty()) lines.emplace_back("Nothing is held.");
  context.print_list(std::move(items), lines);
  return 0;
}

// ---- disposal ----

std::string disposal_line(const json::Object& one) {
  const std::string number = text_of(one, "exhibit_number");
  return fmt::format("{}  {}  {}  proposed by {}{}  {}", text_of(one, "disposal"),
                     number.empty() ? text_of(one, "case_reference") + " (whole)" : number,
                     text_of(one, "state"), text_of(one, "proposed_by_name"),
                     text_of(one, "decided_by_name").empty()
                         ? ""
                         : ", decided by " + text_of(one, "decided_by_name"),
                     text_of(one, "reason"));
}

Result<int> print_disposal(Context& context, service::Workspace& workspace,
                           const records::Disposal& disposal) {
  json::Object object = service::view(workspace, disposal);
  std::string line = disposal_line(object);
  if (!disposal.note.empty()) line += "\n  " + disposal.note;
  context.print(json::Value(std::move(object)), line);
  return 0;
}

Result<service::DisposalOrder> order_of(Context& context) {
  service::DisposalOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  order.exhibit = context.arguments.value("--exhibit");
  if (order.exhibit.empty() && !context.arguments.has("--whole-case"))
    return Error{ErrorCode::kInvalid, "name the exhibit with --exhibit, or say --whole-case"};
  if (!order.exhibit.empty() && context.arguments.has("--whole-case"))
    return Error{ErrorCode::kInvalid, "say --exhibit or --whole-case, not both"};
  return order;
}

Result<int> disposal_preview(Context& context) {
  SANAD_TRY(const auto order, order_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Array items, service::preview_disposal(*workspace, caller, order));
  const int status = items.empty() ? 0 : 1;
  std::vector<std::string> lines;
  for (const json::Value& one : items)
    lines.push_back(fmt::format("{}: {}", one["code"].string_or(""), one["reason"].string_or("")));
  if (lines.empty()) lines.emplace_back("Nothing speaks against it.");
  context.print_list(std::move(items), lines);
  return status;
}

Result<int> disposal_propose(Context& context) {
  SANAD_TRY(auto order, order_of(context));
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::propose_disposal(*workspace, caller, order));
  return print_disposal(context, *workspace, made);
}

// Carried out at once, since no server does it for a command.
Result<int> disposal_approve(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the disposal"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto agreed,
            service::approve_disposal(*workspace, caller, id, context.arguments.value("--note")));
  SANAD_CHECK(service::carry_out_disposals(*workspace));
  SANAD_TRY(const auto now, workspace->records().disposal(agreed.id));
  return print_disposal(context, *workspace, now);
}

Result<int> disposal_return(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the disposal"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto returned, service::return_disposal(*workspace, caller, id, reason));
  return print_disposal(context, *workspace, returned);
}

Result<int> disposal_withdraw(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the disposal"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto withdrawn, service::withdraw_disposal(*workspace, caller, id, reason));
  return print_disposal(context, *workspace, withdrawn);
}

Result<int> disposal_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all,
            service::list_disposals(*workspace, caller, context.arguments.value("--case")));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : all) {
    json::Object object = service::view(*workspace, one);
    lines.push_back(disposal_line(object));
    items.emplace_back(std::move(object));
  }
  if (lines.empty()) lines.emplace_back("Nothing was disposed of, and nothing is proposed.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> disposal_certificate(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the disposal"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  std::string text;
  if (context.json()) {
    SANAD_TRY(json::Object certificate, service::disposal_certificate(*workspace, caller, id));
    text = json::format_pretty(std::move(certificate)) + "\n";
  } else {
    SANAD_TRY(text, service::disposal_certificate_html(
                        *workspace, caller, id, context.arguments.value("--language", "en")));
  }
  const std::string out = context.arguments.value("--out");
  if (out.empty()) {
    fmt::print("{}", text);
    return 0;
  }
  files::PosixFileSystem fs;
  SANAD_CHECK(files::write_file_atomic(fs, out, as_bytes(text)));
  fmt::print(stderr, "The certificate is in {}.\n", out);
  return 0;
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};
const Option kExhibit{"--exhibit", "EXHIBIT", "the exhibit: identifier or number", false};
const Option kWhole{"--whole-case", "", "the whole case, with its key", false};
const Option kReason{"--reason", "TEXT", "why; it stands in the record", false};

std::vector<Command> retention_commands() {
  return {
      {"retention set",
       "NAME --keep TIME --pack PACK --provision KEY --reason TEXT",
       "Sets how long material is kept at least, and under which provision.",
       "sanad retention set \"closed inquiries\" --keep \"5 years\" --pack international "
       "--provision bp-minimisation --reason \"order 7/2026\" --as \"B. Sorani\"",
       {{"--case", "CASE", "for this case only (else for every case)", false},
        {"--material", "KIND", "everything, captures or imports (else everything)", false},
        {"--keep", "TIME",
         "from the sealing of each exhibit: \"30 days\", \"18 months\"; or \"at once\"", false},
        {"--review", "TIME", "how often the rule itself is reviewed (else \"1 year\")", false},
        {"--pack", "PACK", "the law pack", false},
        {"--provision", "KEY", "the provision that it rests on", false},
        kReason},
       retention_set},
      {"retention list",
       "",
       "Lists rules of retention, with their next reviews.",
       "sanad retention list --case TZ/2026/0001 --as \"B. Sorani\"",
       {kCase},
       retention_list},
      {"retention show",
       "CASE",
       "Shows until when each exhibit of a case is kept, by which rule, and what is held.",
       "sanad retention show TZ/2026/0001 --as \"B. Sorani\"",
       {},
       retention_show},
      {"retention review",
       "RULE --finding TEXT",
       "Records a review of a rule, after which it goes on until the next.",
       "sanad retention review retention-7k2mq4x3a9b5c6d8 --finding \"still right\" --as "
       "\"B. Sorani\"",
       {{"--finding", "TEXT", "what the review found", false}},
       retention_review},
      {"retention end",
       "RULE --reason TEXT",
       "Ends a rule: nothing is kept under it any more.",
       "sanad retention end retention-7k2mq4x3a9b5c6d8 --reason \"replaced\" --as \"B. Sorani\"",
       {kReason},
       retention_end},
      {"hold place",
       "--case CASE --ground TEXT --reason TEXT",
       "Holds a case or an exhibit: nothing of it is disposed of until that is lifted.",
       "sanad hold place --case TZ/2026/0001 --ground \"suit 3/2026\" --reason \"the court asked\" "
       "--as \"A. Mirani\"",
       {kCase, kExhibit, {"--ground", "TEXT", "who or what demands it", false}, kReason},
       hold_place},
      {"hold lift",
       "HOLD --reason TEXT",
       "Lifts a hold.",
       "sanad hold lift hold-7k2mq4x3a9b5c6d8 --reason \"the suit ended\" --as \"B. Sorani\"",
       {kReason},
       hold_lift},
      {"hold list",
       "",
       "Lists holds, the lifted ones too.",
       "sanad hold list --case TZ/2026/0001 --as \"B. Sorani\"",
       {kCase},
       hold_list},
  };
}

}  // namespace

std::vector<Command> keeping_commands() {
  std::vector<Command> commands = retention_commands();
  const std::vector<Command> more = {
      {"disposal preview",
       "--case CASE --exhibit EXHIBIT",
       "Says what speaks against disposing of an exhibit or a case now; status 1 if anything does.",
       "sanad disposal preview --case TZ/2026/0001 --whole-case --as \"B. Sorani\"",
       {kCase, kExhibit, kWhole},
       disposal_preview},
      {"disposal propose",
       "--case CASE --exhibit EXHIBIT --reason TEXT",
       "Proposes that an exhibit or a whole case is made unreadable for ever.",
       "sanad disposal propose --case TZ/2026/0001 --exhibit TZ/2026/0001-002 --reason \"its time "
       "has come\" --as \"C. Zarin\"",
       {kCase, kExhibit, kWhole, kReason},
       disposal_propose},
      {"disposal approve",
       "DISPOSAL",
       "Approves another officer's proposal and carries it out: it cannot be undone.",
       "sanad disposal approve disposal-7k2mq4x3a9b5c6d8 --as \"B. Sorani\"",
       {{"--note", "TEXT", "a word for the record", false}},
       disposal_approve},
      {"disposal return",
       "DISPOSAL --reason TEXT",
       "Returns another officer's proposal.",
       "sanad disposal return disposal-7k2mq4x3a9b5c6d8 --reason \"ask the court\" --as "
       "\"B. Sorani\"",
       {kReason},
       disposal_return},
      {"disposal withdraw",
       "DISPOSAL --reason TEXT",
       "Withdraws one's own proposal while it waits.",
       "sanad disposal withdraw disposal-7k2mq4x3a9b5c6d8 --reason \"too early\" --as \"C. Zarin\"",
       {kReason},
       disposal_withdraw},
      {"disposal list",
       "",
       "Lists proposals and what was disposed of, also of cases that are gone.",
       "sanad disposal list --case TZ/2026/0001 --as \"B. Sorani\"",
       {kCase},
       disposal_list},
      {"disposal certificate",
       "DISPOSAL",
       "Prints the certificate of a disposal: a page, or with --json its data and proofs.",
       "sanad disposal certificate disposal-7k2mq4x3a9b5c6d8 --out certificate.html --as "
       "\"B. Sorani\"",
       {{"--language", "LANGUAGE", "of the page: en or ur (else en)", false},
        {"--out", "FILE", "write it there", false}},
       disposal_certificate},
  };
  commands.insert(commands.end(), more.begin(), more.end());
  return commands;
}

}  // namespace sanad::cli
