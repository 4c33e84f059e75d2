#include "service/status.h"

#include <fmt/format.h>

#include "browser/install.h"
#include "service/version.h"

namespace sanad::service {
namespace {

constexpr std::uint64_t kLowDiskBytes = 2ULL << 30;

}  // namespace

Result<json::Object> describe_status(Workspace& workspace) {
  json::Array warnings;
  SANAD_TRY(const std::string agency, workspace.records().agency());
  SANAD_TRY(const std::string browser_path, workspace.records().setting("capture.browser_path"));
  json::Object browser{{"name", ""}, {"version", ""}, {"sandbox", false}};
  const auto installation = browser::find_browser(browser_path);
  if (installation.ok()) {
    const browser::SandboxPlan plan = browser::plan_sandbox(installation->path);
    browser = json::Object{
        {"name", installation->path}, {"version", installation->version}, {"sandbox", plan.on}};
    if (!plan.on)
      warnings.emplace_back(
          fmt::format("Captures run without the browser's sandbox: {}", plan.reason));
  } else {
    warnings.emplace_back(installation.error().message);
  }
  SANAD_TRY(const std::uint64_t free_bytes,
            workspace.file_system().free_space(workspace.directory()));
  if (free_bytes < kLowDiskBytes)
    warnings.emplace_back("Less than 2 GiB of disk are free; captures may stop unfinished.");
  SANAD_TRY(const std::string authority_url, workspace.records().setting("timestamp.url"));
  if (authority_url.empty())
    warnings.emplace_back(
        "No timestamp authority is set, so only this machine's clock says when things were "
        "sealed.");
  return json::Object{{"version", std::string(kVersion)},
                      {"agency", agency},
                      {"browser", std::move(browser)},
                      {"disk", json::Object{{"free_bytes", free_bytes}}},
                      {"warnings", std::move(warnings)}};
}

}  // namespace sanad::service
