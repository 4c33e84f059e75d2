// Reads a target and an address from hostile bytes. What is accepted must have one normal form, and
// an address that a host target covers must be on that host.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "authority/scope.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::authority;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view target_text = input.substr(0, line);
  const std::string_view url_text = line < input.size() ? input.substr(line + 1) : input;
  const auto url = parse_url(url_text);
  if (!url.ok()) return 0;
  const auto again = parse_url(url->text());
  if (!again.ok() || again->text() != url->text()) std::abort();
  for (const TargetKind kind : {TargetKind::kHost, TargetKind::kUrl, TargetKind::kAccount,
                                TargetKind::kAddress, TargetKind::kIdentifier}) {
    const Target target{kind, std::string(target_text)};
    const bool covered = covers(target, *url);
    if (covered && !check_target(target).ok()) std::abort();
    if (covered && kind == TargetKind::kUrl && parse_url(target_text)->host != url->host)
      std::abort();
  }
  (void)parse_ip_range(target_text);
  return 0;
}
