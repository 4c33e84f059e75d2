// Officers and how they sign in. Roles are enforced here and in the other service headers, nowhere
// above.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::int64_t kSignInLinkMs = 24LL * 60 * 60 * 1000;

// kDenied says which role would do. Pure.
Result<void> check_role(const authority::Officer& caller,
                        std::initializer_list<authority::Role> any_of, std::string_view to_do);
// The same in earnest: a refusal is recorded as act.refused, with to_do as its activity.
Result<void> require_role(Workspace& workspace, const authority::Officer& caller,
                          std::initializer_list<authority::Role> any_of, std::string_view to_do);
// Whoever may read cases: not administrators, nor auditors (acts.h). Else kDenied, recorded.
Result<void> require_case_reader(Workspace& workspace, const authority::Officer& caller);

// The first officers of a workspace are added by "system" (whoever holds its key); later ones by an
// administrator.
Result<authority::Officer> add_officer(Workspace& workspace, std::string_view actor,
                                       std::string_view name,
                                       const std::vector<authority::Role>& roles);
// Ends the officer's sessions too. kConflict: removed already. kInvalid: no reason.
Result<void> remove_officer(Workspace& workspace, const authority::Officer& caller,
                            std::string_view officer, std::string_view reason);
// A token that signs the officer in once, within kSignInLinkMs.
Result<std::string> make_sign_in_link(Workspace& workspace, std::string_view officer);

// A session opened: recorded as session.opened.
Result<records::OpenedSession> sign_in_with_link(Workspace& workspace, std::string_view token);
Result<records::OpenedSession> sign_in_with_password(Workspace& workspace, std::string_view officer,
                                                     std::string_view password);
// The officer behind a session's token. kDenied: none, ended, or the officer was removed.
struct SignedIn {
  authority::Officer officer;
  records::Session session;
};
Result<SignedIn> signed_in(Workspace& workspace, std::string_view token);

// What captures and timestamps depend on (names below); recorded as settings.changed. kInvalid: no
// such setting.
Result<void> change_setting(Workspace& workspace, std::string_view actor, std::string_view name,
                            std::string_view value);
inline constexpr std::string_view kSettingNames[] = {"capture.browser_path",
                                                     "capture.host_resolver_rules",
                                                     "capture.trusted_spki_sha256",
                                                     "capture.egress_address",
                                                     "capture.physical_location",
                                                     "capture.clock_source",
                                                     "timestamp.url",
                                                     "agency.powers"};

}  // namespace sanad::service
