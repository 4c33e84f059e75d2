// Exercises of a training seat, for trainees; and their marks, for a trainer.
#include "exercise_commands.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <optional>

#include "base/numbers.h"
#include "crypto/crypto.h"
#include "keyring/keyring.h"
#include "service/exercises.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxValuesBytes = 4ULL << 20;
constexpr std::uint64_t kMaxRubricsBytes = 1ULL << 20;

std::string environment(const char* name) {
  const char* value = ::getenv(name);
  return value ? value : "";
}

std::string english(const json::Value& text) { return text["en"].string_or(""); }

// A study as it is told: tasks with their hints and answers.
std::string lines_of(const json::Value& study) {
  std::string text = fmt::format("{}\n{}\n", english(study["title"]), english(study["brief"]));
  if (const json::Array* tasks = study["tasks"].as_array())
    for (const json::Value& task : *tasks) {
      text += fmt::format("\n{} ({} points)  {}\n  {}\n", task["task"].string_or(""),
                          task["points"].int_or(0), english(task["title"]), english(task["text"]));
      if (const json::Array* hints = task["hints"].as_array())
        for (const json::Value& hint : *hints)
          text += hint["taken"].bool_or(false)
                      ? fmt::format("  hint: {}\n", english(hint["text"]))
                      : fmt::format("  a hint for {} points\n", hint["cost"].int_or(0));
      if (!task["answer"].is_null())
        text += fmt::format("  answer: {}\n", task["answer"]["kind"].string_or(""));
    }
  const json::Value& exercise = study["exercise"];
  if (exercise.is_null()) return text + "\nNot started.";
  return text + (exercise["submitted_at"].is_null() ? "\nStarted, not handed in." : "\nHanded in.");
}

std::string lines_of_marks(const json::Value& marks) {
  std::string text =
      fmt::format("{} of {} points\n", marks["total"].int_or(0), marks["maximum"].int_or(0));
  if (const json::Array* tasks = marks["tasks"].as_array())
    for (const json::Value& task : *tasks) {
      text += fmt::format("{}  {} of {}", task["task"].string_or(""), task["earned"].int_or(0),
                          task["possible"].int_or(0));
      if (task["hints_cost"].int_or(0) > 0)
        text += fmt::format(", less {} for hints", task["hints_cost"].int_or(0));
      text += '\n';
      if (const json::Array* checks = task["checks"].as_array())
        for (const json::Value& check : *checks) {
          const char* how = check["met"].is_null()        ? "later"
                            : check["met"].bool_or(false) ? "met"
                                                          : "not met";
          text += fmt::format("  {:8} {}\n", how,
                              check["met"].is_null() ? "told once the exercise is handed in"
                                                     : english(check["text"]));
        }
    }
  if (const json::Array* traps = marks["traps"].as_array())
    for (const json::Value& trap : *traps)
      if (trap["fallen"].bool_or(true))
        text += fmt::format("  -{:<7} {}: {}\n", trap["costs"].int_or(0), english(trap["title"]),
                            english(trap["told"]));
  text.pop_back();
  return text;
}

Result<int> print_study(Context& context, Result<json::Object> made) {
  if (!made.ok()) return made.error();
  const json::Value value(std::move(*made));
  context.print(value, lines_of(value));
  return 0;
}

struct Called {
  authority::Officer officer;
  service::Workspace* workspace;
  std::string study;
};
Result<Called> called(Context& context) {
  Called one;
  SANAD_TRY(one.study, context.arguments.only("the study"));
  SANAD_TRY(one.officer, context.officer());
  SANAD_TRY(one.workspace, context.workspace());
  return one;
}

// {STUDY: {NAME: value}}
Result<service::StudyValues> read_values(const std::string& file) {
  service::StudyValues values;
  if (file.empty()) return values;
  SANAD_TRY(const std::string text, read_text(file, kMaxValuesBytes));
  SANAD_TRY_WITH(const json::Value value, json::parse(text), file);
  const Error wrong{ErrorCode::kInvalid, fmt::format("{} must be {{STUDY: {{NAME: text}}}}", file)};
  if (value.as_object() == nullptr) return wrong;
  for (const json::Member& study : *value.as_object()) {
    if (study.value.as_object() == nullptr) return wrong;
    for (const json::Member& one : *study.value.as_object()) {
      if (one.value.as_string() == nullptr) return wrong;
      values[study.name][one.name] = *one.value.as_string();
    }
  }
  return values;
}

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  for (const std::uint8_t byte : crypto::random_bytes(sizeof seed)) seed = seed << 8U | byte;
  return seed;
}

