// Frames of a video in the form of lists: what parses is written back so that it parses to the
// same, and can be compared with itself.
#include <cstdlib>

#include "frames.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto frames = identify::parse_frames(as_text(ByteView(data, size)));
  if (!frames.ok()) {
    if (frames.error().code != ErrorCode::kInvalid) std::abort();
    return 0;
  }
  const std::string text = identify::format_frames(*frames);
  const auto again = identify::parse_frames(text);
  if (!again.ok() || identify::format_frames(*again) != text) std::abort();
  const auto match = matching::match_videos(*frames, *again);
  if (match.share_a() < 0 || match.share_a() > 1 || match.share_b() > 1) std::abort();
  return 0;
}
