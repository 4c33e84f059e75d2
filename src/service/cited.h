// What a reason rests on: exhibits and parts of its own case.
#pragma once

#include "service/workspace.h"

namespace sanad::service {

// Checks all that the content cites, and puts identifiers in the place of numbers of exhibits.
// kInvalid: of another case. kNotFound. kDenied, recorded as act.refused: the part was set aside.
Result<void> settle_cited(Workspace& workspace, const authority::Officer& caller,
                          std::string_view case_id, json::Value& content);

// The error to give where something of an exhibit could not be cited. kDenied is recorded first:
// the officer named what the authorisation does not cover.
Error refuse_cited(Workspace& workspace, const authority::Officer& caller, std::string_view exhibit,
                   Error error);

}  // namespace sanad::service
