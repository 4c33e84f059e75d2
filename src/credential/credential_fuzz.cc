#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "credential/check.h"
#include "credential/compact.h"
#include "credential/status_list.h"

// Any bytes: as a certificate, as the text of a code and as a list of revocations. What no key of
// the tests signed is never valid by it, and what is read as a badge of ours is written alike.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::credential;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Expectation expected{{1'790'000'000'000}, {}, std::string(text)};
  const auto report = check_credential(text, expected);
  if (report.ok()) {
    (void)report_text(*report);
    const auto again = read_badge(format_badge(report->badge).ok()
                                      ? json::Value(format_badge(report->badge).value())
                                      : json::Value());
    if (again.ok() && again->id != report->badge.id) std::abort();
    if (report->is_valid() && report->proof != Proof::kHolds) std::abort();
  }
  const auto unpacked = parse_compact(text);
  if (unpacked.ok() && parse_compact(format_compact(*unpacked)).value() != *unpacked) std::abort();
  const auto document = json::parse(text);
  if (document.ok()) {
    const auto list = read_status_list(*document);
    if (list.ok()) (void)list->is_revoked(0);
  }
  const auto base58 = parse_base58(text);
  if (base58.ok() && format_base58(*base58) != text) std::abort();
  const auto base45 = parse_base45(text);
  if (base45.ok() && format_base45(*base45) != text) std::abort();
  return 0;
}
