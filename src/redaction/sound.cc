#include "redaction/sound.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "cover.h"
#include "crypto/crypto.h"

namespace sanad::redaction {
namespace {

constexpr std::string_view kLabel = "sanad-segment-1\n";

void put(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}
void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace

Result<Track> Track::of(std::uint64_t rate, std::uint64_t channels, std::uint64_t samples) {
  if (rate < kLeastRate || rate > kMostRate || channels == 0 || channels > kMostChannels ||
      samples == 0 || samples > kMaxSampleBytes / (channels * 2))
    return Error{ErrorCode::kInvalid,
                 fmt::format("sound is redacted from {} to {} samples a second, in up to {} "
                             "channels and {} MiB of samples",
                             kLeastRate, kMostRate, kMostChannels, kMaxSampleBytes >> 20U)};
  return Track{static_cast<std::uint32_t>(rate), static_cast<std::uint32_t>(channels), samples};
}

Track::Stretch Track::stretch(std::uint64_t segment) const {
  const std::uint64_t begin = segment * rate / 10;
  const std::uint64_t end = std::min((segment + 1) * rate / 10, samples);
  return {begin * sample_bytes(), (end - begin) * sample_bytes()};
}

Result<Range> widen(const Track& track, std::uint64_t from_ms, std::uint64_t to_ms,
                    std::uint32_t reason) {
  return widen_time("sound", track.samples * 1000 / track.rate, track.segments(), kSegmentMs,
                    from_ms, to_ms, reason);
}

Result<TimePlan> parse_plan(const Track& track, const json::Value& object) {
  return parse_plan(track.segments(), object);
}
Result<void> check_plan(const Track& track, const TimePlan& plan) {
  return check_plan(track.segments(), plan);
}
Mask mask_of(const Track& track, const TimePlan& plan) { return mask_of(track.segments(), plan); }

Seed seed_of(ByteView key, std::string_view subject, const Track& track, ByteView samples) {
  Bytes text = to_bytes(kLabel);
  put(text, track.rate);
  put(text, track.channels);
  put(text, static_cast<std::uint32_t>(track.samples));
  put(text, crypto::sha256(samples));
  put(text, as_bytes(subject));
  return crypto::hmac_sha256(key, text);
}

Digest256 commitment_of(const Seed& salt, const Track& track, std::uint64_t segment,
                        ByteView samples) {
  const Track::Stretch stretch = track.stretch(segment);
  Bytes text = to_bytes(kLabel);
  put(text, salt);
  put(text, static_cast<std::uint32_t>(segment));
  put(text, static_cast<std::uint32_t>(stretch.size / track.sample_bytes()));
  put(text, samples.subspan(stretch.at, stretch.size));
  return crypto::sha256(text);
}

std::vector<merkle::Hash> leaves_of(const Seed& seed, const Track& track, ByteView samples) {
  assert(samples.size() == track.bytes());
  std::vector<Seed> salts;
  expand(seed, level_of(track.segments()), salts);
  std::vector<merkle::Hash> leaves;
  leaves.reserve(track.segments());
  for (std::uint64_t segment = 0; segment < track.segments(); ++segment)
    leaves.push_back(merkle::leaf_hash(commitment_of(salts[segment], track, segment, samples)));
  return leaves;
}

void silence(const Track& track, const Mask& mask, Bytes& samples) {
  for (std::uint64_t segment = 0; segment < mask.size(); ++segment) {
    if (mask[segment] == kOpen) continue;
    const Track::Stretch stretch = track.stretch(segment);
    std::fill_n(samples.begin() + static_cast<std::ptrdiff_t>(stretch.at), stretch.size,
                std::uint8_t{0});
  }
}

bool is_silent(const Track& track, std::uint64_t segment, ByteView samples) {
  const Track::Stretch stretch = track.stretch(segment);
  return std::ranges::all_of(samples.subspan(stretch.at, stretch.size),
                             [](std::uint8_t byte) { return byte == 0; });
}

std::string write_sound_proof(const Seed& seed, const Mask& mask,
                              const std::vector<merkle::Hash>& leaves) {
  return write_cover(seed, mask, leaves);
}

Result<void> verify_sound_proof(const Track& track, const Mask& mask, const merkle::Hash& root,
                                ByteView samples, std::string_view proof) {
  const Shown shown{[&](const Seed& salt, std::uint64_t segment) {
                      return commitment_of(salt, track, segment, samples);
                    },
                    [&](std::uint64_t segment) { return is_silent(track, segment, samples); },
                    "times", "a segment that is said to be closed is not silent", "recording"};
  return verify_cover(mask, root, shown, proof);
}

}  // namespace sanad::redaction
