// What decisions rest on beside authorisations: the agency's policy, papers, emergencies. And the
// permits of acts that intrude without being a collection. Tested by planning_test.cc.
#pragma once

#include <string>
#include <string_view>

#include "authority/demands.h"
#include "service/workspace.h"

namespace sanad::service {

// By whoever may read a case. The defaults where none was set.
Result<authority::Policy> policy_of(Workspace& workspace);
// docs/formats/policy.md. By a supervisor, with a reason.
Result<authority::Policy> set_policy(Workspace& workspace, const authority::Officer& caller,
                                     const json::Value& policy, std::string_view reason);

// All that is on record and bears on an act in the case.
Result<authority::Circumstances> circumstances_of(Workspace& workspace, std::string_view case_id);

// Decides in earnest, as permit() of cases.h: a refusal is recorded as act.refused and answered as
// kDenied with its reason. case_id: identifier or reference.
Result<authority::IntrusivePermit> permit(Workspace& workspace, const authority::Officer& caller,
                                          const authority::IntrusiveRequest& act);
// What would be decided now; nothing is recorded.
Result<authority::IntrusiveDecision> preview(Workspace& workspace, const authority::Officer& caller,
                                             const authority::IntrusiveRequest& act);
json::Object view(const authority::IntrusiveDecision& decision);

// Records a refusal of what is no collection as act.refused. Answers the error to give: kDenied, or
// why it could not be recorded.
Error refuse(Workspace& workspace, const authority::Officer& caller, std::string_view case_id,
             std::string_view activity, std::string_view target, const authority::Refusal& refusal);

// In an emergency an investigator overrides the want of a plan, an assessment, a legality record or
// a review, with a reason, until a supervisor refuses that or nobody has ratified it in time
// (policy). kConflict: one holds already in the case. hours: how long it lasts, 0 for as long as
// the policy permits.
Result<authority::Emergency> declare_emergency(Workspace& workspace,
                                               const authority::Officer& caller,
                                               std::string_view case_id, std::string_view reason,
                                               std::uint64_t hours);
Result<authority::Emergency> decide_emergency(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view emergency, bool ratify,
                                              std::string_view reason);
// Newest first; case_id empty: of all cases. Emergencies whose time has passed undecided are
// recorded as lapsed first.
Result<std::vector<authority::Emergency>> list_emergencies(Workspace& workspace,
                                                           const authority::Officer& caller,
                                                           std::string_view case_id);
Result<void> record_lapsed_emergencies(Workspace& workspace, std::string_view case_id);
Result<json::Object> view(Workspace& workspace, const authority::Emergency& emergency);
// {"emergency", "state"} of the emergency under which an exhibit was collected; null: none.
Result<json::Value> emergency_flag(Workspace& workspace, std::string_view exhibit);

}  // namespace sanad::service
