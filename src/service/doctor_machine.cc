// Browser, cage, clock, disk, fonts, network.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "browser/install.h"
#include "capture/health.h"
#include "doctor_lines.h"
#include "printer.h"

namespace sanad::service::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLowDiskBytes = 2ULL << 30U;
constexpr std::array kFontFolders = {"/usr/share/fonts", "/usr/local/share/fonts"};
constexpr std::array<std::string_view, 4> kArabicFonts = {"NotoNaskhArabic", "NotoSansArabic",
                                                          "NotoNastaliqUrdu", "NotoKufiArabic"};

std::string setting(Workspace& workspace, const char* name) {
  return workspace.records().setting(name).value_or("");
}

Result<browser::Installation> installed(Workspace& workspace) {
  return browser::find_browser(setting(workspace, "capture.browser_path"));
}

std::string wall_in_words(std::string_view wall) {
  if (wall == "system_calls") return "system calls (seccomp)";
  if (wall == "landlock") return "files (Landlock)";
  if (wall == "network_namespace") return "network (namespace)";
  if (wall == "other_user") return "another user";
  return std::string(wall);
}

bool has_font_for_arabic() {
  for (const char* folder : kFontFolders) {
    std::error_code ignored;
    for (fs::recursive_directory_iterator at(folder, ignored), end; at != end;
         at.increment(ignored)) {
      const std::string name = at->path().filename().string();
      if (std::ranges::any_of(kArabicFonts,
                              [&](std::string_view font) { return name.starts_with(font); }))
        return true;
    }
  }
  return false;
}

}  // namespace

FitnessLine browser_installed(Workspace& workspace) {
  const auto found = installed(workspace);
  if (!found.ok())
    return unfit("browser", "browser-missing", found.error().message,
                 "Install the package chromium, or set capture.browser_path.");
  return fit("browser", fmt::format("{} ({})", found->version, found->path));
}

FitnessLine browser_sandbox(Workspace& workspace) {
  const auto found = installed(workspace);
  if (!found.ok())
    return unfit("sandbox", "sandbox-unknown", "There is no browser whose sandbox could be seen.",
                 "Install the browser first.");
  const browser::SandboxPlan plan = browser::plan_sandbox(found->path);
  if (plan.on) return fit("sandbox", plan.reason);
  return notice("sandbox", "sandbox-off", plan.reason,
                "Run Sanad as a user for whom the kernel allows user namespaces; until then each "
                "record says that the browser had no sandbox.");
}

FitnessLine browser_starts(Workspace& workspace) {
  Printer printer(setting(workspace, "capture.browser_path"), workspace.clock());
  const auto page = printer.print("<!doctype html><title>sanad</title><p>sanad · سند</p>");
  if (!page.ok() || page->size() < 100 || page->front() != '%')
    return unfit("browser-starts", "browser-does-not-start",
                 page.ok() ? "The browser started and made no page." : page.error().message,
                 "Start it by hand to see what it says; reinstall the package chromium.");
  return fit("browser-starts",
             fmt::format("The browser started and printed a page of {} bytes.", page->size()));
}

FitnessLine cage(Workspace& workspace) {
  const auto walls = extract::cage_walls(workspace.extractor());
  if (!walls.ok())
    return unfit("cage", "cage-missing", walls.error().message,
                 "Put sanad-extract beside sanad, from the same build.");
  std::string there, wanting;
  bool has_calls = false;
  for (const json::Member& wall : *walls) {
    const bool is_there = wall.value.bool_or(false);
    if (wall.name == "system_calls") has_calls = is_there;
    std::string& list = is_there ? there : wanting;
    list += (list.empty() ? "" : ", ") + wall_in_words(wall.name);
  }
  if (!has_calls)
    return unfit("cage", "cage-open", "The cage does not deny system calls: " + wanting + ".",
                 "Use a kernel with seccomp; nothing hostile is parsed without it.");
  if (!wanting.empty())
    return notice("cage", "cage-walls-wanting",
                  fmt::format("Walls: {}. Wanting: {}.", there, wanting),
                  "A newer kernel, or rights to make namespaces, gives the other walls.");
  return fit("cage", fmt::format("Walls: {}.", there));
}

FitnessLine hashes() {
  if (!capture::hashes_are_right())
    return unfit("hashes", "hashes-wrong", "SHA-256 or SHA-512 of \"abc\" is wrong.",
                 "Do not use this machine; run \"sanad validate\" and keep its report.");
  return fit("hashes", "SHA-256 and SHA-512 of \"abc\" are as in FIPS 180-4.");
}

FitnessLine clock(Workspace& workspace) {
  const std::string source = setting(workspace, "capture.clock_source");
  const std::string named = source.empty() ? "not stated" : source;
  const capture::ClockState state = capture::read_clock_state(workspace.clock());
  const std::string when = format_timestamp(state.checked_at);
  if (!state.known)
    return notice(
        "clock", "clock-unknown",
        fmt::format("The system does not tell how its clock stands. Source: {}; asked {}.", named,
                    when),
        "Allow adjtimex to be read, or note the clock's offset by hand.");
  if (!state.synchronised)
    return notice("clock", "clock-not-synchronised",
                  fmt::format("The system says that its clock follows no source. Source as stated: "
                              "{}; greatest error {:.0f} ms; asked {}.",
                              named, state.max_error_ms, when),
                  "Start chrony or another time service, and set capture.clock_source.");
  const std::string says =
      fmt::format("Source: {}; offset {:.3f} ms, greatest error {:.0f} ms; asked {}.", named,
                  state.offset_ms, state.max_error_ms, when);
  if (source.empty())
    return notice("clock", "clock-source-not-stated", says, "Set capture.clock_source.");
  return fit("clock", says);
}

FitnessLine disk(Workspace& workspace) {
  const auto free_bytes = workspace.file_system().free_space(workspace.directory());
  if (!free_bytes.ok())
    return unfit("disk", "disk-unknown", free_bytes.error().message, "Look at the disk.");
  const std::string says =
      fmt::format("{} MiB are free; a capture needs {} MiB, and is stopped where the disk fills.",
                  *free_bytes >> 20U, capture::kMinFreeBytes >> 20U);
  if (*free_bytes < capture::kMinFreeBytes)
    return unfit("disk", "disk-full", says, "Free disk space.");
  if (*free_bytes < kLowDiskBytes) return notice("disk", "disk-low", says, "Free disk space.");
  return fit("disk", says);
}

FitnessLine fonts() {
  if (has_font_for_arabic()) return fit("fonts", "There is a font for Arabic script and Urdu.");
  return notice("fonts", "fonts-missing",
                "No font for Arabic script was found: pages in Urdu or Arabic would be seen as "
                "boxes.",
                "Install the package fonts-noto-core.");
}

FitnessLine egress(Workspace& workspace) {
  const std::string address = setting(workspace, "capture.egress_address");
  const std::string rules = setting(workspace, "capture.host_resolver_rules");
  std::string says = address.empty()
                         ? "It is not stated under which address captures go out."
                         : fmt::format("Captures go out under {}, as the agency states.", address);
  if (!rules.empty()) says += " Names are resolved by the setting capture.host_resolver_rules.";
  if (!address.empty()) return fit("egress", says);
  return notice("egress", "egress-not-stated", says, "Set capture.egress_address.");
}

}  // namespace sanad::service::doctor
