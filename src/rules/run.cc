#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "rules/rules.h"

namespace sanad::rules {
namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// The text around a phrase, whole characters only. A term of several phrases may span many words;
// its passage is cut like any other.
std::string_view passage_around(std::string_view text, text::ByteRange phrase) {
  std::size_t begin = phrase.begin > kPassageBytes ? phrase.begin - kPassageBytes : 0;
  while (begin < phrase.begin && continues(text[begin])) ++begin;
  std::size_t end = std::min({text.size(), phrase.end + kPassageBytes, begin + kMaxPassageBytes});
  while (end > begin && end < text.size() && continues(text[end])) --end;
  return text.substr(begin, end - begin);
}

Hit hit_of(const text::Rule& rule, const text::RuleMatch& match, std::string_view text) {
  json::Array phrases;
  for (const text::TermHit& hit : match.hits) {
    if (phrases.size() == kMaxPhrasesAHit) break;
    const std::string_view passage = passage_around(text, hit.range);
    phrases.emplace_back(
        json::Object{{"term", hit.term},
                     {"begin", hit.range.begin},
                     {"end", hit.range.end},
                     {"passage", replace_malformed_utf8(passage)},
                     {"passage_begin", static_cast<std::uint64_t>(passage.data() - text.data())}});
  }
  return {rule.name, "term-rule", std::string(kTermAlgorithm),
          json::Object{{"version", std::to_string(rule.version)},
                       {"why", rule.why},
                       {"count", std::uint64_t{match.hits.size()}},
                       {"phrases", std::move(phrases)}}};
}

Result<Outcome> run_terms(const text::RuleMatcher& matcher,
                          const std::optional<std::string_view>& text) {
  Outcome outcome;
  if (!text) return outcome;
  SANAD_TRY(const auto matches, matcher.match(*text));
  for (const text::RuleMatch& match : matches)
    outcome.hits.push_back(hit_of(matcher.set().rules[match.rule], match, *text));
  return outcome;
}

// The value of a rule's metadata of that name, as text.
std::string meta_text(const json::Value& meta, std::string_view name) {
  const json::Array* array = meta.as_array();
  if (array == nullptr) return {};
  const auto found = std::ranges::find_if(
      *array, [&](const json::Value& one) { return one["name"].string_or("") == name; });
  if (found == array->end()) return {};
  const json::Value& value = (*found)["value"];
  return value.as_string() ? *value.as_string() : json::format_canonical(value);
}

// At most kMaxDetailsBytes: first all but one place of each string go, then the metadata, then
// strings.
json::Object bounded(json::Object details) {
  const auto is_long = [&] {
    return json::format_canonical(json::Value(details)).size() > kMaxDetailsBytes;
  };
  if (!is_long()) return details;
  details.set("cut", true);
  json::Array* strings = details.find("strings")->as_array();
  if (strings != nullptr) {
    for (json::Value& string : *strings) {
      json::Object* object = string.as_object();
      json::Value* places = object == nullptr ? nullptr : object->find("places");
      if (places != nullptr && places->as_array() != nullptr && !places->as_array()->empty())
        places->as_array()->resize(1);
    }
  }
  if (is_long()) details.set("meta", json::Array{});
  while (is_long() && strings != nullptr && !strings->empty()) {
    strings = details.find("strings")->as_array();
    strings->resize(strings->size() / 2);
  }
  return details;
}

Result<Outcome> yara_outcome(const json::Value& set, const std::string& algorithm) {
  if (const std::string error = set["error"].string_or(""); !error.empty())
    return Error{ErrorCode::kInvalid, error};
  Outcome outcome;
  const json::Array* matches = set["matches"].as_array();
  if (matches == nullptr)
    return Error{ErrorCode::kInvalid, "the extractor's answer has no matches; do not trust it"};
  for (const json::Value& match : *matches) {
    json::Object details{{"version", meta_text(match["meta"], "version")},
                         {"why", meta_text(match["meta"], "description")}};
    for (const char* name : {"namespace", "tags", "meta", "strings"})
      details.set(name, match[name]);
    outcome.hits.push_back(
        {match["rule"].string_or(""), "yara", algorithm, bounded(std::move(details))});
  }
  const json::Array* overflowed = set["overflowed"].as_array();
  if (set["cut"].bool_or(false)) {
    outcome.incomplete = "more rules match than are listed";
  } else if (overflowed != nullptr && !overflowed->empty()) {
    outcome.incomplete = fmt::format("{} stands at more places than the engine keeps",
                                     overflowed->front().string_or("a string"));
  }
  return outcome;
}

}  // namespace

