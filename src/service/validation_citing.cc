// Which validation an acquisition record cites, and what this machine is now.
#include <algorithm>

#include "browser/install.h"
#include "service/validations.h"
#include "service/version.h"
#include "validation/environment.h"

namespace sanad::service {
namespace {

constexpr std::size_t kMostLookedAt = 1000;

json::Value cited(const records::Entry& entry) {
  return json::Object{
      {"validation", entry.data["validation"]},   {"verdict", entry.data["verdict"]},
      {"version", entry.data["version"]},         {"environment", entry.data["environment"]},
      {"sha256", entry.data["sha256"]},           {"entry", entry.index},
      {"recorded_at", format_timestamp(entry.at)}};
}

}  // namespace

Result<EnvironmentNow> environment_now(Workspace& workspace) {
  validation::EnvironmentInput input;
  input.version = std::string(kVersion);
  const extract::Extractor extractor = workspace.extractor();
  input.extractor = extractor.program;
  input.reader_of_images = extractor.ocr_program;
  SANAD_TRY(const std::string path, workspace.records().setting("capture.browser_path"));
  const auto installed = browser::find_browser(path);
  if (installed.ok()) {
    const browser::SandboxPlan plan = browser::plan_sandbox(installed->path);
    input.browser_path = installed->path;
    input.browser_version = installed->version;
    input.browser_is_confined = plan.on;
    input.browser_sandbox = plan.reason;
  }
  EnvironmentNow now;
  validation::FileDigests digests;
  now.environment = validation::read_environment(input, digests);
  now.sha256 = validation::environment_digest(now.environment);
  return now;
}

Result<json::Value> cited_validation(Workspace& workspace) {
  SANAD_TRY(const auto entries,
            workspace.records().entries({.kind = "validation.recorded", .limit = kMostLookedAt}));
  if (entries.empty())
    return json::Value(
        json::Object{{"state", "none"}, {"environment", nullptr}, {"newest", nullptr}});
  SANAD_TRY(const EnvironmentNow now, environment_now(workspace));
  const auto answer = [&](const char* state, json::Value newest) {
    return json::Value(
        json::Object{{"state", state}, {"environment", now.sha256}, {"newest", std::move(newest)}});
  };
  const records::Entry* of_version = nullptr;
  for (const records::Entry& entry : entries) {
    if (entry.data["environment"].string_or("") == now.sha256)
      return answer("current", cited(entry));
    if (of_version == nullptr && entry.data["version"].string_or("") == kVersion)
      of_version = &entry;
  }
  if (of_version != nullptr) return answer("of-another-environment", cited(*of_version));
  return answer("of-another-version", cited(entries.front()));
}

Result<void> add_validation_entries(Workspace& workspace, const json::Value& acquisition,
                                    std::set<std::uint64_t>& indexes) {
  const std::string id = acquisition["validation"]["newest"]["validation"].string_or("");
  if (id.empty()) return {};
  SANAD_TRY(const auto validations,
            workspace.records().entries({.kind = "validation.recorded", .limit = kMostLookedAt}));
  const auto found = std::ranges::find_if(validations, [&](const records::Entry& one) {
    return one.data["validation"].string_or("") == id;
  });
  if (found == validations.end() || found->destroyed) return {};
  indexes.insert(found->index);
  SANAD_TRY(const auto officers,
            workspace.records().entries({.kind = "officer.added", .limit = SIZE_MAX / 4}));
  for (const records::Entry& officer : officers)
    if (officer.data["officer"].string_or("") == found->actor) indexes.insert(officer.index);
  return {};
}

}  // namespace sanad::service
