// Marks for what somebody really did, and what of them whom may be told.
//
// Points of a task are those of its checks that hold and of its rubrics as a person marked them,
// less what hints cost, not below 0. Traps cost from the whole, which is not below 0 either.
// Nothing of the record is changed. Tested by grade_test.cc and property_test.cc.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "training/truth.h"

namespace sanad::training {

// Points that a person gave: of a rubric, of each criterion.
using RubricMarks = std::map<std::string, std::map<std::string, std::int64_t>>;
// {"RUBRIC": {"CRITERION": points}}; kInvalid names what the truth does not know, or has less of.
Result<RubricMarks> read_rubric_marks(std::string_view file, const Truth& truth);

// A text as the truth has it, and with the values kept back that the trainee has not met.
struct TwoTexts {
  Text whole, guarded;
};

struct CheckMark {
  std::string id;
  std::int64_t points = 0;
  bool is_met = false;
  bool rests_on_answer = false;
  TwoTexts met;
  Text unmet;
  std::vector<Witness> shown_by;
};

struct RubricMark {
  std::string id;
  std::int64_t possible = 0, earned = 0;
  bool is_marked = false;  // each criterion
  std::vector<Criterion> criteria;
  std::map<std::string, std::int64_t> given;
};

struct TaskMarks {
  std::string id;
  Text title;
  std::int64_t possible = 0, earned = 0, hints_cost = 0;
  std::vector<CheckMark> checks;
  std::vector<RubricMark> rubrics;
};

struct TrapMark {
  std::string id, kind;
  std::int64_t costs = 0;
  bool is_fallen = false;
  TwoTexts title, told;
  std::vector<Witness> shown_by;
};

struct Marks {
  std::string study;
  bool is_submitted = false;
  std::vector<TaskMarks> tasks;
  std::vector<TrapMark> traps;
  std::int64_t total = 0, maximum = 0;
};

// kLimit: a condition takes more steps than allowed; says which.
Result<Marks> grade(const Study& study, const Truth& truth, const Record& record,
                    const RubricMarks& rubrics);

// Points, what was met, what to look at again; traps only once fallen into. No identifiers of
// checks, no value that the trainee's entries do not hold. Before the exercise is submitted nothing
// that rests on an answer: it could be tried out.
json::Object told_to_trainee(const Marks& marks);
// All of it.
json::Object told_to_trainer(const Marks& marks);

}  // namespace sanad::training
