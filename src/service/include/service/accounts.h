// Officers' accounts and the workspace's settings, and who keeps them. Tested by
// permissions_test.cc and people_test.cc.
#pragma once

#include "service/people.h"

namespace sanad::service {

// Every officer whose account is open. A refusal is recorded as act.refused.
Result<void> require_officer(Workspace& workspace, const authority::Officer& caller,
                             std::string_view to_do);
// Whoever holds the workspace's key adds the first officers and settings, as "system". Once there
// is an administrator it takes one: kDenied, recorded as act.refused by "system".
Result<void> require_no_administrator(Workspace& workspace, std::string_view to_do);

// As in people.h, by an administrator.
Result<authority::Officer> add_officer(Workspace& workspace, const authority::Officer& caller,
                                       std::string_view name,
                                       const std::vector<authority::Role>& roles);
Result<void> change_setting(Workspace& workspace, const authority::Officer& caller,
                            std::string_view name, std::string_view value);

}  // namespace sanad::service
