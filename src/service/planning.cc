#include "service/planning.h"

#include <fmt/format.h>

#include "reasons.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Circumstances;
using authority::IntrusiveDecision;
using authority::IntrusiveRequest;
using authority::Officer;
using authority::Role;

namespace {

Result<IntrusiveRequest> resolved(Workspace& workspace, IntrusiveRequest act) {
  SANAD_TRY(const records::Case of_case, workspace.records().find_case(act.case_id));
  SANAD_CHECK(require_words(act.subject, "what the act is aimed at"));
  act.case_id = of_case.id;
  return act;
}

}  // namespace

Result<authority::Policy> policy_of(Workspace& workspace) {
  SANAD_TRY(const std::string text, workspace.records().setting("policy"));
  if (text.empty()) return authority::Policy{};
  SANAD_TRY_WITH(const json::Value value, json::parse(text), "the policy in the records");
  return authority::parse_policy(value);
}

Result<authority::Policy> set_policy(Workspace& workspace, const Officer& caller,
                                     const json::Value& policy, std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "set the policy"));
  SANAD_TRY(const authority::Policy parsed, authority::parse_policy(policy));
  SANAD_CHECK(require_words(reason, "the reason"));
  SANAD_CHECK(workspace.custody().record(
      {"policy.set", caller.id, "",
       json::Object{{"policy", authority::format_policy(parsed)}, {"reason", reason}}}));
  return parsed;
}

Result<Circumstances> circumstances_of(Workspace& workspace, std::string_view case_id) {
  Circumstances of;
  SANAD_TRY(of.policy, policy_of(workspace));
  SANAD_TRY(of.papers, workspace.records().papers(case_id));
  SANAD_TRY(auto of_agency, workspace.records().papers(""));
  for (auto& paper : of_agency) of.papers.push_back(std::move(paper));
  SANAD_TRY(of.emergencies, workspace.records().emergencies(case_id));
  return of;
}

Error refuse(Workspace& workspace, const Officer& caller, std::string_view case_id,
             std::string_view activity, std::string_view target,
             const authority::Refusal& refusal) {
  const auto recorded =
      workspace.custody().record({"act.refused", caller.id, std::string(case_id),
                                  json::Object{{"activity", activity},
                                               {"target", target},
                                               {"authorisation", refusal.authorisation},
                                               {"code", authority::refusal_code_name(refusal.code)},
                                               {"reason", refusal.reason}}});
  if (!recorded.ok()) return recorded.error();
  return Error{ErrorCode::kDenied, refusal.reason};
}

Result<authority::IntrusivePermit> permit(Workspace& workspace, const Officer& caller,
                                          const IntrusiveRequest& asked) {
  SANAD_TRY(const IntrusiveRequest act, resolved(workspace, asked));
  SANAD_CHECK(require_sight(workspace, caller, act.case_id));
  SANAD_CHECK(record_lapsed_emergencies(workspace, act.case_id));
  SANAD_TRY(const Circumstances of, circumstances_of(workspace, act.case_id));
  const IntrusiveDecision decision = authority::decide(caller, act, of, workspace.clock().now());
  if (decision.allowed()) return decision.permit();
  return refuse(workspace, caller, act.case_id, intrusive_act_name(act.act), act.subject,
                decision.refusal());
}

Result<IntrusiveDecision> preview(Workspace& workspace, const Officer& caller,
                                  const IntrusiveRequest& asked) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const IntrusiveRequest act, resolved(workspace, asked));
  SANAD_CHECK(require_sight(workspace, caller, act.case_id));
  SANAD_TRY(const Circumstances of, circumstances_of(workspace, act.case_id));
  return authority::decide(caller, act, of, workspace.clock().now());
}

json::Object view(const IntrusiveDecision& decision) {
  if (!decision.allowed())
    return json::Object{{"allowed", false},
                        {"code", authority::refusal_code_name(decision.refusal().code)},
                        {"reason", decision.refusal().reason}};
  const auto& grounds = decision.permit().grounds();
  return json::Object{
      {"allowed", true},
      {"code", "allowed"},
      {"reason", grounds.emergency.empty()
                     ? fmt::format("permitted under {}", fmt::join(grounds.papers, ", "))
                     : fmt::format("permitted by the emergency {} alone", grounds.emergency)}};
}

}  // namespace sanad::service
