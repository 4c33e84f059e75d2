// Who may see which case and exhibit (service/marks.h). Every function of this layer that is given
// a caller and a case or exhibit asks here; lists leave out what the caller may not see.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"

namespace sanad::service {

// exhibit: empty for the case as a whole.
Result<bool> may_see(Workspace& workspace, const authority::Officer& caller,
                     std::string_view case_id, std::string_view exhibit = "");
// kDenied: recorded as act.refused.
Result<void> require_sight(Workspace& workspace, const authority::Officer& caller,
                           std::string_view case_id, std::string_view exhibit = "");

// For views across a whole case (graph, search …), which would show what stands in each exhibit:
// kDenied, recorded, unless the caller may see every exhibit of it.
Result<void> require_whole_sight(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view case_id);

// A case or an exhibit by its identifier, reference or number, if the caller may see it.
Result<records::Case> case_for(Workspace& workspace, const authority::Officer& caller,
                               std::string_view id);
Result<records::Exhibit> exhibit_for(Workspace& workspace, const authority::Officer& caller,
                                     std::string_view id);

// Leaves those that the caller may see; T has a member case_id, or id of a case.
template <typename T, typename CaseOf>
Result<void> keep_seen(Workspace& workspace, const authority::Officer& caller,
                       std::vector<T>& items, CaseOf case_of) {
  std::vector<T> seen;
  for (T& item : items) {
    const std::string case_id = case_of(item);
    if (case_id.empty()) {
      seen.push_back(std::move(item));
      continue;
    }
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, case_id));
    if (is_seen) seen.push_back(std::move(item));
  }
  items = std::move(seen);
  return {};
}

}  // namespace sanad::service
