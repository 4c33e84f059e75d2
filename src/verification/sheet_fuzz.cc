// What is accepted has one form, which reads as the same sheet and has no room for a verdict.
#include <cstdlib>

#include "base/bytes.h"
#include "verification/sheet.h"

using namespace sanad;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = json::parse(as_text(ByteView(data, size)));
  if (!value.ok()) return 0;
  const auto sheet = verification::parse_sheet(*value);
  if (!sheet.ok()) return 0;
  const json::Value once(verification::format_sheet(*sheet));
  const auto again = verification::parse_sheet(once);
  if (!again.ok() || once.as_object()->size() != 6) std::abort();
  if (json::format_canonical(verification::format_sheet(*again)) != json::format_canonical(once))
    std::abort();
  return 0;
}
