#include "training/condition.h"

#include <algorithm>
#include <functional>
#include <map>

#include "text/fold.h"

namespace sanad::training {
namespace {

// Steps that a comparison of so many bytes counts for.
std::uint64_t steps_of(std::size_t bytes) { return 1 + bytes / 256; }
// Folding is slower than looking.
constexpr std::uint64_t kFoldingWeight = 16;
// Whole lists and objects are written out to be compared.
constexpr std::uint64_t kWholeSteps = 1024;
constexpr std::size_t kMaxWitnesses = 20;

bool is_empty(const json::Value* value) {
  if (value == nullptr || value->is_null()) return true;
  if (const std::string* text = value->as_string()) return text->empty();
  if (const json::Array* array = value->as_array()) return array->empty();
  return false;
}

bool is_same(const json::Value& a, const json::Value& b) {
  if (const std::string* text = a.as_string()) {
    const std::string* other = b.as_string();
    return other != nullptr && *text == *other;
  }
  if (const double* number = a.as_number()) {
    const double* other = b.as_number();
    return other != nullptr && !(*number < *other) && !(*number > *other);
  }
  return json::format_canonical(a) == json::format_canonical(b);
}

// Also of a text that is a number, as answers are.
std::optional<double> number_of(const json::Value& value) {
  if (const double* number = value.as_number()) return *number;
  const std::string* text = value.as_string();
  if (text == nullptr || text->empty() || text->size() > 32) return std::nullopt;
  const auto parsed = json::parse(*text);
  if (!parsed.ok() || parsed->as_number() == nullptr) return std::nullopt;
  return *parsed->as_number();
}

class Solver {
 public:
  using Then = std::function<bool()>;

  explicit Solver(const Record& record) : record_(record) {
    for (std::size_t i = 0; i < record.events().size(); ++i)
      by_kind_[record.events()[i].kind].push_back(i);
  }

  // Calls then() for each way in which the condition holds, until it answers true; answers whether
  // it did. Names that the way binds have their values meanwhile.
  bool solve(const Condition& condition, const Then& then);
  bool is_exhausted() const { return steps_ > kMaxSteps; }
  std::vector<Witness> shown_by() const;

 private:
  struct Bound {
    std::string_view name;
    const json::Value* value;
  };

  bool solve_all(const std::vector<Condition>& conditions, std::size_t next, const Then& then);
  bool solve_order(const std::vector<Match>& matches, std::size_t next, std::size_t from,
                   bool in_order, const Then& then);
  bool solve_count(const Condition& condition, const Then& then);
  bool match_event(const Match& match, const Event& event, const Then& then);
  bool bind(const Match& match, std::size_t next, const Event& event, const Then& then);
  bool is_by(By by, const std::string& actor) const;
  bool is_same_value(const json::Value& a, const json::Value& b) {
    const bool is_long = b.as_array() != nullptr || b.as_object() != nullptr;
    return count_steps(is_long ? kWholeSteps : 1) && is_same(a, b);
  }
  // Whether visit answers true for some value at the path; null: there is none.
  bool any_value(const json::Value* value, const Path& path, std::size_t step,
                 const std::function<bool(const json::Value*)>& visit);
  bool any_value(const json::Object& data, const Path& path,
                 const std::function<bool(const json::Value*)>& visit);
  bool passes(const Test& test, const json::Value* value);
  bool passes_text(const Test& test, const std::string& text);
  const json::Value* value_of(std::string_view name) const;
  std::vector<std::size_t> events_of(const Match& match) const;
  bool count_steps(std::uint64_t steps) {
    steps_ += steps;
    return steps_ <= kMaxSteps;
  }

