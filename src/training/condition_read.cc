#include <array>
#include <optional>

#include "members.h"
#include "text/fold.h"
#include "training/condition.h"

namespace sanad::training {
namespace {

constexpr std::size_t kMaxKinds = 20;
constexpr std::size_t kMaxMembers = 20;
constexpr std::size_t kMaxChoices = 100;
constexpr std::size_t kMaxPathBytes = 200;
constexpr std::int64_t kMaxCount = 1'000'000;
constexpr std::int64_t kMaxSeconds = 400LL * 24 * 60 * 60;
constexpr std::string_view kOwnMembers[] = {"$time", "$actor", "$case", "$roles[]"};
constexpr std::string_view kBys[] = {"anybody", "investigator", "other", "system"};
constexpr std::string_view kSides[] = {"own", "neighbour"};
constexpr std::string_view kConditions[] = {"some", "any_order", "count", "none",
                                            "all",  "any",       "not"};

using Names = std::vector<std::string>;

bool is_name(std::string_view text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, is_plain);
}

// One reading; matches are counted over the whole condition.
class Reader {
 public:
  explicit Reader(const Expand& expand) : expand_(expand) {}

  // bound: names that have a value where the condition stands; those that it gives join them.
  Result<Condition> read(const Place& place, Names& bound, std::size_t depth);

 private:
  Result<void> read_matches(const Place& place, Names& bound, Condition& condition);
  Result<void> read_one(const Place& place, Names bound, Condition& condition);
  Result<void> read_several(const Place& place, Names& bound, std::size_t depth,
                            Condition& condition);
  Result<Match> read_match(const Place& place, Names& bound);
  Result<Test> read_test(const Place& place, const Names& bound, std::size_t depth);
  Result<Test> read_tests(const Place& place, std::string_view name, const Names& bound,
                          std::size_t depth);
  Result<Test> read_plain(const Place& operand, std::string_view name);
  Result<Test> read_time(const Place& operand);
  Result<json::Value> read_scalar(const Place& place);
  Result<double> read_number(const Place& place);

  const Expand& expand_;
  std::size_t matches_ = 0;
};

Result<Path> read_path(const Place& place, std::string_view text) {
  const auto wrong = [&] { return place.wrong(fmt::format("\"{}\" is no way to a member", text)); };
  if (text.empty() || text.size() > kMaxPathBytes) return wrong();
  if (text.front() == '$' && std::ranges::find(kOwnMembers, text) == std::end(kOwnMembers))
    return place.wrong(fmt::format("\"{}\" is none of: {}", text, fmt::join(kOwnMembers, ", ")));
  Path path;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('.', at), text.size());
    std::string_view name = text.substr(at, end - at);
    PathStep step;
    if (name.ends_with("[]")) {
      step.each = true;
      name.remove_suffix(2);
    }
    if (!is_name(name.starts_with('$') && at == 0 ? name.substr(1) : name)) return wrong();
    step.name = name;
    path.push_back(std::move(step));
    at = end + 1;
  }
  return path;
}

Result<json::Value> Reader::read_scalar(const Place& place) {
  const json::Value& value = place.value();
  if (value.as_array() != nullptr || value.as_object() != nullptr)
    return place.wrong("must be a text, a number, true, false or null");
  const std::string* text = value.as_string();
  if (text == nullptr) return json::Value(value);
  if (text->empty()) return json::Value("");
  SANAD_TRY(std::string told, place.expanded(expand_));
  return json::Value(std::move(told));
}

// Also a text with a variable that is a whole number.
Result<double> Reader::read_number(const Place& place) {
  if (const double* number = place.value().as_number()) return *number;
  SANAD_TRY(const std::string text, place.expanded(expand_));
  const auto parsed = json::parse(text);
  if (!parsed.ok() || parsed->as_number() == nullptr) return place.wrong("must be a number");
  return *parsed->as_number();
}

Result<Test> Reader::read_time(const Place& operand) {
  SANAD_CHECK(operand.only({"of", "seconds"}));
  Test test{.kind = Test::Kind::kTimeWithin};
  SANAD_TRY(const std::string of, operand.member("of").expanded(expand_));
  const auto at = parse_timestamp(of);
  if (!at.ok()) return operand.member("of").wrong(at.error().message);
  test.of_ms = at->unix_ms;
  SANAD_TRY(const std::int64_t seconds, operand.member("seconds").whole(0, kMaxSeconds));
  test.within_ms = seconds * 1000;
  return test;
}

