// WAV (RIFF, Multimedia Programming Interface 1.0) in one form: PCM of 16 bits, one or two
// channels, "fmt " and "data" and nothing else. All numbers are little-endian.
#include <fmt/format.h>

#include <algorithm>

#include "redaction/sound.h"

namespace sanad::redaction {
namespace {

constexpr std::uint32_t kFmtBytes = 16, kPcm = 1, kBits = 16;

void put(Bytes& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
void put(Bytes& out, std::string_view word) { out.insert(out.end(), word.begin(), word.end()); }

std::uint64_t number_at(ByteView bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
  return value;
}

// The only head that a file of this track has.
Bytes head_of(const Track& track) {
  Bytes head;
  put(head, "RIFF");
  put(head, kWavHeadBytes - 8 + track.bytes(), 4);
  put(head, "WAVEfmt ");
  put(head, kFmtBytes, 4);
  put(head, kPcm, 2);
  put(head, track.channels, 2);
  put(head, track.rate, 4);
  put(head, track.rate * track.sample_bytes(), 4);
  put(head, track.sample_bytes(), 2);
  put(head, kBits, 2);
  put(head, "data");
  put(head, track.bytes(), 4);
  return head;
}

Error other_form(std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("it is not a WAV of the strict form: {}", why)};
}

}  // namespace

Bytes write_wav(const Track& track, ByteView samples) {
  Bytes out = head_of(track);
  out.reserve(out.size() + samples.size());
  out.insert(out.end(), samples.begin(), samples.end());
  return out;
}

Result<Wav> read_wav(ByteView file) {
  constexpr std::size_t kChannelsAt = 22, kRateAt = 24;
  if (file.size() <= kWavHeadBytes) return other_form("it has no samples");
  const std::uint64_t channels = number_at(file, kChannelsAt, 2);
  const std::uint64_t bytes = file.size() - kWavHeadBytes;
  if (channels == 0 || channels > kMostChannels || bytes % (channels * 2) != 0)
    return other_form("it does not consist of whole samples of one or two channels");
  SANAD_TRY(const Track track,
            Track::of(number_at(file, kRateAt, 4), channels, bytes / (channels * 2)));
  if (!std::ranges::equal(head_of(track), file.first(kWavHeadBytes)))
    return other_form("its head is another");
  return Wav{track, file.subspan(kWavHeadBytes)};
}

}  // namespace sanad::redaction
