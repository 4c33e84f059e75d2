// Any bytes as a picture, and as video and sound: no crash, and a raster that can be hashed.
#include <cstddef>
#include <cstdint>

#include "media/fingerprint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::media;
  const ByteView file(data, size);
  Limits limits;
  limits.picture.max_pixels = 1 << 20;
  limits.video = {.max_pixels = 1 << 18, .max_frames = 50, .max_seconds = 20};
  limits.audio.max_seconds = 20;
  const auto picture = decode_picture(file, limits.picture);
  if (picture.ok() && !pdq::Hasher().fingerprint(picture->raster()).ok()) __builtin_trap();
  if (!picture.ok() && picture.error().message.empty()) __builtin_trap();
  const auto samples = decode_samples(file, limits.picture);
  if (samples.ok() != picture.ok()) __builtin_trap();
  if (picture.ok()) {
    const auto whole = pdq::Hasher().hash(picture->raster());
    const auto sparse = pdq::Hasher().hash(samples->picture.raster());
    if (!whole.ok() || !sparse.ok() || whole->hash != sparse->hash) __builtin_trap();
  }
  if (format_of(file) == Format::kStream) (void)fingerprint(file, limits);
  return 0;
}
