// What is accepted is written back as the same bytes.
#include <cstdlib>

#include "sharing/receipt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::sharing;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse_receipt(text);
  if (parsed.ok() && format_receipt(*parsed) != text) std::abort();
  return 0;
}
