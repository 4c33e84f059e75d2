// Kept lists of people, read again.
#pragma once

#include <memory>

#include "records/records.h"
#include "screening/screen.h"
#include "service/workspace.h"

namespace sanad::service {

Result<void> require_screener(Workspace& workspace, const authority::Officer& caller,
                              std::string_view to_do);

// In the cage, from what was sealed. kIntegrity: damaged or gone; the message says what to do.
Result<screening::List> read_kept(Workspace& workspace, const records::PeopleListVersion& version);

// The same, ready to be asked; kept while it is used. What is sealed is opened and checked each
// time, so that nobody is screened against a list that is damaged. Errors as above.
Result<std::shared_ptr<const screening::Screener>> share_screener(
    Workspace& workspace, const records::PeopleListVersion& version);

// One job for each case that has screenings and none such waiting. Answers the jobs.
Result<std::vector<std::string>> queue_screening_again(Workspace& workspace,
                                                       const std::string& list,
                                                       const std::string& actor);

}  // namespace sanad::service
