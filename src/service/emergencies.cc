#include <fmt/format.h>

#include <algorithm>

#include "crypto/id.h"
#include "four_eyes.h"
#include "reasons.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Emergency;
using authority::EmergencyState;
using authority::Officer;
using authority::Role;

namespace {
constexpr std::int64_t kHourMs = 3'600'000;
}

Result<void> record_lapsed_emergencies(Workspace& workspace, std::string_view case_id) {
  const auto unrecorded = [&]() -> Result<std::vector<Emergency>> {
    SANAD_TRY(auto all, workspace.records().emergencies(case_id));
    std::erase_if(all, [&](const Emergency& one) {
      return one.decided != EmergencyState::kOpen ||
             one.state_at(workspace.clock().now()) != EmergencyState::kLapsed;
    });
    return all;
  };
  // Acts ask this every time, and must not wait for whoever compares a long list meanwhile.
  SANAD_TRY(const auto seen, unrecorded());
  if (seen.empty()) return {};
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto lapsed, unrecorded());
  for (const Emergency& one : lapsed)
    SANAD_CHECK(workspace.custody().record({"emergency.lapsed", std::string(custody::kSystem),
                                            one.case_id, json::Object{{"emergency", one.id}}}));
  return {};
}

Result<Emergency> declare_emergency(Workspace& workspace, const Officer& caller,
                                    std::string_view case_id, std::string_view reason,
                                    std::uint64_t hours) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator}, "declare an emergency"));
  SANAD_CHECK(require_words(reason, "why it cannot wait"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(const authority::Policy policy, policy_of(workspace));
  if (hours > static_cast<std::uint64_t>(policy.emergency_hours))
    return Error{ErrorCode::kInvalid, fmt::format("an emergency lasts {} hours at most; plan what "
                                                  "comes after",
                                                  policy.emergency_hours)};
  SANAD_CHECK(record_lapsed_emergencies(workspace, of_case.id));
  const Timestamp now = workspace.clock().now();
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto before, workspace.records().emergencies(of_case.id));
  if (const auto holds =
          std::ranges::find_if(before, [&](const Emergency& one) { return one.holds_at(now); });
      holds != before.end())
    return Error{ErrorCode::kConflict,
                 fmt::format("the emergency {} holds already in this case", holds->id)};
  const std::int64_t lasts =
      (hours == 0 ? policy.emergency_hours : static_cast<std::int64_t>(hours)) * kHourMs;
  const std::string id = crypto::new_id("emergency");
  SANAD_CHECK(workspace.custody().record(
      {"emergency.declared", caller.id, of_case.id,
       json::Object{
           {"emergency", id},
           {"reason", reason},
           {"until", format_timestamp({now.unix_ms + lasts})},
           {"ratify_by", format_timestamp({now.unix_ms + policy.ratify_hours * kHourMs})}}}));
  return workspace.records().emergency(id);
}

Result<Emergency> decide_emergency(Workspace& workspace, const Officer& caller,
                                   std::string_view emergency, bool ratify,
                                   std::string_view reason) {
  SANAD_TRY(const Emergency found, workspace.records().emergency(emergency));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id));
  SANAD_CHECK(record_lapsed_emergencies(workspace, found.case_id));
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Emergency before, workspace.records().emergency(emergency));
  SANAD_CHECK(require_sight(workspace, caller, before.case_id));
  SANAD_CHECK(enforce(workspace, caller, before.case_id, "emergency.decide", before.id,
                      authority::may_decide(caller, before, workspace.clock().now())));
  SANAD_CHECK(workspace.custody().record({"emergency.decided", caller.id, before.case_id,
                                          json::Object{{"emergency", before.id},
                                                       {"outcome", ratify ? "ratified" : "refused"},
                                                       {"reason", reason}}}));
  return workspace.records().emergency(before.id);
}

Result<std::vector<Emergency>> list_emergencies(Workspace& workspace, const Officer& caller,
                                                std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  std::string of;
  if (!case_id.empty()) {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
    of = of_case.id;
  }
  SANAD_CHECK(record_lapsed_emergencies(workspace, of));
  return seen_of(workspace, caller, workspace.records().emergencies(of));
}

Result<json::Object> view(Workspace& workspace, const Emergency& e) {
  SANAD_TRY(const auto exhibits, workspace.records().exhibits_of_emergency(e.id));
  json::Array under;
  for (const auto& exhibit : exhibits) {
    if (!exhibit.empty()) under.emplace_back(exhibit);
  }
  const auto officer = workspace.records().officer(e.declared_by);
  const Timestamp now = workspace.clock().now();
  return json::Object{
      {"emergency", e.id},
      {"case", e.case_id},
      {"reason", e.reason},
      {"declared_by", e.declared_by},
      {"declared_by_name", officer.ok() ? officer->name : e.declared_by},
      {"declared_at", format_timestamp(e.declared_at)},
      {"until", format_timestamp(e.until)},
      {"ratify_by", format_timestamp(e.ratify_by)},
      {"state", authority::emergency_state_name(e.state_at(now))},
      {"holds", e.holds_at(now)},
      {"decided_by", e.decided_by},
      {"decided_at", e.decided_at ? json::Value(format_timestamp(*e.decided_at)) : json::Value()},
      {"note", e.note},
      {"exhibits", std::move(under)},
      {"acts", static_cast<std::uint64_t>(exhibits.size())}};
}

Result<json::Value> emergency_flag(Workspace& workspace, std::string_view exhibit) {
  SANAD_TRY(const std::string id, workspace.records().emergency_of(exhibit));
  if (id.empty()) return json::Value(nullptr);
  SANAD_TRY(const Emergency emergency, workspace.records().emergency(id));
  return json::Value(json::Object{
      {"emergency", id},
      {"state", authority::emergency_state_name(emergency.state_at(workspace.clock().now()))}});
}

}  // namespace sanad::service
