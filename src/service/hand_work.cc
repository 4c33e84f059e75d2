#include "service/hand_work.h"

#include "queue.h"
#include "refusals.h"
#include "service/accounts.h"
#include "service/acts.h"
#include "service/audit.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;

Result<records::Job> cancel_job(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Job job, workspace.jobs().find(id));
  SANAD_CHECK(require_sight(workspace, caller, job.case_id));
  if (job.actor != caller.id && !caller.has(authority::Role::kSupervisor)) {
    return refuse_as(workspace, caller.id, job.case_id, "stop work", job.id, kNotYours,
                     "only the officer who began the work, or a supervisor, may stop it");
  }
  return workspace.jobs().cancel(job.id, workspace.clock().now());
}

Result<std::vector<records::Job>> list_jobs(Workspace& workspace, const Officer& caller,
                                            std::string_view case_id, std::size_t limit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return workspace.jobs().of_case(of_case.id, limit);
}

Result<records::Job> find_job(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_act_reader(workspace, caller));
  SANAD_TRY(records::Job job, workspace.jobs().find(id));
  const bool is_own = job.actor == caller.id && job.case_id.empty();
  if (!is_own) SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, job.case_id));
  return job;
}

Result<std::string> order_ledger_verification(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_act_reader(workspace, caller));
  return queue_job(workspace, "ledger-verify", "", caller.id, json::Object{});
}

Result<json::Value> check_fixity(Workspace& workspace, const Officer& caller, std::uint64_t count) {
  SANAD_CHECK(require_officer(workspace, caller, "check stored objects"));
  return check_fixity(workspace, caller.id, count);
}

}  // namespace sanad::service
