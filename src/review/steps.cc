#include "review/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/bytes.h"

namespace sanad::review {
namespace {

constexpr std::array<std::string_view, 6> kStepNames = {"purpose", "source", "content",
                                                        "uses",    "rabat",  "outcome"};
constexpr std::array<std::string_view, 3> kConfidences = {"low", "moderate", "high"};
constexpr std::array<std::string_view, 3> kMet = {"yes", "no", "unclear"};

Error invalid(std::string_view where, std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("{}: {}", where, what)};
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Line ends and tabs are part of what people write; other control characters could hide text.
bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
  });
}

Result<void> check_members(const json::Value& value, std::string_view where,
                           std::initializer_list<std::string_view> names) {
  const json::Object* object = value.as_object();
  if (object == nullptr) return invalid(where, "must be a JSON object");
  for (const json::Member& member : *object) {
    if (std::ranges::find(names, member.name) == names.end())
      return invalid(where, fmt::format("an assessment has no \"{}\" here; it holds what a person "
                                        "wrote, with reasons, and no score",
                                        member.name.substr(0, 100)));
  }
  return {};
}

Result<std::string> text_of(const json::Value& value, std::string_view where, std::string_view name,
                            std::size_t most = kMaxTextBytes) {
  if (value[name].is_null()) return std::string();
  const std::string* text = value[name].as_string();
  if (text == nullptr || text->size() > most || !is_utf8(*text) || has_control(*text))
    return invalid(where, fmt::format("\"{}\" is a text of at most {} bytes", name, most));
  return *text;
}

Result<std::string> words_of(const json::Value& value, std::string_view where,
                             std::string_view name, std::size_t most = kMaxTextBytes) {
  SANAD_TRY(std::string text, text_of(value, where, name, most));
  if (is_blank(text)) return invalid(where, fmt::format("\"{}\" is empty; write it", name));
  return text;
}

Result<const json::Array*> list_of(const json::Value& value, std::string_view where,
                                   std::string_view name, std::size_t most) {
  static const json::Array kNone;
  if (value[name].is_null()) return &kNone;
  const json::Array* list = value[name].as_array();
  if (list == nullptr || list->size() > most)
    return invalid(where, fmt::format("\"{}\" is a list of at most {}", name, most));
  return list;
}

Result<json::Array> evidence_of(const json::Value& value, std::string_view where) {
  SANAD_TRY(const json::Array* list, list_of(value, where, "evidence", kMaxCited));
  if (list->empty())
    return invalid(where, "a reason rests on something; cite an exhibit or a part as \"evidence\"");
  json::Array evidence;
  for (const json::Value& one : *list) {
    SANAD_CHECK(check_members(one, where, {"exhibit", "part", "note"}));
    SANAD_TRY(std::string exhibit, words_of(one, where, "exhibit", kMaxShortBytes));
    SANAD_TRY(std::string note, text_of(one, where, "note", kMaxShortBytes));
    const auto part = one["part"].as_int();
    if (!one["part"].is_null() && (!part || *part < 0))
      return invalid(where, "\"part\" is the number of a part, or null for the whole exhibit");
    evidence.emplace_back(json::Object{{"exhibit", std::move(exhibit)},
                                       {"part", part ? json::Value(*part) : json::Value(nullptr)},
                                       {"note", std::move(note)}});
  }
  return evidence;
}

// Reason, confidence and what they rest on.
Result<void> add_grounds(const json::Value& value, std::string_view where, json::Object& to) {
  SANAD_TRY(std::string reason, words_of(value, where, "reason"));
  SANAD_TRY(std::string confidence, text_of(value, where, "confidence", kMaxShortBytes));
  if (std::ranges::find(kConfidences, confidence) == kConfidences.end())
    return invalid(where, "\"confidence\" is \"low\", \"moderate\" or \"high\"");
  SANAD_TRY(json::Array evidence, evidence_of(value, where));
  to.set("reason", std::move(reason));
  to.set("confidence", std::move(confidence));
  to.set("evidence", std::move(evidence));
  return {};
}

template <typename T>
std::string keys_of(const std::vector<T>& items) {
  std::string all;
  for (const T& one : items) all += fmt::format("{}{}", all.empty() ? "" : ", ", one.key);
  return all;
}

