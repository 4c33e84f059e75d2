// Any bytes as a file of patterns: an error that names a line, or patterns that run on the file.
#include <cstdlib>

#include "selectors/selectors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::selectors;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto set = parse_patterns(text);
  if (!set.ok()) {
    if (set.error().message.empty()) std::abort();
    return 0;
  }
  Options options;
  options.patterns = std::make_shared<const PatternSet>(std::move(set).value());
  for (const Hit& hit : scan(text, options)) {
    if (hit.offset + hit.length > size) std::abort();
  }
  return 0;
}