json::Value to_json(const Outcome& outcome) {
  json::Array hits;
  for (const Hit& hit : outcome.hits) {
    hits.emplace_back(json::Object{{"rule", hit.rule},
                                   {"signal", hit.signal},
                                   {"algorithm", hit.algorithm},
                                   {"details", hit.details}});
  }
  return json::Object{{"hits", std::move(hits)}, {"incomplete", outcome.incomplete}};
}

Result<Outcome> outcome_from(const json::Value& value) {
  const json::Array* hits = value["hits"].as_array();
  if (hits == nullptr)
    return Error{ErrorCode::kInvalid, "what rules said of an item has no hits; run them again"};
  Outcome outcome;
  for (const json::Value& hit : *hits) {
    const json::Object* details = hit["details"].as_object();
    outcome.hits.push_back({hit["rule"].string_or(""), hit["signal"].string_or(""),
                            hit["algorithm"].string_or(""), details ? *details : json::Object{}});
  }
  outcome.incomplete = value["incomplete"].string_or("");
  return outcome;
}

Result<Runner> Runner::create(std::span<const std::string_view> files) {
  Runner runner;
  for (const std::string_view file : files) {
    if (file.size() > kMaxFileBytes) {
      return Error{ErrorCode::kLimit, fmt::format("a file of rules is longer than {} MiB; split it",
                                                  kMaxFileBytes >> 20)};
    }
    File made{.kind = kind_of(file)};
    if (made.kind == Kind::kTerm) {
      SANAD_TRY(text::RuleSet set, text::parse_rules(file));
      made.terms.emplace(std::move(set));
    } else {
      made.text = std::string(file);
    }
    runner.files_.push_back(std::move(made));
  }
  return runner;
}

// What cannot be compiled is given as it is, and says why when it runs.
extract::RuleFile Runner::as_it_runs(const extract::Extractor& extractor, File& file) {
  if (++file.runs == 2) {
    auto compiled = extract::compile_rules(extractor, file.text);
    if (compiled.ok()) file.compiled = std::move(*compiled);
  }
  if (file.compiled.empty()) return {as_bytes(file.text), false};
  return {file.compiled, true};
}

Result<std::vector<Result<Outcome>>> Runner::run(const extract::Extractor& extractor,
                                                 const Item& item,
                                                 std::span<const std::size_t> which) {
  std::vector<extract::RuleFile> yara;
  for (const std::size_t file : which) {
    if (files_[file].kind == Kind::kYara) yara.push_back(as_it_runs(extractor, files_[file]));
  }
  json::Value answer;
  if (!yara.empty()) {
    SANAD_TRY(answer, extract::scan(extractor, item.bytes, item.coding, yara));
  }
  const std::string algorithm = answer["algorithm"].string_or("");
  std::vector<Result<Outcome>> outcomes;
  std::size_t next = 0;
  for (const std::size_t file : which) {
    outcomes.push_back(files_[file].kind == Kind::kTerm
                           ? run_terms(*files_[file].terms, item.text)
                           : yara_outcome((*answer["sets"].as_array())[next++], algorithm));
  }
  return outcomes;
}

}  // namespace sanad::rules
