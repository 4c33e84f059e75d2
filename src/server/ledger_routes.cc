#include "call.h"
#include "crypto/id.h"
#include "service/audit.h"
#include "service/status.h"

namespace sanad::server {
namespace {

Result<json::Value> get_ledger(Call& call) {
  SANAD_TRY(json::Object ledger, service::describe_ledger(call.workspace));
  return json::Value(std::move(ledger));
}

Result<json::Value> post_verification(Call& call) {
  SANAD_CHECK(service::require_case_reader(call.workspace, call.officer()));
  records::Job job;
  job.id = crypto::new_id("job");
  job.kind = "ledger-verify";
  job.actor = call.officer().id;
  job.created_at = call.workspace.clock().now();
  job.payload = json::Object{};
  SANAD_CHECK(call.workspace.jobs().add(job));
  return json::Value(json::Object{{"job", job.id}});
}

Result<json::Value> get_status(Call& call) {
  SANAD_TRY(json::Object status, service::describe_status(call.workspace));
  return json::Value(std::move(status));
}

}  // namespace

std::vector<Route> ledger_routes() {
  return {
      {"GET", "/ledger", 200, Needs::kSession, get_ledger},
      {"POST", "/ledger/verification", 202, Needs::kSession, post_verification},
      {"GET", "/status", 200, Needs::kSession, get_status},
  };
}

}  // namespace sanad::server
