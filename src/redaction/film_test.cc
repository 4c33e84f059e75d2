// Covered pictures of a video prove what is left of them, and tell nothing of the rest; they stand
// in one strict form.
#include "redaction/film.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>

#include "film_rig.h"

namespace sanad::redaction {
namespace {

const Bytes kFilmKey(32, 9);
constexpr Film kShort{64, 48, 6'300};  // 7 segments

struct Covered {
  Mask mask;
  merkle::Hash root{};
  Seed seed{};
  std::vector<Bytes> whole, clusters;
  std::string proof;
};
Covered covered(const Film& film, const Mask& mask, unsigned seed = 1) {
  Covered out;
  out.mask = mask;
  out.whole = out.clusters = noise_segments(film, seed);
  const auto digests = digests_of(out.whole);
  out.seed = seed_of(kFilmKey, "original-1", film, digests);
  const auto leaves = leaves_of(out.seed, digests);
  out.root = merkle::root_of(leaves);
  for (std::size_t i = 0; i < mask.size(); ++i)
    if (mask[i] != kOpen) out.clusters[i] = grey_segment(film, i);
  out.proof = write_film_proof(out.seed, mask, leaves);
  return out;
}
Result<ReadFilm> read(const Bytes& file) {
  MemorySource source(file);
  return read_film(source);
}
Result<void> verify_covered(const Film& film, const Covered& one) {
  SANAD_TRY(const ReadFilm shown, read(film_of_segments(film, one.clusters)));
  return verify_film_proof(shown, one.mask, one.root, one.proof);
}

TEST(FilmTest, ATimeIsWidenedToTheSecondsThatItTouches) {
  EXPECT_EQ(widen(kShort, 0, 1, 0).value(), (Range{0, 1, 0}));
  EXPECT_EQ(widen(kShort, 999, 1'001, 1).value(), (Range{0, 2, 1}));
  EXPECT_EQ(widen(kShort, 1'000, 2'000, 0).value(), (Range{1, 1, 0}));
  EXPECT_EQ(widen(kShort, 6'299, 90'000, 0).value(), (Range{6, 1, 0}));
  EXPECT_EQ(widen(kShort, 0, UINT64_MAX, 0).value(), (Range{0, 7, 0}));
  for (const auto& [from, to] : {std::pair{5U, 5U}, {9U, 5U}, {7'000U, 8'000U}})
    EXPECT_EQ(widen(kShort, from, to, 0).error().code, ErrorCode::kInvalid);
}

TEST(FilmTest, FilmsBeyondTheLimitsAreNone) {
  EXPECT_TRUE(Film::of(kMostFilmSide, kMostFilmSide, kMostFilmMs).ok());
  EXPECT_TRUE(Film::of(1, 1, 1).ok());
  for (const auto& [width, height, length] : {std::array{0U, 1U, 1U},
                                              {1U, 0U, 1U},
                                              {1U, 1U, 0U},
                                              {641U, 1U, 1U},
                                              {1U, 641U, 1U},
                                              {1U, 1U, kMostFilmMs + 1}})
    EXPECT_FALSE(Film::of(width, height, length).ok());
}

TEST(FilmTest, EveryMaskOfShortFilmsIsProven) {
  for (const Film& film : {Film{16, 16, 1}, {640, 360, 3'001}, kShort}) {
    for (unsigned bits = 0; bits < (1U << film.segments()); ++bits) {
      Mask mask(film.segments(), kOpen);
      for (std::size_t segment = 0; segment < mask.size(); ++segment)
        if ((bits >> segment & 1U) != 0) mask[segment] = 0;
      const auto verified = verify_covered(film, covered(film, mask));
      ASSERT_TRUE(verified.ok()) << bits << " " << verified.error().message;
    }
  }
}

TEST(FilmTest, AnyOtherSegmentMaskRootOrLineIsRefused) {
  const Covered one =
      covered(kShort, mask_of(kShort.segments(), {{"a", "b"}, {{1, 2, 0}, {5, 1, 1}}}));
  ASSERT_TRUE(verify_covered(kShort, one).ok());
  for (std::size_t segment = 0; segment < one.clusters.size(); ++segment) {
    Covered changed = one;
    changed.clusters[segment].back() ^= 1;
    EXPECT_FALSE(verify_covered(kShort, changed).ok()) << segment;
    changed = one;
    changed.clusters[segment] =
        one.mask[segment] == kOpen ? grey_segment(kShort, segment) : one.whole[segment];
    EXPECT_FALSE(verify_covered(kShort, changed).ok()) << segment;
    changed = one;
    changed.mask[segment] = one.mask[segment] == kOpen ? 0 : kOpen;
    EXPECT_FALSE(verify_covered(kShort, changed).ok()) << segment;
  }
  for (std::size_t at = 0; at < one.proof.size(); at += 3) {
    Covered changed = one;
    changed.proof[at] ^= 1;
    EXPECT_FALSE(verify_covered(kShort, changed).ok()) << at;
    changed.proof = one.proof.substr(0, at);
    EXPECT_FALSE(verify_covered(kShort, changed).ok()) << at;
  }
  Covered changed = one;
  changed.proof += '\n';
  EXPECT_FALSE(verify_covered(kShort, changed).ok());
  changed = one;
  changed.root[0] ^= 1;
  EXPECT_FALSE(verify_covered(kShort, changed).ok());
  // Of another video of the same form.
  changed = one;
  changed.clusters[3] = noise_segments(kShort, 2)[3];
  EXPECT_FALSE(verify_covered(kShort, changed).ok());
  changed = one;
  changed.mask.pop_back();
  EXPECT_FALSE(verify_covered(kShort, changed).ok());
}

// Moving a segment needs another time in it, and then it is not the one that was committed to.
TEST(FilmTest, NoSegmentIsMovedLeftOutOrPutIn) {
  const Covered one = covered(kShort, Mask(kShort.segments(), kOpen));
  Covered changed = one;
  std::swap(changed.clusters[2], changed.clusters[3]);
  EXPECT_FALSE(verify_covered(kShort, changed).ok());
  for (const auto& [a, b] : {std::pair{2U, 3U}, {0U, 6U}}) {
    changed = one;
    std::swap(changed.clusters[a], changed.clusters[b]);
    for (const unsigned number : {a, b})
      changed.clusters[number][12] = static_cast<std::uint8_t>(number * kFilmSegmentMs >> 8U),
      changed.clusters[number][13] = static_cast<std::uint8_t>(number * kFilmSegmentMs);
    EXPECT_FALSE(verify_covered(kShort, changed).ok());
  }
  for (std::size_t segment = 0; segment < one.clusters.size(); ++segment) {
    changed = one;
    changed.clusters.erase(changed.clusters.begin() + static_cast<std::ptrdiff_t>(segment));
    EXPECT_FALSE(verify_covered(kShort, changed).ok()) << segment;
    changed = one;
    changed.clusters.insert(changed.clusters.begin() + static_cast<std::ptrdiff_t>(segment),
                            one.clusters[segment]);
    EXPECT_FALSE(verify_covered(kShort, changed).ok()) << segment;
  }
}

TEST(FilmTest, NoSeedThatIsToldLeadsToAClosedSegment) {
  const Film film{16, 16, 90'000};
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    Mask mask(film.segments(), kOpen);
    for (auto& segment : mask)
      if (random() % 4 == 0) segment = 0;
    const Covered one = covered(film, mask);
    std::vector<Seed> all;
    expand(one.seed, 7, all);
    std::set<Seed> told;
    for (std::string_view rest = one.proof; !rest.empty();
         rest.remove_prefix(rest.find('\n') + 1)) {
      const auto line = json::parse_canonical(rest.substr(0, rest.find('\n'))).value();
      if (line["seed"].is_null()) continue;
      std::vector<Seed> below;
      const auto open = static_cast<std::uint64_t>(line["open"].int_or(0));
      expand(parse_digest256(line["seed"].string_or("")).value(),
             static_cast<unsigned>(std::countr_zero(open)), below);
      told.insert(below.begin(), below.end());
    }
    for (std::size_t segment = 0; segment < mask.size(); ++segment)
      EXPECT_EQ(told.contains(all[segment]), mask[segment] == kOpen) << segment;
  }
}

TEST(FilmTest, WhatIsToldOfOneVideoOpensNothingOfAnother) {
  const auto first = digests_of(noise_segments(kShort)),
             second = digests_of(noise_segments(kShort, 2));
  const std::set<Seed> seeds = {seed_of(kFilmKey, "a", kShort, first),
                                seed_of(kFilmKey, "a", kShort, second),
                                seed_of(kFilmKey, "b", kShort, first),
                                seed_of(Bytes(32, 8), "a", kShort, first),
                                seed_of(kFilmKey, "a", {48, 64, 6'300}, first),
                                seed_of(kFilmKey, "a", {64, 48, 6'301}, first)};
  EXPECT_EQ(seeds.size(), 6U);
}

TEST(FilmTest, ACoverFollowsFromSizeAndNumberAlone) {
  const Bytes cover = grey_segment({640, 360, 6'300}, 3);
  EXPECT_EQ(cover, grey_segment({640, 360, 900'000}, 3));
  EXPECT_NE(cover, grey_segment({640, 360, 6'300}, 4));
  EXPECT_NE(cover, grey_segment({360, 640, 6'300}, 3));
  // As a program in another language wrote it, of which FFmpeg and libvpx decoded 128 throughout.
  EXPECT_EQ(format_hex(crypto::sha256(cover)),
            "42dc80050ae3fa1032c0116cf74bcf5629bc7fb94cdc270318f914a2d37e8247");
  for (const Film& film : {Film{1, 1, 1}, {17, 1, 1'500}, {33, 640, 1}, {640, 640, 2'000}})
    for (std::uint64_t number = 0; number < film.segments(); ++number)
      EXPECT_TRUE(check_segment(film, number, grey_segment(film, number)).ok());
}

TEST(FilmTest, AFilmIsReadClusterByClusterAndInNoOtherForm) {
  for (const Film& film : {Film{1, 1, 1}, {640, 360, 1'000}, kShort}) {
    const auto clusters = noise_segments(film);
    const Bytes file = film_of_segments(film, clusters);
    std::vector<Bytes> seen;
    MemorySource source(file);
    const auto read_again = read_film(source, [&](std::uint64_t number, ByteView cluster) {
      EXPECT_EQ(number, seen.size());
      seen.emplace_back(cluster.begin(), cluster.end());
      return Result<void>();
    });
    ASSERT_TRUE(read_again.ok()) << read_again.error().message;
    EXPECT_EQ(read_again->film, film);
    EXPECT_EQ(read_again->segments, digests_of(clusters));
    EXPECT_EQ(seen, clusters);
    const std::size_t head = write_film_head(film, 0).size();
    for (std::size_t at = 0; at < head + 14; ++at) {
      for (const unsigned bit : {0U, 3U, 7U}) {
        Bytes changed = file;
        changed[at] ^= static_cast<std::uint8_t>(1U << bit);
        const auto other = read(changed);
        // Of sides and length there are others; then the frames, or the count, are not theirs.
        EXPECT_TRUE(!other.ok() ||
                    (other->film != film && film.segments() == other->film.segments()))
            << at << " " << bit;
      }
    }
    for (std::size_t less = 1; less <= file.size(); less += less < 64 ? 1 : 97)
      EXPECT_FALSE(read(Bytes(file.begin(), file.end() - static_cast<std::ptrdiff_t>(less))).ok());
    for (const std::size_t more : {1U, 8U, 100U}) {
      Bytes longer = file;
      longer.resize(longer.size() + more);
      EXPECT_FALSE(read(longer).ok()) << more;
    }
  }
  EXPECT_FALSE(read({}).ok());
}

TEST(FilmTest, ASegmentHasItsPicturesInOrderAndNothingBesideThem) {
  std::mt19937 random(1);
  const Bytes key = noise_frame(kShort, true, random), next = noise_frame(kShort, false, random);
  const auto refused = [&](std::uint64_t number, const std::vector<FilmPicture>& pictures) {
    return !check_segment(kShort, number, write_segment(number, pictures)).ok();
  };
  EXPECT_FALSE(refused(2, {{0, key}, {999, next}}));
  EXPECT_FALSE(refused(6, {{0, key}, {299, next}}));
  EXPECT_TRUE(refused(6, {{0, key}, {300, next}}));  // behind the end
  EXPECT_TRUE(refused(2, {{0, key}, {1'000, next}}));
  EXPECT_TRUE(refused(2, {}));
  EXPECT_TRUE(refused(2, {{1, key}}));
  EXPECT_TRUE(refused(2, {{0, next}}));
  EXPECT_TRUE(refused(2, {{0, key}, {100, key}}));
  EXPECT_TRUE(refused(2, {{0, key}, {100, next}, {100, next}}));
  EXPECT_TRUE(refused(2, {{0, key}, {200, next}, {100, next}}));
  std::vector<FilmPicture> many(1, {0, key});
  for (std::uint32_t i = 1; i < kMostFilmPictures; ++i) many.push_back({i * 10, next});
  EXPECT_FALSE(refused(2, many));
  many.push_back({900, next});
  EXPECT_TRUE(refused(2, many));
  Bytes of_other_size = key;
  of_other_size[6] ^= 1;
  EXPECT_TRUE(refused(2, {{0, of_other_size}}));
  Bytes hidden = next;
  hidden[0] ^= 0x10;  // a frame that is not shown, and could hold anything
  EXPECT_TRUE(refused(2, {{0, key}, {100, hidden}}));
  // A void, in which anything could stand.
  Bytes cluster = write_segment(2, {{0, key}});
  const Bytes nothing = {0xEC, 0x84, 1, 2, 3, 4};
  cluster.insert(cluster.end(), nothing.begin(), nothing.end());
  cluster[7] = static_cast<std::uint8_t>(cluster[7] + nothing.size());
  EXPECT_FALSE(check_segment(kShort, 2, cluster).ok());
}

}  // namespace
}  // namespace sanad::redaction
