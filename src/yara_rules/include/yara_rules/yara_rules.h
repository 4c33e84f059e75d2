// YARA rules: compiled, tried on the examples that they carry, and run over bytes.
//
// Both the rules and the bytes are hostile: a partner's rule file may be made to exhaust whoever
// compiles it. Only the extractor's program may be linked with this, and calls it in its cage; what
// is bounded here (time, matches, excerpts) keeps one rule from spoiling the rest, the cage keeps
// all of them from spoiling the machine. Rules cannot include files, and import only the modules
// that compute from the bytes alone (kModules): the same bytes always give the same answer.
//
// Engine: libyara 4.2 (BSD-3-Clause). Examples stand in a rule's own metadata, so that any YARA
// program still reads the file (docs/formats/yara-rules.md). Tested by yara_rules_test.cc; fuzzed
// by yara_rules_fuzz.cc.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::yara_rules {

inline constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxRules = 20'000;
inline constexpr std::size_t kMaxMatches = 1'000;     // of one item; the rest is not listed
inline constexpr std::size_t kMaxStringsAMatch = 64;  // that are listed
inline constexpr std::size_t kMaxPlacesAString = 16;  // the first ones; all are counted
inline constexpr std::size_t kMaxExcerptBytes = 32;   // of one place
inline constexpr std::size_t kMaxMetaAMatch = 64;
inline constexpr std::size_t kMaxMetaBytes = 1'000;  // of one value, in what is listed
inline constexpr int kScanSeconds = 60;              // for one item and one file of rules
inline constexpr int kExampleSeconds = 10;           // for one example
inline constexpr std::array<std::string_view, 7> kModules = {"pe",   "elf",  "macho", "dex",
                                                             "math", "hash", "dotnet"};

// "yara-4.2.3": the engine that ran.
std::string algorithm();

// Before the cage: what the engine loads when it begins.
void prepare();

struct Meta {
  std::string name;
  std::variant<std::string, std::int64_t, bool> value;  // texts well-formed UTF-8
};

struct Rule {
  std::string name;
  std::vector<std::string> tags;
  std::vector<Meta> meta;
  bool is_private = false;  // serves other rules and is never reported
};

struct Fault {
  std::size_t line = 0;
  std::string message;
};

struct Place {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::string excerpt;  // the first kMaxExcerptBytes, in hexadecimal
};

struct StringHit {
  std::string name;  // "$a"
  std::uint64_t count = 0;
  std::vector<Place> places;  // ascending
};

struct Match {
  std::string rule;
  std::string name_space;
  std::vector<std::string> tags;
  std::vector<Meta> meta;
  std::vector<StringHit> strings;
};

struct Scan {
  std::vector<Match> matches;  // in the order of the file
  bool cut = false;            // there were more than kMaxMatches
  // Strings that stood at more places than the engine keeps, as "rule $string": rules with them may
  // have matched wrongly or not at all.
  std::vector<std::string> overflowed;
};

class Rules {
 public:
  // kInvalid: "line 4: …", the first error; kLimit: too long, or too many rules.
  static Result<Rules> compile(std::string_view file);
  // What saved() gave, in the same build of this program. The engine believes it, as it would a
  // library: nothing but what saved() gave, and that inside the cage only. rules() and warnings()
  // are empty. kInvalid: it is of another engine, or cut.
  static Result<Rules> load(ByteView saved);
  // The compiled rules, which load in a fraction of the time.
  Result<Bytes> saved() const;
  Rules(Rules&&) noexcept;
  Rules& operator=(Rules&&) noexcept;
  ~Rules();

  const std::vector<Rule>& rules() const;
  const std::vector<Fault>& warnings() const;
  // kLimit: it took longer than that, or one of the expressions went beyond the engine's bounds.
  Result<Scan> scan(ByteView item, int seconds = kScanSeconds) const;

 private:
  struct State;
  explicit Rules(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The examples of a rule: its metadata must_match, must_not_match (texts) and must_match_hex,
// must_not_match_hex (bytes in hexadecimal), as often as wanted.
struct ExampleFailure {
  std::string rule;
  std::string message;  // one sentence
};
struct Tested {
  std::size_t examples = 0;
  std::size_t rules_without = 0;  // private rules not counted
  std::vector<ExampleFailure> failures;
};
Tested test_examples(const Rules& rules);
bool is_example(std::string_view meta_name);

}  // namespace sanad::yara_rules
