// Any text as a hash list: what is accepted says the same when written again.
#include <cstdlib>

#include "base/bytes.h"
#include "manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = sanad::as_text({data, size});
  for (const std::size_t digits : {64U, 128U}) {
    const auto listed = sanad::verifier::parse_manifest(text, digits);
    if (!listed.ok()) continue;
    std::string again;
    for (const auto& [path, digest] : *listed) again += digest + "  " + path + "\n";
    if (again != text) std::abort();
  }
  return 0;
}
