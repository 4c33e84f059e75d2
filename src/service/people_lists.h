// Kept lists of people, read again.
#pragma once

#include "records/records.h"
#include "screening/list.h"
#include "service/workspace.h"

namespace sanad::service {

Result<void> require_screener(const authority::Officer& caller, std::string_view to_do);

// In the cage, from what was sealed. kIntegrity: damaged or gone; the message says what to do.
Result<screening::List> read_kept(Workspace& workspace, const records::PeopleListVersion& version);

// One job for each case that has screenings and none such waiting. Answers the jobs.
Result<std::vector<std::string>> queue_screening_again(Workspace& workspace,
                                                       const std::string& list,
                                                       const std::string& actor);

}  // namespace sanad::service
