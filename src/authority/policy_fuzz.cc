#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "authority/policy.h"

// Any bytes: a policy that is read is written as one that is read again, alike.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto value = json::parse({reinterpret_cast<const char*>(data), size});
  if (!value.ok()) return 0;
  const auto policy = authority::parse_policy(*value);
  if (!policy.ok()) return 0;
  const std::string written = json::format_canonical(authority::format_policy(*policy));
  const auto again = authority::parse_policy(json::parse(written).value());
  if (!again.ok() || json::format_canonical(authority::format_policy(*again)) != written)
    std::abort();
  return 0;
}