  const Record& record_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_kind_;
  std::vector<Bound> bound_;
  std::vector<std::size_t> taken_;  // events of the way that is tried
  std::uint64_t steps_ = 0;
};

std::vector<Witness> Solver::shown_by() const {
  std::vector<Witness> all;
  for (const std::size_t at : taken_) {
    const Event& event = record_.events()[at];
    const Witness one{event.side, event.index};
    if (std::ranges::find(all, one) == all.end() && all.size() < kMaxWitnesses) all.push_back(one);
  }
  return all;
}

const json::Value* Solver::value_of(std::string_view name) const {
  const auto found = std::find_if(bound_.rbegin(), bound_.rend(),
                                  [&](const Bound& one) { return one.name == name; });
  return found == bound_.rend() ? nullptr : found->value;
}

std::vector<std::size_t> Solver::events_of(const Match& match) const {
  std::vector<std::size_t> all;
  for (const std::string& kind : match.kinds) {
    const auto found = by_kind_.find(kind);
    if (found == by_kind_.end()) continue;
    all.insert(all.end(), found->second.begin(), found->second.end());
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool Solver::is_by(By by, const std::string& actor) const {
  switch (by) {
    case By::kAnybody:
      return true;
    case By::kInvestigator:
      return actor == record_.trainee();
    case By::kOther:
      return actor != record_.trainee() && actor != "system";
    case By::kSystem:
      return actor == "system";
  }
  return false;
}

bool Solver::any_value(const json::Value* value, const Path& path, std::size_t step,
                       const std::function<bool(const json::Value*)>& visit) {
  if (!count_steps(1)) return false;
  if (step == path.size() || value == nullptr) return visit(value);
  const json::Object* object = value->as_object();
  const json::Value* member = object != nullptr ? object->find(path[step].name) : nullptr;
  if (member == nullptr || !path[step].each) return any_value(member, path, step + 1, visit);
  const json::Array* array = member->as_array();
  if (array == nullptr || array->empty()) return visit(nullptr);
  return std::ranges::any_of(*array, [&](const json::Value& one) {
    return !is_exhausted() && any_value(&one, path, step + 1, visit);
  });
}

bool Solver::any_value(const json::Object& data, const Path& path,
                       const std::function<bool(const json::Value*)>& visit) {
  const PathStep& first = path.front();
  const json::Value* member = data.find(first.name);
  if (member == nullptr || !first.each) return any_value(member, path, 1, visit);
  const json::Array* array = member->as_array();
  if (array == nullptr || array->empty()) return visit(nullptr);
  return std::ranges::any_of(*array, [&](const json::Value& one) {
    return !is_exhausted() && any_value(&one, path, 1, visit);
  });
}

bool Solver::passes_text(const Test& test, const std::string& text) {
  using Kind = Test::Kind;
  const bool folds = test.kind == Kind::kFolded;
  if (!count_steps(steps_of(text.size()) * (folds ? kFoldingWeight : 1))) return false;
  if (test.kind == Kind::kContains) return text.find(test.text) != std::string::npos;
  if (test.kind == Kind::kStartsWith) return text.starts_with(test.text);
  if (test.kind == Kind::kEndsWith) return text.ends_with(test.text);
  const auto folded = text::fold_to_utf8(text);
  return folded.ok() && *folded == test.text;
}

bool Solver::passes(const Test& test, const json::Value* value) {
  using Kind = Test::Kind;
  if (!count_steps(1)) return false;
  switch (test.kind) {
    case Kind::kPresent:
      return !is_empty(value);
    case Kind::kAbsent:
      return is_empty(value);
    case Kind::kNot:
      return !passes(test.tests.front(), value) && !is_exhausted();
    case Kind::kAll:
      return std::ranges::all_of(test.tests, [&](const Test& one) { return passes(one, value); });
    default:
      break;
  }
  if (value == nullptr) return false;
  switch (test.kind) {
    case Kind::kIs:
    case Kind::kOneOf:
      return std::ranges::any_of(
          test.values, [&](const json::Value& one) { return is_same_value(one, *value); });
    case Kind::kSameAs: {
      const json::Value* bound = value_of(test.text);
      return bound != nullptr && is_same_value(*bound, *value);
    }
    case Kind::kAtLeast:
    case Kind::kAtMost: {
      const auto number = number_of(*value);
      if (!number) return false;
      return test.kind == Kind::kAtLeast ? *number >= test.number : *number <= test.number;
    }
    case Kind::kTimeWithin: {
      const std::string* text = value->as_string();
      const auto at = text != nullptr ? parse_timestamp(*text) : Result<Timestamp>(Error{});
      return at.ok() && at->unix_ms >= test.of_ms - test.within_ms &&
             at->unix_ms <= test.of_ms + test.within_ms;
    }
    default: {
      const std::string* text = value->as_string();
      return text != nullptr && passes_text(test, *text);
    }
  }
}

bool Solver::bind(const Match& match, std::size_t next, const Event& event, const Then& then) {
  if (next == match.bind.size()) return then();
  const Match::Binding& binding = match.bind[next];
  return any_value(event.data, binding.path, [&](const json::Value* value) {
    if (value == nullptr) return false;
    if (const json::Value* before = value_of(binding.name))
      return is_same_value(*before, *value) && bind(match, next + 1, event, then);
    bound_.push_back({binding.name, value});
    const bool holds = bind(match, next + 1, event, then);
    bound_.pop_back();
    return holds;
  });
}

bool Solver::match_event(const Match& match, const Event& event, const Then& then) {
  if (!count_steps(1) || event.side != match.side || !is_by(match.by, event.actor)) return false;
  for (const Match::OfMember& of : match.data) {
    const auto visit = [&](const json::Value* value) { return passes(of.test, value); };
    if (!any_value(event.data, of.path, visit)) return false;
  }
  return !is_exhausted() && bind(match, 0, event, then);
}

bool Solver::solve_order(const std::vector<Match>& matches, std::size_t next, std::size_t from,
                         bool in_order, const Then& then) {
  if (next == matches.size()) return then();
  for (const std::size_t at : events_of(matches[next])) {
    if (is_exhausted()) return false;
    if (in_order && at < from) continue;
    // One entry for each match, also where the order is free.
    if (!in_order && std::find(taken_.end() - static_cast<std::ptrdiff_t>(next), taken_.end(),
                               at) != taken_.end())
      continue;
    const bool holds = match_event(matches[next], record_.events()[at], [&] {
      taken_.push_back(at);
      if (solve_order(matches, next + 1, at + 1, in_order, then)) return true;
      taken_.pop_back();
      return false;
    });
    if (holds) return true;
  }
  return false;
}

bool Solver::solve_count(const Condition& condition, const Then& then) {
  const Match& match = condition.matches.front();
  std::uint64_t count = 0;
  const std::size_t before = taken_.size();
  for (const std::size_t at : events_of(match)) {
    if (is_exhausted()) return false;
    if (!match_event(match, record_.events()[at], [] { return true; })) continue;
    ++count;
    if (condition.at_least && taken_.size() - before < kMaxWitnesses) taken_.push_back(at);
  }
  const bool holds = condition.kind == Condition::Kind::kNone
                         ? count == 0
                         : (!condition.at_least || count >= *condition.at_least) &&
                               (!condition.at_most || count <= *condition.at_most);
  if (!is_exhausted() && holds && then()) return true;
  taken_.resize(before);
  return false;
}

bool Solver::solve_all(const std::vector<Condition>& conditions, std::size_t next,
                       const Then& then) {
  if (next == conditions.size()) return then();
  return solve(conditions[next], [&] { return solve_all(conditions, next + 1, then); });
}

bool Solver::solve(const Condition& condition, const Then& then) {
  using Kind = Condition::Kind;
  if (is_exhausted()) return false;
  switch (condition.kind) {
    case Kind::kSome:
    case Kind::kAnyOrder:
      return solve_order(condition.matches, 0, 0, condition.kind == Kind::kSome, then);
    case Kind::kCount:
    case Kind::kNone:
      return solve_count(condition, then);
    case Kind::kAll:
      return solve_all(condition.conditions, 0, then);
    case Kind::kAny:
      return std::ranges::any_of(condition.conditions,
                                 [&](const Condition& one) { return solve(one, then); });
    case Kind::kNot: {
      const std::size_t before = taken_.size();
      const bool holds = solve(condition.conditions.front(), [] { return true; });
      taken_.resize(before);
      return !holds && !is_exhausted() && then();
    }
  }
  return false;
}

}  // namespace

bool Condition::speaks_of(std::string_view kind_of_entry) const {
  std::vector<std::string> kinds;
  add_kinds(kinds);
  return std::ranges::find(kinds, kind_of_entry) != kinds.end();
}

void Condition::add_kinds(std::vector<std::string>& kinds) const {
  for (const Match& match : matches)
    for (const std::string& one : match.kinds)
      if (std::ranges::find(kinds, one) == kinds.end()) kinds.push_back(one);
  for (const Condition& one : conditions) one.add_kinds(kinds);
}

Result<Outcome> evaluate(const Condition& condition, const Record& record) {
  Solver solver(record);
  Outcome outcome;
  outcome.holds = solver.solve(condition, [&] {
    outcome.shown_by = solver.shown_by();
    return true;
  });
  if (solver.is_exhausted())
    return Error{ErrorCode::kLimit,
                 "it takes more comparisons than allowed to find out whether this holds; the "
                 "condition must say more about each entry"};
  return outcome;
}

}  // namespace sanad::training