Result<json::Object> check_purpose(const json::Value& value, const Words& words) {
  constexpr std::string_view kWhere = "purpose";
  SANAD_CHECK(
      check_members(value, kWhere, {"claimed", "assessed", "reason", "confidence", "evidence"}));
  json::Object object;
  for (const char* name : {"claimed", "assessed"}) {
    SANAD_TRY(std::string word, text_of(value, kWhere, name, kMaxShortBytes));
    if (words.purpose(word) == nullptr)
      return invalid(kWhere, fmt::format("\"{}\" is one of: {}", name, keys_of(words.purposes)));
    object.set(name, std::move(word));
  }
  SANAD_CHECK(add_grounds(value, kWhere, object));
  return object;
}

Result<json::Object> check_source(const json::Value& value) {
  SANAD_CHECK(check_members(value, "source", {"text", "reason", "confidence", "evidence"}));
  json::Object object;
  SANAD_TRY(std::string text, words_of(value, "source", "text"));
  object.set("text", std::move(text));
  SANAD_CHECK(add_grounds(value, "source", object));
  return object;
}

bool is_language(std::string_view tag) {
  const bool is_long_enough = tag.size() >= 2 && tag.size() <= 3;
  return is_long_enough && std::ranges::all_of(tag, [](char c) { return c >= 'a' && c <= 'z'; });
}

Result<json::Object> check_content(const json::Value& value) {
  constexpr std::string_view kWhere = "content";
  SANAD_CHECK(
      check_members(value, kWhere, {"text", "languages", "reason", "confidence", "evidence"}));
  json::Object object;
  SANAD_TRY(std::string text, words_of(value, kWhere, "text"));
  object.set("text", std::move(text));
  SANAD_TRY(const json::Array* languages, list_of(value, kWhere, "languages", kMaxLanguages));
  std::set<std::string> tags;
  for (const json::Value& one : *languages) {
    if (!is_language(one.string_or("")))
      return invalid(kWhere, "\"languages\" are codes of ISO 639 (ur, ps, en); zxx: no language");
    tags.insert(one.string_or(""));
  }
  if (tags.empty())
    return invalid(kWhere, "name the languages of the content as \"languages\"; zxx: none");
  object.set("languages", json::Array(tags.begin(), tags.end()));
  SANAD_CHECK(add_grounds(value, kWhere, object));
  return object;
}

Result<json::Array> check_none(const json::Value& value) {
  SANAD_TRY(const json::Array* list, list_of(value, "uses", "none", kMaxUses));
  json::Array none;
  for (const json::Value& one : *list) {
    SANAD_CHECK(check_members(one, "uses, none", {"facet", "reason"}));
    SANAD_TRY(std::string facet, words_of(one, "uses, none", "facet", kMaxShortBytes));
    SANAD_TRY(std::string reason, words_of(one, "uses, none", "reason"));
    none.emplace_back(json::Object{{"facet", std::move(facet)}, {"reason", std::move(reason)}});
  }
  return none;
}

Result<json::Object> check_uses(const json::Value& value) {
  SANAD_CHECK(check_members(value, "uses", {"uses", "none", "incitement"}));
  SANAD_TRY(const json::Array* list, list_of(value, "uses", "uses", kMaxUses));
  const bool* incitement = value["incitement"].as_bool();
  if (incitement == nullptr)
    return invalid("uses", "\"incitement\" says whether incitement is alleged: true or false");
  json::Array uses;
  std::set<std::string> labels;
  for (const json::Value& one : *list) {
    SANAD_CHECK(check_members(one, "uses", {"label", "reason", "confidence", "evidence"}));
    SANAD_TRY(std::string label, words_of(one, "uses", "label", kMaxShortBytes));
    if (!labels.insert(label).second)
      return invalid("uses", fmt::format("\"{}\" stands there twice", label));
    json::Object use{{"label", label}};
    SANAD_CHECK(add_grounds(one, fmt::format("uses, {}", label), use));
    uses.emplace_back(std::move(use));
  }
  SANAD_TRY(json::Array none, check_none(value));
  return json::Object{
      {"uses", std::move(uses)}, {"none", std::move(none)}, {"incitement", *incitement}};
}

Result<json::Object> check_box(const json::Value& value, std::string_view name,
                               std::set<std::string>& texts) {
  const std::string where = fmt::format("rabat, {}", name);
  SANAD_CHECK(check_members(value, where, {"text", "met", "evidence"}));
  SANAD_TRY(std::string text, words_of(value, where, "text"));
  if (!texts.insert(text).second)
    return invalid(where, "the same text stands in another part; each asks something else");
  SANAD_TRY(std::string met, text_of(value, where, "met", kMaxShortBytes));
  if (std::ranges::find(kMet, met) == kMet.end())
    return invalid(where, "\"met\" is \"yes\", \"no\" or \"unclear\"");
  SANAD_TRY(json::Array evidence, evidence_of(value, where));
  return json::Object{
      {"text", std::move(text)}, {"met", std::move(met)}, {"evidence", std::move(evidence)}};
}

