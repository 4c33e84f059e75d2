#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "yara_rules/yara_rules.h"

namespace sanad::yara_rules {
namespace {

constexpr std::size_t kShownBytes = 60;

struct Example {
  Bytes bytes;
  bool must_match = false;
  std::string shown;
};

// Absent: the metadata is no example. kInvalid: it is one that cannot be read.
Result<std::optional<Example>> example_of(const Meta& meta) {
  if (!is_example(meta.name)) return std::optional<Example>{};
  const bool is_hex = meta.name.ends_with("_hex");
  const auto* text = std::get_if<std::string>(&meta.value);
  if (text == nullptr) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("its {} is no text in quotation marks; write one", meta.name)};
  }
  Example example;
  example.must_match = meta.name.starts_with("must_match");
  example.shown = text->size() > kShownBytes ? "of " + std::to_string(text->size()) + " bytes"
                                             : "\"" + *text + "\"";
  if (is_hex) {
    std::string digits = *text;
    std::erase(digits, ' ');
    std::ranges::transform(digits, digits.begin(), [](char c) {
      return c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c;
    });
    SANAD_TRY_WITH(example.bytes, parse_hex(digits), fmt::format("its {}", meta.name));
  } else {
    const ByteView bytes = as_bytes(*text);
    example.bytes.assign(bytes.begin(), bytes.end());
  }
  return std::optional<Example>(std::move(example));
}

// The sentence that says why the example does not hold; absent where it does.
std::optional<std::string> fault_of(const Rules& rules, const Rule& rule, const Example& example) {
  const auto scan = rules.scan(example.bytes, kExampleSeconds);
  if (!scan.ok())
    return fmt::format("the rule {} could not be tried on its example {}: {}", rule.name,
                       example.shown, scan.error().message);
  const bool matches =
      std::ranges::find(scan->matches, rule.name, &Match::rule) != scan->matches.end();
  if (matches == example.must_match) return std::nullopt;
  return fmt::format("the rule {} {} its example {}, and {}", rule.name,
                     example.must_match ? "must match" : "must not match", example.shown,
                     example.must_match ? "does not" : "does");
}

}  // namespace

bool is_example(std::string_view meta_name) {
  return meta_name == "must_match" || meta_name == "must_not_match" ||
         meta_name == "must_match_hex" || meta_name == "must_not_match_hex";
}

Tested test_examples(const Rules& rules) {
  Tested tested;
  for (const Rule& rule : rules.rules()) {
    std::size_t own = 0;
    for (const Meta& meta : rule.meta) {
      const auto example = example_of(meta);
      if (!example.ok()) {
        ++own;
        tested.failures.push_back({rule.name, example.error().message});
        continue;
      }
      if (!example->has_value()) continue;
      ++own;
      if (auto fault = fault_of(rules, rule, **example))
        tested.failures.push_back({rule.name, std::move(*fault)});
    }
    tested.examples += own;
    if (own == 0 && !rule.is_private) ++tested.rules_without;
  }
  return tested;
}

}  // namespace sanad::yara_rules
