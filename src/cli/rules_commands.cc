// Term rules: analysts test and try their own files.
#include <fmt/format.h>

#include "command.h"
#include "text/rules.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxTextFileBytes = 64ULL << 20;

Result<text::RuleMatcher> read_rules(const std::string& name) {
  SANAD_TRY(const std::string content, read_text(name, text::kMaxRuleFileBytes));
  SANAD_TRY_WITH(text::RuleSet set, text::parse_rules(content), name);
  return text::RuleMatcher(std::move(set));
}

Result<int> rules_test(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the file of rules"));
  SANAD_TRY(const text::RuleMatcher matcher, read_rules(name));
  std::size_t examples = 0;
  for (const text::Rule& rule : matcher.set().rules)
    examples += rule.must_match.size() + rule.must_not_match.size();
  json::Array failures;
  std::string text;
  for (const text::ExampleFailure& failure : text::test_rules(matcher)) {
    failures.emplace_back(
        json::Object{{"rule", failure.rule}, {"line", failure.line}, {"message", failure.message}});
    text += fmt::format("{}, line {}: {}: {}\n", name, failure.line, failure.rule, failure.message);
  }
  const bool passed = failures.empty();
  text += fmt::format("{} rules, {} examples: {}", matcher.set().rules.size(), examples,
                      passed ? "all hold" : fmt::format("{} do not hold", failures.size()));
  context.print(json::Object{{"rules", matcher.set().rules.size()},
                             {"examples", examples},
                             {"failures", std::move(failures)}},
                text);
  return passed ? 0 : 1;
}

json::Object hit_json(const text::TermHit& hit) {
  return json::Object{{"term", hit.term}, {"begin", hit.range.begin}, {"end", hit.range.end}};
}

// One line a rule that matches, with the words that stand there.
Result<int> rules_match(Context& context) {
  const std::vector<std::string>& names = context.arguments.rest();
  if (names.size() < 2)
    return Error{ErrorCode::kInvalid, "name the file of rules, and one text file or more"};
  SANAD_TRY(const text::RuleMatcher matcher, read_rules(names[0]));
  json::Array found;
  std::vector<std::string> lines;
  for (std::size_t i = 1; i < names.size(); ++i) {
    SANAD_TRY(const std::string content, read_text(names[i], kMaxTextFileBytes));
    SANAD_TRY_WITH(const auto matches, matcher.match(content), names[i]);
    for (const text::RuleMatch& match : matches) {
      json::Array hits;
      for (const text::TermHit& hit : match.hits) {
        hits.emplace_back(hit_json(hit));
        lines.push_back(fmt::format(
            "{}:{}-{}: {} (version {}): {}", names[i], hit.range.begin, hit.range.end, match.name,
            match.version, content.substr(hit.range.begin, hit.range.end - hit.range.begin)));
      }
      found.emplace_back(json::Object{{"file", names[i]},
                                      {"rule", match.name},
                                      {"version", match.version},
                                      {"hits", std::move(hits)}});
    }
  }
  if (lines.empty()) lines.emplace_back("No rule matches.");
  context.print_list(std::move(found), lines);
  return 0;
}

}  // namespace

std::vector<Command> rules_commands() {
  return {{"rules test",
           "FILE",
           "Runs the examples that term rules carry. Needs no workspace.",
           "sanad rules test lanterns.rules",
           {},
           rules_test},
          {"rules match",
           "RULES FILE...",
           "Says which term rules match texts, and at which bytes. Needs no workspace.",
           "sanad rules match lanterns.rules statement.txt --json",
           {},
           rules_match}};
}

}  // namespace sanad::cli
