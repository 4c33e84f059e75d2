// Any bytes as RTF: no crash, each part ends, limits hold, and texts that are texts.
#include <cstddef>
#include <cstdint>

#include "fuzz_rig.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  [[maybe_unused]] static const bool kIsPrepared = (parts::prepare(), true);
  parts::open_as(parts::Kind::kRtf, {data, size});
  return 0;
}
