#include "training/grade.h"

#include <optional>

#include "members.h"

namespace sanad::training {
namespace {

// An answer, and one that a later one took the place of.
constexpr std::string_view kAnswers[] = {"exercise.answered", "exercise.answered-before"};

bool rests_on_answer(const Check& check) {
  return std::ranges::any_of(kAnswers,
                             [&](std::string_view kind) { return check.holds.speaks_of(kind); });
}

bool is_of_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

// Does the value stand in the text, not as a piece of a longer word?
bool stands_in(std::string_view text, std::string_view value) {
  for (std::size_t at = text.find(value); at != std::string_view::npos;
       at = text.find(value, at + 1)) {
    const std::size_t end = at + value.size();
    const bool begins = at == 0 || !is_of_word(text[at - 1]) || !is_of_word(value.front());
    const bool ends = end == text.size() || !is_of_word(text[end]) || !is_of_word(value.back());
    if (begins && ends) return true;
  }
  return false;
}

bool holds_value(const json::Value& data, std::string_view value) {
  if (const std::string* text = data.as_string()) return stands_in(*text, value);
  if (const json::Array* array = data.as_array())
    return std::ranges::any_of(*array,
                               [&](const json::Value& one) { return holds_value(one, value); });
  if (const json::Object* object = data.as_object())
    return std::ranges::any_of(
        *object, [&](const json::Member& one) { return holds_value(one.value, value); });
  if (data.as_number() != nullptr) return json::format_canonical(data) == value;
  return false;
}

// Which values of the truth a trainee has met: in what the study says, or in their own entries.
// What they answered does not count, for it may have been guessed.
class Met {
 public:
  Met(const Study& study, const Record& record)
      : told_(format_study(study, [](std::string_view, std::size_t) { return false; })),
        record_(record) {}

  bool has(const std::string& value) {
    if (value.empty()) return true;
    const auto known = known_.find(value);
    if (known != known_.end()) return known->second;
    const bool found =
        holds_value(told_, value) || std::ranges::any_of(record_.events(), [&](const Event& one) {
          return one.side == Side::kOwn && !one.kind.starts_with("exercise.") &&
                 std::ranges::any_of(one.data, [&](const json::Member& member) {
                   return holds_value(member.value, value);
                 });
        });
    known_[value] = found;
    return found;
  }
  TwoTexts both(const GuardedText& text) {
    TwoTexts both;
    join(text.en, both.whole.en, both.guarded.en);
    join(text.ur, both.whole.ur, both.guarded.ur);
    return both;
  }

 private:
  void join(const std::vector<Piece>& pieces, std::string& whole, std::string& guarded) {
    for (const Piece& piece : pieces) {
      whole += piece.text;
      guarded += !piece.is_value || has(piece.text) ? piece.text : std::string(kKeptBack);
    }
  }