Result<int> seat(Context& context) {
  const Arguments& given = context.arguments;
  service::SeatOrder order;
  SANAD_TRY(order.course, given.require("--course"));
  SANAD_TRY(const std::uint64_t number, given.number("--seat", 1));
  order.seat = static_cast<std::int64_t>(std::min<std::uint64_t>(number, INT32_MAX));
  order.studies = given.all("--study");
  order.seed = random_seed();
  if (given.has("--seed")) {
    SANAD_TRY(order.seed, given.number("--seed", 0));
  }
  if (given.has("--studies")) {
    std::error_code error;
    order.studies_directory = std::filesystem::absolute(given.value("--studies"), error).string();
    SANAD_TRY(order.values, read_values(given.value("--values")));
  } else if (given.has("--values")) {
    return Error{ErrorCode::kInvalid,
                 "--values go with --studies; those of the program's own studies follow from the "
                 "seed and the seat"};
  }
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::Seat made, service::assign_seat(*workspace, order));
  context.print(json::Object{{"course", made.course},
                             {"seat", made.number},
                             {"seed", fmt::format("{}", order.seed)},
                             {"seed_sha256", made.seed_sha256}},
                fmt::format("This workspace is seat {} of {}.", made.number, made.course));
  return 0;
}

Result<int> list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Object all, service::list_exercises(*workspace, caller));
  const json::Value value(std::move(all));
  std::string text =
      fmt::format("{}, seat {}", value["course"].string_or(""), value["seat"].int_or(0));
  if (const json::Array* exercises = value["exercises"].as_array())
    for (const json::Value& one : *exercises)
      text += fmt::format("\n{}  {} points, {} minutes  {}", one["study"].string_or(""),
                          one["points"].int_or(0), one["minutes"].int_or(0), english(one["title"]));
  context.print(value, text);
  return 0;
}

Result<int> show(Context& context) {
  SANAD_TRY(const Called one, called(context));
  return print_study(context, service::show_exercise(*one.workspace, one.officer, one.study));
}

Result<int> start(Context& context) {
  SANAD_TRY(const Called one, called(context));
  return print_study(context, service::start_exercise(*one.workspace, one.officer, one.study));
}

Result<int> answer(Context& context) {
  SANAD_TRY(const std::string task, context.arguments.require("--task"));
  SANAD_TRY(const std::string text, context.arguments.require("--answer"));
  SANAD_TRY(const Called one, called(context));
  return print_study(context,
                     service::answer_exercise(*one.workspace, one.officer, one.study, task, text));
}

Result<int> hint(Context& context) {
  SANAD_TRY(const std::string task, context.arguments.require("--task"));
  SANAD_TRY(const std::uint64_t number, context.arguments.number("--hint", 0));
  SANAD_TRY(const Called one, called(context));
  return print_study(
      context,
      service::take_hint(*one.workspace, one.officer, one.study, task,
                         static_cast<std::int64_t>(std::min<std::uint64_t>(number, INT32_MAX))));
}

Result<int> submit(Context& context) {
  SANAD_TRY(const Called one, called(context));
  return print_study(context, service::submit_exercise(*one.workspace, one.officer, one.study));
}

Result<int> marks(Context& context) {
  SANAD_TRY(const Called one, called(context));
  SANAD_TRY(json::Object made, service::exercise_marks(*one.workspace, one.officer, one.study));
  const json::Value value(std::move(made));
  context.print(value, lines_of_marks(value));
  return 0;
}

// A copy of a workspace, opened; it goes with the object.
struct Copy {
  files::TempDir folder;
  std::unique_ptr<service::Workspace> workspace;
};
Result<Copy> copy_of(Context& context, const std::string& directory) {
  files::PosixFileSystem fs;
  SANAD_TRY_WITH(const bool needs_passphrase,
                 keyring::Keyring::needs_passphrase(fs, directory + "/keys"),
                 fmt::format("the workspace {}", directory));
  SANAD_TRY(files::TempDir folder, files::TempDir::create("sanad-grade"));
  SANAD_CHECK(service::copy_to_read(fs, directory, folder.path().string()));
  keyring::Protection protection = keyring::KeyFile{environment("SANAD_KEY_FILE")};
  if (needs_passphrase) protection = keyring::Passphrase{environment("SANAD_PASSPHRASE")};
  SANAD_TRY(auto opened,
            service::Workspace::open({folder.path().string(), protection}, context.clock()));
  return Copy{std::move(folder), std::move(opened)};
}

