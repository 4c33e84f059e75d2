#include "service/exercises.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/bytes.h"
#include "base/numbers.h"
#include "crypto/id.h"
#include "exercise_record.h"
#include "exercise_studies.h"
#include "reasons.h"
#include "refusing.h"
#include "service/people.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

namespace {

constexpr std::size_t kAllEntries = 100'000;

// An exercise that somebody is about to do something with.
struct Opened {
  Seat seat;
  LoadedStudy loaded;
  std::optional<Exercise> newest;  // of that study
};

Result<std::vector<records::Entry>> entries_of(Workspace& workspace, std::string_view kind) {
  return workspace.records().entries(
      {.kind = std::string(kind), .limit = kAllEntries, .oldest_first = true});
}

// Whoever asks is refused where no exercises are taken.
Result<Seat> require_seat(Workspace& workspace, const Officer& caller, std::string_view activity) {
  SANAD_TRY(const auto seat, seat_of(workspace));
  if (seat) return *seat;
  return refuse_act(workspace, caller, "",
                    {std::string(activity), "", "not-a-seat",
                     "this workspace is no training seat; exercises are taken in a workspace that "
                     "was made for them, never in one with real cases",
                     ""});
}

Result<LoadedStudy> study_of(Workspace& workspace, const Seat& seat, std::string_view study) {
  if (std::ranges::find(seat.studies, study) == seat.studies.end())
    return Error{ErrorCode::kNotFound, fmt::format("\"{}\" is no study of this seat; it has: {}",
                                                   study, fmt::join(seat.studies, ", "))};
  SANAD_TRY(const SeatFile file, read_seat_file(workspace, seat));
  return load_study(workspace, file, study);
}

std::optional<Exercise> newest_of(const std::vector<Exercise>& all, std::string_view study) {
  const auto found = std::find_if(all.rbegin(), all.rend(),
                                  [&](const Exercise& one) { return one.study == study; });
  return found == all.rend() ? std::nullopt : std::optional(*found);
}

Result<Opened> open_study(Workspace& workspace, const Officer& caller, std::string_view study,
                          std::string_view activity) {
  Opened opened;
  SANAD_TRY(opened.seat, require_seat(workspace, caller, activity));
  SANAD_TRY(opened.loaded, study_of(workspace, opened.seat, study));
  SANAD_TRY(const auto all, exercises_of(workspace));
  opened.newest = newest_of(all, study);
  return opened;
}

// The exercise that is open, for who started it.
Result<Opened> open_own(Workspace& workspace, const Officer& caller, std::string_view study,
                        std::string_view activity) {
  SANAD_TRY(Opened opened, open_study(workspace, caller, study, activity));
  if (!opened.newest)
    return Error{ErrorCode::kConflict, "the exercise was not started; start it first"};
  if (opened.newest->submitted)
    return Error{ErrorCode::kConflict, "the exercise was handed in; nothing is added to it"};
  if (opened.newest->trainee != caller.id)
    return refuse_act(workspace, caller, "",
                      {std::string(activity), opened.newest->id, "not-yours",
                       "the exercise is another officer's; whoever started it works on it", ""});
  return opened;
}

json::Value time_or_null(const std::optional<Timestamp>& at) {
  return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
}

json::Value state_of(const std::optional<Exercise>& exercise) {
  if (!exercise) return json::Value(nullptr);
  json::Array answers;
  for (const auto& [task, given] : exercise->answers)
    answers.emplace_back(json::Object{{"task", task},
                                      {"answer", given.back()},
                                      {"tries", static_cast<std::uint64_t>(given.size())}});
  return json::Object{{"exercise", exercise->id},
                      {"study", exercise->study},
                      {"trainee", exercise->trainee},
                      {"attempt", exercise->attempt},
                      {"started_at", format_timestamp(exercise->started_at)},
                      {"submitted_at", time_or_null(exercise->submitted_at)},
                      {"answers", std::move(answers)}};
}

json::Object told(const Opened& opened) {
  const auto taken = [&](std::string_view task, std::size_t hint) {
    if (!opened.newest) return false;
    const auto of_task = opened.newest->hints.find(std::string(task));
    return of_task != opened.newest->hints.end() &&
           of_task->second.contains(static_cast<std::int64_t>(hint));
  };
  json::Object object = training::format_study(opened.loaded.study, taken);
  object.set("exercise", state_of(opened.newest));
  return object;
}

// The caller is told what stands in the ledger now.
Result<json::Object> told_anew(Workspace& workspace, Opened opened) {
  SANAD_TRY(const auto all, exercises_of(workspace));
  opened.newest = newest_of(all, opened.loaded.study.id);
  return told(opened);
}

bool is_number(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(is_negative ? 1 : 0);
  const auto parsed = json::parse(text);
  return !digits.empty() && digits.size() <= 16 && parsed.ok() && parsed->as_number() != nullptr &&
         digits.find_first_not_of("0123456789.") == std::string_view::npos;
}

// As it is kept. Digits of any script are digits.
Result<std::string> settle_answer(const training::Task& task, std::string_view answer) {
  using training::AnswerKind;
  SANAD_CHECK(require_words(answer, "the answer", kMaxAnswerBytes));
  switch (task.answer) {
    case AnswerKind::kNone:
      return Error{ErrorCode::kInvalid,
                   "this task asks for no answer; it is done by working on the case"};
    case AnswerKind::kChoice:
      if (std::ranges::find(task.options, answer, &training::Option::id) == task.options.end())
        return Error{ErrorCode::kInvalid, "the answer must be one of the options of the task"};
      return std::string(answer);
    case AnswerKind::kTime: {
      SANAD_TRY_WITH(const Timestamp at, parse_timestamp(answer),
                     "the answer is a time in UTC such as 2026-03-04T18:40:00Z");
      return format_timestamp(at);
    }
    case AnswerKind::kNumber:
      if (!is_number(answer))
        return Error{ErrorCode::kInvalid, "the answer must be a number, such as 250"};
      return std::string(answer);
    case AnswerKind::kText:
      break;
  }
  return std::string(answer);
}

Result<const training::Task*> task_of(const Opened& opened, std::string_view task) {
  const training::Task* found = opened.loaded.study.find_task(task);
  if (found == nullptr)
    return Error{ErrorCode::kNotFound, fmt::format("the study has no task \"{}\"", task)};
  return found;
}

Result<void> check_order(const SeatOrder& order) {
  SANAD_CHECK(require_words(order.course, "the course", 200));
  if (order.seat < 1 || order.seat > 10'000)
    return Error{ErrorCode::kInvalid, "the seat is a number from 1 to 10,000"};
  if (order.studies.empty() || order.studies.size() > kMaxSeatStudies)
    return Error{ErrorCode::kInvalid,
                 fmt::format("name the studies of the seat, 1 to {}", kMaxSeatStudies)};
  return {};
}

}  // namespace

Result<std::optional<Seat>> seat_of(Workspace& workspace) {
  SANAD_TRY(const auto found, entries_of(workspace, "seat.assigned"));
  if (found.empty()) return std::optional<Seat>();
  const json::Value& data = found.back().data;
  Seat seat{data["course"].string_or(""),
            data["seat"].int_or(0),
            {},
            data["seed_sha256"].string_or(""),
            data["file_sha256"].string_or("")};
  if (const json::Array* studies = data["studies"].as_array())
    for (const json::Value& one : *studies) seat.studies.push_back(one.string_or(""));
  return std::optional(std::move(seat));
}

Result<Seat> assign_seat(Workspace& workspace, const SeatOrder& order) {
  SANAD_CHECK(check_order(order));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto before, seat_of(workspace));
  if (before)
    return Error{ErrorCode::kConflict,
                 fmt::format("this workspace is seat {} of {} already; make another workspace",
                             before->number, before->course)};
  SANAD_TRY(const auto cases, workspace.records().cases());
  if (!cases.empty())
    return Error{ErrorCode::kConflict,
                 "this workspace has cases; make a workspace of its own for a training seat"};
  SeatFile file{order.seed, order.studies_directory, order.values};
  if (order.studies_directory.empty()) {
    SANAD_TRY(file.values, told_values(order.seed, order.seat));
  }
  for (const std::string& study : order.studies) SANAD_CHECK(load_study(workspace, file, study));
  SANAD_TRY(const std::string digest, write_seat_file(workspace, file));
  json::Array studies(order.studies.begin(), order.studies.end());
  SANAD_CHECK(workspace.custody().record({"seat.assigned", std::string(custody::kSystem), "",
                                          json::Object{{"course", order.course},
                                                       {"seat", order.seat},
                                                       {"studies", std::move(studies)},
                                                       {"seed_sha256", seed_digest(order.seed)},
                                                       {"file_sha256", digest}}}));
  SANAD_TRY(const auto seat, seat_of(workspace));
  return *seat;
}

