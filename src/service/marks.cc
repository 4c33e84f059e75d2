#include "service/marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reasons.h"
#include "service/acts.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::RefusalCode;
using authority::Role;
using sharing::Marking;

namespace {

constexpr std::int64_t kOneRefusalMs = 10LL * 60 * 1000;
constexpr std::size_t kRefusalsLookedAt = 200;

Result<Marking> marking_in(const records::SetMarking& set) {
  SANAD_TRY_WITH(Marking marking, sharing::parse_marking(set.data["marking"]),
                 "a marking in the records");
  return marking;
}

std::vector<std::string> officers_in(const records::SetMarking& set) {
  std::vector<std::string> officers;
  if (const json::Array* items = set.data["officers"].as_array())
    for (const json::Value& one : *items) officers.push_back(one.string_or(""));
  return officers;
}

// Of one subject; the case's officer in charge has been let through.
Result<bool> is_among(const records::SetMarking& set, const Officer& caller) {
  const auto officers = officers_in(set);
  if (std::ranges::find(officers, caller.id) != officers.end()) return true;
  if (!officers.empty()) return false;
  SANAD_TRY(const Marking marking, marking_in(set));
  return marking.tlp != sharing::Tlp::kRed;
}

Result<MarkState> state_of(Workspace& workspace, const std::string& subject,
                           const std::string& case_id) {
  MarkState state;
  state.subject = subject;
  state.case_id = case_id;
  SANAD_TRY(const auto own, workspace.records().marking(subject));
  if (own) {
    SANAD_TRY(state.own, marking_in(*own));
    state.officers = officers_in(*own);
    state.reason = own->data["reason"].string_or("");
    state.by = own->by;
    state.at = own->at;
  }
  state.effective = state.own;
  if (state.effective || subject == case_id) return state;
  SANAD_TRY(const auto of_case, workspace.records().marking(case_id));
  if (of_case) {
    SANAD_TRY(state.effective, marking_in(*of_case));
  }
  return state;
}

struct Subject {
  std::string id;
  std::string case_id;
  std::string exhibit;  // empty: the case
};

Result<Subject> find_subject(Workspace& workspace, std::string_view named) {
  const auto of_case = workspace.records().find_case(named);
  if (of_case.ok()) return Subject{of_case->id, of_case->id, ""};
  if (of_case.error().code != ErrorCode::kNotFound) return of_case.error();
  SANAD_TRY_WITH(const records::Exhibit exhibit, workspace.records().exhibit(named),
                 "neither a case nor an exhibit");
  return Subject{exhibit.id, exhibit.case_id, exhibit.id};
}

Result<std::vector<std::string>> resolve(Workspace& workspace,
                                         const std::vector<std::string>& named) {
  if (named.size() > kMaxNeedToKnow)
    return Error{ErrorCode::kInvalid,
                 fmt::format("at most {} officers are named one by one", kMaxNeedToKnow)};
  SANAD_TRY(const auto all, workspace.records().officers());
  std::vector<std::string> ids;
  for (const std::string& name : named) {
    const auto found = std::ranges::find_if(all, [&](const Officer& one) {
      return one.active && (one.id == name || one.name == name);
    });
    if (found == all.end())
      return Error{ErrorCode::kInvalid,
                   fmt::format("there is no officer \"{}\"; check the name", name)};
    if (std::ranges::find(ids, found->id) == ids.end()) ids.push_back(found->id);
  }
  return ids;
}

bool lets_more_see(const MarkState& before, const std::vector<std::string>& officers) {
  const bool was_for_one =
      before.officers.empty() && before.own && before.own->tlp == sharing::Tlp::kRed;
  if (before.officers.empty() && !was_for_one) return false;
  if (officers.empty()) return !was_for_one;
  return std::ranges::any_of(officers, [&](const std::string& one) {
    return std::ranges::find(before.officers, one) == before.officers.end();
  });
}

json::Array texts(const std::vector<std::string>& items) {
  return json::Array(items.begin(), items.end());
}

}  // namespace

Result<bool> may_see(Workspace& workspace, const Officer& caller, std::string_view case_id,
                     std::string_view exhibit) {
  if (case_id.empty() || reads_acts_only(caller)) return true;
  SANAD_TRY(const auto of_case, workspace.records().marking(case_id));
  std::optional<records::SetMarking> of_exhibit;
  if (!exhibit.empty()) {
    SANAD_TRY(of_exhibit, workspace.records().marking(exhibit));
  }
  if (!of_case && !of_exhibit) return true;
  SANAD_TRY(const records::Case found, workspace.records().find_case(case_id));
  if (found.officer_in_charge == caller.id) return true;
  const std::array<const std::optional<records::SetMarking>*, 2> sets = {&of_case, &of_exhibit};
  for (const auto* set : sets) {
    if (!set->has_value()) continue;
    SANAD_TRY(const bool is_named, is_among(**set, caller));
    if (!is_named) return false;
  }
  return true;
}

