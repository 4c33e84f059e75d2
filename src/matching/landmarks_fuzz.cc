// A value that parses is written back as it was, and can be paired and compared with itself and
// with its end.
#include <cstdlib>

#include "base/bytes.h"
#include "matching/landmarks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const std::string_view text = as_text(ByteView(data, size));
  const auto landmarks = matching::parse_landmarks(text);
  if (!landmarks.ok()) {
    if (landmarks.error().code != ErrorCode::kInvalid) std::abort();
    return 0;
  }
  if (matching::format_landmarks(*landmarks) != text) std::abort();
  for (const auto& pair : matching::pairs_of(*landmarks, 6)) {
    if (pair.hash >> 24U != 0) std::abort();
  }
  (void)matching::match_landmarks(*landmarks, *landmarks);
  (void)matching::match_landmarks(std::span(*landmarks).last(40), *landmarks);
  return 0;
}
