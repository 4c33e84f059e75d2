#include "redaction/sound.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <set>

#include "cover.h"
#include "crypto/crypto.h"
#include "reasons.h"

namespace sanad::redaction {
namespace {

constexpr std::string_view kLabel = "sanad-segment-1\n";

void put(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}
void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

Error no_plan(std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("the times cannot be used: {}", why)};
}

Result<Range> parse_range(const json::Value& value) {
  const json::Array* numbers = value.as_array();
  if (numbers == nullptr || numbers->size() != 3) return no_plan("one is not of three numbers");
  std::array<std::uint32_t, 3> read{};
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto number = (*numbers)[i].as_int();
    if (!number || *number < 0 || *number > INT32_MAX)
      return no_plan("one is not of three numbers");
    read[i] = static_cast<std::uint32_t>(*number);
  }
  return Range{read[0], read[1], read[2]};
}

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
  const std::uint64_t first = from_ms / kSegmentMs;
  if (from_ms >= to_ms || first >= track.segments())
    return Error{
        ErrorCode::kInvalid,
        fmt::format("from {}.{:03} to {}.{:03} seconds there is nothing of the sound, "
                    "which has {}.{:03} seconds",
                    from_ms / 1000, from_ms % 1000, to_ms / 1000, to_ms % 1000,
                    track.samples / track.rate, track.samples % track.rate * 1000 / track.rate)};
  const std::uint64_t end =
      std::min(to_ms / kSegmentMs + (to_ms % kSegmentMs != 0 ? 1 : 0), track.segments());
  return Range{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end - first), reason};
}

void add_plan(const SoundPlan& plan, json::Object& object) {
  json::Array ranges;
  for (const Range& range : plan.ranges)
    ranges.push_back(json::Array{range.first, range.segments, range.reason});
  object.set("ranges", std::move(ranges));
  object.set("reasons", json::Array(plan.reasons.begin(), plan.reasons.end()));
}

Result<void> check_plan(const Track& track, const SoundPlan& plan) {
  if (plan.ranges.empty()) return no_plan("there is none");
  if (plan.ranges.size() > kMaxRanges || plan.reasons.size() > kMaxReasons)
    return no_plan(
        fmt::format("there are at most {} of them, for {} reasons", kMaxRanges, kMaxReasons));
  if (const std::string wrong = problem_of_reasons(plan.reasons); !wrong.empty())
    return no_plan(wrong);
  std::set<std::uint32_t> used;
  for (const Range& range : plan.ranges) {
    if (range.segments == 0 || range.first >= track.segments() ||
        range.segments > track.segments() - range.first)
      return no_plan("one ends outside of the recording");
    if (range.reason >= plan.reasons.size()) return no_plan("one has no reason");
    used.insert(range.reason);
  }
  if (used.size() != plan.reasons.size()) return no_plan("a reason is of none");
  return {};
}

Result<SoundPlan> parse_plan(const Track& track, const json::Value& object) {
  const json::Array* ranges = object["ranges"].as_array();
  const json::Array* reasons = object["reasons"].as_array();
  if (ranges == nullptr || reasons == nullptr) return no_plan("there is none");
  if (ranges->size() > kMaxRanges || reasons->size() > kMaxReasons) return no_plan("too many");
  SoundPlan plan;
  for (const json::Value& value : *ranges) {
    SANAD_TRY(const Range range, parse_range(value));
    plan.ranges.push_back(range);
  }
  for (const json::Value& reason : *reasons) {
    if (reason.as_string() == nullptr) return no_plan("a reason is no text");
    plan.reasons.push_back(*reason.as_string());
  }
  SANAD_CHECK(check_plan(track, plan));
  return plan;
}

Mask mask_of(const Track& track, const SoundPlan& plan) {
  Mask mask(track.segments(), kOpen);
  for (const Range& range : plan.ranges)
    for (std::uint64_t at = range.first; at < std::uint64_t{range.first} + range.segments; ++at)
      if (mask[at] == kOpen) mask[at] = static_cast<std::uint16_t>(range.reason);
  return mask;
}

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
