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
// Of all cases, oldest first.
Result<std::vector<records::Entry>> all_entries(Workspace& workspace);

}  // namespace sanad::service
