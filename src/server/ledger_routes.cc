#include "call.h"
#include "service/audit.h"
#include "service/hand_work.h"
#include "service/status.h"

namespace sanad::server {
namespace {

Result<json::Value> get_ledger(Call& call) {
  SANAD_TRY(json::Object ledger, service::describe_ledger(call.workspace));
  return json::Value(std::move(ledger));
}

Result<json::Value> post_verification(Call& call) {
  SANAD_TRY(const std::string job,
            service::order_ledger_verification(call.workspace, call.officer()));
  return json::Value(json::Object{{"job", job}});
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
