#include <fmt/format.h>

#include <algorithm>

#include "text/rules.h"

namespace sanad::text {
namespace {

const RuleMatch* find_rule(const std::vector<RuleMatch>& matches, std::size_t rule) {
  const auto found = std::find_if(matches.begin(), matches.end(),
                                  [&](const RuleMatch& match) { return match.rule == rule; });
  return found == matches.end() ? nullptr : &*found;
}

// Whether a rule of these terms alone would match.
bool stands(const Term& term, std::string_view text) {
  Rule probe;
  probe.any.push_back(term);
  const RuleMatcher matcher(RuleSet{{probe}});
  const auto found = matcher.match(text);
  return found.ok() && !found->empty();
}

std::string why_not(const Rule& rule, std::string_view text) {
  for (const Term& term : rule.none) {
    if (stands(term, text)) return fmt::format("its \"none {}\" stands in it", term.text);
  }
  for (const Term& term : rule.all) {
    if (!stands(term, text)) return fmt::format("its \"all {}\" does not stand in it", term.text);
  }
  return "none of its \"any\" stands in it";
}

}  // namespace

std::vector<ExampleFailure> test_rules(const RuleMatcher& matcher) {
  std::vector<ExampleFailure> failures;
  for (std::size_t i = 0; i < matcher.set().rules.size(); ++i) {
    const Rule& rule = matcher.set().rules[i];
    // Examples come from a file of limited length, so folding them cannot fail.
    for (const Example& example : rule.must_match) {
      if (find_rule(matcher.match(example.text).value(), i) != nullptr) continue;
      failures.push_back({rule.name, example.line,
                          fmt::format("line {}: rule {} must match this example, but {}.",
                                      example.line, rule.name, why_not(rule, example.text))});
    }
    for (const Example& example : rule.must_not_match) {
      const auto matches = matcher.match(example.text).value();
      const RuleMatch* match = find_rule(matches, i);
      if (match == nullptr) continue;
      failures.push_back(
          {rule.name, example.line,
           fmt::format("line {}: rule {} must not match this example, but \"{}\" stands in it.",
                       example.line, rule.name, match->hits.front().term)});
    }
  }
  return failures;
}

}  // namespace sanad::text
