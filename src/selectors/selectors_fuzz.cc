// Any bytes: the hits lie inside them, the same ones whatever the instructions and the chunks.
#include <cstdlib>

#include "selectors/selectors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::selectors;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<Hit> whole = scan(text, {.region = "PK"});
  for (const Hit& hit : whole) {
    if (hit.length == 0 || hit.offset > size || hit.length > size - hit.offset || hit.value.empty())
      std::abort();
    if (hit.layers.empty() && hit.raw != text.substr(hit.offset, hit.length)) std::abort();
  }
  if (scan(text, {.region = "PK", .instructions = Instructions::kPlain}) != whole) std::abort();
  Scanner scanner({.region = "PK"});
  ByteView rest = as_bytes(text);
  for (std::size_t i = 0; !rest.empty(); ++i) {
    const std::size_t take = std::min(rest.size(), std::size_t{data[i % size]} % 61 + 1);
    scanner.feed(rest.first(take));
    rest = rest.subspan(take);
  }
  scanner.finish();
  if (scanner.take().size() != whole.size()) std::abort();
  return 0;
}
