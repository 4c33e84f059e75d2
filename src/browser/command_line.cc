#include "command_line.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>

namespace sanad::browser {
namespace {

// Shared memory below this makes page processes crash on large pictures.
constexpr std::uint64_t kMinSharedMemoryBytes = 1024ULL * 1024 * 1024;

bool shared_memory_is_small() {
  struct statvfs info{};
  if (::statvfs("/dev/shm", &info) != 0) return true;
  return std::uint64_t{info.f_bavail} * info.f_frsize < kMinSharedMemoryBytes;
}

// Nothing but the page should cause traffic, and no service of the browser's maker may see the
// page. As far as switches go: docs/known-limits.md.
void add_silence(std::vector<std::string>& line) {
  for (const char* flag :
       {"--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability",
        "--disable-client-side-phishing-detection", "--disable-breakpad",
        "--metrics-recording-only", "--no-first-run", "--no-default-browser-check",
        "--no-service-autorun", "--disable-search-engine-choice-screen", "--password-store=basic",
        "--no-proxy-server",
        // These go on in spite of the above. A name under "invalid" leads nowhere (RFC 6761).
        "--component-updater=url-source=about:blank", "--gaia-url=https://sign-in.invalid",
        "--gcm-checkin-url=https://check-in.invalid",
        "--gcm-registration-url=https://registration.invalid",
        "--gcm-mcs-endpoint=https://messages.invalid",
        "--disable-features=AimEnabled,AimServerEligibilityEnabled,"
        "AimServerRequestOnStartupEnabled,AutofillServerCommunication,"
        "CertificateTransparencyComponentUpdater,"
        "DialMediaRouteProvider,HappyEyeballsV3,InterestFeedContentSuggestions,MediaRouter,"
        "NetworkTimeServiceQuerying,OptimizationHints,Translate"}) {
    line.emplace_back(flag);
  }
}

}  // namespace

std::vector<std::string> make_command_line(const LaunchOptions& options, const Paths& paths,
                                           const Installation& installation,
                                           const SandboxPlan& sandbox) {
  std::vector<std::string> line = {installation.path, "--headless", "--remote-debugging-pipe",
                                   fmt::format("--user-data-dir={}", paths.profile)};
  add_silence(line);
  // The network log does not show QUIC's bytes as it shows those of TCP.
  line.emplace_back("--disable-quic");
  // Pictures are taken in one colour space, whatever screen the machine has.
  line.emplace_back("--force-color-profile=srgb");
  line.emplace_back("--hide-scrollbars");
  line.push_back(fmt::format("--lang={}", options.locale));
  line.push_back(fmt::format("--accept-lang={}", options.locale));
  line.push_back(
      fmt::format("--window-size={},{}", options.viewport.width, options.viewport.height));
  if (shared_memory_is_small()) line.emplace_back("--disable-dev-shm-usage");
  if (!sandbox.on) line.emplace_back("--no-sandbox");
  if (options.user_agent) line.push_back("--user-agent=" + *options.user_agent);
  if (!options.host_resolver_rules.empty()) {
    line.push_back("--host-resolver-rules=" + options.host_resolver_rules);
  }
  if (!options.trusted_spki_sha256.empty()) {
    line.push_back(fmt::format("--ignore-certificate-errors-spki-list={}",
                               fmt::join(options.trusted_spki_sha256, ",")));
  }
  if (options.ignore_certificate_errors) line.emplace_back("--ignore-certificate-errors");
  if (!paths.net_log.empty()) {
    line.push_back("--log-net-log=" + paths.net_log);
    line.emplace_back("--net-log-capture-mode=Everything");
  }
  line.emplace_back("about:blank");
  return line;
}

std::vector<std::string> make_environment(const LaunchOptions& options, const Paths& paths) {
  std::string language = options.locale;
  std::replace(language.begin(), language.end(), '-', '_');
  return {"HOME=" + paths.home, "XDG_CONFIG_HOME=" + paths.home + "/config",
          "XDG_CACHE_HOME=" + paths.home + "/cache", "XDG_RUNTIME_DIR=" + paths.home,
          "TMPDIR=" + paths.home, "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8",
          "LANGUAGE=" + language, "TZ=" + options.time_zone,
          // No desktop services: without an address the browser would look for them.
          "DBUS_SESSION_BUS_ADDRESS=unix:path=/dev/null",
          "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/dev/null"};
}

std::string make_local_state() {
  // auth.schemes: with no HTTP authentication scheme the browser shows a 401's or 407's own body at
  // once. Otherwise a sign-in window, which nobody can see, would hold the request for ever.
  // dns_over_https: names are asked where the machine asks them, so that the log can show answers.
  return R"({"auth":{"schemes":""},"dns_over_https":{"mode":"off","templates":""}})";
}

}  // namespace sanad::browser
