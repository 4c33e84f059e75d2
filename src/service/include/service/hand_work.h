// Work that an officer orders or stops by hand, and that no case's use case is about. Tested by
// permissions_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// By the officer who ordered it, or a supervisor; else kDenied, recorded as act.refused.
// kConflict: it has ended.
Result<records::Job> cancel_job(Workspace& workspace, const authority::Officer& caller,
                                std::string_view job);
// By whoever may read the case, newest first.
Result<std::vector<records::Job>> list_jobs(Workspace& workspace, const authority::Officer& caller,
                                            std::string_view case_id, std::size_t limit);
// By whoever may read its case; an auditor follows work of no case that they ordered themselves.
Result<records::Job> find_job(Workspace& workspace, const authority::Officer& caller,
                              std::string_view job);
// A job that does verify_ledger() (audit.h), by whoever reads acts (acts.h).
Result<std::string> order_ledger_verification(Workspace& workspace,
                                              const authority::Officer& caller);
// As check_fixity() of audit.h, by any officer whose account is open.
Result<json::Value> check_fixity(Workspace& workspace, const authority::Officer& caller,
                                 std::uint64_t count);

}  // namespace sanad::service
