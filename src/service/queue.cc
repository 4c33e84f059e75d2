#include "queue.h"

#include "crypto/id.h"

namespace sanad::service {

Result<std::string> queue_job(Workspace& workspace, std::string_view kind,
                              const std::string& case_id, const std::string& actor,
                              json::Value payload) {
  records::Job job;
  job.id = crypto::new_id("job");
  job.kind = kind;
  job.case_id = case_id;
  job.actor = actor;
  job.created_at = workspace.clock().now();
  job.payload = std::move(payload);
  SANAD_CHECK(workspace.jobs().add(job));
  return job.id;
}

}  // namespace sanad::service
