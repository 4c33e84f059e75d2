// A case study as a trainee is told it: what the officer is asked to do, on which legal basis,
// within which scope, and the tasks with their points and hints. The form is docs/formats/study.md.
//
// Reading is strict: whatever is not understood is an error that names file and member, so that a
// study is right or is not used. Tested by study_test.cc; fuzzed by study_fuzz.cc.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::training {

// Limits of one file of a study.
inline constexpr std::size_t kMaxFileBytes = 1U << 20;
inline constexpr std::size_t kMaxTextBytes = 16 * 1024;
inline constexpr std::size_t kMaxTasks = 50;
inline constexpr std::size_t kMaxHints = 10;
inline constexpr std::int64_t kMaxPoints = 1000;

inline constexpr std::string_view kUses[] = {
    "recruitment", "financing", "propaganda", "training", "incitement", "gathering-dissemination"};

// A text with its variables `${NAME}` in it, with their values in their place. kInvalid: a name
// that is not known.
using Expand = std::function<Result<std::string>(std::string_view text)>;

struct Text {
  std::string en, ur;
};

struct Hint {
  Text text;
  std::int64_t cost = 0;
};

enum class AnswerKind { kNone, kText, kChoice, kTime, kNumber };
std::string_view answer_kind_name(AnswerKind kind);

struct Option {
  std::string id;
  Text text;
};

struct Task {
  std::string id;
  Text title, text;
  std::int64_t points = 0;
  std::vector<Hint> hints;
  AnswerKind answer = AnswerKind::kNone;
  std::vector<Option> options;  // of a choice
};

struct Section {
  Text title, text;
};

struct Scope {
  Text objective;
  std::vector<std::string> targets;  // patterns, as an authorisation takes them
  std::vector<Text> not_in_scope;
};

struct Study {
  std::string id, use;
  Text title, summary, brief;
  std::int64_t minutes = 0;
  std::vector<Section> legal_basis;
  Scope scope;
  Text case_title;
  std::string law_pack;
  std::vector<Task> tasks;

  const Task* find_task(std::string_view task) const;  // borrowed; null: no such task
  std::int64_t points() const;                         // of all tasks
};

// study.json.
Result<Study> read_study(std::string_view file, const Expand& expand);

// debrief.json, which is told once a trainer opens the debrief.
struct Debrief {
  std::string study;
  std::vector<Section> sections;
  struct OfTrap {
    std::string trap;
    Text text;
  };
  std::vector<OfTrap> traps;
};
// traps: identifiers of the study's traps; each has a text here, and no other has.
Result<Debrief> read_debrief(std::string_view file, const Study& study,
                             const std::vector<std::string>& traps, const Expand& expand);

json::Object format_text(const Text& text);
// For a trainee. hints_taken(task, number of the hint from 0): texts of other hints stay out.
json::Object format_study(
    const Study& study,
    const std::function<bool(std::string_view task, std::size_t hint)>& hint_taken);
json::Object format_debrief(const Debrief& debrief);

}  // namespace sanad::training
