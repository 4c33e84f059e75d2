#include <fmt/format.h>

#include <algorithm>

#include "crypto/id.h"
#include "keeping_acts.h"
#include "reasons.h"
#include "service/retention.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Hold;

Result<Hold> place_hold(Workspace& workspace, const Officer& caller, const HoldOrder& order) {
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_CHECK(require_keeper(
      workspace, caller, {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
      of_case.id, "hold.place", order.exhibit.empty() ? of_case.reference : order.exhibit,
      "place a hold"));
  SANAD_CHECK(require_words(order.ground, "who or what demands the hold"));
  SANAD_CHECK(require_words(order.reason, "the reason"));
  // A disposal that begins meanwhile has either seen it, or has the exhibit gone here.
  const std::lock_guard lock(workspace.versioning());
  std::string exhibit;
  if (!order.exhibit.empty()) {
    SANAD_TRY(const records::Exhibit found, exhibit_for(workspace, caller, order.exhibit));
    if (found.case_id != of_case.id)
      return Error{ErrorCode::kInvalid,
                   fmt::format("the exhibit {} belongs to another case", found.number)};
    exhibit = found.id;
  } else {
    SANAD_CHECK(workspace.records().find_case(of_case.id));
  }
  const std::string id = crypto::new_id("hold");
  SANAD_CHECK(workspace.custody().record({"hold.placed", caller.id, of_case.id,
                                          json::Object{{"hold", id},
                                                       {"exhibit", exhibit},
                                                       {"ground", order.ground},
                                                       {"reason", order.reason}}}));
  return workspace.records().hold(id);
}

Result<Hold> lift_hold(Workspace& workspace, const Officer& caller, std::string_view id,
                       std::string_view reason) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Hold hold, seen(workspace, caller, workspace.records().hold(id)));
  SANAD_CHECK(require_keeper(workspace, caller, {Role::kSupervisor}, hold.case_id, "hold.lift",
                             hold.id, "lift a hold"));
  SANAD_CHECK(require_words(reason, "the reason"));
  if (hold.lifted_at)
    return Error{
        ErrorCode::kConflict,
        fmt::format("the hold was lifted on {}", format_timestamp(*hold.lifted_at).substr(0, 10))};
  SANAD_CHECK(workspace.custody().record(
      {"hold.lifted", caller.id, hold.case_id,
       json::Object{{"hold", hold.id}, {"exhibit", hold.exhibit}, {"reason", reason}}}));
  return workspace.records().hold(hold.id);
}

Result<std::vector<Hold>> list_holds(Workspace& workspace, const Officer& caller,
                                     std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  if (case_id.empty()) return seen_of(workspace, caller, workspace.records().holds(""));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return seen_of(workspace, caller, workspace.records().holds(of_case.id));
}

Result<std::vector<Hold>> standing_holds(Workspace& workspace, std::string_view case_id,
                                         std::string_view exhibit) {
  SANAD_TRY(auto holds, workspace.records().holds(case_id));
  std::erase_if(holds, [&](const Hold& hold) {
    return hold.lifted_at || (!exhibit.empty() && !hold.exhibit.empty() && hold.exhibit != exhibit);
  });
  return holds;
}

Result<json::Object> view(Workspace& workspace, const Hold& hold) {
  SANAD_TRY(const records::Case of_case, workspace.records().find_case(hold.case_id));
  json::Value number(nullptr);
  if (const auto exhibit = workspace.records().exhibit(hold.exhibit); exhibit.ok())
    number = exhibit->number;
  return json::Object{
      {"hold", hold.id},
      {"case", hold.case_id},
      {"case_reference", of_case.reference},
      {"exhibit", hold.exhibit.empty() ? json::Value(nullptr) : json::Value(hold.exhibit)},
      {"exhibit_number", std::move(number)},
      {"ground", hold.ground},
      {"reason", hold.reason},
      {"placed_at", format_timestamp(hold.placed_at)},
      {"placed_by", hold.placed_by},
      {"placed_by_name", name_of(workspace, hold.placed_by)},
      {"lifted_at",
       hold.lifted_at ? json::Value(format_timestamp(*hold.lifted_at)) : json::Value(nullptr)},
      {"lifted_by", hold.lifted_by},
      {"lifted_by_name", hold.lifted_by.empty() ? "" : name_of(workspace, hold.lifted_by)},
      {"lift_reason", hold.lift_reason}};
}

}  // namespace sanad::service
