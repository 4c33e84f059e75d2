#include "service/assessments.h"

#include <fmt/format.h>

#include <algorithm>

#include "assessing.h"
#include "cited.h"
#include "crypto/id.h"
#include "reasons.h"
#include "refusals.h"
#include "refusing.h"
#include "service/assessment_queue.h"
#include "service/blind.h"
#include "service/exculpatory.h"
#include "service/facets.h"
#include "service/people.h"
#include "service/sight.h"
#include "sheet_facts.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Assessment;
using records::AssessmentPair;
using review::Step;
namespace {

json::Value part_json(const records::SheetSubject& subject) {
  return subject.part ? json::Value(*subject.part) : json::Value(nullptr);
}

std::string target_of(const SheetMatter& matter) {
  return matter.subject.part
             ? fmt::format("{} part {}", matter.exhibit.number, *matter.subject.part)
             : matter.exhibit.number;
}

// Why the officer may not take a place in the pair that is open.
Result<void> check_place(Workspace& workspace, const Officer& caller, const AssessmentPair& pair) {
  SANAD_TRY(const auto all, workspace.records().assessments_of_pair(pair.id));
  for (const Assessment& one : all) {
    if (one.assessor != caller.id || one.state == "given-back") continue;
    return Error{ErrorCode::kConflict,
                 one.state == "open"
                     ? fmt::format("you have it already, as {}; go on with that", one.id)
                     : "you assessed it already; each of the two is another person's"};
  }
  SANAD_TRY(const std::size_t taken, places_taken(workspace, all));
  if (taken < 2) return {};
  return Error{ErrorCode::kConflict, "two officers have it; take something else from the queue"};
}

// The pair in which there is a place; empty: a new one.
Result<std::string> pair_to_join(Workspace& workspace, const Officer& caller,
                                 const records::SheetSubject& subject) {
  SANAD_TRY(const auto pairs, workspace.records().assessment_pairs_of(subject));
  if (pairs.empty()) return std::string();
  const AssessmentPair& newest = pairs.front();
  if (!newest.is_closed()) {
    SANAD_CHECK(check_place(workspace, caller, newest));
    return newest.id;
  }
  if (outcome_of(newest).empty())
    return Error{ErrorCode::kConflict,
                 "two assessed it and their outcomes differ; a third decides on that first"};
  return std::string();
}

Result<Assessment> open_of(Workspace& workspace, const Officer& caller, std::string_view id,
                           std::string_view activity) {
  SANAD_TRY(Assessment found, seen(workspace, caller, workspace.records().assessment(id)));
  if (found.assessor != caller.id)
    return refuse_act(workspace, caller, found.case_id,
                      {std::string(activity), found.id, "not-yours",
                       "only the officer who took an assessment writes it", found.id});
  if (found.state != "open")
    return Error{ErrorCode::kConflict,
                 found.state == "complete"
                     ? "the assessment is complete and stays as it is; ask for a new one with a "
                       "reason, where something has changed"
                     : "the assessment was given back; take it again"};
  return found;
}

Result<void> check_labels(Workspace& workspace, const json::Value& uses) {
  SANAD_TRY(const lists::FacetSet facets, facets_in_force(workspace));
  const auto labels = review::labels_of(uses);
  for (const std::string& label : labels) {
    SANAD_TRY_WITH(const lists::Label parsed, lists::parse_label(label), "uses");
    if (!is_use_facet(parsed.facet) || !facets.knows(parsed))
      return Error{ErrorCode::kInvalid,
                   fmt::format("uses: no facet of uses has the word \"{}\"; \"sanad assess form\" "
                               "lists them",
                               label)};
  }
  for (const lists::Facet& facet : facets.facets) {
    if (!is_use_facet(facet.facet)) continue;
    const bool has_word = std::ranges::any_of(
        labels, [&](const std::string& label) { return label.starts_with(facet.facet + ":"); });
    const json::Array& none = *uses["none"].as_array();
    const bool has_reason = std::ranges::any_of(
        none, [&](const json::Value& one) { return one["facet"].string_or("") == facet.facet; });
    if (has_word == has_reason)
      return Error{
          ErrorCode::kInvalid,
          fmt::format("uses: of the facet \"{}\" choose words, or say in \"none\" why none "
                      "of them applies; one of both",
                      facet.facet)};
  }
  return {};
}

Result<void> check_against_earlier(Workspace& workspace, const Officer& caller,
                                   const Assessment& assessment, Step step,
                                   const json::Value& content, const review::Words& words) {
  const std::string activity = "assess";
  if (const auto may = review::may_write(step, assessment.written); !may.ok())
    return refuse_act(
        workspace, caller, assessment.case_id,
        {activity, assessment.id, "step-before-its-turn", may.error().message, assessment.id});
  if (step == Step::kUses) return check_labels(workspace, content);
  if (step != Step::kOutcome) return {};
  SANAD_CHECK(review::check_outcome(content, assessment.written, words));
  return check_unanswered(workspace, caller, assessment.case_id, assessment.subject.exhibit,
                          content, words, {activity, assessment.id, "", "", assessment.id});
}

}  // namespace

bool is_use_facet(std::string_view facet) {
  return std::ranges::find(kUseFacets, facet) != std::end(kUseFacets);
}

Result<std::size_t> places_taken(Workspace& workspace, const std::vector<Assessment>& all) {
  std::size_t taken = 0;
  for (const Assessment& one : all) {
    if (one.state == "complete") ++taken;
    if (one.state != "open") continue;
    SANAD_TRY(const Officer assessor, workspace.records().officer(one.assessor));
    // Whose account is closed does not finish it.
    if (assessor.active) ++taken;
  }
  return taken;
}

