// Rules before the first zero byte, an item behind it.
#include <algorithm>
#include <cstdint>

#include "yara_rules/yara_rules.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  sanad::yara_rules::prepare();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const ByteView input(data, size);
  const auto zero = static_cast<std::size_t>(
      std::distance(input.begin(), std::find(input.begin(), input.end(), 0)));
  const auto rules = yara_rules::Rules::compile(as_text(input.first(zero)));
  if (!rules.ok()) return 0;
  const ByteView item = input.subspan(std::min(zero + 1, size));
  (void)rules->scan(item, 1);
  (void)yara_rules::test_examples(*rules);
  return 0;
}
