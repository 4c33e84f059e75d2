// A second capture of the same target, by this agency or by another one's Sanad (taken in with
// foreign_bundles.h), compared with a capture of ours part by part. What came of it is an entry:
// both sides are cited by where they stand in their ledgers, so that a reader can ask either for
// its proof. A comparison is a finding of this program about two records; whether it corroborates a
// claim is for people. docs/exports.md. Tested by corroborations_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"

namespace sanad::service {

struct CorroborationOrder {
  std::string exhibit;  // ours: a capture
  std::string with;     // another capture of the case, or one taken in from another agency
  std::string note;     // may be empty
};

struct Corroboration {
  std::string id;
  std::uint64_t entry = 0;
  Timestamp at;
  std::string actor;
  json::Value data;  // of its entry corroboration.recorded
};

// By an investigator, a reviewer or a supervisor; a look at both exhibits is recorded before they
// are compared. kInvalid: they are the same, of other cases or targets, or not both captures.
// kDenied, recorded. Recorded as corroboration.recorded.
Result<Corroboration> record_corroboration(Workspace& workspace, const authority::Officer& caller,
                                           const CorroborationOrder& order);

// Of either side, oldest first; those that name an exhibit which the caller may not see are left
// out.
Result<std::vector<Corroboration>> list_corroborations(Workspace& workspace,
                                                       const authority::Officer& caller,
                                                       std::string_view exhibit);

json::Object view(const Corroboration& corroboration);

}  // namespace sanad::service
