#include "training/truth.h"

#include <numeric>

#include "members.h"

namespace sanad::training {
namespace {

constexpr std::size_t kMaxCriteria = 20;
constexpr std::string_view kFile = "truth.json";

// `${NAME}` at that place, or where the text ends.
struct Variable {
  std::size_t begin, end;
};
Variable next_variable(std::string_view text, std::size_t from) {
  const std::size_t begin = text.find("${", from);
  const std::size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
  if (end == std::string_view::npos) return {text.size(), text.size()};
  return {begin, end + 1};
}

// Reads one truth; remembers each variable that it names.
class Reader {
 public:
  Reader(const Study& study, const Expand& expand) : study_(study) {
    expand_ = [this, &expand](std::string_view text) -> Result<std::string> {
      for (auto at = next_variable(text, 0); at.begin < text.size();
           at = next_variable(text, at.end)) {
        const std::string_view variable = text.substr(at.begin, at.end - at.begin);
        SANAD_TRY(std::string value, expand(variable));
        truth_.variables[std::string(variable)] = std::move(value);
      }
      return expand(text);
    };
  }

  Result<Truth> read(const Place& root) {
    SANAD_CHECK(root.only({"format", "study", "checks", "rubrics", "traps"}));
    SANAD_TRY(truth_.study, root.member("study").id());
    if (truth_.study != study_.id)
      return root.member("study").wrong(fmt::format("must be \"{}\"", study_.id));
    SANAD_TRY(const auto checks, root.member("checks").list(0, kMaxChecks));
    for (const Place& one : checks) SANAD_CHECK(read_check(one));
    SANAD_TRY(const auto rubrics, root.member("rubrics").list(0, kMaxChecks));
    for (const Place& one : rubrics) SANAD_CHECK(read_rubric(one));
    SANAD_TRY(const auto traps, root.member("traps").list(0, kMaxTraps));
    for (const Place& one : traps) SANAD_CHECK(read_trap(one));
    SANAD_CHECK(add_up(root));
    return std::move(truth_);
  }

