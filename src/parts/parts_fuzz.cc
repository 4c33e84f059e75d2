// Any bytes as an item of every kind: no crash, each part ends, and limits hold.
#include <cstddef>
#include <cstdint>

#include "fuzz_rig.h"
#include "parts/properties.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  if (size == 0) return 0;
  [[maybe_unused]] static const bool kIsPrepared = (parts::prepare(), true);
  const parts::Hints hints{(data[0] & 1U) != 0   ? "html"
                           : (data[0] & 2U) != 0 ? "mail"
                                                 : "",
                           (data[0] & 4U) != 0 ? "windows-1256" : ""};
  const ByteView item(data + 1, size - 1);
  const parts::Kind kind = parts::kind_of(item, hints);
  parts::open_as(kind, item, hints);
  (void)parts::properties_of(item, kind);
  return 0;
}