Result<std::vector<Exercise>> exercises_of(Workspace& workspace) {
  std::vector<Exercise> all;
  SANAD_TRY(const auto started, entries_of(workspace, "exercise.started"));
  std::map<std::string, int> attempts;
  for (const records::Entry& one : started) {
    Exercise exercise;
    exercise.id = one.data["exercise"].string_or("");
    exercise.study = one.data["study"].string_or("");
    exercise.trainee = one.actor;
    exercise.study_sha256 = one.data["study_sha256"].string_or("");
    exercise.truth_sha256 = one.data["truth_sha256"].string_or("");
    exercise.started = one.index;
    exercise.started_at = one.at;
    exercise.attempt = ++attempts[exercise.study];
    all.push_back(std::move(exercise));
  }
  const auto of = [&](const records::Entry& entry) -> Exercise* {
    const auto found = std::ranges::find(all, entry.data["exercise"].string_or(""), &Exercise::id);
    return found == all.end() ? nullptr : &*found;
  };
  SANAD_TRY(const auto answers, entries_of(workspace, "exercise.answered"));
  for (const records::Entry& one : answers)
    if (Exercise* exercise = of(one))
      exercise->answers[one.data["task"].string_or("")].push_back(one.data["answer"].string_or(""));
  SANAD_TRY(const auto hints, entries_of(workspace, "exercise.hint-taken"));
  for (const records::Entry& one : hints)
    if (Exercise* exercise = of(one))
      exercise->hints[one.data["task"].string_or("")].insert(one.data["hint"].int_or(-1));
  SANAD_TRY(const auto submitted, entries_of(workspace, "exercise.submitted"));
  for (const records::Entry& one : submitted) {
    Exercise* exercise = of(one);
    if (exercise == nullptr) continue;
    exercise->submitted = one.index;
    exercise->submitted_at = one.at;
  }
  return all;
}

