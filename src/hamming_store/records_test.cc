#include "records.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"

namespace sanad::hamming_store {
namespace {

Change some_change() {
  return {7, {{{1, 2, 3, 0xfedcba9876543210U}, 9}, {{5, 6, 7, 8}, 0xffffffffU}}, {}};
}

TEST(ChangeFrame, GivesBackWhatWasWritten) {
  const Bytes added = format_change(some_change());
  const auto parsed = parse_change(added);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->second, added.size());
  EXPECT_EQ(parsed->first.sequence, 7U);
  EXPECT_EQ(parsed->first.added, some_change().added);
  const auto removed = parse_change(format_change({8, {}, {3, 4}}));
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->first.removed, (std::vector<std::uint32_t>{3, 4}));
}

TEST(ChangeFrame, ChangedOrCutOffAnywhereIsNone) {
  const Bytes good = format_change(some_change());
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= 4;
    EXPECT_FALSE(parse_change(bad)) << at;
    EXPECT_FALSE(parse_change(ByteView(good).first(at))) << at;
  }
}

TEST(ChangeFrame, IsFoundBehindDamage) {
  Bytes bytes = format_change(some_change());
  bytes[40] ^= 1;
  EXPECT_FALSE(has_change_later(bytes));
  const Bytes second = format_change(some_change());
  bytes.insert(bytes.end(), second.begin(), second.end());
  EXPECT_TRUE(has_change_later(bytes));
  bytes.pop_back();
  EXPECT_FALSE(has_change_later(bytes));
}

Manifest some_manifest() {
  return {3, 12, 9, {{8, 12, 4321, crypto::sha256({})}, {2, 1, 99, {}}}, {{5, 11}, {7, 12}}};
}

TEST(ManifestBytes, GiveBackWhatWasWritten) {
  EXPECT_EQ(*parse_manifest(format_manifest(some_manifest())), some_manifest());
  EXPECT_EQ(*parse_manifest(format_manifest({})), Manifest{});
}

TEST(ManifestBytes, ChangedOrCutOffAnywhereAreDamaged) {
  const Bytes good = format_manifest(some_manifest());
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= 0x10;
    EXPECT_EQ(parse_manifest(bad).error().code, ErrorCode::kIntegrity) << at;
    EXPECT_EQ(parse_manifest(ByteView(good).first(at)).error().code, ErrorCode::kIntegrity) << at;
  }
}

Bytes sealed(Bytes body) {
  const Digest256 digest = crypto::sha256(body);
  body.insert(body.end(), digest.begin(), digest.end());
  return body;
}

TEST(ManifestBytes, OfALaterVersionAreRefusedAsSuch) {
  Bytes body = format_manifest({});
  body.resize(body.size() - 32);
  body[8] = 2;
  EXPECT_EQ(parse_manifest(sealed(body)).error().code, ErrorCode::kInvalid);
}

TEST(ManifestBytes, ThatListASegmentNotYetNumberedAreDamaged) {
  Manifest manifest = some_manifest();
  manifest.next_segment = 8;
  EXPECT_EQ(parse_manifest(format_manifest(manifest)).error().code, ErrorCode::kIntegrity);
}

}  // namespace
}  // namespace sanad::hamming_store
