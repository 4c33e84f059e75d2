// Any bytes: shares are shares, sorted, and together no more than the whole.
#include <cstdint>
#include <cstdlib>

#include "language/language.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::language;
  const auto found = identify({reinterpret_cast<const char*>(data), size}).value();
  double languages = 0, scripts = 0, last = 1;
  for (const LanguageShare& one : found.languages) {
    if (one.code.empty() || one.share <= 0 || one.share > last) std::abort();
    last = one.share;
    languages += one.share;
  }
  for (const ScriptShare& one : found.scripts) scripts += one.share;
  // Each share is rounded by itself.
  if (languages > 1.3 || scripts > 1.3) std::abort();
  return 0;
}
