// Refusals of acts around assessments, recorded before they are told.
#pragma once

#include "service/workspace.h"

namespace sanad::service {

struct ActRefusal {
  std::string activity, target, code, reason;
  // An assessment that the refusal tells of: then only who may know that one is told of this too.
  std::string assessment;
};

// Records act.refused. case_id empty: the refusal is of the workspace. Answers the error to give:
// kDenied with the reason, or why it could not be recorded.
inline Error refuse_act(Workspace& workspace, const authority::Officer& caller,
                        std::string_view case_id, const ActRefusal& refusal) {
  json::Object data{{"activity", refusal.activity},
                    {"target", refusal.target},
                    {"authorisation", ""},
                    {"code", refusal.code},
                    {"reason", refusal.reason}};
  if (!refusal.assessment.empty()) data.set("assessment", refusal.assessment);
  const auto recorded =
      workspace.custody().record({"act.refused", caller.id, std::string(case_id), std::move(data)});
  if (!recorded.ok()) return recorded.error();
  return Error{ErrorCode::kDenied, refusal.reason};
}

}  // namespace sanad::service