Result<json::Object> check_rabat(const json::Value& value, const Words& words) {
  SANAD_CHECK(
      check_members(value, "rabat", {"audience", "target_group", "boxes", "conclusion", "reason"}));
  json::Object object;
  for (const char* name : {"audience", "target_group"}) {
    SANAD_TRY(std::string text, words_of(value, "rabat", name));
    object.set(name, std::move(text));
  }
  SANAD_CHECK(check_members(value["boxes"], "rabat, boxes",
                            {kBoxes[0], kBoxes[1], kBoxes[2], kBoxes[3], kBoxes[4], kBoxes[5]}));
  json::Object boxes;
  std::set<std::string> texts;
  bool are_all_met = true;
  for (const std::string_view name : kBoxes) {
    if (value["boxes"][name].is_null())
      return invalid("rabat", fmt::format("\"{}\" is not written; all six parts are, by the "
                                          "person who assesses",
                                          name));
    SANAD_TRY(json::Object box, check_box(value["boxes"][name], name, texts));
    are_all_met = are_all_met && box.find("met")->string_or("") == "yes";
    boxes.set(std::string(name), std::move(box));
  }
  object.set("boxes", std::move(boxes));
  SANAD_TRY(std::string word, text_of(value, "rabat", "conclusion", kMaxShortBytes));
  const Conclusion* conclusion = words.conclusion(word);
  if (conclusion == nullptr)
    return invalid("rabat",
                   fmt::format("\"conclusion\" is one of: {}", keys_of(words.conclusions)));
  if (conclusion->needs_all && !are_all_met)
    return invalid("rabat", fmt::format("\"{}\" takes all six parts to be met; the threshold is "
                                        "high",
                                        word));
  SANAD_TRY(std::string reason, words_of(value, "rabat", "reason"));
  object.set("conclusion", std::move(word));
  object.set("reason", std::move(reason));
  return object;
}

Result<json::Object> check_what_comes(const json::Value& value, const Words& words) {
  constexpr std::string_view kWhere = "outcome";
  SANAD_CHECK(
      check_members(value, kWhere, {"outcome", "reason", "confidence", "evidence", "despite"}));
  json::Object object;
  SANAD_TRY(std::string word, text_of(value, kWhere, "outcome", kMaxShortBytes));
  if (words.outcome(word) == nullptr)
    return invalid(kWhere, fmt::format("\"outcome\" is one of: {}", keys_of(words.outcomes)));
  object.set("outcome", std::move(word));
  SANAD_CHECK(add_grounds(value, kWhere, object));
  SANAD_TRY(std::string despite, text_of(value, kWhere, "despite"));
  object.set("despite", std::move(despite));
  return object;
}

Result<json::Object> check_any(Step step, const json::Value& content, const Words& words) {
  switch (step) {
    case Step::kPurpose:
      return check_purpose(content, words);
    case Step::kSource:
      return check_source(content);
    case Step::kContent:
      return check_content(content);
    case Step::kUses:
      return check_uses(content);
    case Step::kRabat:
      return check_rabat(content, words);
    case Step::kOutcome:
      return check_what_comes(content, words);
  }
  return invalid("step", "there is no such step");
}

bool is_alleged(const Written& written) {
  const auto uses = written.find(Step::kUses);
  return uses != written.end() && alleges_incitement(uses->second);
}

void visit_cited(const json::Value& value, std::vector<Cited>& found) {
  if (const json::Array* list = value.as_array()) {
    for (const json::Value& one : *list) visit_cited(one, found);
  } else if (const json::Object* object = value.as_object()) {
    if (const json::Value* exhibit = object->find("exhibit"); exhibit && exhibit->as_string()) {
      const auto part = value["part"].as_int();
      found.push_back({*exhibit->as_string(), std::nullopt});
      if (part) found.back().part = static_cast<std::uint64_t>(*part);
    }
    for (const json::Member& member : *object) visit_cited(member.value, found);
  }
}

const json::Value& at(const Written& written, Step step) {
  static const json::Value kNone;
  const auto found = written.find(step);
  return found == written.end() ? kNone : found->second;
}

void add_difference(std::string_view what, const json::Value& first, const json::Value& second,
                    json::Array& to) {
  if (json::format_canonical(first) == json::format_canonical(second)) return;
  to.emplace_back(json::Object{{"what", what}, {"first", first}, {"second", second}});
}

}  // namespace

std::string_view step_name(Step step) { return kStepNames[static_cast<std::size_t>(step)]; }

