// What is checked, and what falls into a trap. Never leaves the trainer's side.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "training/condition.h"

namespace sanad::training {

inline constexpr std::size_t kMaxChecks = 200;
inline constexpr std::size_t kMaxTraps = 50;

inline constexpr std::string_view kTrapKinds[] = {
    "out-of-scope", "journalist", "counter-speech", "namesake",  "fake",    "re-upload",
    "time-zone",    "bystander",  "expired",        "emergency", "standard"};

// A text whose variables stay apart, so that a value can be kept back.
struct Piece {
  std::string text;
  bool is_value = false;
};
struct GuardedText {
  std::vector<Piece> en, ur;
};
// What stands in the place of a value that is kept back.
inline constexpr std::string_view kKeptBack = "…";

struct Check {
  std::string id, task;
  std::int64_t points = 0;
  GuardedText met;
  Text unmet;  // a nudge; holds no variable
  Condition holds;
};

struct Criterion {
  std::string id;
  Text text;
  std::int64_t points = 0;
};
// What a person marks.
struct Rubric {
  std::string id, task;
  std::int64_t points = 0;
  std::vector<Criterion> criteria;
};

struct Trap {
  std::string id, kind;
  std::int64_t costs = 0;
  GuardedText title, told;
  Condition falls;
};

struct Truth {
  std::string study;
  std::vector<Check> checks;
  std::vector<Rubric> rubrics;
  std::vector<Trap> traps;
  std::map<std::string, std::string> variables;  // all that the file names, with their values

  std::vector<std::string> trap_ids() const;
  // Kinds of entries that conditions speak of, each once.
  std::vector<std::string> kinds() const;
};

// truth.json of that study. The points of each task must be the sum of its checks and rubrics.
Result<Truth> read_truth(std::string_view file, const Study& study, const Expand& expand);

}  // namespace sanad::training
