// What others did, counted and act by act.
#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "files/files.h"
#include "service/oversight.h"

namespace sanad::cli {
namespace {

Result<int> hand_over(Context& context, const std::string& text) {
  const std::string out = context.arguments.value("--out");
  if (out.empty()) {
    fmt::print("{}", text);
    return 0;
  }
  files::PosixFileSystem fs;
  SANAD_CHECK(files::write_file_atomic(fs, out, as_bytes(text)));
  fmt::print(stderr, "It is in {}.\n", out);
  return 0;
}

Result<int> statistics(Context& context) {
  SANAD_TRY(const std::string period, context.arguments.only("the period"));
  const std::string form = context.arguments.value("--form", context.json() ? "json" : "csv");
  const std::string language = context.arguments.value("--language", "en");
  if (form != "json" && form != "csv" && form != "html")
    return Error{ErrorCode::kInvalid, "--form is json, csv or html"};
  if (language != "en" && language != "ur")
    return Error{ErrorCode::kInvalid, "--language is en or ur"};
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Object made, service::oversight_statistics(*workspace, caller, period));
  if (form == "csv") return hand_over(context, service::statistics_csv(made));
  if (form == "html") return hand_over(context, service::statistics_html(made, language));
  return hand_over(context, json::format_pretty(std::move(made)) + "\n");
}

std::string act_line(const json::Value& act) {
  const std::string code = act["data"]["code"].string_or("");
  const json::Value& pseudonym = act["data"]["pseudonym"];
  return fmt::format("  {}  {}  {}{}{}  entry {}", act["at"].string_or(""),
                     act["kind"].string_or(""), act["officer_name"].string_or(""),
                     code.empty() ? "" : "  " + code,
                     pseudonym.is_null() ? "" : fmt::format("  person {}", pseudonym.int_or(0)),
                     act["entry"].int_or(0));
}

Result<int> report(Context& context) {
  SANAD_TRY(const std::string from_text, context.arguments.require("--from"));
  SANAD_TRY_WITH(const Timestamp from, parse_timestamp(from_text), "--from");
  SANAD_TRY(const std::string until_text, context.arguments.require("--until"));
  SANAD_TRY_WITH(const Timestamp until, parse_timestamp(until_text), "--until");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Object made, service::oversight_report(*workspace, caller, from, until));
  std::string text;
  for (const char* part : {"refusals", "overrides", "lapses", "unmaskings"}) {
    const json::Array& acts = *made.find(part)->as_array();
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", part, acts.size());
    for (const json::Value& act : acts) text += "\n" + act_line(act);
  }
  context.print(json::Value(std::move(made)), text);
  return 0;
}

Result<int> access(Context& context) {
  SANAD_TRY(const std::string subject,
            context.arguments.only("the exhibit, case, officer or person"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Object made, service::oversight_access(*workspace, caller, subject));
  std::string text;
  for (const json::Value& one : *made.find("accesses")->as_array())
    text += fmt::format("{}{}  {}  {} times  {} to {}  {}", text.empty() ? "" : "\n",
                        one["officer_name"].string_or(""), one["kind"].string_or(""),
                        one["count"].int_or(0), one["first"].string_or("").substr(0, 10),
                        one["last"].string_or("").substr(0, 10), one["exhibit"].string_or(""));
  if (text.empty()) text = "Nobody.";
  context.print(json::Value(std::move(made)), text);
  return 0;
}

Result<int> entries(Context& context) {
  records::EntryFilter filter{.case_id = context.arguments.value("--case"),
                              .kind = context.arguments.value("--kind")};
  if (const std::string before = context.arguments.value("--before"); !before.empty()) {
    SANAD_TRY_WITH(filter.before, parse_decimal(before), "--before");
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(auto page, service::oversight_entries(*workspace, caller, filter));
  std::string text;
  for (const json::Value& act : page.items) text += act_line(act) + "\n";
  text += page.next ? fmt::format("More: --before {}", *page.next) : "That is all.";
  context.print(json::Object{{"items", std::move(page.items)},
                             {"next", page.next ? json::Value(*page.next) : json::Value(nullptr)}},
                text);
  return 0;
}

Result<int> registers(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Object made,
            service::oversight_registers(*workspace, caller, context.arguments.value("--case")));
  std::string text;
  for (const json::Value& one : *made.find("registers")->as_array()) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", one["register"].string_or(""),
                        one["total"].int_or(0));
    for (const json::Value& state : *one["states"].as_array())
      text += fmt::format("\n  {}  {}", state["count"].int_or(0), state["state"].string_or(""));
  }
  context.print(json::Value(std::move(made)), text);
  return 0;
}

}  // namespace

std::vector<Command> oversight_commands() {
  return {
      {"oversight statistics",
       "PERIOD",
       "Counts what was done in a year or half a year, identifying nobody; small counts are left "
       "out.",
       "sanad oversight statistics 2026-H1 --form html --out statistics.html --as \"E. Tovar\"",
       {{"--form", "FORM", "csv, json or html (else csv)", false},
        {"--language", "LANGUAGE", "of the page: en or ur (else en)", false},
        {"--out", "FILE", "write it there", false}},
       statistics},
      {"oversight report",
       "--from TIME --until TIME",
       "Lists refusals, overrides, lapses and unmaskings, without content and without names from "
       "material.",
       "sanad oversight report --from 2026-07-01T00:00:00Z --until 2027-01-01T00:00:00Z --as "
       "\"E. Tovar\"",
       {{"--from", "TIME", "the first moment, in UTC", false},
        {"--until", "TIME", "the moment after the last, in UTC", false}},
       report},
      {"oversight entries",
       "",
       "Lists the ledger act by act, newest first: kind, time, officer, case, and of the body what "
       "is about the act alone.",
       "sanad oversight entries --case TZ/2026/0001 --as \"E. Tovar\"",
       {{"--case", "CASE", "of this case (else all)", false},
        {"--kind", "KIND", "of this kind (else all)", false},
        {"--before", "NUMBER", "entries before this one", false}},
       entries},
      {"oversight registers",
       "",
       "Counts requests, holds, disposals, papers and the other registers by state.",
       "sanad oversight registers --as \"E. Tovar\"",
       {{"--case", "CASE", "of this case (else all)", false}},
       registers},
      {"oversight access",
       "EXHIBIT|CASE|OFFICER|CASE#PERSON",
       "Says who looked at, copied, searched or handed out what.",
       "sanad oversight access \"TZ/2026/0001#12\" --as \"E. Tovar\"",
       {},
       access},
  };
}

}  // namespace sanad::cli
