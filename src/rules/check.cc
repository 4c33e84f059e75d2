#include <fmt/format.h>

#include <algorithm>

#include "rules/rules.h"

namespace sanad::rules {
namespace {

constexpr std::string_view kFirstWord = "sanad-rules";

std::string text_of(const json::Value& value) {
  if (const std::string* text = value.as_string()) return *text;
  return value.is_null() ? "" : json::format_canonical(value);
}

Result<Checked> check_terms(std::string_view file) {
  SANAD_TRY(text::RuleSet set, text::parse_rules(file));
  const text::RuleMatcher matcher(std::move(set));
  Checked checked;
  checked.kind = Kind::kTerm;
  checked.algorithm = kTermAlgorithm;
  for (const text::Rule& rule : matcher.set().rules) {
    checked.rules.push_back({rule.name, std::to_string(rule.version), rule.why});
    checked.examples += rule.must_match.size() + rule.must_not_match.size();
  }
  if (checked.rules.empty())
    return Error{ErrorCode::kInvalid, "there is no rule in the file; write one"};
  for (const text::ExampleFailure& failure : text::test_rules(matcher))
    checked.failures.push_back({failure.rule, failure.line, failure.message});
  return checked;
}

std::vector<Failure> failures_of(const json::Value& list) {
  std::vector<Failure> failures;
  const json::Array* array = list.as_array();
  if (array == nullptr) return failures;
  for (const json::Value& one : *array) {
    failures.push_back({one["rule"].string_or(""),
                        static_cast<std::size_t>(std::max<std::int64_t>(one["line"].int_or(0), 0)),
                        one["message"].string_or("")});
  }
  return failures;
}

Result<Checked> check_yara(const extract::Extractor& extractor, std::string_view file) {
  SANAD_TRY(const json::Value answer, extract::check_rules(extractor, file));
  Checked checked;
  checked.kind = Kind::kYara;
  checked.algorithm = answer["algorithm"].string_or("");
  if (const json::Array* listed = answer["rules"].as_array()) {
    for (const json::Value& rule : *listed) {
      RuleInfo info{rule["rule"].string_or(""), "", ""};
      if (const json::Array* meta = rule["meta"].as_array()) {
        for (const json::Value& one : *meta) {
          if (one["name"].string_or("") == "version") info.version = text_of(one["value"]);
          if (one["name"].string_or("") == "description") info.why = text_of(one["value"]);
        }
      }
      checked.rules.push_back(std::move(info));
    }
  }
  checked.examples = static_cast<std::size_t>(answer["examples"].int_or(0));
  checked.rules_without = static_cast<std::size_t>(answer["rules_without"].int_or(0));
  checked.failures = failures_of(answer["failures"]);
  checked.warnings = failures_of(answer["warnings"]);
  return checked;
}

}  // namespace

std::string_view kind_name(Kind kind) { return kind == Kind::kTerm ? "term-rules" : "yara"; }

std::optional<Kind> parse_kind(std::string_view name) {
  if (name == "term-rules") return Kind::kTerm;
  if (name == "yara") return Kind::kYara;
  return std::nullopt;
}

Kind kind_of(std::string_view file) {
  if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
  while (!file.empty()) {
    const std::size_t end = std::min(file.find('\n'), file.size());
    const std::string_view line = file.substr(0, end);
    file.remove_prefix(std::min(end + 1, file.size()));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == line.npos || line[first] == '#') continue;
    return line.substr(first).starts_with(kFirstWord) ? Kind::kTerm : Kind::kYara;
  }
  return Kind::kYara;
}

Result<Checked> check(const extract::Extractor& extractor, std::string_view file) {
  if (file.size() > kMaxFileBytes) {
    return Error{ErrorCode::kLimit, fmt::format("the file of rules is longer than {} MiB; split it",
                                                kMaxFileBytes >> 20)};
  }
  return kind_of(file) == Kind::kTerm ? check_terms(file) : check_yara(extractor, file);
}

}  // namespace sanad::rules
