// A recording of which something is muted, and the rest proven (docs/formats/redaction.md).
//
// The decoded sound is cut into segments of a tenth of a second. Each is committed to with a salt
// of its own, as the tiles of a picture are (tiles.h); what is to be hidden is closed in whole
// segments, of which the samples are zero in the result.
//   seed        of a recording: HMAC-SHA256(key of the exhibit, …, digest of its samples); seeds
//               below it as those of tiles
//   commitment  SHA-256("sanad-segment-1" 0x0A salt, number and length of the segment, its samples)
// Tested by sound_test.cc; fuzzed by redacted_sound_fuzz.cc. Thread-safe: values only.
#pragma once

#include "redaction/times.h"

namespace sanad::redaction {

inline constexpr std::string_view kSoundAlgorithm = "sanad-segment-1";
inline constexpr std::uint32_t kSegmentMs = 100;
inline constexpr std::uint32_t kLeastRate = 8'000;
inline constexpr std::uint32_t kMostRate = 48'000;
inline constexpr std::uint32_t kMostChannels = 2;
inline constexpr std::uint64_t kMaxSampleBytes = 256ULL << 20;

// How sound is cut: segment n begins with sample n * rate / 10, rounded down. A sample is of all
// channels, each in 16 bits, little-endian.
struct Track {
  std::uint32_t rate = 0;  // samples a second
  std::uint32_t channels = 0;
  std::uint64_t samples = 0;
  // kInvalid: no sample, or beyond the limits above.
  static Result<Track> of(std::uint64_t rate, std::uint64_t channels, std::uint64_t samples);
  std::uint64_t segments() const { return (samples * 10 + rate - 1) / rate; }
  std::uint64_t sample_bytes() const { return std::uint64_t{channels} * 2; }
  std::uint64_t bytes() const { return samples * sample_bytes(); }
  // Of the segment, in bytes of the samples.
  struct Stretch {
    std::uint64_t at = 0, size = 0;
  };
  Stretch stretch(std::uint64_t segment) const;
  friend bool operator==(const Track&, const Track&) = default;
};

// Widened to the segments that a time touches, and cut off at the end. kInvalid: it ends before it
// begins, or begins behind the end of the sound.
Result<Range> widen(const Track& track, std::uint64_t from_ms, std::uint64_t to_ms,
                    std::uint32_t reason);

// What is to be hidden, as times.h has it.
Result<TimePlan> parse_plan(const Track& track, const json::Value& object);
Result<void> check_plan(const Track& track, const TimePlan& plan);
Mask mask_of(const Track& track, const TimePlan& plan);

// key and subject as for pictures. samples: fit the track, here and below.
Seed seed_of(ByteView key, std::string_view subject, const Track& track, ByteView samples);
Digest256 commitment_of(const Seed& salt, const Track& track, std::uint64_t segment,
                        ByteView samples);
std::vector<merkle::Hash> leaves_of(const Seed& seed, const Track& track, ByteView samples);

// Samples of closed segments are zero, and nothing of what they held is left.
void silence(const Track& track, const Mask& mask, Bytes& samples);
bool is_silent(const Track& track, std::uint64_t segment, ByteView samples);

// leaves: leaves_of() the original with this seed. The lines are as in proof.h.
std::string write_sound_proof(const Seed& seed, const Mask& mask,
                              const std::vector<merkle::Hash>& leaves);
// Whether the samples are those that root commits to, but for the closed segments, which are
// silent. kIntegrity, with the sentence: they are not.
Result<void> verify_sound_proof(const Track& track, const Mask& mask, const merkle::Hash& root,
                                ByteView samples, std::string_view proof);

// WAV of one strict form, in which nothing but the samples can stand: a head of 44 bytes, and they.
inline constexpr std::size_t kWavHeadBytes = 44;
Bytes write_wav(const Track& track, ByteView samples);
struct Wav {
  Track track;
  ByteView samples;  // in the file
};
// kInvalid, with the sentence: any other form.
Result<Wav> read_wav(ByteView file);

}  // namespace sanad::redaction