Result<void> require_assessor(Workspace& workspace, const Officer& caller) {
  return require_role(workspace, caller, {Role::kReviewer, Role::kInvestigator, Role::kSupervisor},
                      "assess an exhibit");
}

Result<void> check_unanswered(Workspace& workspace, const Officer& caller, std::string_view case_id,
                              const std::string& exhibit, const json::Value& outcome,
                              const review::Words& words, ActRefusal refusal) {
  const review::Outcome* chosen = words.outcome(outcome["outcome"].string_or(""));
  if (chosen == nullptr || !chosen->acts) return {};
  SANAD_TRY(const auto notes, unanswered_on(workspace, case_id, {exhibit}));
  if (notes.empty()) return {};
  refusal.code = "exculpatory-unanswered";
  refusal.reason = fmt::format(
      "\"{}\" acts, and {} of what speaks for somebody is unanswered on this exhibit ({}); answer "
      "that first",
      chosen->key, notes.size(), notes.front().id);
  return refuse_act(workspace, caller, case_id, refusal);
}

Result<void> ask_for_assessment(Workspace& workspace, const Officer& caller,
                                const records::SheetSubject& subject, bool is_urgent,
                                std::string_view reason) {
  SANAD_CHECK(require_role(
      workspace, caller,
      {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer, Role::kReviewer},
      "ask for an assessment"));
  SANAD_CHECK(require_words(reason, "the reason"));
  SANAD_TRY(const SheetMatter matter, find_matter(workspace, subject));
  SANAD_CHECK(require_sight(workspace, caller, matter.exhibit.case_id, matter.exhibit.id));
  SANAD_CHECK(workspace.custody().record({"assessment.asked", caller.id, matter.exhibit.case_id,
                                          json::Object{{"exhibit", matter.exhibit.id},
                                                       {"part", part_json(matter.subject)},
                                                       {"urgent", is_urgent},
                                                       {"reason", reason}}}));
  return {};
}

Result<Assessment> take_assessment(Workspace& workspace, const Officer& caller,
                                   const records::SheetSubject& subject) {
  SANAD_CHECK(require_assessor(workspace, caller));
  SANAD_TRY(const SheetMatter matter, find_matter(workspace, subject));
  SANAD_CHECK(require_sight(workspace, caller, matter.exhibit.case_id, matter.exhibit.id));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(std::string pair, pair_to_join(workspace, caller, matter.subject));
  SANAD_TRY(const auto reasons,
            reasons_to_assess(workspace, matter.exhibit.case_id, matter.subject));
  if (reasons.empty())
    return Error{ErrorCode::kConflict,
                 fmt::format("nothing asks for an assessment of {}; ask for it first, with the "
                             "reason",
                             target_of(matter))};
  if (pair.empty()) pair = crypto::new_id("pair");
  json::Array why;
  for (const QueueReason& one : reasons)
    why.emplace_back(json::Object{{"rank", queue_rank_name(one.rank)}, {"id", one.id}});
  const std::string id = crypto::new_id("assessment");
  SANAD_CHECK(workspace.custody().record({"assessment.taken", caller.id, matter.exhibit.case_id,
                                          json::Object{{"assessment", id},
                                                       {"pair", pair},
                                                       {"exhibit", matter.exhibit.id},
                                                       {"part", part_json(matter.subject)},
                                                       {"reasons", std::move(why)}}}));
  return workspace.records().assessment(id);
}

Result<Assessment> give_assessment_back(Workspace& workspace, const Officer& caller,
                                        std::string_view id, std::string_view reason) {
  SANAD_CHECK(require_assessor(workspace, caller));
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Assessment found, open_of(workspace, caller, id, "give-back"));
  SANAD_CHECK(workspace.custody().record({"assessment.given-back", caller.id, found.case_id,
                                          json::Object{{"assessment", found.id},
                                                       {"exhibit", found.subject.exhibit},
                                                       {"part", part_json(found.subject)},
                                                       {"reason", reason}}}));
  return workspace.records().assessment(found.id);
}

Result<Assessment> write_step(Workspace& workspace, const Officer& caller, std::string_view id,
                              Step step, const json::Value& content) {
  SANAD_CHECK(require_assessor(workspace, caller));
  SANAD_TRY(const review::Words words, review::shipped_words());
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Assessment found, open_of(workspace, caller, id, "assess"));
  SANAD_TRY(json::Object checked, review::check_step(step, content, words));
  json::Value settled(std::move(checked));
  SANAD_CHECK(settle_cited(workspace, caller, found.case_id, settled));
  SANAD_CHECK(check_against_earlier(workspace, caller, found, step, settled, words));
  SANAD_CHECK(workspace.custody().record({"assessment.written", caller.id, found.case_id,
                                          json::Object{{"assessment", found.id},
                                                       {"exhibit", found.subject.exhibit},
                                                       {"part", part_json(found.subject)},
                                                       {"step", review::step_name(step)},
                                                       {"content", std::move(settled)}}}));
  return workspace.records().assessment(found.id);
}

Result<Assessment> read_assessment(Workspace& workspace, const Officer& caller,
                                   std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(Assessment found, seen(workspace, caller, workspace.records().assessment(id)));
  SANAD_TRY(const bool is_known, may_know(workspace, caller, found));
  if (is_known) return found;
  return refuse_act(workspace, caller, found.case_id,
                    {"read-assessment", found.id, std::string(kNotYours),
                     "another officer has this assessment; it can be read once both of its pair "
                     "are complete",
                     found.id});
}

}  // namespace sanad::service
