// Any bytes as sound and as a video, from two places: no crash, and never more than the samples and
// pixels that are promised.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "media/stretch.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::media;
  const VideoLimits limits{.max_pixels = 1 << 18, .max_frames = 50};
  for (const std::int64_t begin_ms : {0, 11'000}) {
    const auto sound = read_sound(ByteView(data, size), begin_ms);
    if (!sound.ok() && sound.error().message.empty()) __builtin_trap();
    if (sound.ok()) {
      const auto most = static_cast<std::size_t>(kSoundStretchMs / 1000 * sound->rate);
      const bool has_rate = sound->rate >= kLeastSoundRate && sound->rate <= kSoundRate;
      if (!has_rate || sound->samples.size() > most) __builtin_trap();
    }
    int pictures = 0;
    std::int64_t last_ms = begin_ms - 1;
    const auto moving =
        read_moving(ByteView(data, size), begin_ms, limits, [&](MovingPicture one) -> Result<void> {
          const auto pixels =
              static_cast<std::size_t>(one.width) * static_cast<std::size_t>(one.height);
          const bool has_size =
              one.width >= 1 && one.height >= 1 && std::max(one.width, one.height) <= kMovingSide;
          if (!has_size || one.pixels.size() != 3 * pixels || one.time_ms <= last_ms ||
              one.time_ms >= begin_ms + kMovingStretchMs)
            __builtin_trap();
          last_ms = one.time_ms;
          ++pictures;
          return {};
        });
    if (!moving.ok() && moving.error().message.empty()) __builtin_trap();
    if (pictures > kMovingStretchMs / 1000 * kPicturesASecond) __builtin_trap();
  }
  return 0;
}
