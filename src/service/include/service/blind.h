// Who may know what an assessment says, before both of its pair are complete: its writer, nobody
// else, whatever their role. So neither of the two can lean on the other, and nobody can tell one
// what the other wrote (docs/decisions/0041-blind-pairs.md).
#pragma once

#include "service/workspace.h"

namespace sanad::service {

// May be told to anybody who may read the case.
Result<bool> is_open_to_all(Workspace& workspace, const records::Assessment& assessment);
Result<bool> may_know(Workspace& workspace, const authority::Officer& caller,
                      const records::Assessment& assessment);

// Leaves out the entries, also refusals, that speak of an assessment which the reader may not know:
// that there is one, and how far it went, says something too. caller: null for what leaves the
// workspace.
Result<void> leave_out_unknown(Workspace& workspace, const authority::Officer* caller,
                               std::vector<records::Entry>& entries);

}  // namespace sanad::service