std::optional<Step> parse_step_name(std::string_view name) {
  const auto found = std::ranges::find(kStepNames, name);
  if (found == kStepNames.end()) return std::nullopt;
  return kSteps[static_cast<std::size_t>(found - kStepNames.begin())];
}

Result<json::Object> check_step(Step step, const json::Value& content, const Words& words) {
  SANAD_TRY(json::Object checked, check_any(step, content, words));
  if (json::format_canonical(json::Value(checked)).size() > kMaxStepBytes)
    return Error{
        ErrorCode::kLimit,
        fmt::format("the step \"{}\" is longer than {} bytes; put the longer analysis into "
                    "an exhibit and cite it",
                    step_name(step), kMaxStepBytes)};
  return checked;
}

bool alleges_incitement(const json::Value& uses) {
  if (uses["incitement"].bool_or(false)) return true;
  return std::ranges::any_of(labels_of(uses), [](const std::string& label) {
    return label.ends_with(":incitement") || label.ends_with(".incitement");
  });
}

std::optional<Step> next_step(const Written& written) {
  for (const Step step : kSteps) {
    if (written.contains(step) || (step == Step::kRabat && !is_alleged(written))) continue;
    return step;
  }
  return std::nullopt;
}

Result<void> may_write(Step step, const Written& written) {
  if (step == Step::kRabat && written.contains(Step::kUses) && !is_alleged(written))
    return Error{ErrorCode::kDenied,
                 "the six parts are written where incitement is alleged; say so in the uses first"};
  const auto next = next_step(written);
  if (!next || step <= *next) return {};
  return Error{ErrorCode::kDenied,
               fmt::format("the step \"{}\" comes after \"{}\", which is not written yet",
                           step_name(step), step_name(*next))};
}

Result<void> check_outcome(const json::Value& outcome, const Written& written, const Words& words) {
  const Outcome* found = words.outcome(outcome["outcome"].string_or(""));
  const Purpose* purpose = words.purpose(at(written, Step::kPurpose)["assessed"].string_or(""));
  if (!found || !purpose || !found->acts || !purpose->is_protected) return {};
  if (!is_blank(outcome["despite"].string_or(""))) return {};
  return invalid("outcome",
                 fmt::format("the purpose was assessed as \"{}\": say in \"despite\" why \"{}\" is "
                             "right all the same, or choose another outcome",
                             purpose->key, found->key));
}

std::vector<Cited> cited_in(const json::Value& content) {
  std::vector<Cited> found;
  visit_cited(content, found);
  return found;
}

void rename_cited(json::Value& content, const std::map<std::string, std::string>& ids) {
  if (json::Array* list = content.as_array()) {
    for (json::Value& one : *list) rename_cited(one, ids);
  } else if (json::Object* object = content.as_object()) {
    json::Object renamed;
    for (const json::Member& member : *object) {
      json::Value value = member.value;
      const auto id = member.name == "exhibit" ? ids.find(value.string_or("")) : ids.end();
      if (id != ids.end())
        value = id->second;
      else
        rename_cited(value, ids);
      renamed.append_unchecked(member.name, std::move(value));
    }
    content = std::move(renamed);
  }
}

std::vector<std::string> labels_of(const json::Value& uses) {
  std::vector<std::string> labels;
  if (const json::Array* list = uses["uses"].as_array()) {
    for (const json::Value& one : *list) labels.push_back(one["label"].string_or(""));
  }
  return labels;
}

json::Array differences(const Written& first, const Written& second) {
  json::Array found;
  const auto add = [&](Step step, std::string_view member) {
    add_difference(fmt::format("{}.{}", step_name(step), member), at(first, step)[member],
                   at(second, step)[member], found);
  };
  add(Step::kPurpose, "claimed");
  add(Step::kPurpose, "assessed");
  const auto ones = labels_of(at(first, Step::kUses)), others = labels_of(at(second, Step::kUses));
  std::set<std::string> all(ones.begin(), ones.end());
  all.insert(others.begin(), others.end());
  for (const std::string& label : all)
    add_difference(label, std::ranges::find(ones, label) != ones.end(),
                   std::ranges::find(others, label) != others.end(), found);
  for (const std::string_view box : kBoxes)
    add_difference(fmt::format("rabat.{}", box), at(first, Step::kRabat)["boxes"][box]["met"],
                   at(second, Step::kRabat)["boxes"][box]["met"], found);
  add(Step::kRabat, "conclusion");
  add(Step::kOutcome, "outcome");
  return found;
}

}  // namespace sanad::review