Result<json::Object> list_exercises(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const Seat seat, require_seat(workspace, caller, "list-exercises"));
  SANAD_TRY(const auto all, exercises_of(workspace));
  json::Array exercises;
  for (const std::string& id : seat.studies) {
    SANAD_TRY(const LoadedStudy loaded, study_of(workspace, seat, id));
    const training::Study& study = loaded.study;
    exercises.emplace_back(json::Object{{"study", study.id},
                                        {"use", study.use},
                                        {"title", training::format_text(study.title)},
                                        {"summary", training::format_text(study.summary)},
                                        {"minutes", study.minutes},
                                        {"points", study.points()},
                                        {"exercise", state_of(newest_of(all, id))}});
  }
  return json::Object{
      {"course", seat.course}, {"seat", seat.number}, {"exercises", std::move(exercises)}};
}

Result<json::Object> show_exercise(Workspace& workspace, const Officer& caller,
                                   std::string_view study) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const Opened opened, open_study(workspace, caller, study, "read-exercise"));
  return told(opened);
}

Result<json::Object> start_exercise(Workspace& workspace, const Officer& caller,
                                    std::string_view study) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator}, "start an exercise"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(Opened opened, open_study(workspace, caller, study, "start-exercise"));
  SANAD_TRY(const auto all, exercises_of(workspace));
  for (const Exercise& one : all)
    if (!one.submitted)
      return Error{ErrorCode::kConflict,
                   fmt::format("the exercise \"{}\" is open; hand it in first", one.study)};
  SANAD_CHECK(workspace.custody().record(
      {"exercise.started", caller.id, "",
       json::Object{{"exercise", crypto::new_id("exercise")},
                    {"study", study},
                    {"attempt", opened.newest ? opened.newest->attempt + 1 : 1},
                    {"seed_sha256", opened.seat.seed_sha256},
                    {"study_sha256", opened.loaded.study_sha256},
                    {"truth_sha256", opened.loaded.truth_sha256}}}));
  return told_anew(workspace, std::move(opened));
}

Result<json::Object> answer_exercise(Workspace& workspace, const Officer& caller,
                                     std::string_view study, std::string_view task,
                                     std::string_view answer) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator}, "answer an exercise"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(Opened opened, open_own(workspace, caller, study, "answer-exercise"));
  SANAD_TRY(const training::Task* of, task_of(opened, task));
  SANAD_TRY(std::string settled, settle_answer(*of, answer));
  if (opened.newest->answers[of->id].size() >= kMaxTries)
    return Error{ErrorCode::kLimit,
                 fmt::format("the task was answered {} times; the last answer counts", kMaxTries)};
  SANAD_CHECK(workspace.custody().record({"exercise.answered", caller.id, "",
                                          json::Object{{"exercise", opened.newest->id},
                                                       {"study", study},
                                                       {"task", of->id},
                                                       {"answer", std::move(settled)}}}));
  return told_anew(workspace, std::move(opened));
}

