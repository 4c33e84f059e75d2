// Rules: analysts test and try their own files, and keep sets of them in the workspace.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cage/input.h"
#include "command.h"
#include "rules/rules.h"
#include "service/rule_sets.h"
#include "service/views.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxItemBytes = 512ULL << 20;

extract::Extractor stoppable_extractor() {
  extract::Extractor extractor;
  extractor.is_cancelled = [] { return stop_requested.load(); };
  return extractor;
}

json::Array failures_json(const std::vector<rules::Failure>& failures) {
  json::Array array;
  for (const rules::Failure& failure : failures) {
    array.emplace_back(
        json::Object{{"rule", failure.rule}, {"line", failure.line}, {"message", failure.message}});
  }
  return array;
}

std::string place_of(const std::string& name, const rules::Failure& failure) {
  return failure.line == 0 ? name : fmt::format("{}, line {}", name, failure.line);
}

Result<int> rules_test(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the file of rules"));
  SANAD_TRY(const std::string content, read_text(name, rules::kMaxFileBytes));
  SANAD_TRY_WITH(const rules::Checked checked, rules::check(stoppable_extractor(), content), name);
  std::string text;
  for (const rules::Failure& warning : checked.warnings)
    text += fmt::format("{}: warning: {}\n", place_of(name, warning), warning.message);
  for (const rules::Failure& failure : checked.failures)
    text += fmt::format("{}: {}: {}\n", place_of(name, failure), failure.rule, failure.message);
  const bool passed = checked.failures.empty();
  text += fmt::format("{} rules, {} examples: {}", checked.rules.size(), checked.examples,
                      passed ? "all hold" : fmt::format("{} do not hold", checked.failures.size()));
  if (checked.rules_without > 0)
    text += fmt::format("; {} rules carry no example", checked.rules_without);
  context.print(json::Object{{"kind", rules::kind_name(checked.kind)},
                             {"algorithm", checked.algorithm},
                             {"rules", checked.rules.size()},
                             {"examples", checked.examples},
                             {"rules_without", checked.rules_without},
                             {"failures", failures_json(checked.failures)},
                             {"warnings", failures_json(checked.warnings)}},
                text);
  return passed ? 0 : 1;
}

// The item's text, if it has one and the rules ask for it.
Result<std::optional<std::string>> text_of(const std::string& bytes, rules::Kind kind) {
  if (kind != rules::Kind::kTerm) return std::optional<std::string>{};
  SANAD_TRY(const cage::Input input, cage::Input::of(as_bytes(bytes)));
  SANAD_TRY(const json::Value item,
            extract::fingerprint_with_text(stoppable_extractor(), input.fd()));
  const std::string* text = item["text_content"].as_string();
  return text ? std::optional<std::string>(*text) : std::optional<std::string>{};
}

std::vector<std::string> hit_lines(const std::string& file, const rules::Hit& hit) {
  const json::Value details(hit.details);
  std::vector<std::string> lines;
  if (const json::Array* phrases = details["phrases"].as_array()) {
    for (const json::Value& phrase : *phrases) {
      lines.push_back(fmt::format(
          "{}:{}-{}: {} (version {}): {}", file, phrase["begin"].int_or(0), phrase["end"].int_or(0),
          hit.rule, details["version"].string_or(""), phrase["passage"].string_or("")));
    }
    return lines;
  }
  if (const json::Array* strings = details["strings"].as_array()) {
    for (const json::Value& string : *strings) {
      const json::Value& first = (*string["places"].as_array())[0];
      lines.push_back(fmt::format("{}:{}: {}: {} ({} times): {}", file, first["offset"].int_or(0),
                                  hit.rule, string["name"].string_or(""), string["count"].int_or(0),
                                  first["excerpt"].string_or("")));
    }
  }
  if (lines.empty()) lines.push_back(fmt::format("{}: {}", file, hit.rule));
  return lines;
}

json::Object hit_json(const std::string& file, const rules::Hit& hit) {
  json::Object object{
      {"file", file}, {"rule", hit.rule}, {"signal", hit.signal}, {"algorithm", hit.algorithm}};
  for (const json::Member& member : hit.details) object.set(member.name, member.value);
  return object;
}

Result<rules::Outcome> run_over(rules::Runner& runner, const std::string& name) {
  SANAD_TRY(const std::string content, read_text(name, kMaxItemBytes));
  SANAD_TRY(const std::optional<std::string> text, text_of(content, runner.kind(0)));
  rules::Item item{as_bytes(content), "", {}};
  if (text) item.text = *text;
  constexpr std::size_t kOnly[] = {0};
  SANAD_TRY(auto outcomes, runner.run(stoppable_extractor(), item, kOnly));
  SANAD_TRY(rules::Outcome outcome, std::move(outcomes[0]));
  if (runner.kind(0) == rules::Kind::kTerm && !text)
    outcome.incomplete = "there is no text in it that term rules could be run over";
  return outcome;
}

