// What is accepted is written back as the same bytes.
#include <cstdlib>

#include "sharing/card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::sharing;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse_card(text);
  // A line feed may follow.
  if (parsed.ok() && !text.starts_with(format_card(*parsed))) std::abort();
  return 0;
}
