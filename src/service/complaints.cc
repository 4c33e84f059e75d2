#include "service/complaints.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "crypto/id.h"
#include "reasons.h"
#include "refusing.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Complaint;
namespace {

// What a complaint is about, and who took part in it.
struct Decision {
  std::string id;
  std::string case_id;
  std::vector<std::string> officers;
};

Decision decision_of(const records::Case& one) { return {one.id, one.id, {one.officer_in_charge}}; }
Decision decision_of(const records::Exhibit& one) { return {one.id, one.case_id, {one.collector}}; }
Decision decision_of(const authority::Authorisation& one) {
  return {one.id, one.case_id, {one.requester, one.decided_by}};
}
Decision decision_of(const records::Match& one) { return {one.id, one.case_id, {one.reviewed_by}}; }
Decision decision_of(const Complaint& one) { return {one.id, one.case_id, {one.answered_by}}; }
Decision decision_of(const records::Request& one) {
  Decision found{one.id, one.case_id, one.authors};
  found.officers.push_back(one.approved_by);
  found.officers.push_back(one.issued_by);
  return found;
}
Decision decision_of(const authority::Paper& one) {
  Decision found{one.id, one.case_id, {}};
  for (const authority::PaperVersion& version : one.versions) {
    found.officers.push_back(version.author);
    found.officers.push_back(version.decided_by);
  }
  return found;
}
Decision decision_of(const records::AssessmentPair& one) {
  Decision found{one.id, one.case_id, {one.adjudicated_by}};
  for (const records::Assessment& assessment : one.complete)
    found.officers.push_back(assessment.assessor);
  return found;
}

template <typename T>
std::optional<Decision> tried(const Result<T>& found) {
  return found.ok() ? std::optional(decision_of(*found)) : std::nullopt;
}

Result<Decision> find_decision(Workspace& workspace, std::string_view about) {
  const records::Records& records = workspace.records();
  auto found = tried(records.exhibit(about));
  if (!found) found = tried(records.request(about));
  if (!found) found = tried(records.find_case(about));
  if (!found) found = tried(records.authorisation(about));
  if (!found) found = tried(records.match(about));
  if (!found) found = tried(records.paper(about));
  if (!found) found = tried(records.complaint(about));
  if (!found) {
    const auto pair = records.assessment_pair(about);
    // That there is one is told once both are complete.
    if (pair.ok() && pair->is_closed()) found = decision_of(*pair);
  }
  if (!found)
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no decision \"{}\"; name the case, or an exhibit, "
                             "authorisation, request, paper, match, pair of assessments or "
                             "complaint of it",
                             about)};
  std::erase(found->officers, "");
  return *found;
}

template <std::size_t N>
Result<void> require_word(std::string_view word, std::string_view what,
                          const std::string_view (&words)[N]) {
  if (std::ranges::find(words, word) != std::end(words)) return {};
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" is one of: {}", what, fmt::join(words, ", "))};
}

Result<void> check_order(Workspace& workspace, const ComplaintOrder& order) {
  SANAD_CHECK(require_word(order.kind, "kind", kComplaintKinds));
  SANAD_CHECK(require_word(order.capacity, "capacity", kComplaintCapacities));
  SANAD_CHECK(require_words(order.text, "what is asked or complained of", kMaxComplaintBytes));
  for (const std::string* text : {&order.name, &order.contact}) {
    if (text->size() > kMaxComplaintNameBytes || !is_utf8(*text))
      return Error{ErrorCode::kInvalid,
                   fmt::format("a name and a contact are texts of at most {} bytes",
                               kMaxComplaintNameBytes)};
  }
  if (!order.is_pseudonymous && order.name.empty())
    return Error{ErrorCode::kInvalid,
                 "give the name, or say that the complaint is pseudonymous; both may be"};
  if (order.received_at > workspace.clock().now())
    return Error{ErrorCode::kInvalid, "\"received_at\" has not come yet"};
  return {};
}

}  // namespace

Result<std::vector<std::string>> deciders_of(Workspace& workspace, std::string_view about) {
  SANAD_TRY(Decision decision, find_decision(workspace, about));
  return std::move(decision.officers);
}

