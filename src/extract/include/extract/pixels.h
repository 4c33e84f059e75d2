// Pictures pixel for pixel and sound sample for sample, decoded in the cage. Tested by
// pixels_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "extract/extract.h"

namespace sanad::extract {

// A still picture pixel for pixel, for what is cut out of it or covered. Up to kMaxWholePixels, the
// right way up, without transparency. kInvalid: no still picture, or it cannot be decoded. Else as
// cage::run().
inline constexpr std::uint64_t kMaxWholePixels = 50'000'000;
struct WholePicture {
  int width = 0;
  int height = 0;
  Bytes pixels;  // RGB, rows without padding
  bool damaged = false;
  std::string decoder;  // which library decoded it, and its version
};
Result<WholePicture> whole_picture(const Extractor& extractor, int input, std::string_view coding);

// Sound sample for sample, for what is muted in it: at the file's rate, 8,000 to 48,000 samples a
// second, in one channel or two, up to kMaxWholeSoundBytes; longer sound in one channel of 16,000.
// Of a video its sound, from its first picture on. kInvalid: no sound, sound that is longer still,
// or it cannot be decoded. Else as cage::run().
inline constexpr std::uint64_t kMaxWholeSoundBytes = 256ULL << 20;
struct WholeSound {
  std::uint32_t rate = 0;
  std::uint32_t channels = 0;
  Bytes samples;  // 16 bits each, little-endian; channels take turns
  bool damaged = false;
  std::string decoder;  // which library decoded it, and its version
};
Result<WholeSound> whole_sound(const Extractor& extractor, int input, std::string_view coding);

}  // namespace sanad::extract
