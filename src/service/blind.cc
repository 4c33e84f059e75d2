#include "service/blind.h"

#include <map>

namespace sanad::service {

Result<bool> is_open_to_all(Workspace& workspace, const records::Assessment& assessment) {
  SANAD_TRY(const records::AssessmentPair pair,
            workspace.records().assessment_pair(assessment.pair));
  return pair.is_closed();
}

Result<bool> may_know(Workspace& workspace, const authority::Officer& caller,
                      const records::Assessment& assessment) {
  if (assessment.assessor == caller.id) return true;
  return is_open_to_all(workspace, assessment);
}

Result<void> leave_out_unknown(Workspace& workspace, const authority::Officer* caller,
                               std::vector<records::Entry>& entries) {
  std::map<std::string, bool> known;
  std::vector<records::Entry> kept;
  for (records::Entry& entry : entries) {
    const std::string id = entry.data["assessment"].string_or("");
    if (!id.empty() && !known.contains(id)) {
      SANAD_TRY(const records::Assessment of, workspace.records().assessment(id));
      SANAD_TRY(const bool is_known,
                caller ? may_know(workspace, *caller, of) : is_open_to_all(workspace, of));
      known.emplace(id, is_known);
    }
    if (id.empty() || known.at(id)) kept.push_back(std::move(entry));
  }
  entries = std::move(kept);
  return {};
}

}  // namespace sanad::service
