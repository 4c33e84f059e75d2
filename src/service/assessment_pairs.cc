// Two assessments of the same: read side by side, decided upon by a third, and how far they agree.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "assessing.h"
#include "cited.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Assessment;
using records::AssessmentPair;
using review::Choices;
using review::Step;
namespace {

const json::Value& step_of(const Assessment& assessment, Step step) {
  static const json::Value kNone;
  const auto found = assessment.written.find(step);
  return found == assessment.written.end() ? kNone : found->second;
}

std::string outcome_in(const Assessment& assessment) {
  return step_of(assessment, Step::kOutcome)["outcome"].string_or("");
}

// What either of the two, or the third, must say against a protected purpose.
Result<void> check_despite(const AssessmentPair& pair, const json::Value& content,
                           const review::Words& words) {
  for (const Assessment& one : pair.complete)
    SANAD_CHECK(review::check_outcome(content, one.written, words));
  return {};
}

// Choices of the two on each question that is compared.
using Table = std::map<std::pair<std::string, std::string>, std::vector<Choices>>;

std::set<std::string> labels_in(const Assessment& assessment) {
  const auto labels = review::labels_of(step_of(assessment, Step::kUses));
  return {labels.begin(), labels.end()};
}

std::set<std::string> languages_in(const Assessment& assessment) {
  std::set<std::string> found;
  if (const json::Array* all = step_of(assessment, Step::kContent)["languages"].as_array()) {
    for (const json::Value& one : *all) found.insert(one.string_or(""));
  }
  return found;
}

void add_pair(const AssessmentPair& pair, const std::set<std::string>& categories, Table& table) {
  const Assessment& first = pair.complete[0];
  const Assessment& second = pair.complete[1];
  const Choices outcome{outcome_in(first), outcome_in(second)};
  table[{"outcome", ""}].push_back(outcome);
  table[{"purpose", ""}].push_back({step_of(first, Step::kPurpose)["assessed"].string_or(""),
                                    step_of(second, Step::kPurpose)["assessed"].string_or("")});
  const auto ones = labels_in(first), others = labels_in(second);
  for (const std::string& label : categories)
    table[{"category", label}].push_back(
        {ones.contains(label) ? "yes" : "no", others.contains(label) ? "yes" : "no"});
  auto languages = languages_in(first);
  languages.merge(languages_in(second));
  for (const std::string& language : languages) table[{"language", language}].push_back(outcome);
}

json::Object row_of(const std::pair<std::string, std::string>& what,
                    const std::vector<Choices>& choices) {
  const review::Agreement found = review::agreement(choices);
  return json::Object{{"by", what.first},
                      {"key", what.second},
                      {"items", found.items},
                      {"agreed", found.agreed},
                      {"observed", found.observed},
                      {"expected", found.expected},
                      {"kappa", found.kappa ? json::Value(*found.kappa) : json::Value(nullptr)}};
}

}  // namespace

std::string outcome_of(const AssessmentPair& pair) {
  if (!pair.adjudication.is_null()) return pair.adjudication["outcome"].string_or("");
  if (!pair.is_closed()) return "";
  const std::string first = outcome_in(pair.complete[0]);
  return first == outcome_in(pair.complete[1]) ? first : "";
}

Result<std::vector<AssessmentPair>> list_pairs(Workspace& workspace, const Officer& caller,
                                               std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  std::string of;
  if (!case_id.empty()) {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
    of = of_case.id;
  }
  SANAD_TRY(auto pairs, seen_of(workspace, caller, workspace.records().assessment_pairs(of)));
  std::erase_if(pairs, [](const AssessmentPair& pair) { return !pair.is_closed(); });
  return pairs;
}

Result<AssessmentPair> read_pair(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  const auto found = workspace.records().assessment_pair(id);
  if (found.ok() && found->is_closed()) return seen(workspace, caller, found);
  if (!found.ok() && found.error().code != ErrorCode::kNotFound) return found.error();
  return Error{ErrorCode::kNotFound,
               fmt::format("there is no pair \"{}\" of which both assessments are complete", id)};
}

Result<AssessmentPair> adjudicate(Workspace& workspace, const Officer& caller, std::string_view id,
                                  const json::Value& content) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor, Role::kReviewer},
                           "decide between two assessments"));
  SANAD_TRY(const review::Words words, review::shipped_words());
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const AssessmentPair pair, read_pair(workspace, caller, id));
  const bool is_one_of_them = std::ranges::any_of(
      pair.complete, [&](const Assessment& one) { return one.assessor == caller.id; });
  if (is_one_of_them)
    return refuse_act(
        workspace, caller, pair.case_id,
        {"adjudicate", pair.id, "four-eyes",
         "a third person decides between two assessments; you wrote one of them", ""});
  if (!outcome_of(pair).empty())
    return Error{ErrorCode::kConflict, pair.adjudication.is_null()
                                           ? "the two outcomes are the same; nothing is to decide"
                                           : "it was decided already"};
  SANAD_TRY(json::Object checked, review::check_step(Step::kOutcome, content, words));
  json::Value settled(std::move(checked));
  SANAD_CHECK(settle_cited(workspace, caller, pair.case_id, settled));
  SANAD_CHECK(check_despite(pair, settled, words));
  SANAD_CHECK(check_unanswered(workspace, caller, pair.case_id, pair.subject.exhibit, settled,
                               words, {"adjudicate", pair.id, "", "", ""}));
  json::Value part(nullptr);
  if (pair.subject.part) part = *pair.subject.part;
  SANAD_CHECK(workspace.custody().record({"assessment.adjudicated", caller.id, pair.case_id,
                                          json::Object{{"pair", pair.id},
                                                       {"exhibit", pair.subject.exhibit},
                                                       {"part", std::move(part)},
                                                       {"content", std::move(settled)}}}));
  return workspace.records().assessment_pair(pair.id);
}

Result<json::Value> agreement_figures(Workspace& workspace, const Officer& caller,
                                      std::string_view case_id) {
  SANAD_TRY(const auto pairs, list_pairs(workspace, caller, case_id));
  // A label that nobody ever used is agreed upon everywhere, which says nothing.
  std::set<std::string> categories;
  for (const AssessmentPair& pair : pairs)
    for (const Assessment& one : pair.complete) categories.merge(labels_in(one));
  Table table;
  for (const AssessmentPair& pair : pairs) add_pair(pair, categories, table);
  json::Array items;
  for (const auto& [what, choices] : table) items.emplace_back(row_of(what, choices));
  return json::Value(json::Object{{"items", std::move(items)}});
}

}  // namespace sanad::service
