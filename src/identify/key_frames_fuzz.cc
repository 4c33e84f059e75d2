// A value that parses is written back as it was, and can be compared with itself and with its
// beginning.
#include <cstdlib>

#include "key_frames.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const std::string_view text = as_text(ByteView(data, size));
  const auto frames = identify::parse_key_frames(text);
  if (!frames.ok()) {
    if (frames.error().code != ErrorCode::kInvalid) std::abort();
    return 0;
  }
  if (frames->empty() || frames->size() > matching::kMaxListedKeyFrames) std::abort();
  if (identify::format_key_frames(*frames) != text) std::abort();
  const auto match = matching::match_video_points(*frames, *frames);
  if (match) (void)identify::frames_json(match->frames, true, true, 3);
  (void)matching::match_video_points(std::span(*frames).first(1), *frames);
  return 0;
}
