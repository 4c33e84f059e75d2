#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "clocks/clock.h"

// Any bytes: a rule or a calendar that is read is written as one that is read again, alike; and the
// rule answers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto value = json::parse({reinterpret_cast<const char*>(data), size});
  if (!value.ok()) return 0;
  auto calendar = clocks::parse_calendar(*value);
  if (calendar.ok()) {
    const json::Object written = clocks::format_calendar(*calendar);
    const auto again = clocks::parse_calendar(written);
    if (!again.ok() ||
        json::format_canonical(clocks::format_calendar(*again)) != json::format_canonical(written))
      std::abort();
  }
  const auto rule = clocks::parse_rule(*value);
  if (!rule.ok()) return 0;
  const json::Object written = clocks::format_rule(*rule);
  const auto again = clocks::parse_rule(written);
  if (!again.ok() ||
      json::format_canonical(clocks::format_rule(*again)) != json::format_canonical(written))
    std::abort();
  constexpr Timestamp kStart{1'773'480'413'000};
  const auto reading = clocks::read(*rule, {.start = kStart}, Zone::utc(),
                                    calendar.ok() ? *calendar : clocks::every_day(), kStart);
  if (!reading.ok() || reading->due < kStart) std::abort();
  return 0;
}
