// Client frames: whatever is accepted lies within the input and the limit.
#include <cstdlib>

#include "websocket.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  ByteView rest(data, size);
  while (true) {
    const auto parsed = http::parse_client_frame(rest, 4096);
    if (!parsed.ok() || !parsed.value()) return 0;
    if ((*parsed)->size_bytes > rest.size() || (*parsed)->frame.payload.size() > 4096) std::abort();
    rest = rest.subspan((*parsed)->size_bytes);
  }
}