 private:
  Result<std::string> new_id(const Place& place) {
    SANAD_TRY(std::string id, place.id());
    SANAD_CHECK(place.is_unique(ids_, id));
    ids_.push_back(id);
    return id;
  }
  Result<std::string> task_of(const Place& place) {
    SANAD_TRY(std::string task, place.id());
    if (study_.find_task(task) == nullptr) return place.wrong("is no task of study.json");
    return task;
  }
  Result<std::vector<Piece>> pieces_of(const Place& place) {
    SANAD_TRY(const std::string text, place.words());
    SANAD_CHECK(place.expanded(expand_));
    std::vector<Piece> pieces;
    for (std::size_t from = 0; from < text.size();) {
      const Variable at = next_variable(text, from);
      if (at.begin > from) pieces.push_back({text.substr(from, at.begin - from), false});
      if (at.end > at.begin)
        pieces.push_back({truth_.variables.at(text.substr(at.begin, at.end - at.begin)), true});
      from = at.end;
    }
    return pieces;
  }
  Result<GuardedText> guarded(const Place& place) {
    SANAD_CHECK(place.only({"en", "ur"}));
    GuardedText text;
    SANAD_TRY(text.en, pieces_of(place.member("en")));
    SANAD_TRY(text.ur, pieces_of(place.member("ur")));
    return text;
  }
  Result<Text> without_values(const Place& place) {
    SANAD_TRY(Text text, place.text(expand_));
    for (const std::string_view member : {"en", "ur"})
      if (place.member(member).value().string_or("").find("${") != std::string::npos)
        return place.member(member).wrong(
            "is told to a trainee who has not found it, so it holds no variable");
    return text;
  }
  Result<void> read_check(const Place& place) {
    SANAD_CHECK(place.only({"id", "task", "points", "met", "unmet", "holds"}));
    Check check;
    SANAD_TRY(check.id, new_id(place.member("id")));
    SANAD_TRY(check.task, task_of(place.member("task")));
    SANAD_TRY(check.points, place.member("points").whole(1, kMaxPoints));
    SANAD_TRY(check.met, guarded(place.member("met")));
    SANAD_TRY(check.unmet, without_values(place.member("unmet")));
    const Place holds = place.member("holds");
    SANAD_TRY(check.holds, read_condition(holds.value(), kFile, holds.path(), expand_));
    truth_.checks.push_back(std::move(check));
    return {};
  }
  Result<void> read_rubric(const Place& place) {
    SANAD_CHECK(place.only({"id", "task", "points", "criteria"}));
    Rubric rubric;
    SANAD_TRY(rubric.id, new_id(place.member("id")));
    SANAD_TRY(rubric.task, task_of(place.member("task")));
    SANAD_TRY(rubric.points, place.member("points").whole(1, kMaxPoints));
    SANAD_TRY(const auto criteria, place.member("criteria").list(1, kMaxCriteria));
    std::vector<std::string> ids;
    std::int64_t sum = 0;
    for (const Place& one : criteria) {
      SANAD_CHECK(one.only({"id", "text", "points"}));
      Criterion criterion;
      SANAD_TRY(criterion.id, one.member("id").id());
      SANAD_CHECK(one.member("id").is_unique(ids, criterion.id));
      SANAD_TRY(criterion.text, one.member("text").text(expand_));
      SANAD_TRY(criterion.points, one.member("points").whole(1, kMaxPoints));
      ids.push_back(criterion.id);
      sum += criterion.points;
      rubric.criteria.push_back(std::move(criterion));
    }
    if (sum != rubric.points)
      return place.member("points").wrong(fmt::format("its criteria have {} points", sum));
    truth_.rubrics.push_back(std::move(rubric));
    return {};
  }
  Result<void> read_trap(const Place& place) {
    SANAD_CHECK(place.only({"id", "costs", "kind", "title", "told", "falls"}));
    Trap trap;
    SANAD_TRY(trap.id, new_id(place.member("id")));
    SANAD_TRY(trap.costs, place.member("costs").whole(1, kMaxPoints));
    SANAD_TRY(trap.kind, place.member("kind").word(kTrapKinds));
    SANAD_TRY(trap.title, guarded(place.member("title")));
    SANAD_TRY(trap.told, guarded(place.member("told")));
    const Place falls = place.member("falls");
    SANAD_TRY(trap.falls, read_condition(falls.value(), kFile, falls.path(), expand_));
    truth_.traps.push_back(std::move(trap));
    return {};
  }
  Result<void> add_up(const Place& root) const {
    for (const Task& task : study_.tasks) {
      std::int64_t sum = 0;
      for (const Check& one : truth_.checks) sum += one.task == task.id ? one.points : 0;
      for (const Rubric& one : truth_.rubrics) sum += one.task == task.id ? one.points : 0;
      if (sum == 0)
        return root.member("checks").wrong(
            fmt::format("the task \"{}\" has neither a check nor a rubric", task.id));
      if (sum != task.points)
        return root.member("checks").wrong(
            fmt::format("checks and rubrics of the task \"{}\" have {} points; study.json says {}",
                        task.id, sum, task.points));
    }
    return {};
  }

  const Study& study_;
  Expand expand_;
  Truth truth_;
  std::vector<std::string> ids_;
};

}  // namespace

std::vector<std::string> Truth::trap_ids() const {
  std::vector<std::string> ids;
  for (const Trap& trap : traps) ids.push_back(trap.id);
  return ids;
}

std::vector<std::string> Truth::kinds() const {
  std::vector<std::string> all;
  for (const Check& one : checks) one.holds.add_kinds(all);
  for (const Trap& one : traps) one.falls.add_kinds(all);
  return all;
}

Result<Truth> read_truth(std::string_view file, const Study& study, const Expand& expand) {
  json::Value value;
  SANAD_TRY(const Place root, open_file(file, kFile, "sanad-truth/1", value));
  return Reader(study, expand).read(root);
}

}  // namespace sanad::training