Result<json::Object> take_hint(Workspace& workspace, const Officer& caller, std::string_view study,
                               std::string_view task, std::int64_t hint) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator}, "take a hint of an exercise"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(Opened opened, open_own(workspace, caller, study, "take-exercise-hint"));
  SANAD_TRY(const training::Task* of, task_of(opened, task));
  if (hint < 0 || hint >= static_cast<std::int64_t>(of->hints.size()))
    return Error{ErrorCode::kNotFound,
                 fmt::format("the task has {} hints, counted from 0", of->hints.size())};
  if (opened.newest->hints[of->id].contains(hint)) return told(opened);
  SANAD_CHECK(workspace.custody().record(
      {"exercise.hint-taken", caller.id, "",
       json::Object{{"exercise", opened.newest->id},
                    {"study", study},
                    {"task", of->id},
                    {"hint", hint},
                    {"cost", of->hints[static_cast<std::size_t>(hint)].cost}}}));
  return told_anew(workspace, std::move(opened));
}

Result<json::Object> submit_exercise(Workspace& workspace, const Officer& caller,
                                     std::string_view study) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator}, "hand in an exercise"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(Opened opened, open_own(workspace, caller, study, "submit-exercise"));
  SANAD_CHECK(workspace.custody().record(
      {"exercise.submitted", caller.id, "",
       json::Object{{"exercise", opened.newest->id}, {"study", study}}}));
  return told_anew(workspace, std::move(opened));
}

Result<json::Object> exercise_marks(Workspace& workspace, const Officer& caller,
                                    std::string_view study) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const Opened opened, open_study(workspace, caller, study, "read-exercise-marks"));
  if (!opened.newest)
    return Error{ErrorCode::kNotFound, "the exercise was not started; there is nothing to mark"};
  SANAD_TRY(const auto all, exercises_of(workspace));
  SANAD_TRY(const auto record, exercise_record(workspace, nullptr, all, *opened.newest));
  const LoadedStudy& loaded = opened.loaded;
  const auto marks = training::grade(loaded.study, loaded.truth, record, {});
  // What a condition is about stays here.
  if (!marks.ok())
    return Error{marks.error().code, "this study cannot be marked; tell the trainer"};
  json::Object object = training::told_to_trainee(*marks);
  object.set("exercise", state_of(opened.newest));
  return object;
}

Result<void> copy_to_read(files::FileSystem& fs, const std::string& from, const std::string& to) {
  // The ledger first: what an entry names was there before it.
  for (const char* part : {"/ledger", "/keys", "/vault", "/seat.json"}) {
    SANAD_TRY(const auto there, fs.stat(from + part));
    if (!there) continue;
    std::error_code error;
    std::filesystem::copy(from + part, to + part, std::filesystem::copy_options::recursive, error);
    if (error) return io_error(fmt::format("copying {}{} to read it", from, part), error.value());
  }
  return {};
}

Result<SeatGrade> grade_seat(Workspace& seat, Workspace* neighbour, std::string_view study,
                             std::string_view rubric_marks) {
  SANAD_TRY(const auto assigned, seat_of(seat));
  if (!assigned)
    return Error{ErrorCode::kInvalid, "that workspace is no training seat; look at its folder"};
  SANAD_TRY(const LoadedStudy loaded, study_of(seat, *assigned, study));
  SANAD_TRY(const auto all, exercises_of(seat));
  const auto newest = newest_of(all, study);
  if (!newest)
    return Error{ErrorCode::kNotFound, fmt::format("the seat has not started \"{}\"", study)};
  training::RubricMarks given;
  if (!rubric_marks.empty()) {
    SANAD_TRY(given, training::read_rubric_marks(rubric_marks, loaded.truth));
  }
  SANAD_TRY(const auto record, exercise_record(seat, neighbour, all, *newest));
  SeatGrade grade{.exercise = *newest};
  SANAD_TRY(grade.marks, training::grade(loaded.study, loaded.truth, record, given));
  grade.same_files =
      newest->study_sha256 == loaded.study_sha256 && newest->truth_sha256 == loaded.truth_sha256;
  return grade;
}

json::Object view(const SeatGrade& grade) {
  json::Object object = training::told_to_trainer(grade.marks);
  object.set("exercise", state_of(grade.exercise));
  object.set("same_files", grade.same_files);
  return object;
}

}  // namespace sanad::service