Result<Test> Reader::read_plain(const Place& operand, std::string_view name) {
  using Kind = Test::Kind;
  if (name == "present" || name == "absent") {
    const bool* is_true = operand.value().as_bool();
    if (is_true == nullptr || !*is_true) return operand.wrong("must be true");
    return Test{.kind = name == "present" ? Kind::kPresent : Kind::kAbsent};
  }
  if (name == "time_within") return read_time(operand);
  if (name == "at_least" || name == "at_most") {
    SANAD_TRY(const double number, read_number(operand));
    return Test{.kind = name == "at_least" ? Kind::kAtLeast : Kind::kAtMost, .number = number};
  }
  if (name == "is") {
    SANAD_TRY(json::Value value, read_scalar(operand));
    Test test{.kind = Kind::kIs};
    test.values.push_back(std::move(value));
    return test;
  }
  if (name == "one_of") {
    Test test{.kind = Kind::kOneOf};
    SANAD_TRY(const auto choices, operand.list(1, kMaxChoices));
    for (const Place& one : choices) {
      SANAD_TRY(json::Value value, read_scalar(one));
      test.values.push_back(std::move(value));
    }
    return test;
  }
  constexpr std::array<std::pair<std::string_view, Kind>, 4> kTexts = {
      {{"contains", Kind::kContains},
       {"starts_with", Kind::kStartsWith},
       {"ends_with", Kind::kEndsWith},
       {"folded", Kind::kFolded}}};
  const auto found = std::ranges::find(kTexts, name, &std::pair<std::string_view, Kind>::first);
  if (found == kTexts.end()) return operand.wrong("is no way to compare a value");
  SANAD_TRY(std::string text, operand.expanded(expand_));
  if (found->second == Kind::kFolded) {
    SANAD_TRY(text, text::fold_to_utf8(text));
    if (text.empty()) return operand.wrong("nothing is left of it when it is folded");
  }
  return Test{.kind = found->second, .text = std::move(text)};
}

Result<Test> Reader::read_tests(const Place& place, std::string_view name, const Names& bound,
                                std::size_t depth) {
  const Place operand = place.member(name);
  if (name == "not") {
    SANAD_TRY(Test inner, read_test(operand, bound, depth + 1));
    Test test{.kind = Test::Kind::kNot};
    test.tests.push_back(std::move(inner));
    return test;
  }
  if (name == "all") {
    Test test{.kind = Test::Kind::kAll};
    SANAD_TRY(const auto places, operand.list(1, kMaxMembers));
    for (const Place& one : places) {
      SANAD_TRY(Test inner, read_test(one, bound, depth + 1));
      test.tests.push_back(std::move(inner));
    }
    return test;
  }
  if (name == "same_as") {
    SANAD_TRY(const std::string of, operand.words(64));
    if (std::ranges::find(bound, of) == bound.end())
      return operand.wrong(fmt::format("\"{}\" has no value here; bind it before", of));
    return Test{.kind = Test::Kind::kSameAs, .text = of};
  }
  return read_plain(operand, name);
}

Result<Test> Reader::read_test(const Place& place, const Names& bound, std::size_t depth) {
  if (depth > kMaxNesting) return place.wrong("is nested too deep");
  const json::Object* object = place.value().as_object();
  if (object == nullptr) {
    SANAD_TRY(json::Value value, read_scalar(place));
    Test test{.kind = Test::Kind::kIs};
    test.values.push_back(std::move(value));
    return test;
  }
  if (object->size() != 1)
    return place.wrong("must be one comparison; several stand in a list under \"all\"");
  const std::string name = object->begin()->name;
  return read_tests(place, name, bound, depth);
}

Result<Match> Reader::read_match(const Place& place, Names& bound) {
  if (++matches_ > kMaxMatches)
    return place.wrong(fmt::format("a condition has at most {} matches", kMaxMatches));
  SANAD_CHECK(place.only({"kind", "by", "in", "data", "bind"}));
  Match match;
  const Place kind = place.member("kind");
  if (kind.value().as_string() != nullptr) {
    SANAD_TRY(std::string one, kind.words(64));
    match.kinds.push_back(std::move(one));
  } else {
    SANAD_TRY(const auto kinds, kind.list(1, kMaxKinds));
    for (const Place& each : kinds) {
      SANAD_TRY(std::string one, each.words(64));
      match.kinds.push_back(std::move(one));
    }
  }
  if (place.has("by")) {
    SANAD_TRY(const std::string by, place.member("by").word(kBys));
    match.by = static_cast<By>(std::ranges::find(kBys, by) - std::begin(kBys));
  }
  if (place.has("in")) {
    SANAD_TRY(const std::string side, place.member("in").word(kSides));
    match.side = static_cast<Side>(std::ranges::find(kSides, side) - std::begin(kSides));
  }
  const auto members = [](const Place& of) -> Result<const json::Object*> {
    const json::Object* object = of.value().as_object();
    if (object == nullptr || object->size() > kMaxMembers)
      return of.wrong(fmt::format("must be an object of at most {}", kMaxMembers));
    return object;
  };
  if (place.has("data")) {
    const Place data = place.member("data");
    SANAD_TRY(const json::Object* object, members(data));
    for (const json::Member& one : *object) {
      Match::OfMember of;
      SANAD_TRY(of.path, read_path(data, one.name));
      SANAD_TRY(of.test, read_test(data.member(one.name), bound, 0));
      match.data.push_back(std::move(of));
    }
  }
  if (place.has("bind")) {
    const Place bind = place.member("bind");
    SANAD_TRY(const json::Object* object, members(bind));
    for (const json::Member& one : *object) {
      if (!is_name(one.name)) return bind.wrong(fmt::format("\"{}\" is no name", one.name));
      SANAD_TRY(const std::string path, bind.member(one.name).words(kMaxPathBytes));
      Match::Binding binding{.name = one.name, .path = {}};
      SANAD_TRY(binding.path, read_path(bind.member(one.name), path));
      match.bind.push_back(std::move(binding));
    }
    for (const Match::Binding& one : match.bind) bound.push_back(one.name);
  }
  return match;
}

