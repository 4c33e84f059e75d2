// What the parts of oversight share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

// By an auditor or a supervisor, else refused with an entry; and that it was asked is recorded.
Result<void> begin_oversight(Workspace& workspace, const authority::Officer& caller,
                             std::string_view what, std::string_view subject);
// The same without the record, where it was recorded already.
Result<void> require_overseer(Workspace& workspace, const authority::Officer& caller,
                              std::string_view what);
// Of all cases, oldest first; and those of them that the caller may know of (acts.h).
Result<std::vector<records::Entry>> all_entries(Workspace& workspace);
Result<std::vector<records::Entry>> entries_for(Workspace& workspace,
                                                const authority::Officer& caller);

}  // namespace sanad::service
