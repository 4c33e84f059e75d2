// Any bytes as a stretch of a video, in pieces of any length: no crash, limits hold, and the pieces
// change nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "extract/moving_frames.h"

namespace {

using namespace sanad;
using namespace sanad::extract;

struct Outcome {
  bool ok = false;
  std::size_t pictures = 0, bytes = 0;
  bool operator==(const Outcome&) const = default;
};

Outcome read(ByteView stream, std::size_t piece) {
  constexpr std::int64_t kBeginMs = 1000;
  Outcome outcome;
  MovingReader reader(kBeginMs, [&](Preview picture) -> Result<void> {
    ++outcome.pictures;
    outcome.bytes += picture.pixels.size();
    const bool is_in_time =
        picture.time_ms.value_or(0) >= kBeginMs && *picture.time_ms < kBeginMs + kMovingStretchMs;
    if (!is_in_time || std::max(picture.width, picture.height) > kMovingSide) __builtin_trap();
    return {};
  });
  bool ok = true;
  while (ok && !stream.empty()) {
    const std::size_t n = std::min(piece, stream.size());
    ok = reader.update(stream.first(n)).ok();
    stream = stream.subspan(n);
  }
  outcome.ok = ok && reader.finish().ok();
  if (outcome.pictures > kMostPictures) __builtin_trap();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView stream(data + 1, size - 1);
  if (!(read(stream, 1 + data[0]) == read(stream, size))) __builtin_trap();
  return 0;
}