Result<void> require_sight(Workspace& workspace, const Officer& caller, std::string_view case_id,
                           std::string_view exhibit) {
  SANAD_TRY(const bool is_seen, may_see(workspace, caller, case_id, exhibit));
  if (is_seen) return {};
  const std::string target(exhibit.empty() ? case_id : exhibit);
  const char* activity = exhibit.empty() ? "see-case" : "see-exhibit";
  const authority::Refusal refusal{
      RefusalCode::kNeedToKnow,
      "this is for officers who are named, and you are not among them; ask the officer in charge "
      "or a supervisor to name you",
      ""};
  SANAD_TRY(const auto refused, workspace.records().entries({.case_id = std::string(case_id),
                                                             .kind = "act.refused",
                                                             .limit = kRefusalsLookedAt}));
  const std::int64_t since = workspace.clock().now().unix_ms - kOneRefusalMs;
  const bool is_known = std::ranges::any_of(refused, [&](const records::Entry& one) {
    return one.at.unix_ms > since && one.actor == caller.id &&
           one.data["activity"].string_or("") == activity &&
           one.data["target"].string_or("") == target;
  });
  if (is_known) return Error{ErrorCode::kDenied, refusal.reason};
  return refuse(workspace, caller, case_id, activity, target, refusal);
}

Result<void> require_whole_sight(Workspace& workspace, const Officer& caller,
                                 std::string_view case_id) {
  SANAD_TRY(const auto markings, workspace.records().markings(case_id));
  for (const records::SetMarking& one : markings) {
    if (one.subject != case_id) SANAD_CHECK(require_sight(workspace, caller, case_id, one.subject));
  }
  return {};
}

Result<records::Case> case_for(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_TRY(records::Case found, workspace.records().find_case(id));
  SANAD_CHECK(require_sight(workspace, caller, found.id));
  return found;
}

Result<records::Exhibit> exhibit_for(Workspace& workspace, const Officer& caller,
                                     std::string_view id) {
  SANAD_TRY(records::Exhibit found, workspace.records().exhibit(id));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id, found.id));
  return found;
}

Result<MarkState> set_marking(Workspace& workspace, const Officer& caller, const MarkOrder& order) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kEvidenceOfficer, Role::kSupervisor},
                           "set a marking"));
  SANAD_CHECK(require_words(order.reason, "the reason"));
  SANAD_TRY(const Marking checked,
            sharing::parse_marking(json::Value(sharing::format_marking(order.marking))));
  SANAD_TRY(const Subject subject, find_subject(workspace, order.subject));
  // A supervisor decides who sees, without having to be among them.
  if (!caller.has(Role::kSupervisor))
    SANAD_CHECK(require_sight(workspace, caller, subject.case_id, subject.exhibit));
  SANAD_TRY(const auto officers, resolve(workspace, order.officers));
  SANAD_TRY(const MarkState before, state_of(workspace, subject.id, subject.case_id));
  const bool is_looser = before.effective && (sharing::exceeds(*before.effective, checked) ||
                                              lets_more_see(before, officers));
  if (is_looser && !caller.has(Role::kSupervisor)) {
    return refuse(workspace, caller, subject.case_id, "set-marking", subject.id,
                  {RefusalCode::kMarking,
                   fmt::format("it is marked {}; to make that less strict, or to let more officers "
                               "see it, is a supervisor's decision",
                               sharing::marking_words(*before.effective)),
                   ""});
  }
  json::Object data{{"subject", subject.id},
                    {"marking", sharing::format_marking(checked)},
                    {"officers", texts(officers)},
                    {"reason", order.reason}};
  if (!subject.exhibit.empty()) data.set("exhibit", subject.exhibit);
  SANAD_CHECK(
      workspace.custody().record({"marking.set", caller.id, subject.case_id, std::move(data)}));
  return state_of(workspace, subject.id, subject.case_id);
}

Result<MarkState> find_marking(Workspace& workspace, const Officer& caller,
                               std::string_view subject) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const Subject found, find_subject(workspace, subject));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id, found.exhibit));
  return state_of(workspace, found.id, found.case_id);
}

Result<MarkState> marking_of(Workspace& workspace, const records::Exhibit& exhibit) {
  return state_of(workspace, exhibit.id, exhibit.case_id);
}

json::Object view(const MarkState& state) {
  const auto marking = [](const std::optional<Marking>& one) {
    return one ? json::Value(sharing::format_marking(*one)) : json::Value(nullptr);
  };
  return {{"subject", state.subject},
          {"case", state.case_id},
          {"own", marking(state.own)},
          {"effective", marking(state.effective)},
          {"officers", texts(state.officers)},
          {"reason", state.reason},
          {"by", state.by},
          {"at", state.at ? json::Value(format_timestamp(*state.at)) : json::Value(nullptr)}};
}

}  // namespace sanad::service
