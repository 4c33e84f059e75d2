#include "base/utf8.h"
#include "extractor/tasks.h"
#include "yara_rules/yara_rules.h"

namespace sanad::extractor {
namespace {

constexpr std::int64_t kMaxExactInteger = std::int64_t{1} << 53;

json::Array strings_json(const std::vector<std::string>& texts) {
  json::Array array;
  for (const std::string& text : texts) {
    if (array.size() == yara_rules::kMaxMetaAMatch) break;
    array.emplace_back(text);
  }
  return array;
}

json::Value value_json(const yara_rules::Meta& meta) {
  if (const auto* text = std::get_if<std::string>(&meta.value)) {
    // Cut between characters: what is left of one that was cut is shown as such.
    return replace_malformed_utf8(std::string_view(*text).substr(0, yara_rules::kMaxMetaBytes));
  }
  if (const auto* number = std::get_if<std::int64_t>(&meta.value)) {
    if (*number > kMaxExactInteger || *number < -kMaxExactInteger) return std::to_string(*number);
    return *number;
  }
  return std::get<bool>(meta.value);
}

// As a list, since a name may stand there several times; without the examples.
json::Array meta_json(const std::vector<yara_rules::Meta>& all) {
  json::Array array;
  for (const yara_rules::Meta& meta : all) {
    if (array.size() == yara_rules::kMaxMetaAMatch) break;
    if (yara_rules::is_example(meta.name)) continue;
    array.emplace_back(json::Object{{"name", meta.name}, {"value", value_json(meta)}});
  }
  return array;
}

json::Object match_json(const yara_rules::Match& match) {
  json::Array strings;
  for (const yara_rules::StringHit& hit : match.strings) {
    json::Array places;
    for (const yara_rules::Place& place : hit.places) {
      places.emplace_back(json::Object{
          {"offset", place.offset}, {"length", place.length}, {"excerpt", place.excerpt}});
    }
    strings.emplace_back(
        json::Object{{"name", hit.name}, {"count", hit.count}, {"places", std::move(places)}});
  }
  return json::Object{{"rule", match.rule},
                      {"namespace", match.name_space},
                      {"tags", strings_json(match.tags)},
                      {"meta", meta_json(match.meta)},
                      {"strings", std::move(strings)}};
}

Result<json::Object> scan_one(ByteView file, bool is_compiled, ByteView item) {
  SANAD_TRY(const yara_rules::Rules rules, is_compiled ? yara_rules::Rules::load(file)
                                                       : yara_rules::Rules::compile(as_text(file)));
  SANAD_TRY(const yara_rules::Scan scan, rules.scan(item));
  json::Array matches;
  for (const yara_rules::Match& match : scan.matches) matches.emplace_back(match_json(match));
  return json::Object{{"matches", std::move(matches)},
                      {"cut", scan.cut},
                      {"overflowed", strings_json(scan.overflowed)}};
}

}  // namespace

Result<json::Object> check_rules_task(ByteView file) {
  SANAD_TRY(const yara_rules::Rules rules, yara_rules::Rules::compile(as_text(file)));
  json::Array listed, warnings, failures;
  for (const yara_rules::Rule& rule : rules.rules()) {
    if (rule.is_private) continue;
    listed.emplace_back(json::Object{
        {"rule", rule.name}, {"tags", strings_json(rule.tags)}, {"meta", meta_json(rule.meta)}});
  }
  for (const yara_rules::Fault& warning : rules.warnings())
    warnings.emplace_back(json::Object{{"line", warning.line}, {"message", warning.message}});
  const yara_rules::Tested tested = yara_rules::test_examples(rules);
  for (const yara_rules::ExampleFailure& failure : tested.failures)
    failures.emplace_back(json::Object{{"rule", failure.rule}, {"message", failure.message}});
  return json::Object{{"algorithm", yara_rules::algorithm()},  {"rules", std::move(listed)},
                      {"warnings", std::move(warnings)},       {"examples", tested.examples},
                      {"rules_without", tested.rules_without}, {"failures", std::move(failures)}};
}

Result<Bytes> compile_rules_task(ByteView file) {
  SANAD_TRY(const yara_rules::Rules rules, yara_rules::Rules::compile(as_text(file)));
  return rules.saved();
}

Result<json::Object> scan_task(ByteView input, std::string_view coding,
                               std::span<const RuleFile> files) {
  std::vector<ByteView> contents;
  for (const RuleFile& file : files) {
    if (file.size > input.size())
      return Error{ErrorCode::kInvalid, "the files of rules are shorter than was said"};
    contents.push_back(input.first(file.size));
    input = input.subspan(file.size);
  }
  Bytes decoded;
  if (!coding.empty()) {
    SANAD_TRY(decoded, decode(input, coding));
    input = decoded;
  }
  json::Array sets;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto outcome = scan_one(contents[i], files[i].is_compiled, input);
    sets.emplace_back(outcome.ok() ? std::move(*outcome)
                                   : json::Object{{"error", outcome.error().message}});
  }
  return json::Object{{"algorithm", yara_rules::algorithm()}, {"sets", std::move(sets)}};
}

}  // namespace sanad::extractor
