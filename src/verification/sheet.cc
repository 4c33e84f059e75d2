#include "verification/sheet.h"

#include <fmt/format.h>

#include <algorithm>

#include "assessment.h"
#include "bounds.h"

namespace sanad::verification {
namespace {

constexpr std::array<std::string_view, 3> kPanels = {"source", "item", "content"};
constexpr std::array<std::string_view, 6> kTimeMethods = {"shadows",          "weather",  "clocks",
                                                          "first-appearance", "metadata", "other"};

std::string where_of(const Question& question) {
  return fmt::format("{}, {}", panel_name(question.panel), question.id);
}

std::size_t question_of(Panel panel, std::string_view id) {
  const auto& all = questions();
  const auto found = std::ranges::find_if(
      all, [&](const Question& one) { return one.panel == panel && one.id == id; });
  return static_cast<std::size_t>(found - all.begin());
}

Result<void> require_text(std::string_view text, const Assessment& assessment,
                          std::string_view where, std::string_view what) {
  if (assessment.finding == Finding::kNotExamined || !is_blank(text)) return {};
  return invalid(where, what);
}

Result<void> read_panel(const json::Value& value, Panel panel, Sheet& sheet) {
  const json::Value& answers = value[panel_name(panel)];
  if (answers.is_null()) return {};
  const json::Object* object = answers.as_object();
  if (object == nullptr) return invalid(panel_name(panel), "must be a JSON object");
  for (const json::Member& member : *object) {
    const std::size_t question = question_of(panel, member.name);
    if (question == kQuestions)
      return invalid(panel_name(panel),
                     fmt::format("the panel does not ask for \"{}\"", member.name.substr(0, 100)));
    const std::string where = where_of(questions()[question]);
    SANAD_CHECK(check_members(member.value, where,
                              {"text", "finding", "confidence", "reasons", "evidence"}));
    Answer answer;
    answer.question = question;
    SANAD_TRY(answer.text, read_text(member.value, where, "text", kMaxTextBytes));
    SANAD_TRY(answer.assessment, read_assessment(member.value, where));
    SANAD_CHECK(require_text(answer.text, answer.assessment, where, "say what was found"));
    if (is_blank(answer.text) && is_untouched(answer.assessment)) continue;
    sheet.answers.push_back(std::move(answer));
  }
  return {};
}

Result<CandidatePlace> read_candidate(const json::Value& value, const std::string& where) {
  SANAD_CHECK(check_members(value, where,
                            {"name", "latitude", "longitude", "radius_m", "features", "method",
                             "tools", "finding", "confidence", "reasons", "evidence"}));
  CandidatePlace place;
  SANAD_TRY(place.name, read_text(value, where, "name", kMaxNameBytes));
  SANAD_TRY(place.latitude, read_text(value, where, "latitude", kMaxNameBytes));
  SANAD_TRY(place.longitude, read_text(value, where, "longitude", kMaxNameBytes));
  SANAD_TRY(place.features, read_text(value, where, "features", kMaxTextBytes));
  SANAD_TRY(place.method, read_text(value, where, "method", kMaxTextBytes));
  SANAD_TRY(place.tools, read_text(value, where, "tools", kMaxNameBytes));
  SANAD_TRY(place.assessment, read_assessment(value, where));
  place.radius_m = value["radius_m"].int_or(0);
  if (is_blank(place.name)) return invalid(where, "give the place a name");
  if (!is_degrees(place.latitude, 90) || !is_degrees(place.longitude, 180))
    return invalid(where,
                   "the coordinates are decimal degrees, north and east positive, with at most 8 "
                   "digits after the point: 24.8607 and 67.0011");
  if (place.radius_m < 1 || place.radius_m > kMaxRadiusM)
    return invalid(where, fmt::format("\"radius_m\" is the uncertainty in whole metres, 1 to {}",
                                      kMaxRadiusM));
  SANAD_CHECK(require_text(place.features, place.assessment, where,
                           "say which features were matched, and which do not match"));
  SANAD_CHECK(require_text(place.method, place.assessment, where, "say by what method"));
  return place;
}

Result<TimeEstimate> read_estimate(const json::Value& value, const std::string& where) {
  SANAD_CHECK(check_members(value, where,
                            {"method", "earliest", "latest", "zone", "uncertainty", "details",
                             "tools", "finding", "confidence", "reasons", "evidence"}));
  TimeEstimate estimate;
  SANAD_TRY(const std::string method, read_text(value, where, "method", kMaxNameBytes));
  const auto known = parse_time_method(method);
  if (!known)
    return invalid(where, fmt::format("\"method\" is one of {}", fmt::join(kTimeMethods, ", ")));
  estimate.method = *known;
  SANAD_TRY(estimate.earliest, read_text(value, where, "earliest", kMaxNameBytes));
  SANAD_TRY(estimate.latest, read_text(value, where, "latest", kMaxNameBytes));
  SANAD_TRY(estimate.zone, read_text(value, where, "zone", kMaxNameBytes));
  SANAD_TRY(estimate.uncertainty, read_text(value, where, "uncertainty", kMaxTextBytes));
  SANAD_TRY(estimate.details, read_text(value, where, "details", kMaxTextBytes));
  SANAD_TRY(estimate.tools, read_text(value, where, "tools", kMaxNameBytes));
  SANAD_TRY(estimate.assessment, read_assessment(value, where));
  for (const std::string* bound : {&estimate.earliest, &estimate.latest})
    if (!bound->empty() && !is_local_minute(*bound))
      return invalid(where, "a bound is a day and a minute that there is: 2026-03-14T17:05");
  const bool has_bound = !estimate.earliest.empty() || !estimate.latest.empty();
  if (has_bound ? !is_zone(estimate.zone) : !estimate.zone.empty() && !is_zone(estimate.zone))
    return invalid(where,
                   "\"zone\" is \"UTC\", \"UTC+05:00\" or, where it is not known, "
                   "\"unknown\"");
  if (!estimate.earliest.empty() && !estimate.latest.empty() && estimate.latest < estimate.earliest)
    return invalid(where, "the latest time is before the earliest");
  SANAD_CHECK(require_text(estimate.details, estimate.assessment, where,
                           "say what was measured or compared, and how"));
  return estimate;
}

Result<void> read_places(const json::Value& value, Sheet& sheet) {
  const json::Value& notes = value["geolocation"];
  if (notes.is_null()) return {};
  SANAD_CHECK(check_members(notes, "geolocation", {"claimed", "candidates"}));
  SANAD_TRY(sheet.claimed_place, read_text(notes, "geolocation", "claimed", kMaxTextBytes));
  SANAD_TRY(const json::Array list, read_list(notes, "geolocation", "candidates", kMaxCandidates));
  for (std::size_t i = 0; i < list.size(); ++i) {
    SANAD_TRY(CandidatePlace place,
              read_candidate(list[i], fmt::format("geolocation, place {}", i + 1)));
    sheet.candidates.push_back(std::move(place));
  }
  return {};
}

Result<void> read_times(const json::Value& value, Sheet& sheet) {
  const json::Value& notes = value["chronolocation"];
  if (notes.is_null()) return {};
  SANAD_CHECK(check_members(notes, "chronolocation", {"claimed", "estimates"}));
  SANAD_TRY(sheet.claimed_time, read_text(notes, "chronolocation", "claimed", kMaxTextBytes));
  SANAD_TRY(const json::Array list, read_list(notes, "chronolocation", "estimates", kMaxEstimates));
  for (std::size_t i = 0; i < list.size(); ++i) {
    SANAD_TRY(TimeEstimate estimate,
              read_estimate(list[i], fmt::format("chronolocation, estimate {}", i + 1)));
    sheet.estimates.push_back(std::move(estimate));
  }
  return {};
}

json::Object answer_json(const Answer& answer) {
  json::Object object{{"text", answer.text}};
  write_assessment(answer.assessment, object);
  return object;
}

json::Object candidate_json(const CandidatePlace& place) {
  json::Object object{{"name", place.name},           {"latitude", place.latitude},
                      {"longitude", place.longitude}, {"radius_m", place.radius_m},
                      {"features", place.features},   {"method", place.method},
                      {"tools", place.tools}};
  write_assessment(place.assessment, object);
  return object;
}

json::Object estimate_json(const TimeEstimate& estimate) {
  json::Object object{{"method", time_method_name(estimate.method)},
                      {"earliest", estimate.earliest},
                      {"latest", estimate.latest},
                      {"zone", estimate.zone},
                      {"uncertainty", estimate.uncertainty},
                      {"details", estimate.details},
                      {"tools", estimate.tools}};
  write_assessment(estimate.assessment, object);
  return object;
}

}  // namespace

const std::array<Question, kQuestions>& questions() {
  using enum Panel;
  static constexpr std::array<Question, kQuestions> kAll = {{
      {kSource, "provenance", "Where does it come from, and by which way did it get here?"},
      {kSource, "first_copy_found",
       "Which is the first copy that was found online? Is this one it?"},
      {kSource, "credibility", "What speaks for and against believing the source?"},
      {kSource, "independence", "Is the source independent of the parties, and impartial?"},
      {kSource, "motive", "What may have moved the source to make or publish it?"},
      {kSource, "specificity", "Does the source say it in particular terms, or in general ones?"},
      {kSource, "attenuation", "Did the source see it, or hear of it from others?"},
      {kItem, "metadata", "What does the file or message say of itself?"},
      {kItem, "exif", "What do its Exif data say: device, time, place?"},
      {kItem, "source_code", "What do the source code and the server's answers show?"},
      {kItem, "editing", "Are there signs of editing, staging or generation?"},
      {kItem, "earlier_appearances", "Did the same or the like appear earlier, here or elsewhere?"},
      {kContent, "what_is_seen", "What is seen and heard?"},
      {kContent, "place", "Where was it made?"},
      {kContent, "time", "When was it made?"},
      {kContent, "unique_features", "Which features are unique enough to be recognised elsewhere?"},
      {kContent, "objective_facts", "What in it can be checked against facts that are on record?"},
      {kContent, "completeness", "Is it complete, or an extract?"},
      {kContent, "internal_consistency", "Does it agree with itself?"},
      {kContent, "external_corroboration", "Do other, independent sources say the same?"},
  }};
  return kAll;
}

std::string_view panel_name(Panel panel) { return kPanels[static_cast<std::size_t>(panel)]; }

std::string_view time_method_name(TimeMethod method) {
  return kTimeMethods[static_cast<std::size_t>(method)];
}

std::optional<TimeMethod> parse_time_method(std::string_view name) {
  const auto found = std::ranges::find(kTimeMethods, name);
  if (found == kTimeMethods.end()) return std::nullopt;
  return static_cast<TimeMethod>(found - kTimeMethods.begin());
}

bool Sheet::empty() const {
  return is_blank(claim) && answers.empty() && is_blank(claimed_place) && candidates.empty() &&
         is_blank(claimed_time) && estimates.empty();
}

Result<Sheet> parse_sheet(const json::Value& value) {
  SANAD_CHECK(check_members(
      value, "", {"claim", "source", "item", "content", "geolocation", "chronolocation"}));
  Sheet sheet;
  SANAD_TRY(sheet.claim, read_text(value, "", "claim", kMaxTextBytes));
  for (const Panel panel : {Panel::kSource, Panel::kItem, Panel::kContent})
    SANAD_CHECK(read_panel(value, panel, sheet));
  std::ranges::sort(sheet.answers, {}, &Answer::question);
  SANAD_CHECK(read_places(value, sheet));
  SANAD_CHECK(read_times(value, sheet));
  const bool has_finding = std::ranges::any_of(sheet.answers, [](const Answer& answer) {
    return answer.assessment.finding != Finding::kNotExamined;
  });
  if (has_finding && is_blank(sheet.claim))
    return invalid("claim", "say what is claimed of it; the findings speak for or against that");
  const std::size_t size = json::format_canonical(format_sheet(sheet)).size();
  if (size > kMaxSheetBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("the sheet takes {} bytes of at most {}; shorten its texts, or import "
                             "a long analysis as an exhibit and cite it",
                             size, kMaxSheetBytes)};
  return sheet;
}

json::Object format_sheet(const Sheet& sheet) {
  json::Object object{{"claim", sheet.claim}};
  for (const Panel panel : {Panel::kSource, Panel::kItem, Panel::kContent}) {
    json::Object answers;
    for (const Answer& answer : sheet.answers) {
      const Question& question = questions()[answer.question];
      if (question.panel == panel) answers.set(std::string(question.id), answer_json(answer));
    }
    object.set(std::string(panel_name(panel)), std::move(answers));
  }
  json::Array candidates, estimates;
  for (const CandidatePlace& place : sheet.candidates)
    candidates.emplace_back(candidate_json(place));
  for (const TimeEstimate& one : sheet.estimates) estimates.emplace_back(estimate_json(one));
  object.set("geolocation",
             json::Object{{"claimed", sheet.claimed_place}, {"candidates", std::move(candidates)}});
  object.set("chronolocation",
             json::Object{{"claimed", sheet.claimed_time}, {"estimates", std::move(estimates)}});
  return object;
}

}  // namespace sanad::verification
