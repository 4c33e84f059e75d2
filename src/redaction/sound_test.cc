// A redacted recording proves what is left of it, and tells nothing of the rest; it stands in one
// strict form.
#include "redaction/sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <set>

#include "crypto/crypto.h"

namespace sanad::redaction {
namespace {

const Bytes kSoundKey(32, 7);

Bytes hiss(const Track& track, unsigned seed = 1) {
  std::mt19937 random(seed);
  Bytes samples;
  for (std::uint64_t i = 0; i < track.bytes(); ++i)
    samples.push_back(static_cast<std::uint8_t>(1 + random() % 255));
  return samples;
}

struct Muted {
  Track track;
  Mask mask;
  merkle::Hash root{};
  Bytes samples;
  std::string proof;
  Seed seed{};
};
Muted mute(const Track& track, const Mask& mask) {
  Muted out{track, mask, {}, hiss(track), {}, {}};
  out.seed = seed_of(kSoundKey, "original-1", track, out.samples);
  const auto leaves = leaves_of(out.seed, track, out.samples);
  out.root = merkle::root_of(leaves);
  silence(track, mask, out.samples);
  out.proof = write_sound_proof(out.seed, mask, leaves);
  return out;
}
Result<void> verify_muted(const Muted& one) {
  return verify_sound_proof(one.track, one.mask, one.root, one.samples, one.proof);
}

TEST(SoundTest, SegmentsOfATenthOfASecondCoverEverySampleOnce) {
  for (const std::uint32_t rate : {8'000U, 11'025U, 22'050U, 44'100U, 47'999U, 48'000U}) {
    for (const std::uint64_t samples : {1U, 799U, 800U, 801U, 11'025U, 22'051U, 100'000U}) {
      const Track track = Track::of(rate, 2, samples).value();
      std::uint64_t at = 0;
      for (std::uint64_t segment = 0; segment < track.segments(); ++segment) {
        const auto stretch = track.stretch(segment);
        ASSERT_EQ(stretch.at, at);
        ASSERT_GT(stretch.size, 0U);
        ASSERT_LE(stretch.size / 4, rate / 10 + 1);
        at += stretch.size;
      }
      EXPECT_EQ(at, track.bytes()) << rate << " " << samples;
    }
  }
}

TEST(SoundTest, ATimeIsWidenedToTheSegmentsThatItTouches) {
  const Track track{11'025, 1, 11'025 + 500};  // 1.045 s
  ASSERT_EQ(track.segments(), 11U);
  EXPECT_EQ(widen(track, 0, 1, 0).value(), (Range{0, 1, 0}));
  EXPECT_EQ(widen(track, 99, 101, 1).value(), (Range{0, 2, 1}));
  EXPECT_EQ(widen(track, 100, 200, 0).value(), (Range{1, 1, 0}));
  EXPECT_EQ(widen(track, 1'040, 90'000, 0).value(), (Range{10, 1, 0}));
  EXPECT_EQ(widen(track, 0, UINT64_MAX, 0).value(), (Range{0, 11, 0}));
  for (const auto& [from, to] : {std::pair{5U, 5U}, {9U, 5U}, {1'100U, 1'200U}})
    EXPECT_EQ(widen(track, from, to, 0).error().code, ErrorCode::kInvalid);
}

TEST(SoundTest, TracksBeyondTheLimitsAreNone) {
  EXPECT_TRUE(Track::of(48'000, 2, kMaxSampleBytes / 4).ok());
  EXPECT_FALSE(Track::of(48'000, 2, kMaxSampleBytes / 4 + 1).ok());
  EXPECT_FALSE(Track::of(48'001, 2, 1).ok());
  EXPECT_FALSE(Track::of(7'999, 2, 1).ok());
  EXPECT_FALSE(Track::of(8'000, 3, 1).ok());
  EXPECT_FALSE(Track::of(8'000, 0, 1).ok());
  EXPECT_FALSE(Track::of(8'000, 1, 0).ok());
}

TEST(SoundTest, APlanIsReadAsItWasWrittenAndNothingElseIsOne) {
  const Track track{8'000, 1, 8'000};  // 10 segments
  const TimePlan plan{{"a name", "نام"}, {{0, 1, 0}, {3, 7, 1}}};
  json::Object object;
  add_plan(plan, object);
  const auto read = parse_plan(track, json::Value(object));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->ranges, plan.ranges);
  EXPECT_EQ(read->reasons, plan.reasons);
  const std::vector<TimePlan> wrong = {{{}, {}},
                                       {{"a"}, {}},
                                       {{"a"}, {{0, 11, 0}}},
                                       {{"a"}, {{9, 2, 0}}},
                                       {{"a"}, {{10, 1, 0}}},
                                       {{"a"}, {{0, 0, 0}}},
                                       {{"a"}, {{0, 1, 1}}},
                                       {{"a"}, {{1, UINT32_MAX, 0}}},
                                       {{"a", "b"}, {{0, 1, 0}}},
                                       {{"a", "a"}, {{0, 1, 0}, {1, 1, 1}}},
                                       {{" "}, {{0, 1, 0}}},
                                       {{std::string(kMaxReasonBytes + 1, 'a')}, {{0, 1, 0}}},
                                       {{"a"}, std::vector<Range>(kMaxRanges + 1, Range{0, 1, 0})}};
  for (const TimePlan& one : wrong) {
    json::Object as_written;
    add_plan(one, as_written);
    EXPECT_FALSE(parse_plan(track, json::Value(as_written)).ok());
  }
}

// Every mask of short recordings, of both numbers of channels.
TEST(SoundTest, EveryMaskOfShortRecordingsIsProven) {
  for (const Track& track : {Track{8'000, 1, 1}, {8'000, 2, 6'401}, {11'025, 1, 8'000}}) {
    ASSERT_LE(track.segments(), 9U);
    for (unsigned bits = 0; bits < (1U << track.segments()); ++bits) {
      Mask mask(track.segments(), kOpen);
      for (std::size_t segment = 0; segment < mask.size(); ++segment)
        if ((bits >> segment & 1U) != 0) mask[segment] = 0;
      const Muted one = mute(track, mask);
      const auto verified = verify_muted(one);
      ASSERT_TRUE(verified.ok()) << bits << " " << verified.error().message;
      for (std::size_t segment = 0; segment < mask.size(); ++segment)
        EXPECT_EQ(is_silent(track, segment, one.samples), mask[segment] != kOpen);
    }
  }
}

TEST(SoundTest, AnyOtherSampleMaskTrackRootOrLineIsRefused) {
  const Track track{8'000, 2, 12'345};
  const TimePlan plan{{"a name", "a number"}, {{2, 3, 0}, {9, 1, 1}}};
  const Muted one = mute(track, mask_of(track, plan));
  ASSERT_TRUE(verify_muted(one).ok());
  for (std::size_t at = 0; at < one.samples.size(); at += 997) {
    Muted changed = one;
    changed.samples[at] ^= 1;
    EXPECT_FALSE(verify_muted(changed).ok()) << "byte " << at;
  }
  for (std::size_t segment = 0; segment < one.mask.size(); ++segment) {
    Muted changed = one;
    changed.mask[segment] = one.mask[segment] == kOpen ? 0 : kOpen;
    EXPECT_FALSE(verify_muted(changed).ok()) << "segment " << segment;
  }
  for (std::size_t at = 0; at < one.proof.size(); at += 3) {
    Muted changed = one;
    changed.proof[at] ^= 1;
    EXPECT_FALSE(verify_muted(changed).ok()) << "byte " << at;
    changed.proof = one.proof.substr(0, at);
    EXPECT_FALSE(verify_muted(changed).ok()) << "cut at " << at;
  }
  Muted changed = one;
  changed.proof += '\n';
  EXPECT_FALSE(verify_muted(changed).ok());
  changed = one;
  changed.root[0] ^= 1;
  EXPECT_FALSE(verify_muted(changed).ok());
  // Two open segments in each other's place.
  changed = one;
  std::swap_ranges(changed.samples.begin(), changed.samples.begin() + 3'200,
                   changed.samples.begin() + 3'200);
  EXPECT_FALSE(verify_muted(changed).ok());
  // The same bytes cut as sound of another rate, which has as many segments.
  changed = one;
  changed.track.rate = 7'999;
  ASSERT_EQ(changed.track.segments(), track.segments());
  EXPECT_FALSE(verify_muted(changed).ok());
}

TEST(SoundTest, TwoNamesInAnHourAreProvenInUnderAHundredLines) {
  const Track track = Track::of(8'000, 1, 3'600 * 8'000).value();
  const auto mask = mask_of(track, {{"a name"}, {{12'345, 7, 0}, {30'001, 11, 0}}});
  const std::string proof =
      write_sound_proof(Seed{}, mask, std::vector<merkle::Hash>(track.segments()));
  EXPECT_LT(std::ranges::count(proof, '\n'), 100);
}

TEST(SoundTest, NoSeedThatIsToldLeadsToAClosedSegment) {
  const Track track{8'000, 1, 80'000};
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    Mask mask(track.segments(), kOpen);
    for (auto& segment : mask)
      if (random() % 4 == 0) segment = 0;
    const Muted one = mute(track, mask);
    std::vector<Seed> all;
    expand(one.seed, 7, all);
    std::set<Seed> told;
    std::string_view rest = one.proof;
    for (; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
      const auto line = json::parse_canonical(rest.substr(0, rest.find('\n')));
      ASSERT_TRUE(line.ok());
      if (line.value()["seed"].is_null()) continue;
      std::vector<Seed> below;
      const auto open = static_cast<std::uint64_t>(line.value()["open"].int_or(0));
      expand(parse_digest256(line.value()["seed"].string_or("")).value(),
             static_cast<unsigned>(std::countr_zero(open)), below);
      told.insert(below.begin(), below.end());
    }
    for (std::size_t segment = 0; segment < mask.size(); ++segment)
      EXPECT_EQ(told.contains(all[segment]), mask[segment] == kOpen) << segment;
  }
}

TEST(SoundTest, WhatIsToldOfOneRecordingOpensNothingOfAnother) {
  const Track track{8'000, 2, 4'000};
  const Bytes first = hiss(track), second = hiss(track, 2);
  const std::set<Seed> seeds = {seed_of(kSoundKey, "a", track, first),
                                seed_of(kSoundKey, "a", track, second),
                                seed_of(kSoundKey, "b", track, first),
                                seed_of(Bytes(32, 8), "a", track, first),
                                seed_of(kSoundKey, "a", {16'000, 2, 4'000}, first),
                                seed_of(kSoundKey, "a", {8'000, 1, 8'000}, first)};
  EXPECT_EQ(seeds.size(), 6U);
}

TEST(SoundTest, AWavIsReadSampleBySampleAndInNoOtherForm) {
  for (const Track& track : {Track{8'000, 1, 1}, {44'100, 2, 12'345}, {48'000, 1, 4'800}}) {
    const Bytes samples = hiss(track);
    const Bytes file = write_wav(track, samples);
    ASSERT_EQ(file.size(), kWavHeadBytes + samples.size());
    const auto read = read_wav(file);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->track, track);
    EXPECT_EQ(Bytes(read->samples.begin(), read->samples.end()), samples);
    for (std::size_t at = 0; at < kWavHeadBytes; ++at) {
      for (const unsigned bit : {0U, 3U, 7U}) {
        Bytes changed = file;
        changed[at] ^= static_cast<std::uint8_t>(1U << bit);
        EXPECT_FALSE(read_wav(changed).ok()) << at << " " << bit;
      }
    }
    for (std::size_t less = 1; less <= file.size() && less < 64; ++less)
      EXPECT_FALSE(read_wav(ByteView(file).first(file.size() - less)).ok()) << less;
    for (const std::size_t more : {1U, 2U, 4U, 100U}) {
      Bytes longer = file;
      longer.resize(longer.size() + more);
      EXPECT_FALSE(read_wav(longer).ok()) << more;
    }
  }
  EXPECT_FALSE(read_wav({}).ok());
}

}  // namespace
}  // namespace sanad::redaction
