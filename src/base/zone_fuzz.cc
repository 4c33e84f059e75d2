#include <cstdint>
#include <cstdlib>

#include "base/zone.h"

// Any bytes: what is read answers for any time, and a wall clock leads back to itself or beyond.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto zone = Zone::parse("fuzz", {data, size});
  if (!zone.ok()) return 0;
  for (const std::int64_t ms :
       {-62'167'219'200'000LL, -1LL, 0LL, 1'773'480'413'000LL, 253'402'300'799'999LL}) {
    if (zone->local_ms(zone->utc_ms(ms)) < ms) std::abort();
  }
  return 0;
}
