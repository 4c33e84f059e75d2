// A value that parses is written back as it was, and can be compared with itself and with another.
#include "points/match.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const ByteView bytes(data, size);
  const std::string_view text = as_text(bytes);
  const auto points = points::parse_points(text);
  if (!points.ok()) return 0;
  if (points::format_points(*points) != text) __builtin_trap();
  (void)points::compare(*points, points::mirrored(*points));
  return 0;
}