Result<int> grade(Context& context) {
  const Arguments& given = context.arguments;
  SANAD_TRY(const std::string directory, given.require("--seat-workspace"));
  SANAD_TRY(const std::string study, given.require("--study"));
  std::string rubrics;
  if (given.has("--rubrics")) {
    SANAD_TRY(rubrics, read_text(given.value("--rubrics"), kMaxRubricsBytes));
  }
  SANAD_TRY(const Copy of_seat, copy_of(context, directory));
  std::optional<Copy> neighbour;
  if (given.has("--neighbour")) {
    SANAD_TRY(Copy other, copy_of(context, given.value("--neighbour")));
    neighbour.emplace(std::move(other));
  }
  SANAD_TRY(const service::SeatGrade made,
            service::grade_seat(*of_seat.workspace,
                                neighbour ? neighbour->workspace.get() : nullptr, study, rubrics));
  const json::Value value(service::view(made));
  std::string text = lines_of_marks(value);
  if (!made.same_files)
    text += "\nThe study's files are not those of when it was started; see \"same_files\".";
  context.print(value, text);
  return 0;
}

std::vector<Command> trainee_commands() {
  const Option task{"--task", "TASK", "which task of the study", false};
  return {
      {"exercise list",
       "",
       "Lists the case studies of this training seat.",
       "sanad exercise list --as \"Gul Tarin\"",
       {},
       list},
      {"exercise show",
       "STUDY",
       "Shows a case study: brief, tasks, and how far it is.",
       "sanad exercise show financing --as \"Gul Tarin\"",
       {},
       show},
      {"exercise start",
       "STUDY",
       "Starts an exercise; what is done in this workspace from now on counts.",
       "sanad exercise start financing --as \"Gul Tarin\"",
       {},
       start},
      {"exercise answer",
       "STUDY --task TASK --answer TEXT",
       "Answers a task; the newest answer counts.",
       "sanad exercise answer financing --task wallet --answer tb1q… --as \"Gul Tarin\"",
       {task, {"--answer", "TEXT", "the answer, as the task asks for it", false}},
       answer},
      {"exercise hint",
       "STUDY --task TASK --hint N",
       "Takes a hint, which costs its points once.",
       "sanad exercise hint financing --task wallet --hint 0 --as \"Gul Tarin\"",
       {task, {"--hint", "N", "which one, counted from 0", false}},
       hint},
      {"exercise submit",
       "STUDY",
       "Hands an exercise in; nothing is added to it afterwards.",
       "sanad exercise submit financing --as \"Gul Tarin\"",
       {},
       submit},
      {"exercise marks",
       "STUDY",
       "Shows the marks so far, and all of them once it was handed in.",
       "sanad exercise marks financing --as \"Gul Tarin\"",
       {},
       marks},
  };
}

}  // namespace

std::vector<Command> exercise_commands() {
  std::vector<Command> all = trainee_commands();
  const std::vector<Command> of_trainers = {
      {"exercise seat",
       "--course NAME --seat N --study STUDY…",
       "Makes a workspace without cases a training seat.",
       "sanad exercise seat --course \"Sahil 2026\" --seat 3 --study financing --seed 7",
       {{"--course", "NAME", "the course", false},
        {"--seat", "N", "the seat's number (1)", false},
        {"--study", "STUDY", "a case study; may be given again", true},
        {"--studies", "DIR", "a folder with a folder for each study (the program's own)", false},
        {"--seed", "N", "the class's seed (else a random one)", false},
        {"--values", "FILE", "values of the studies' variables at this seat, as JSON", false}},
       seat},
      {"exercise grade",
       "--seat-workspace DIR --study STUDY",
       "Marks what was done at a seat, for a trainer; nothing of it is changed.",
       "sanad exercise grade --seat-workspace seats/3 --neighbour seats/4 --study financing",
       {{"--seat-workspace", "DIR", "the seat's workspace", false},
        {"--study", "STUDY", "which case study", false},
        {"--neighbour", "DIR", "the workspace of the seat that verified its bundle", false},
        {"--rubrics", "FILE", "points that a person gave: {RUBRIC: {CRITERION: points}}", false}},
       grade},
  };
  all.insert(all.end(), of_trainers.begin(), of_trainers.end());
  return all;
}

}  // namespace sanad::cli
