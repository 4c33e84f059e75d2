// What a reason rests on: exhibits and parts of its own case.
#pragma once

#include "service/workspace.h"

namespace sanad::service {

// Checks all that the content cites, and puts identifiers in the place of numbers of exhibits.
// kInvalid: of another case. kNotFound. kDenied: the part was set aside.
Result<void> settle_cited(Workspace& workspace, std::string_view case_id, json::Value& content);

}  // namespace sanad::service
