// Refusals that no decision of authority stands behind: recorded as act.refused like the others.
#pragma once

#include <string>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kStaysSealed = "stays-sealed";  // shown to nobody
inline constexpr std::string_view kSetAside = "set-aside";  // not covered by its authorisation
inline constexpr std::string_view kNotForOthers = "not-for-others";  // by a list's marking
inline constexpr std::string_view kNotYours = "not-yours";           // what another officer began

// Answers the error to give: kDenied, or why it could not be recorded.
inline Error refuse_as(Workspace& workspace, std::string_view actor, std::string_view case_id,
                       std::string_view activity, std::string_view target, std::string_view code,
                       std::string reason) {
  const auto recorded =
      workspace.custody().record({"act.refused", std::string(actor), std::string(case_id),
                                  json::Object{{"activity", activity},
                                               {"target", target},
                                               {"authorisation", ""},
                                               {"code", code},
                                               {"reason", reason}}});
  if (!recorded.ok()) return recorded.error();
  return Error{ErrorCode::kDenied, std::move(reason)};
}

}  // namespace sanad::service