Result<void> Reader::read_matches(const Place& place, Names& bound, Condition& condition) {
  if (place.value().as_object() != nullptr) {
    SANAD_TRY(Match match, read_match(place, bound));
    condition.matches.push_back(std::move(match));
    return {};
  }
  SANAD_TRY(const auto places, place.list(1, kMaxMatches));
  for (const Place& one : places) {
    SANAD_TRY(Match match, read_match(one, bound));
    condition.matches.push_back(std::move(match));
  }
  return {};
}

// What is counted, or must not be, gives no name a value.
Result<void> Reader::read_one(const Place& place, Names bound, Condition& condition) {
  SANAD_TRY(Match match, read_match(place, bound));
  condition.matches.push_back(std::move(match));
  return {};
}

Result<void> Reader::read_several(const Place& place, Names& bound, std::size_t depth,
                                  Condition& condition) {
  SANAD_TRY(const auto places, place.list(1, kMaxMatches));
  std::optional<Names> of_any;
  for (const Place& one : places) {
    Names names = bound;
    SANAD_TRY(Condition inner, read(one, names, depth + 1));
    condition.conditions.push_back(std::move(inner));
    if (condition.kind == Condition::Kind::kAll) {
      bound = std::move(names);
      continue;
    }
    // After "any" a name has a value only where each of them gives it one.
    if (of_any) {
      std::erase_if(*of_any, [&](const std::string& name) {
        return std::ranges::find(names, name) == names.end();
      });
    } else {
      of_any = std::move(names);
    }
  }
  if (of_any) bound = std::move(*of_any);
  return {};
}

Result<Condition> Reader::read(const Place& place, Names& bound, std::size_t depth) {
  using Kind = Condition::Kind;
  if (depth > kMaxNesting) return place.wrong("is nested too deep");
  const json::Object* object = place.value().as_object();
  if (object == nullptr || object->empty()) return place.wrong("must be a condition");
  const std::string name = object->begin()->name;
  const auto found = std::ranges::find(kConditions, name);
  if (found == std::end(kConditions))
    return place.wrong(fmt::format("\"{}\" is none of: {}", name, fmt::join(kConditions, ", ")));
  Condition condition;
  condition.kind = static_cast<Kind>(found - std::begin(kConditions));
  const Place operand = place.member(name);
  if (condition.kind == Kind::kCount) {
    SANAD_CHECK(place.only({"count", "at_least", "at_most"}));
    SANAD_CHECK(read_one(operand, bound, condition));
    for (const auto& [member, count] :
         {std::pair{"at_least", &condition.at_least}, std::pair{"at_most", &condition.at_most}}) {
      if (!place.has(member)) continue;
      SANAD_TRY(const std::int64_t number, place.member(member).whole(0, kMaxCount));
      *count = static_cast<std::uint64_t>(number);
    }
    if (!condition.at_least && !condition.at_most)
      return place.wrong("a count has \"at_least\" or \"at_most\"");
    return condition;
  }
  SANAD_CHECK(place.only({std::string_view(name)}));
  if (condition.kind == Kind::kNone) {
    SANAD_CHECK(read_one(operand, bound, condition));
  } else if (condition.kind == Kind::kNot) {
    Names apart = bound;
    SANAD_TRY(Condition inner, read(operand, apart, depth + 1));
    condition.conditions.push_back(std::move(inner));
  } else if (condition.kind == Kind::kAll || condition.kind == Kind::kAny) {
    SANAD_CHECK(read_several(operand, bound, depth, condition));
  } else {
    SANAD_CHECK(read_matches(operand, bound, condition));
  }
  return condition;
}

}  // namespace

Result<Condition> read_condition(const json::Value& value, std::string_view file,
                                 std::string_view where, const Expand& expand) {
  Names bound;
  return Reader(expand).read(Place(value, std::string(file), std::string(where)), bound, 0);
}

}  // namespace sanad::training
