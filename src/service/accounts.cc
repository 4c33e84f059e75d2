#include "service/accounts.h"

#include <fmt/format.h>

#include <algorithm>

#include "refusals.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

Result<void> require_officer(Workspace& workspace, const Officer& caller, std::string_view to_do) {
  return require_role(workspace, caller,
                      {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer,
                       Role::kReviewer, Role::kAdministrator, Role::kAuditor},
                      to_do);
}

Result<void> require_no_administrator(Workspace& workspace, std::string_view to_do) {
  SANAD_TRY(const auto officers, workspace.records().officers());
  const bool is_any = std::ranges::any_of(officers, [](const Officer& officer) {
    return officer.active && officer.has(Role::kAdministrator);
  });
  if (!is_any) return {};
  return refuse_as(workspace, custody::kSystem, "", to_do, "",
                   authority::refusal_code_name(authority::RefusalCode::kWrongRole),
                   fmt::format("this workspace has an administrator; {} --as that one", to_do));
}

Result<Officer> add_officer(Workspace& workspace, const Officer& caller, std::string_view name,
                            const std::vector<Role>& roles) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kAdministrator}, "add an officer"));
  return add_officer(workspace, caller.id, name, roles);
}

Result<void> change_setting(Workspace& workspace, const Officer& caller, std::string_view name,
                            std::string_view value) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kAdministrator}, "change a setting"));
  return change_setting(workspace, caller.id, name, value);
}

}  // namespace sanad::service
