// Unused material: what of a case is not in a bundle, each thing described, numbered for good, and
// decided upon (docs/formats/schedules.md). Complete by construction: whatever the case has is in
// the bundle, on a schedule, or withheld with a reason that the bundle states. Tested by
// unused_test.cc.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "present/schedules.h"
#include "records/records.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kDisclosureTests[] = {"undermines", "assists", "neither"};

struct UnusedDecision {
  std::string item;       // "exhibit-…", its number, or "entry 17"
  std::string sensitive;  // why; empty: it is not sensitive
  std::string test;       // one of kDisclosureTests
  std::string note;
};
// By an investigator, a supervisor or an evidence officer; recorded as unused.decided. The newest
// counts. kInvalid; kNotFound: the case has no such thing.
Result<void> decide_unused(Workspace& workspace, const authority::Officer& caller,
                           std::string_view case_id, const UnusedDecision& decision);

// What would be on the schedules of a bundle with these exhibits (identifiers) and entries. number
// is 0 where none was given yet. kConflict: two officers are assessing, and not both are done.
Result<std::vector<present::ScheduledItem>> unused_items(Workspace& workspace,
                                                         const records::Case& of_case,
                                                         const std::set<std::string>& exhibits,
                                                         const std::set<std::uint64_t>& entries);

// The exhibits of the case and what was decided of each, and entries of which something was
// decided. By those who may decide, who see the whole case.
Result<std::vector<present::ScheduledItem>> list_unused(Workspace& workspace,
                                                        const authority::Officer& caller,
                                                        std::string_view case_id);

// Those of the case that would not be in the bundle and of which nothing was decided: kInvalid
// names them.
Result<void> require_decided(Workspace& workspace, const records::Case& of_case,
                             const std::set<std::string>& exhibits);

// Gives numbers, recorded as unused.numbered; makes the schedules, recorded as schedules.issued.
struct IssuedSchedules {
  std::uint64_t entry = 0;
  std::vector<present::ScheduleFile> files;
};
Result<IssuedSchedules> issue_schedules(Workspace& workspace, const std::string& actor,
                                        const records::Case& of_case, const std::string& bundle,
                                        present::Build build,
                                        std::vector<present::ScheduledItem> items);

json::Object view(const present::ScheduledItem& item);

}  // namespace sanad::service
