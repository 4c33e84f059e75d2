// What retention and disposal share.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "service/people.h"
#include "service/workspace.h"

namespace sanad::service {

// Records act.refused and answers the kDenied error for it; on failure of the ledger that error.
Error refuse_keeping(Workspace& workspace, const authority::Officer& caller,
                     std::string_view case_id, std::string_view activity, std::string_view target,
                     std::string_view code, const std::string& reason);
// require_role(), with the refusal recorded.
Result<void> require_keeper(Workspace& workspace, const authority::Officer& caller,
                            std::initializer_list<authority::Role> any_of, std::string_view case_id,
                            std::string_view activity, std::string_view target,
                            std::string_view to_do);
// The officer's name, or the identifier where it is no officer.
std::string name_of(Workspace& workspace, const std::string& officer);

}  // namespace sanad::service
