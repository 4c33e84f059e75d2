// How cases and exhibits are marked, and who may see them.
//
// A marking (sharing/marking.h) is set for a case, and may be set for one of its exhibits, where it
// then counts in the place of the case's. Beside it stand the officers who need to know; where none
// is named, whoever may read cases may see it, except that TLP:RED is for the officer in charge
// alone. An exhibit is seen by those who may see its case and it. The officer in charge and
// auditors always see: somebody must answer for it, and somebody must be able to check.
//
// Refusals to see are entries (act.refused, need-to-know), once in ten minutes for an officer and a
// subject. Tested by marks_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"
#include "sharing/marking.h"

namespace sanad::service {

inline constexpr std::size_t kMaxNeedToKnow = 200;

struct MarkOrder {
  std::string subject;  // a case or an exhibit, by identifier, reference or number
  sharing::Marking marking;
  std::vector<std::string> officers;  // who need to know, by identifier or name; empty: see above
  std::string reason;
};

struct MarkState {
  std::string subject;
  std::string case_id;
  std::optional<sharing::Marking> own;        // set for the subject itself
  std::optional<sharing::Marking> effective;  // or else that of its case
  std::vector<std::string> officers;          // identifiers, of the subject itself
  std::string reason, by;
  std::optional<Timestamp> at;
};

// By an investigator or an evidence officer who may see it, or by a supervisor. To make a marking
// less strict, or to let more people see, is a supervisor's decision: kDenied, recorded. kInvalid:
// no reason, no such officer. Recorded as marking.set.
Result<MarkState> set_marking(Workspace& workspace, const authority::Officer& caller,
                              const MarkOrder& order);
Result<MarkState> find_marking(Workspace& workspace, const authority::Officer& caller,
                               std::string_view subject);
// Without a caller: what counts for an exhibit when it is shared.
Result<MarkState> marking_of(Workspace& workspace, const records::Exhibit& exhibit);

json::Object view(const MarkState& state);

}  // namespace sanad::service
