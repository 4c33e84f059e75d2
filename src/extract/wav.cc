// WAV (RIFF, Multimedia Programming Interface 1.0) as far as it is needed here: PCM of 16 bits, one
// channel.
#include <string_view>

#include "extract/stretches.h"

namespace sanad::extract {
namespace {

constexpr std::size_t kHeadBytes = 44;

void put(Bytes& out, std::uint64_t value, int bytes) {  // little-endian
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
void put(Bytes& out, std::string_view word) { out.insert(out.end(), word.begin(), word.end()); }

}  // namespace

Bytes format_wav(const Sound& sound) {
  const auto rate = static_cast<std::uint64_t>(sound.rate);
  Bytes out;
  out.reserve(kHeadBytes + sound.samples.size());
  put(out, "RIFF");
  put(out, kHeadBytes - 8 + sound.samples.size(), 4);
  put(out, "WAVEfmt ");
  put(out, 16, 4);
  put(out, 1, 2);  // PCM
  put(out, 1, 2);  // one channel
  put(out, rate, 4);
  put(out, 2 * rate, 4);
  put(out, 2, 2);
  put(out, 16, 2);
  put(out, "data");
  put(out, sound.samples.size(), 4);
  out.insert(out.end(), sound.samples.begin(), sound.samples.end());
  return out;
}

}  // namespace sanad::extract
