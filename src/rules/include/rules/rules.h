// Files of rules of both kinds, checked and run over items in one way: term rules for the text of
// an item (text/rules.h), YARA rules for its bytes.
//
// YARA rules are compiled and run in the extractor's cage only. Term rules run here: the matcher is
// ours, its time grows with the text and not with the rules' wit, and the text comes from the cage.
//
// A hit is a pointer for a reader, and judges nothing. Thread-safe. Tested by rules_test.cc.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/extract.h"
#include "json/json.h"
#include "text/rules.h"

namespace sanad::rules {

inline constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxPhrasesAHit = 20;       // that are listed; all are counted
inline constexpr std::size_t kPassageBytes = 80;         // before and after a phrase
inline constexpr std::size_t kMaxPassageBytes = 800;     // of a phrase with what is around it
inline constexpr std::size_t kMaxDetailsBytes = 24'000;  // of a YARA hit, as JSON
inline constexpr std::string_view kTermAlgorithm = "term-rules-1";

enum class Kind { kTerm, kYara };
std::string_view kind_name(Kind kind);  // "term-rules", "yara"
std::optional<Kind> parse_kind(std::string_view name);
// By its first statement: term rules begin with "sanad-rules", all else is taken for YARA.
Kind kind_of(std::string_view file);

struct RuleInfo {
  std::string name;
  std::string version;  // as the rule says; empty where it does not
  std::string why;      // "why", or the metadata "description"
};
struct Failure {
  std::string rule;
  std::size_t line = 0;  // 0: not known
  std::string message;   // one sentence
};
struct Checked {
  Kind kind = Kind::kTerm;
  std::string algorithm;
  std::vector<RuleInfo> rules;
  std::size_t examples = 0;
  std::size_t rules_without = 0;  // rules that carry no example
  std::vector<Failure> failures;  // examples that do not hold
  std::vector<Failure> warnings;
};
// kInvalid: not to be read, with the line; kLimit: too long, too many rules, or too slow.
Result<Checked> check(const extract::Extractor& extractor, std::string_view file);

// A rule that matches an item.
struct Hit {
  std::string rule;
  std::string signal;     // "term-rule" or "yara"
  std::string algorithm;  // that ran
  // Both: "version", "why". term-rule: "count" and "phrases" [{"term", "begin", "end", "passage",
  // "passage_begin"}], bytes of the item's text. yara: "namespace", "tags", "meta", "strings"
  // [{"name", "count", "places" [{"offset", "length", "excerpt"}]}], bytes of the item;
  // "cut" where some are left out.
  json::Object details;
};
struct Outcome {
  std::vector<Hit> hits;
  std::string incomplete;  // one sentence where not everything could be looked at; else empty
};
json::Value to_json(const Outcome& outcome);
// kInvalid: it was not written by to_json().
Result<Outcome> outcome_from(const json::Value& value);

struct Item {
  ByteView bytes;
  std::string_view coding;               // of the bytes; empty for none
  std::optional<std::string_view> text;  // absent: the item has none
};

// Files of rules, ready to be run again and again.
class Runner {
 public:
  // kInvalid, kLimit: as check(), for term rules; YARA rules are first looked at when they run.
  static Result<Runner> create(std::span<const std::string_view> files);

  Kind kind(std::size_t file) const { return files_[file].kind; }
  // Of the files at these places, in their order; an error is that file's. The Result itself fails
  // as the extractor does (extract.h): then none could be run. YARA rules that run a second time
  // are kept compiled from then on. Not thread-safe.
  Result<std::vector<Result<Outcome>>> run(const extract::Extractor& extractor, const Item& item,
                                           std::span<const std::size_t> which);

 private:
  struct File;
  static extract::RuleFile as_it_runs(const extract::Extractor& extractor, File& file);

  struct File {
    Kind kind;
    std::string text;     // YARA
    Bytes compiled = {};  // the same; empty while it is not, or cannot be
    unsigned runs = 0;
    std::optional<text::RuleMatcher> terms;  // term rules
  };
  std::vector<File> files_;
};

}  // namespace sanad::rules
