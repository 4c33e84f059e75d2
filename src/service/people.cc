#include "service/people.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/id.h"
#include "service/planning.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

Result<void> check_role(const Officer& caller, std::initializer_list<Role> any_of,
                        std::string_view to_do) {
  if (!caller.active)
    return Error{ErrorCode::kDenied, "this officer's account is closed; ask an administrator"};
  std::string names;
  for (const Role role : any_of) {
    if (caller.has(role)) return {};
    names += fmt::format("{}{}", names.empty() ? "" : " or ", authority::role_name(role));
  }
  return Error{ErrorCode::kDenied, fmt::format("to {} takes the role {}", to_do, names)};
}

Result<void> require_role(Workspace& workspace, const Officer& caller,
                          std::initializer_list<Role> any_of, std::string_view to_do) {
  const auto allowed = check_role(caller, any_of, to_do);
  if (allowed.ok()) return {};
  const auto code =
      caller.active ? authority::RefusalCode::kWrongRole : authority::RefusalCode::kOfficerInactive;
  return refuse(workspace, caller, "", to_do, "", {code, allowed.error().message, ""});
}

Result<void> require_case_reader(Workspace& workspace, const Officer& caller) {
  return require_role(
      workspace, caller,
      {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer, Role::kReviewer},
      "read a case");
}

Result<Officer> add_officer(Workspace& workspace, std::string_view actor, std::string_view name,
                            const std::vector<Role>& roles) {
  if (name.find_first_not_of(" \t") == std::string_view::npos || name.size() > 200 ||
      !is_utf8(name)) {
    return Error{ErrorCode::kInvalid, "give the officer a name of at most 200 bytes"};
  }
  if (roles.empty()) return Error{ErrorCode::kInvalid, "give the officer at least one role"};
  SANAD_TRY(const auto officers, workspace.records().officers());
  for (const auto& other : officers) {
    if (other.name == name)
      return Error{ErrorCode::kConflict,
                   fmt::format("there is an officer \"{}\" already; names are told apart in "
                               "reports, so choose another form",
                               name)};
  }
  Officer officer{crypto::new_id("officer"), std::string(name), roles, true};
  json::Array role_names;
  for (const Role role : roles) role_names.emplace_back(std::string(authority::role_name(role)));
  SANAD_CHECK(workspace.custody().record(
      {"officer.added", std::string(actor), "",
       json::Object{
           {"officer", officer.id}, {"name", officer.name}, {"roles", std::move(role_names)}}}));
  return officer;
}

Result<void> remove_officer(Workspace& workspace, const Officer& caller, std::string_view officer,
                            std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kAdministrator}, "remove an officer"));
  if (reason.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return Error{ErrorCode::kInvalid, "say why the officer is removed; it stands in the record"};
  SANAD_TRY(const Officer removed, workspace.records().officer(officer));
  if (!removed.active)
    return Error{ErrorCode::kConflict, fmt::format("{} was removed already", removed.name)};
  SANAD_CHECK(
      workspace.custody().record({"officer.removed", caller.id, "",
                                  json::Object{{"officer", removed.id}, {"reason", reason}}}));
  return workspace.accounts().end_sessions_of(removed.id);
}

Result<std::string> make_sign_in_link(Workspace& workspace, std::string_view officer) {
  SANAD_TRY(const Officer known, workspace.records().officer(officer));
  if (!known.active)
    return Error{ErrorCode::kDenied, fmt::format("the account of {} is closed", known.name)};
  return workspace.accounts().make_link(known.id, workspace.clock().now(), kSignInLinkMs);
}

namespace {

Result<records::OpenedSession> record_session(Workspace& workspace, records::OpenedSession opened,
                                              std::string_view method) {
  SANAD_TRY(const Officer officer, workspace.records().officer(opened.session.officer));
  if (!officer.active)
    return Error{ErrorCode::kDenied, "this officer's account is closed; ask an administrator"};
  SANAD_CHECK(
      workspace.custody().record({"session.opened", officer.id, "",
                                  json::Object{{"officer", officer.id}, {"method", method}}}));
  return opened;
}

}  // namespace

Result<records::OpenedSession> sign_in_with_link(Workspace& workspace, std::string_view token) {
  SANAD_TRY(auto opened, workspace.accounts().sign_in_with_link(token, workspace.clock().now()));
  return record_session(workspace, std::move(opened), "link");
}

Result<records::OpenedSession> sign_in_with_password(Workspace& workspace, std::string_view officer,
                                                     std::string_view password) {
  const auto known = workspace.records().officer(officer);
  const std::string id = known.ok() ? known->id : std::string(officer);
  SANAD_TRY(auto opened,
            workspace.accounts().sign_in_with_password(id, password, workspace.clock().now()));
  return record_session(workspace, std::move(opened), "password");
}

Result<SignedIn> signed_in(Workspace& workspace, std::string_view token) {
  SANAD_TRY(auto session, workspace.accounts().session(token, workspace.clock().now()));
  SANAD_TRY(auto officer, workspace.records().officer(session.officer));
  if (!officer.active)
    return Error{ErrorCode::kDenied, "this officer's account is closed; ask an administrator"};
  return SignedIn{std::move(officer), std::move(session)};
}

Result<void> change_setting(Workspace& workspace, std::string_view actor, std::string_view name,
                            std::string_view value) {
  if (std::find(std::begin(kSettingNames), std::end(kSettingNames), name) ==
      std::end(kSettingNames)) {
    return Error{ErrorCode::kInvalid, fmt::format("there is no setting \"{}\"; use one of: {}",
                                                  name, fmt::join(kSettingNames, ", "))};
  }
  SANAD_CHECK(workspace.custody().record({"settings.changed", std::string(actor), "",
                                          json::Object{{"name", name}, {"value", value}}}));
  return {};
}

}  // namespace sanad::service
