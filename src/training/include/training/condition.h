// Conditions over a record, as data: which entries must be there, or must not.
//
//   {"some": [{"kind": "exhibit.sealed", "by": "investigator", "bind": {"E": "exhibit"}},
//             {"kind": "fact.cited", "data": {"exhibit": {"same_as": "E"}}}]}
//
// A name that is bound has one value wherever it stands; the answer is found by trying entries one
// after the other and going back (backtracking). Since a condition is data, work is counted: beyond
// kMaxSteps it is an error, never a wait. The form is docs/formats/study.md. Tested by
// condition_test.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "training/record.h"
#include "training/study.h"

namespace sanad::training {

// Of one condition: comparisons of values, long ones counted as several.
inline constexpr std::uint64_t kMaxSteps = 2'000'000;
// Of one condition as it is read.
inline constexpr std::size_t kMaxMatches = 64;
inline constexpr std::size_t kMaxNesting = 12;

// Members by dots; each: some element of the array.
struct PathStep {
  std::string name;
  bool each = false;
};
using Path = std::vector<PathStep>;

struct Test {
  enum class Kind {
    kIs,
    kOneOf,
    kContains,
    kStartsWith,
    kEndsWith,
    kFolded,
    kPresent,
    kAbsent,
    kAtLeast,
    kAtMost,
    kTimeWithin,
    kSameAs,
    kNot,
    kAll,
  };
  Kind kind = Kind::kIs;
  std::vector<json::Value> values;  // kIs: one; kOneOf
  std::string text;                 // contains …; kFolded: folded already; kSameAs: the name
  double number = 0;                // kAtLeast, kAtMost
  std::int64_t of_ms = 0, within_ms = 0;
  std::vector<Test> tests;  // kNot: one; kAll
};

enum class By { kAnybody, kInvestigator, kOther, kSystem };

struct Match {
  std::vector<std::string> kinds;
  By by = By::kAnybody;
  Side side = Side::kOwn;
  struct OfMember {
    Path path;
    Test test;
  };
  std::vector<OfMember> data;
  struct Binding {
    std::string name;
    Path path;
  };
  std::vector<Binding> bind;
};

struct Condition {
  enum class Kind { kSome, kAnyOrder, kCount, kNone, kAll, kAny, kNot };
  Kind kind = Kind::kAll;
  std::vector<Match> matches;  // kSome, kAnyOrder; one of kCount, kNone
  std::optional<std::uint64_t> at_least, at_most;
  std::vector<Condition> conditions;  // kAll, kAny; one of kNot

  bool speaks_of(std::string_view kind_of_entry) const;
  void add_kinds(std::vector<std::string>& kinds) const;
};

// file: its name, for messages; where: the member that the value stands at. Texts of values may
// hold variables.
Result<Condition> read_condition(const json::Value& value, std::string_view file,
                                 std::string_view where, const Expand& expand);

// An entry that shows it.
struct Witness {
  Side side = Side::kOwn;
  std::uint64_t index = 0;
  friend bool operator==(const Witness&, const Witness&) = default;
};

struct Outcome {
  bool holds = false;
  std::vector<Witness> shown_by;  // where it holds because something is there
};
// kLimit: beyond kMaxSteps.
Result<Outcome> evaluate(const Condition& condition, const Record& record);

}  // namespace sanad::training
