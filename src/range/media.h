// Images and sounds of the range, made in code: the same seed gives the same bytes.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace sanad::range {

inline constexpr std::uint32_t kMaxImageSide = 2000;

// A PNG (RFC 2083) of coloured tiles. Sides are brought into 1..kMaxImageSide.
Bytes make_png(std::uint32_t width, std::uint32_t height, std::uint64_t seed);
// The same of given pixels: height x width x 3, and both sides at least 1.
Bytes make_png(std::uint32_t width, std::uint32_t height, ByteView pixels);
// A WAV of a tone that depends on the seed: 8000 samples a second, 8 bits, one channel. At most 10
// s.
Bytes make_wav(std::uint32_t duration_ms, std::uint64_t seed);
// size_bytes of a fixed pattern, from offset: the body of downloads of any length.
void fill_pattern(std::uint64_t offset, std::uint8_t* out, std::size_t size);

}  // namespace sanad::range
