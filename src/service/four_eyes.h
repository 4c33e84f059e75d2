// Refusals of people's decisions on what others wrote, recorded like refusals of acts.
#pragma once

#include <string_view>

#include "service/planning.h"

namespace sanad::service {

// Passes allowed on; a kDenied of it is recorded as act.refused first.
inline Result<void> enforce(Workspace& workspace, const authority::Officer& caller,
                            std::string_view case_id, std::string_view activity,
                            std::string_view target, const Result<void>& allowed) {
  using authority::RefusalCode;
  if (allowed.ok() || allowed.error().code != ErrorCode::kDenied) return allowed;
  const RefusalCode code = !caller.active ? RefusalCode::kOfficerInactive
                           : caller.has(authority::Role::kSupervisor) ? RefusalCode::kFourEyes
                                                                      : RefusalCode::kWrongRole;
  return refuse(workspace, caller, case_id, activity, target, {code, allowed.error().message, ""});
}

}  // namespace sanad::service
