// What the strict parser accepts has one canonical form, which both writers and both parsers agree
// on.
#include <cstdlib>

#include "json/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::json;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = parse(text);
  const auto foreign = parse_foreign(text);
  if (!value.ok()) return 0;
  const std::string canonical = format_canonical(value.value());
  if (!foreign.ok() || format_canonical(foreign.value()) != canonical) std::abort();
  const auto again = parse_canonical(canonical);
  if (!again.ok() || format_canonical(again.value()) != canonical) std::abort();
  const auto pretty = parse(format_pretty(value.value()));
  if (!pretty.ok() || format_canonical(pretty.value()) != canonical) std::abort();
  return 0;
}
