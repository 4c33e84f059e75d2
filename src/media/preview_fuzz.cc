// Any bytes as a picture to look at, and as a video at two times: no crash, and never more than the
// pixels that are promised.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "media/preview.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::media;
  const PictureLimits of_pictures{.max_pixels = 1 << 20};
  const VideoLimits of_videos{.max_pixels = 1 << 18, .max_frames = 50, .max_seconds = 20};
  for (const std::optional<std::int64_t> at_ms :
       {std::optional<std::int64_t>{}, std::optional<std::int64_t>{11'000}}) {
    const auto seen = preview(ByteView(data, size), at_ms, of_pictures, of_videos);
    if (!seen.ok()) {
      if (seen.error().message.empty()) __builtin_trap();
      continue;
    }
    const bool has_size = seen->width >= 1 && seen->height >= 1 &&
                          std::max(seen->width, seen->height) <= kPreviewSide;
    const auto pixels =
        static_cast<std::size_t>(seen->width) * static_cast<std::size_t>(seen->height);
    if (!has_size || seen->pixels.size() != 3 * pixels) __builtin_trap();
  }
  return 0;
}
