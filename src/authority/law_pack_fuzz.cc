#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "authority/law_pack.h"

// Any bytes: a pack that is read is written as one that is read again, alike, and each of its forms
// has an imprint.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto pack = authority::parse_law_pack({reinterpret_cast<const char*>(data), size});
  if (!pack.ok()) return 0;
  const std::string written = json::format_canonical(authority::format_law_pack(*pack));
  const auto again = authority::parse_law_pack(written);
  if (!again.ok() || json::format_canonical(authority::format_law_pack(*again)) != written)
    std::abort();
  for (const auto& form : pack->forms) {
    if (authority::imprint(*pack, form, "2026-11-30").citations.size() != form.provisions.size())
      std::abort();
  }
  return 0;
}
