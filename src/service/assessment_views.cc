// Assessments as JSON.
#include "assessing.h"
#include "service/assessment_queue.h"
#include "service/blind.h"
#include "service/facets.h"
#include "service/people.h"
#include "service/views.h"

namespace sanad::service {

using records::Assessment;
using records::AssessmentPair;
namespace {

std::string name_of(Workspace& workspace, const std::string& officer) {
  const auto found = workspace.records().officer(officer);
  return found.ok() ? found->name : officer;
}

Result<json::Object> subject_json(Workspace& workspace, const std::string& case_id,
                                  const records::SheetSubject& subject) {
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(subject.exhibit));
  SANAD_TRY(const records::Case of_case, workspace.records().find_case(case_id));
  return json::Object{{"case", case_id},
                      {"case_reference", of_case.reference},
                      {"exhibit", exhibit.id},
                      {"exhibit_number", exhibit.number},
                      {"part", subject.part ? json::Value(*subject.part) : json::Value(nullptr)}};
}

template <typename T>
json::Array words_json(const std::vector<T>& words, std::string_view flag, bool T::* member) {
  json::Array array;
  for (const T& one : words)
    array.emplace_back(
        json::Object{{"key", one.key}, {"title", one.title}, {std::string(flag), one.*member}});
  return array;
}

json::Object reason_json(const QueueReason& reason) {
  return json::Object{{"rank", queue_rank_name(reason.rank)},
                      {"id", reason.id},
                      {"sentence", reason.sentence},
                      {"details", reason.details},
                      {"at", format_timestamp(reason.at)}};
}

}  // namespace

Result<json::Object> view(Workspace& workspace, const Assessment& assessment) {
  SANAD_TRY(json::Object object, subject_json(workspace, assessment.case_id, assessment.subject));
  SANAD_TRY(const bool is_open_to_everyone, is_open_to_all(workspace, assessment));
  object.set("assessment", assessment.id);
  // The pair can be read once both are complete, and says nothing before.
  object.set("pair", is_open_to_everyone ? json::Value(assessment.pair) : json::Value(nullptr));
  object.set("assessor", assessment.assessor);
  object.set("assessor_name", name_of(workspace, assessment.assessor));
  object.set("taken_at", format_timestamp(assessment.taken_at));
  object.set("state", assessment.state);
  object.set("completed_at", assessment.completed_at
                                 ? json::Value(format_timestamp(*assessment.completed_at))
                                 : json::Value(nullptr));
  json::Object written;
  for (const auto& [step, content] : assessment.written)
    written.set(std::string(review::step_name(step)), content);
  object.set("written", std::move(written));
  const auto next = review::next_step(assessment.written);
  const bool has_next = next && assessment.state == "open";
  object.set("next", has_next ? json::Value(review::step_name(*next)) : json::Value(nullptr));
  return object;
}

Result<json::Object> view(Workspace& workspace, const AssessmentPair& pair, bool whole) {
  SANAD_TRY(json::Object object, subject_json(workspace, pair.case_id, pair.subject));
  const std::string outcome = outcome_of(pair);
  const bool is_adjudicated = !pair.adjudication.is_null();
  object.set("pair", pair.id);
  object.set("state", is_adjudicated ? "adjudicated" : outcome.empty() ? "differs" : "agreed");
  object.set("outcome", outcome.empty() ? json::Value(nullptr) : json::Value(outcome));
  json::Array assessors;
  for (const Assessment& one : pair.complete)
    assessors.emplace_back(name_of(workspace, one.assessor));
  object.set("assessors", std::move(assessors));
  object.set("closed_at", pair.is_closed()
                              ? json::Value(format_timestamp(*pair.complete[1].completed_at))
                              : json::Value(nullptr));
  json::Value third(nullptr);
  if (is_adjudicated)
    third = json::Object{{"content", pair.adjudication},
                         {"by", pair.adjudicated_by},
                         {"by_name", name_of(workspace, pair.adjudicated_by)},
                         {"at", format_timestamp(*pair.adjudicated_at)}};
  object.set("adjudication", std::move(third));
  if (!whole) return object;
  json::Array assessments;
  for (const Assessment& one : pair.complete) {
    SANAD_TRY(json::Object viewed, view(workspace, one));
    assessments.emplace_back(std::move(viewed));
  }
  object.set("assessments", std::move(assessments));
  object.set("differences", pair.is_closed() ? review::differences(pair.complete[0].written,
                                                                   pair.complete[1].written)
                                             : json::Array{});
  return object;
}

Result<json::Object> view(Workspace& workspace, const AssessmentQueue& queue) {
  json::Array mine;
  for (const Assessment& one : queue.mine) {
    SANAD_TRY(json::Object viewed, view(workspace, one));
    mine.emplace_back(std::move(viewed));
  }
  json::Array items;
  for (const QueueItem& item : queue.items) {
    SANAD_TRY(json::Object viewed, subject_json(workspace, item.case_id, item.subject));
    json::Array reasons;
    for (const QueueReason& one : item.reasons) reasons.emplace_back(reason_json(one));
    viewed.set("reasons", std::move(reasons));
    viewed.set("further_reasons", static_cast<std::uint64_t>(item.further_reasons));
    items.emplace_back(std::move(viewed));
  }
  return json::Object{{"mine", std::move(mine)},
                      {"items", std::move(items)},
                      {"further_items", static_cast<std::uint64_t>(queue.further_items)}};
}

Result<json::Object> assessment_form(Workspace& workspace, const authority::Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const review::Words words, review::shipped_words());
  SANAD_TRY(const lists::FacetSet facets, facets_in_force(workspace));
  json::Array steps, boxes, uses;
  for (const review::Step step : review::kSteps) steps.emplace_back(review::step_name(step));
  for (const std::string_view box : review::kBoxes) boxes.emplace_back(box);
  for (const lists::Facet& facet : facets.facets)
    if (is_use_facet(facet.facet)) uses.emplace_back(view(facet));
  return json::Object{
      {"edition", words.edition},
      {"steps", std::move(steps)},
      {"purposes", words_json(words.purposes, "protected", &review::Purpose::is_protected)},
      {"facets", std::move(uses)},
      {"boxes", std::move(boxes)},
      {"conclusions", words_json(words.conclusions, "needs_all", &review::Conclusion::needs_all)},
      {"outcomes", words_json(words.outcomes, "acts", &review::Outcome::acts)}};
}

}  // namespace sanad::service
