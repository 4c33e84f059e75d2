#include "service/disposal.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/id.h"
#include "disposal_plan.h"
#include "keeping_acts.h"
#include "reasons.h"
#include "service/retention.h"
#include "service/running_clocks.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Disposal;
namespace {

struct Subject {
  records::Case of_case;
  std::string exhibit, number;
  const std::string& name() const { return number.empty() ? of_case.reference : number; }
};

Result<Subject> find_subject(Workspace& workspace, const DisposalOrder& order) {
  Subject subject;
  SANAD_TRY(subject.of_case, workspace.records().find_case(order.case_id));
  if (order.exhibit.empty()) return subject;
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(order.exhibit));
  if (exhibit.case_id != subject.of_case.id)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the exhibit {} belongs to another case", exhibit.number)};
  subject.exhibit = exhibit.id;
  subject.number = exhibit.number;
  return subject;
}

bool waits(const Disposal& one) { return one.state == "proposed" || one.state == "approved"; }

// Refuses, with an entry, if anything speaks against it.
Result<void> require_no_objection(Workspace& workspace, const Officer& caller,
                                  std::string_view activity, const Subject& subject) {
  SANAD_TRY(const auto objections, objections_to(workspace, subject.of_case.id, subject.exhibit));
  if (objections.empty()) return {};
  std::string reasons;
  for (const Objection& one : objections) reasons += (reasons.empty() ? "" : "; ") + one.reason;
  return refuse_keeping(workspace, caller, subject.of_case.id, activity, subject.name(),
                        objections.front().code, reasons);
}

Result<Disposal> waiting_disposal(Workspace& workspace, const Officer& caller,
                                  std::string_view id) {
  SANAD_TRY(Disposal disposal, seen(workspace, caller, workspace.records().disposal(id)));
  if (disposal.state == "proposed") return disposal;
  return Error{ErrorCode::kConflict,
               fmt::format("the disposal is {}; there is nothing to decide", disposal.state)};
}

Result<Disposal> record_decision(Workspace& workspace, const Officer& caller,
                                 const Disposal& disposal, std::string_view kind,
                                 std::string_view note) {
  SANAD_CHECK(workspace.custody().record(
      {std::string(kind), caller.id, disposal.case_id,
       json::Object{{"disposal", disposal.id}, {"exhibit", disposal.exhibit}, {"note", note}}}));
  return workspace.records().disposal(disposal.id);
}

// A supervisor who did not propose it; else the refusal is recorded.
Result<void> require_second_person(Workspace& workspace, const Officer& caller,
                                   const Disposal& disposal, std::string_view activity) {
  const std::string target = disposal.number.empty() ? disposal.case_reference : disposal.number;
  SANAD_CHECK(require_keeper(workspace, caller, {Role::kSupervisor}, disposal.case_id, activity,
                             target, "decide on a disposal"));
  if (caller.id != disposal.proposed_by) return {};
  return refuse_keeping(workspace, caller, disposal.case_id, activity, target, "four-eyes",
                        "nobody decides on a disposal that they proposed; ask another supervisor");
}

}  // namespace

Result<json::Array> preview_disposal(Workspace& workspace, const Officer& caller,
                                     const DisposalOrder& order) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const Subject subject, find_subject(workspace, order));
  SANAD_CHECK(require_sight(workspace, caller, subject.of_case.id, subject.exhibit));
  SANAD_TRY(const auto objections, objections_to(workspace, subject.of_case.id, subject.exhibit));
  json::Array items;
  for (const Objection& one : objections)
    items.emplace_back(json::Object{{"code", one.code}, {"reason", one.reason}});
  return items;
}

Result<Disposal> propose_disposal(Workspace& workspace, const Officer& caller,
                                  const DisposalOrder& order) {
  SANAD_TRY(const Subject subject, find_subject(workspace, order));
  SANAD_CHECK(require_sight(workspace, caller, subject.of_case.id, subject.exhibit));
  SANAD_CHECK(require_keeper(
      workspace, caller, {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
      subject.of_case.id, "disposal.propose", subject.name(), "propose a disposal"));
  SANAD_CHECK(require_words(order.reason, "the reason"));
  SANAD_CHECK(require_no_objection(workspace, caller, "disposal.propose", subject));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto before, workspace.records().disposals(subject.of_case.id));
  for (const Disposal& one : before) {
    if (waits(one) && one.exhibit == subject.exhibit)
      return Error{ErrorCode::kConflict,
                   fmt::format("{} is {} already; decide on it first", one.id, one.state)};
  }
  std::string rule;
  if (subject.exhibit.empty()) {
    SANAD_TRY(const Kept kept, kept_until(workspace, subject.of_case));
    if (kept.rule) rule = kept.rule->id;
  } else {
    SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(subject.exhibit));
    SANAD_TRY(const Kept kept, kept_until(workspace, exhibit));
    if (kept.rule) rule = kept.rule->id;
  }
  const std::string id = crypto::new_id("disposal");
  SANAD_CHECK(
      workspace.custody().record({"disposal.proposed", caller.id, subject.of_case.id,
                                  json::Object{{"disposal", id},
                                               {"case_reference", subject.of_case.reference},
                                               {"exhibit", subject.exhibit},
                                               {"number", subject.number},
                                               {"rule", rule},
                                               {"reason", order.reason}}}));
  return workspace.records().disposal(id);
}

