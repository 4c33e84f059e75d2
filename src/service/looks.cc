#include "looks.h"

#include "service/evidence.h"

namespace sanad::service {
namespace {

constexpr std::size_t kLooksLookedAt = 200;

}  // namespace

Result<void> record_look(Workspace& workspace, const authority::Officer& caller,
                         const records::Exhibit& exhibit, std::string_view file,
                         std::string_view purpose) {
  SANAD_CHECK(permit_look(workspace, caller, exhibit));
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.viewed", caller.id, exhibit.case_id,
       json::Object{{"exhibit", exhibit.id}, {"file", file}, {"purpose", purpose}}}));
  return after_look(workspace, caller);
}

Result<void> record_look_once(Workspace& workspace, const authority::Officer& caller,
                              const records::Exhibit& exhibit, std::string_view file,
                              std::string_view purpose) {
  SANAD_TRY(const auto looks,
            workspace.records().entries(
                {.exhibit = exhibit.id, .kind = "exhibit.viewed", .limit = kLooksLookedAt}));
  const std::int64_t since = workspace.clock().now().unix_ms - kOneLookMs;
  for (const records::Entry& look : looks) {
    if (look.at.unix_ms <= since) break;
    if (look.actor == caller.id && look.data["purpose"].string_or("") == purpose) return {};
  }
  return record_look(workspace, caller, exhibit, file, purpose);
}

}  // namespace sanad::service