// One line a place where a rule matches; with --json one object a line for each rule.
Result<int> rules_run(Context& context) {
  const std::vector<std::string>& names = context.arguments.rest();
  if (names.size() < 2)
    return Error{ErrorCode::kInvalid, "name the file of rules, and one file to look at or more"};
  SANAD_TRY(const std::string file, read_text(names[0], rules::kMaxFileBytes));
  const std::string_view view = file;
  SANAD_TRY_WITH(rules::Runner runner, rules::Runner::create({&view, 1}), names[0]);
  bool found = false;
  int status = 0;
  for (std::size_t i = 1; i < names.size(); ++i) {
    const auto outcome = run_over(runner, names[i]);
    if (!outcome.ok()) {
      if (stop_requested) return outcome.error();
      fmt::print(stderr, "error: {}: {}\n", names[i], outcome.error().message);
      status = std::max(status, exit_status(outcome.error().code));
      continue;
    }
    if (!outcome->incomplete.empty()) fmt::print(stderr, "{}: {}\n", names[i], outcome->incomplete);
    for (const rules::Hit& hit : outcome->hits) {
      found = true;
      if (context.json()) {
        fmt::print("{}\n", json::format_canonical(json::Value(hit_json(names[i], hit))));
        continue;
      }
      for (const std::string& line : hit_lines(names[i], hit)) fmt::print("{}\n", line);
    }
  }
  if (!found && status == 0 && !context.json()) fmt::print("No rule matches.\n");
  return status;
}

std::string set_line(const records::RuleSet& set) {
  return fmt::format("{}  {}  {}  version {}  of {}  TLP:{}  {} rules, {} examples{}", set.id,
                     set.name, set.kind, set.version, set.owner, set.tlp, set.rules, set.examples,
                     set.retired_at ? "  RETIRED" : "");
}

Result<int> rules_import(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the file of rules"));
  SANAD_TRY(const std::string content, read_text(name, rules::kMaxFileBytes));
  service::RuleSetOrder order;
  SANAD_TRY(order.name, context.arguments.require("--name"));
  SANAD_CHECK(take_origin(context.arguments, order));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY_WITH(const service::ImportedRules imported,
                 service::import_rules(*workspace, caller, content, order), name);
  std::string text = set_line(imported.set);
  if (imported.checked.rules_without > 0)
    text += fmt::format("\n{} rules carry no example.", imported.checked.rules_without);
  text +=
      "\nRunning them over what is here waits as a job for \"sanad serve\"; \"sanad identify "
      "--case "
      "CASE\" does it now.";
  context.print(json::Value(service::view(imported.set)), text);
  return 0;
}

Result<int> rules_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto sets, service::list_rules(*workspace, caller));
  json::Array items;
  std::vector<std::string> lines;
  for (const records::RuleSet& set : sets) {
    items.emplace_back(service::view(set));
    lines.push_back(set_line(set));
  }
  if (lines.empty())
    lines.emplace_back("There is no set of rules; \"sanad rules import\" takes one in.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> rules_retire(Context& context) {
  SANAD_TRY(const std::string set, context.arguments.only("the set of rules"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const records::RuleSet retired, service::retire_rules(*workspace, caller, set, reason));
  context.print(json::Value(service::view(retired)),
                fmt::format("{} is retired. The matches that it found stay.", retired.name));
  return 0;
}

}  // namespace

std::vector<Command> rules_commands() {
  return {
      {"rules test",
       "FILE",
       "Runs the examples that term rules or YARA rules carry. Needs no workspace.",
       "sanad rules test lanterns.rules",
       {},
       rules_test},
      {"rules run",
       "RULES FILE...",
       "Says which rules match files, and where; --json: one object a line. Needs no workspace.",
       "sanad rules run lanterns.rules statement.txt --json",
       {},
       rules_run},
      {"rules import",
       "FILE",
       "Takes term rules or YARA rules in, to be run over every exhibit; their examples must hold.",
       "sanad rules import papers.yar --name \"Paper desk\" --version 4 --as \"Amal Mirani\"",
       {{"--name", "NAME", "its name; of an earlier set: its next version"},
        {"--owner", "OWNER", "whose rules they are"},
        {"--provenance", "TEXT", "how they came here"},
        {"--licence", "TEXT", "what may be done with them"},
        {"--version", "VERSION", "their version (the date)"},
        {"--tlp", "TLP", "clear, green, amber, amber+strict or red"}},
       rules_import},
      {"rules list", "", "Lists the sets of rules.", "sanad rules list --json", {}, rules_list},
      {"rules retire",
       "SET",
       "Ends the running of a set of rules; what it found stays.",
       "sanad rules retire \"Paper desk\" --reason \"too many false leads\"",
       {{"--reason", "TEXT", "others will rely on it"}},
       rules_retire}};
}

}  // namespace sanad::cli
