// Cases and what may be done in them: opening, authorisations, four eyes, decisions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/decide.h"
#include "authority/law_pack.h"
#include "service/workspace.h"

namespace sanad::service {

// By an investigator or a supervisor, who is in charge of it. kConflict: the reference is taken.
// kInvalid: unknown law pack.
Result<records::Case> open_case(Workspace& workspace, const authority::Officer& caller,
                                std::string_view reference, std::string_view title,
                                std::string_view law_pack);
Result<std::vector<records::Case>> list_cases(Workspace& workspace,
                                              const authority::Officer& caller);
Result<records::Case> find_case(Workspace& workspace, const authority::Officer& caller,
                                std::string_view id);

// Members of docs/formats/authorisation.md. By an investigator. The law pack's edition is pinned;
// what speaks against the citation, such as a later edition, is named on the authorisation.
Result<authority::Authorisation> request_authorisation(Workspace& workspace,
                                                       const authority::Officer& caller,
                                                       std::string_view case_id,
                                                       const json::Value& request);
Result<authority::Authorisation> approve_authorisation(Workspace& workspace,
                                                       const authority::Officer& caller,
                                                       std::string_view id, std::string_view note);
// reason must be given: the requester will read it.
Result<authority::Authorisation> reject_authorisation(Workspace& workspace,
                                                      const authority::Officer& caller,
                                                      std::string_view id, std::string_view reason);
Result<authority::Authorisation> revoke_authorisation(Workspace& workspace,
                                                      const authority::Officer& caller,
                                                      std::string_view id, std::string_view reason);
Result<std::vector<authority::Authorisation>> list_authorisations(Workspace& workspace,
                                                                  const authority::Officer& caller,
                                                                  std::string_view case_id);
Result<authority::Authorisation> find_authorisation(Workspace& workspace,
                                                    const authority::Officer& caller,
                                                    std::string_view id);
// Those that wait for this officer's decision.
Result<std::vector<authority::Authorisation>> list_waiting(Workspace& workspace,
                                                           const authority::Officer& caller);

// What would be decided now; nothing is recorded.
Result<authority::Decision> preview(Workspace& workspace, const authority::Officer& caller,
                                    const authority::ActRequest& act);
// Decides in earnest: a refusal is recorded as act.refused, and answered as kDenied with its
// reason.
Result<authority::Permit> permit(Workspace& workspace, const authority::Officer& caller,
                                 const authority::ActRequest& act);

}  // namespace sanad::service