Result<Disposal> approve_disposal(Workspace& workspace, const Officer& caller, std::string_view id,
                                  std::string_view note) {
  if (!note.empty()) SANAD_CHECK(require_words(note, "the note"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Disposal disposal, waiting_disposal(workspace, caller, id));
  SANAD_CHECK(require_second_person(workspace, caller, disposal, "disposal.approve"));
  SANAD_TRY(const Subject subject,
            find_subject(workspace, {disposal.case_id, disposal.exhibit, ""}));
  SANAD_CHECK(require_no_objection(workspace, caller, "disposal.approve", subject));
  return record_decision(workspace, caller, disposal, "disposal.approved", note);
}

Result<Disposal> return_disposal(Workspace& workspace, const Officer& caller, std::string_view id,
                                 std::string_view reason) {
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Disposal disposal, waiting_disposal(workspace, caller, id));
  SANAD_CHECK(require_second_person(workspace, caller, disposal, "disposal.return"));
  return record_decision(workspace, caller, disposal, "disposal.returned", reason);
}

Result<Disposal> withdraw_disposal(Workspace& workspace, const Officer& caller, std::string_view id,
                                   std::string_view reason) {
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Disposal disposal, waiting_disposal(workspace, caller, id));
  const std::string& target = disposal.number.empty() ? disposal.case_reference : disposal.number;
  SANAD_CHECK(require_keeper(workspace, caller,
                             {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                             disposal.case_id, "disposal.withdraw", target, "withdraw a disposal"));
  if (caller.id != disposal.proposed_by)
    return refuse_keeping(workspace, caller, disposal.case_id, "disposal.withdraw", target,
                          "wrong-person", "a disposal is withdrawn by who proposed it");
  return record_decision(workspace, caller, disposal, "disposal.withdrawn", reason);
}

Result<std::vector<Disposal>> list_disposals(Workspace& workspace, const Officer& caller,
                                             std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  if (case_id.empty()) return seen_of(workspace, caller, workspace.records().disposals(""));
  SANAD_TRY(const auto gone, workspace.records().tombstone(case_id));
  if (gone) return seen_of(workspace, caller, workspace.records().disposals(gone->case_id));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return seen_of(workspace, caller, workspace.records().disposals(of_case.id));
}

Result<Disposal> find_disposal(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return seen(workspace, caller, workspace.records().disposal(id));
}

json::Object view(Workspace& workspace, const Disposal& one) {
  const auto time = [](const std::optional<Timestamp>& at) {
    return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
  };
  const auto text = [](const std::string& value) {
    return value.empty() ? json::Value(nullptr) : json::Value(value);
  };
  json::Value rule_name(nullptr);
  if (one.is_tombstone()) {
    rule_name = one.begun["rule"]["name"];
  } else if (const auto rule = workspace.records().retention_rule(one.rule); rule.ok()) {
    rule_name = rule->name;
  }
  return json::Object{
      {"disposal", one.id},
      {"case", one.case_id},
      {"case_reference", one.case_reference},
      {"exhibit", text(one.exhibit)},
      {"exhibit_number", text(one.number)},
      {"state", one.state},
      {"rule", text(one.rule)},
      {"rule_name", std::move(rule_name)},
      {"reason", one.reason},
      {"proposed_at", format_timestamp(one.proposed_at)},
      {"proposed_by", one.proposed_by},
      {"proposed_by_name", name_of(workspace, one.proposed_by)},
      {"decided_at", time(one.decided_at)},
      {"decided_by", text(one.decided_by)},
      {"decided_by_name", one.decided_by.empty() ? "" : name_of(workspace, one.decided_by)},
      {"note", one.note},
      {"begun_at", time(one.begun_at)},
      {"done_at", time(one.done_at)},
      {"digests", one.begun["digests"].int_or(0)},
      {"objects", one.begun["objects"].int_or(0)},
      {"bodies", one.begun["bodies"].int_or(0)}};
}

}  // namespace sanad::service
