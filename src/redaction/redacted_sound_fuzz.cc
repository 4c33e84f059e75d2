// Any bytes as a WAV of the strict form: what is read is written again byte by byte, and is no
// proof of a root that nothing leads to.
#include <cstdlib>

#include "redaction/sound.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto read = redaction::read_wav({data, size});
  if (!read.ok()) return 0;
  const auto& [track, samples] = *read;
  if (samples.size() != track.bytes()) std::abort();
  if (redaction::write_wav(track, samples) != Bytes(data, data + size)) std::abort();
  std::uint64_t at = 0;
  for (std::uint64_t segment = 0; segment < track.segments(); ++segment) {
    const auto stretch = track.stretch(segment);
    if (stretch.at != at || stretch.size == 0) std::abort();
    at += stretch.size;
  }
  if (at != samples.size()) std::abort();
  redaction::Mask mask(track.segments(), redaction::kOpen);
  mask.back() = 0;
  if (redaction::verify_sound_proof(track, mask, merkle::empty_root(), samples, as_text(samples))
          .ok())
    std::abort();
  return 0;
}
