#include "training/study.h"

#include <numeric>

#include "members.h"

namespace sanad::training {
namespace {

constexpr std::string_view kAnswerKinds[] = {"none", "text", "choice", "time", "number"};
constexpr std::size_t kMaxSections = 40;
constexpr std::size_t kMaxOptions = 20;
constexpr std::size_t kMaxTargets = 50;
constexpr std::int64_t kMaxMinutes = 24 * 60;

Result<std::vector<Section>> read_sections(const Place& list, const Expand& expand) {
  std::vector<Section> sections;
  SANAD_TRY(const auto places, list.list(1, kMaxSections));
  for (const Place& one : places) {
    SANAD_CHECK(one.only({"title", "text"}));
    Section section;
    SANAD_TRY(section.title, one.member("title").text(expand));
    SANAD_TRY(section.text, one.member("text").text(expand));
    sections.push_back(std::move(section));
  }
  return sections;
}

Result<Scope> read_scope(const Place& place, const Expand& expand) {
  SANAD_CHECK(place.only({"objective", "targets", "not_in_scope"}));
  Scope scope;
  SANAD_TRY(scope.objective, place.member("objective").text(expand));
  SANAD_TRY(const auto targets, place.member("targets").list(1, kMaxTargets));
  for (const Place& one : targets) {
    SANAD_TRY(std::string target, one.expanded(expand, 2048));
    scope.targets.push_back(std::move(target));
  }
  SANAD_TRY(const auto outside, place.member("not_in_scope").list(0, kMaxTargets));
  for (const Place& one : outside) {
    SANAD_TRY(Text text, one.text(expand));
    scope.not_in_scope.push_back(std::move(text));
  }
  return scope;
}

Result<void> read_answer(const Place& place, const Expand& expand, Task& task) {
  SANAD_CHECK(place.only({"kind", "options"}));
  SANAD_TRY(const std::string kind, place.member("kind").word(kAnswerKinds));
  task.answer =
      static_cast<AnswerKind>(std::ranges::find(kAnswerKinds, kind) - std::begin(kAnswerKinds));
  if (task.answer == AnswerKind::kNone)
    return place.member("kind").wrong("a task without an answer has no \"answer\"");
  if (task.answer != AnswerKind::kChoice) {
    if (place.has("options")) return place.member("options").wrong("belongs to a choice");
    return {};
  }
  SANAD_TRY(const auto options, place.member("options").list(2, kMaxOptions));
  std::vector<std::string> ids;
  for (const Place& one : options) {
    SANAD_CHECK(one.only({"id", "text"}));
    Option option;
    SANAD_TRY(option.id, one.member("id").id());
    SANAD_CHECK(one.member("id").is_unique(ids, option.id));
    SANAD_TRY(option.text, one.member("text").text(expand));
    ids.push_back(option.id);
    task.options.push_back(std::move(option));
  }
  return {};
}

Result<Task> read_task(const Place& place, const Expand& expand) {
  SANAD_CHECK(place.only({"id", "title", "text", "points", "hints", "answer"}));
  Task task;
  SANAD_TRY(task.id, place.member("id").id());
  SANAD_TRY(task.title, place.member("title").text(expand));
  SANAD_TRY(task.text, place.member("text").text(expand));
  SANAD_TRY(task.points, place.member("points").whole(1, kMaxPoints));
  SANAD_TRY(const auto hints, place.member("hints").list(0, kMaxHints));
  for (const Place& one : hints) {
    SANAD_CHECK(one.only({"text", "cost"}));
    Hint hint;
    SANAD_TRY(hint.text, one.member("text").text(expand));
    SANAD_TRY(hint.cost, one.member("cost").whole(0, task.points));
    task.hints.push_back(std::move(hint));
  }
  if (place.has("answer")) SANAD_CHECK(read_answer(place.member("answer"), expand, task));
  return task;
}

json::Array format_sections(const std::vector<Section>& sections) {
  json::Array all;
  for (const Section& one : sections)
    all.emplace_back(
        json::Object{{"title", format_text(one.title)}, {"text", format_text(one.text)}});
  return all;
}

json::Object format_task(const Task& task, const std::function<bool(std::size_t)>& is_taken) {
  json::Array hints, options;
  for (std::size_t i = 0; i < task.hints.size(); ++i) {
    const bool told = is_taken(i);
    hints.emplace_back(json::Object{
        {"cost", task.hints[i].cost},
        {"taken", told},
        {"text", told ? json::Value(format_text(task.hints[i].text)) : json::Value(nullptr)}});
  }
  for (const Option& one : task.options)
    options.emplace_back(json::Object{{"id", one.id}, {"text", format_text(one.text)}});
  json::Value answer(nullptr);
  if (task.answer != AnswerKind::kNone)
    answer = json::Object{{"kind", answer_kind_name(task.answer)}, {"options", std::move(options)}};
  return json::Object{
      {"task", task.id},       {"title", format_text(task.title)}, {"text", format_text(task.text)},
      {"points", task.points}, {"hints", std::move(hints)},        {"answer", std::move(answer)}};
}

}  // namespace

std::string_view answer_kind_name(AnswerKind kind) {
  return kAnswerKinds[static_cast<std::size_t>(kind)];
}

const Task* Study::find_task(std::string_view task) const {
  const auto found = std::ranges::find(tasks, task, &Task::id);
  return found == tasks.end() ? nullptr : &*found;
}

std::int64_t Study::points() const {
  return std::accumulate(tasks.begin(), tasks.end(), std::int64_t{0},
                         [](std::int64_t sum, const Task& one) { return sum + one.points; });
}

Result<Study> read_study(std::string_view file, const Expand& expand) {
  json::Value value;
  SANAD_TRY(const Place root, open_file(file, "study.json", "sanad-study/1", value));
  SANAD_CHECK(root.only({"format", "id", "use", "title", "summary", "minutes", "brief",
                         "legal_basis", "scope", "case", "tasks"}));
  Study study;
  SANAD_TRY(study.id, root.member("id").id());
  SANAD_TRY(study.use, root.member("use").word(kUses));
  SANAD_TRY(study.title, root.member("title").text(expand));
  SANAD_TRY(study.summary, root.member("summary").text(expand));
  SANAD_TRY(study.brief, root.member("brief").text(expand));
  SANAD_TRY(study.minutes, root.member("minutes").whole(1, kMaxMinutes));
  SANAD_TRY(study.legal_basis, read_sections(root.member("legal_basis"), expand));
  SANAD_TRY(study.scope, read_scope(root.member("scope"), expand));
  const Place of_case = root.member("case");
  SANAD_CHECK(of_case.only({"title", "law_pack"}));
  SANAD_TRY(study.case_title, of_case.member("title").text(expand));
  SANAD_TRY(study.law_pack, of_case.member("law_pack").words(64));
  SANAD_TRY(const auto tasks, root.member("tasks").list(1, kMaxTasks));
  std::vector<std::string> ids;
  for (const Place& one : tasks) {
    SANAD_TRY(Task task, read_task(one, expand));
    SANAD_CHECK(one.member("id").is_unique(ids, task.id));
    ids.push_back(task.id);
    study.tasks.push_back(std::move(task));
  }
  return study;
}

Result<Debrief> read_debrief(std::string_view file, const Study& study,
                             const std::vector<std::string>& traps, const Expand& expand) {
  json::Value value;
  SANAD_TRY(const Place root, open_file(file, "debrief.json", "sanad-debrief/1", value));
  SANAD_CHECK(root.only({"format", "study", "sections", "traps"}));
  Debrief debrief;
  SANAD_TRY(debrief.study, root.member("study").id());
  if (debrief.study != study.id)
    return root.member("study").wrong(fmt::format("must be \"{}\"", study.id));
  SANAD_TRY(debrief.sections, read_sections(root.member("sections"), expand));
  SANAD_TRY(const auto places, root.member("traps").list(0, traps.size()));
  std::vector<std::string> ids;
  for (const Place& one : places) {
    SANAD_CHECK(one.only({"trap", "text"}));
    Debrief::OfTrap of;
    SANAD_TRY(of.trap, one.member("trap").id());
    SANAD_CHECK(one.member("trap").is_unique(ids, of.trap));
    if (std::ranges::find(traps, of.trap) == traps.end())
      return one.member("trap").wrong("is no trap of this study");
    SANAD_TRY(of.text, one.member("text").text(expand));
    ids.push_back(of.trap);
    debrief.traps.push_back(std::move(of));
  }
  for (const std::string& trap : traps)
    if (std::ranges::find(ids, trap) == ids.end())
      return root.member("traps").wrong(fmt::format("says nothing of the trap \"{}\"", trap));
  return debrief;
}

json::Object format_text(const Text& text) {
  return json::Object{{"en", text.en}, {"ur", text.ur}};
}

json::Object format_study(
    const Study& study,
    const std::function<bool(std::string_view task, std::size_t hint)>& hint_taken) {
  json::Array tasks, targets, outside;
  for (const Task& task : study.tasks)
    tasks.emplace_back(
        format_task(task, [&](std::size_t hint) { return hint_taken(task.id, hint); }));
  for (const std::string& target : study.scope.targets) targets.emplace_back(target);
  for (const Text& text : study.scope.not_in_scope) outside.emplace_back(format_text(text));
  return json::Object{{"study", study.id},
                      {"use", study.use},
                      {"title", format_text(study.title)},
                      {"summary", format_text(study.summary)},
                      {"minutes", study.minutes},
                      {"brief", format_text(study.brief)},
                      {"legal_basis", format_sections(study.legal_basis)},
                      {"scope", json::Object{{"objective", format_text(study.scope.objective)},
                                             {"targets", std::move(targets)},
                                             {"not_in_scope", std::move(outside)}}},
                      {"case", json::Object{{"title", format_text(study.case_title)},
                                            {"law_pack", study.law_pack}}},
                      {"points", study.points()},
                      {"tasks", std::move(tasks)}};
}

json::Object format_debrief(const Debrief& debrief) {
  json::Array traps;
  for (const Debrief::OfTrap& one : debrief.traps)
    traps.emplace_back(json::Object{{"trap", one.trap}, {"text", format_text(one.text)}});
  return json::Object{{"study", debrief.study},
                      {"sections", format_sections(debrief.sections)},
                      {"traps", std::move(traps)}};
}

}  // namespace sanad::training