  json::Value told_;
  const Record& record_;
  std::map<std::string, bool> known_;
};

// Each hint once, at what the study says that it costs.
std::int64_t hints_cost(const Task& task, const Record& record) {
  std::vector<bool> taken(task.hints.size());
  for (const Event& one : record.events()) {
    if (one.kind != "exercise.hint-taken" || one.side != Side::kOwn) continue;
    const json::Value data(one.data);
    const std::int64_t hint = data["hint"].int_or(-1);
    if (data["task"].string_or("") == task.id && hint >= 0 &&
        static_cast<std::size_t>(hint) < taken.size())
      taken[static_cast<std::size_t>(hint)] = true;
  }
  std::int64_t cost = 0;
  for (std::size_t i = 0; i < taken.size(); ++i) cost += taken[i] ? task.hints[i].cost : 0;
  return cost;
}

RubricMark mark_rubric(const Rubric& rubric, const RubricMarks& marks) {
  RubricMark mark{.id = rubric.id, .possible = rubric.points, .criteria = rubric.criteria};
  const auto found = marks.find(rubric.id);
  if (found != marks.end()) mark.given = found->second;
  mark.is_marked = mark.given.size() == rubric.criteria.size();
  for (const auto& [criterion, points] : mark.given) mark.earned += points;
  return mark;
}

json::Array format_witnesses(const std::vector<Witness>& all) {
  json::Array array;
  for (const Witness& one : all)
    array.emplace_back(json::Object{{"ledger", one.side == Side::kOwn ? "own" : "neighbour"},
                                    {"entry", one.index}});
  return array;
}

// What may be told of a check now; nullopt: it rests on an answer that can still be changed.
std::optional<bool> told_of(const Marks& marks, const CheckMark& check) {
  if (check.rests_on_answer && !marks.is_submitted) return std::nullopt;
  return check.is_met;
}

// Points of a task as far as they may be told.
std::int64_t told_points(const Marks& marks, const TaskMarks& task) {
  std::int64_t points = 0;
  for (const CheckMark& one : task.checks) points += told_of(marks, one) == true ? one.points : 0;
  for (const RubricMark& one : task.rubrics) points += one.earned;
  return std::max<std::int64_t>(0, points - task.hints_cost);
}

json::Object trainee_check(const Marks& marks, const CheckMark& check) {
  const auto is_met = told_of(marks, check);
  if (!is_met)
    return json::Object{
        {"points", check.points}, {"met", nullptr}, {"text", nullptr}, {"shown_by", json::Array{}}};
  json::Array shown;
  for (const Witness& one : check.shown_by)
    if (one.side == Side::kOwn && *is_met) shown.emplace_back(one.index);
  return json::Object{{"points", check.points},
                      {"met", *is_met},
                      {"text", format_text(*is_met ? check.met.guarded : check.unmet)},
                      {"shown_by", std::move(shown)}};
}

json::Object trainee_task(const Marks& marks, const TaskMarks& task) {
  json::Array checks;
  for (const CheckMark& one : task.checks) checks.emplace_back(trainee_check(marks, one));
  std::int64_t by_a_person = 0;
  bool is_marked = true;
  for (const RubricMark& one : task.rubrics) {
    by_a_person += one.possible;
    is_marked = is_marked && one.is_marked;
  }
  return json::Object{{"task", task.id},
                      {"title", format_text(task.title)},
                      {"possible", task.possible},
                      {"earned", told_points(marks, task)},
                      {"hints_cost", task.hints_cost},
                      {"by_a_person", by_a_person},
                      {"is_marked", is_marked},
                      {"checks", std::move(checks)}};
}

}  // namespace

Result<RubricMarks> read_rubric_marks(std::string_view file, const Truth& truth) {
  if (file.size() > kMaxFileBytes)
    return Error{ErrorCode::kLimit, "the rubric marks: the file is too long"};
  SANAD_TRY_WITH(const json::Value value, json::parse(file), "the rubric marks");
  const Place root(value, "the rubric marks", "");
  if (value.as_object() == nullptr) return root.wrong("must be an object");
  RubricMarks marks;
  for (const json::Member& of_rubric : *value.as_object()) {
    const Place place = root.member(of_rubric.name);
    const auto rubric = std::ranges::find(truth.rubrics, of_rubric.name, &Rubric::id);
    if (rubric == truth.rubrics.end()) return place.wrong("is no rubric of this study");
    if (place.value().as_object() == nullptr) return place.wrong("must be an object");
    for (const json::Member& given : *place.value().as_object()) {
      const auto criterion = std::ranges::find(rubric->criteria, given.name, &Criterion::id);
      if (criterion == rubric->criteria.end())
        return place.member(given.name).wrong("is no criterion of this rubric");
      SANAD_TRY(const std::int64_t points, place.member(given.name).whole(0, criterion->points));
      marks[of_rubric.name][given.name] = points;
    }
  }
  return marks;
}

Result<Marks> grade(const Study& study, const Truth& truth, const Record& record,
                    const RubricMarks& rubrics) {
  Met met(study, record);
  Marks marks{.study = study.id, .is_submitted = record.is_submitted(), .maximum = study.points()};
  for (const Task& task : study.tasks) {
    TaskMarks of{.id = task.id, .title = task.title, .possible = task.points};
    for (const Check& check : truth.checks) {
      if (check.task != task.id) continue;
      SANAD_TRY_WITH(Outcome outcome, evaluate(check.holds, record),
                     fmt::format("the check \"{}\" of {}", check.id, study.id));
      of.earned += outcome.holds ? check.points : 0;
      of.checks.push_back({.id = check.id,
                           .points = check.points,
                           .is_met = outcome.holds,
                           .rests_on_answer = rests_on_answer(check),
                           .met = met.both(check.met),
                           .unmet = check.unmet,
                           .shown_by = std::move(outcome.shown_by)});
    }
    for (const Rubric& rubric : truth.rubrics) {
      if (rubric.task != task.id) continue;
      of.rubrics.push_back(mark_rubric(rubric, rubrics));
      of.earned += of.rubrics.back().earned;
    }
    of.hints_cost = hints_cost(task, record);
    of.earned = std::max<std::int64_t>(0, of.earned - of.hints_cost);
    marks.total += of.earned;
    marks.tasks.push_back(std::move(of));
  }
  for (const Trap& trap : truth.traps) {
    SANAD_TRY_WITH(Outcome outcome, evaluate(trap.falls, record),
                   fmt::format("the trap \"{}\" of {}", trap.id, study.id));
    marks.total -= outcome.holds ? trap.costs : 0;
    marks.traps.push_back({.id = trap.id,
                           .kind = trap.kind,
                           .costs = trap.costs,
                           .is_fallen = outcome.holds,
                           .title = met.both(trap.title),
                           .told = met.both(trap.told),
                           .shown_by = std::move(outcome.shown_by)});
  }
  marks.total = std::max<std::int64_t>(0, marks.total);
  return marks;
}

json::Object told_to_trainee(const Marks& marks) {
  json::Array tasks, traps;
  std::int64_t total = 0;
  for (const TaskMarks& one : marks.tasks) {
    total += told_points(marks, one);
    tasks.emplace_back(trainee_task(marks, one));
  }
  for (const TrapMark& one : marks.traps) {
    if (!one.is_fallen) continue;
    total -= one.costs;
    json::Array shown;
    for (const Witness& witness : one.shown_by)
      if (witness.side == Side::kOwn) shown.emplace_back(witness.index);
    traps.emplace_back(json::Object{{"kind", one.kind},
                                    {"title", format_text(one.title.guarded)},
                                    {"told", format_text(one.told.guarded)},
                                    {"costs", one.costs},
                                    {"shown_by", std::move(shown)}});
  }
  return json::Object{{"study", marks.study},
                      {"submitted", marks.is_submitted},
                      {"total", std::max<std::int64_t>(0, total)},
                      {"maximum", marks.maximum},
                      {"tasks", std::move(tasks)},
                      {"traps", std::move(traps)}};
}

json::Object told_to_trainer(const Marks& marks) {
  json::Array tasks, traps;
  for (const TaskMarks& task : marks.tasks) {
    json::Array checks, rubrics;
    for (const CheckMark& one : task.checks)
      checks.emplace_back(
          json::Object{{"check", one.id},
                       {"points", one.points},
                       {"met", one.is_met},
                       {"rests_on_answer", one.rests_on_answer},
                       {"text", format_text(one.is_met ? one.met.whole : one.unmet)},
                       {"shown_by", format_witnesses(one.shown_by)}});
    for (const RubricMark& one : task.rubrics) {
      json::Array criteria;
      for (const Criterion& criterion : one.criteria) {
        const auto given = one.given.find(criterion.id);
        criteria.emplace_back(
            json::Object{{"criterion", criterion.id},
                         {"text", format_text(criterion.text)},
                         {"points", criterion.points},
                         {"given", given == one.given.end() ? json::Value(nullptr)
                                                            : json::Value(given->second)}});
      }
      rubrics.emplace_back(json::Object{{"rubric", one.id},
                                        {"possible", one.possible},
                                        {"earned", one.earned},
                                        {"is_marked", one.is_marked},
                                        {"criteria", std::move(criteria)}});
    }
    tasks.emplace_back(json::Object{{"task", task.id},
                                    {"title", format_text(task.title)},
                                    {"possible", task.possible},
                                    {"earned", task.earned},
                                    {"hints_cost", task.hints_cost},
                                    {"checks", std::move(checks)},
                                    {"rubrics", std::move(rubrics)}});
  }
  for (const TrapMark& one : marks.traps)
    traps.emplace_back(json::Object{{"trap", one.id},
                                    {"kind", one.kind},
                                    {"title", format_text(one.title.whole)},
                                    {"told", format_text(one.told.whole)},
                                    {"costs", one.costs},
                                    {"fallen", one.is_fallen},
                                    {"shown_by", format_witnesses(one.shown_by)}});
  return json::Object{{"study", marks.study},      {"submitted", marks.is_submitted},
                      {"total", marks.total},      {"maximum", marks.maximum},
                      {"tasks", std::move(tasks)}, {"traps", std::move(traps)}};
}

}  // namespace sanad::training