Result<Complaint> register_complaint(Workspace& workspace, const Officer& caller,
                                     const ComplaintOrder& order) {
  SANAD_CHECK(require_role(
      workspace, caller,
      {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer, Role::kReviewer},
      "register a complaint"));
  SANAD_CHECK(check_order(workspace, order));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_TRY(const Decision decision, find_decision(workspace, order.about));
  if (decision.case_id != of_case.id)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" is of another case; register it there", order.about)};
  if (is_id("exhibit", decision.id))
    SANAD_CHECK(require_sight(workspace, caller, of_case.id, decision.id));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto before, workspace.records().complaints(of_case.id));
  const std::string id = crypto::new_id("complaint");
  SANAD_CHECK(workspace.custody().record(
      {"complaint.received", caller.id, of_case.id,
       json::Object{{"complaint", id},
                    {"reference", fmt::format("{}-C{:02}", of_case.reference, before.size() + 1)},
                    {"kind", order.kind},
                    {"capacity", order.capacity},
                    {"name", order.name},
                    {"pseudonymous", order.is_pseudonymous},
                    {"contact", order.contact},
                    {"about", decision.id},
                    {"text", order.text},
                    {"received_at", format_timestamp(order.received_at)}}}));
  return workspace.records().complaint(id);
}

Result<Complaint> answer_complaint(Workspace& workspace, const Officer& caller, std::string_view id,
                                   std::string_view outcome, std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "answer a complaint"));
  SANAD_CHECK(require_word(outcome, "outcome", kComplaintOutcomes));
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Complaint complaint, seen(workspace, caller, workspace.records().complaint(id)));
  if (!complaint.outcome.empty())
    return Error{ErrorCode::kConflict,
                 fmt::format("{} was answered; a complaint about the answer is one of its own",
                             complaint.reference)};
  SANAD_TRY(const auto deciders, deciders_of(workspace, complaint.data["about"].string_or("")));
  if (std::ranges::find(deciders, caller.id) != deciders.end())
    return refuse_act(workspace, caller, complaint.case_id,
                      {"answer-complaint", complaint.reference, "four-eyes",
                       "nobody answers a complaint about their own decision; another supervisor "
                       "must",
                       ""});
  SANAD_CHECK(workspace.custody().record({"complaint.answered", caller.id, complaint.case_id,
                                          json::Object{{"complaint", complaint.id},
                                                       {"reference", complaint.reference},
                                                       {"outcome", outcome},
                                                       {"reason", reason}}}));
  return workspace.records().complaint(complaint.id);
}

Result<std::vector<Complaint>> list_complaints(Workspace& workspace, const Officer& caller,
                                               std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  if (case_id.empty()) return seen_of(workspace, caller, workspace.records().complaints(""));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return seen_of(workspace, caller, workspace.records().complaints(of_case.id));
}

Result<json::Object> view(Workspace& workspace, const Complaint& complaint) {
  const auto name_of = [&](const std::string& officer) -> json::Value {
    if (officer.empty()) return json::Value(nullptr);
    const auto found = workspace.records().officer(officer);
    return json::Value(found.ok() ? found->name : officer);
  };
  const bool is_answered = !complaint.outcome.empty();
  const auto if_answered = [&](const std::string& text) {
    return is_answered ? json::Value(text) : json::Value(nullptr);
  };
  json::Object object{
      {"complaint", complaint.id}, {"reference", complaint.reference}, {"case", complaint.case_id}};
  for (const char* member :
       {"kind", "capacity", "name", "pseudonymous", "contact", "about", "text", "received_at"})
    object.set(member, complaint.data[member]);
  object.set("registered_by", complaint.registered_by);
  object.set("registered_by_name", name_of(complaint.registered_by));
  object.set("registered_at", format_timestamp(complaint.registered_at));
  object.set("outcome", if_answered(complaint.outcome));
  object.set("reason", if_answered(complaint.reason));
  object.set("answered_by", if_answered(complaint.answered_by));
  object.set("answered_by_name", name_of(complaint.answered_by));
  object.set("answered_at", complaint.answered_at
                                ? json::Value(format_timestamp(*complaint.answered_at))
                                : json::Value(nullptr));
  return object;
}

}  // namespace sanad::service
