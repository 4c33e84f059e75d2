// Whatever is changed on disk is found, and named.
#include <gtest/gtest.h>

#include "format.h"
#include "vault_fixture.h"

namespace sanad::vault {
namespace {

// An object of several chunks is needed to move chunks about; written with small chunks by hand, as
// the format allows any chunk size.
class VaultTamperTest : public testing::Test {
 protected:
  files::Path only_file(const char* case_id) {
    const auto listed = work_.vault->list(case_id).value();
    EXPECT_EQ(listed.size(), 1U);
    return files::Path("w/vault") / listed[0].file;
  }
  Bytes raw(const files::Path& path) { return files::read_file(fs_, path, 1U << 30U).value(); }
  void expect_refused(const Digest256& digest, const std::string& what) {
    const auto read = read_all(*work_.vault, kCaseA, digest);
    ASSERT_FALSE(read) << what;
    EXPECT_EQ(read.error().code, ErrorCode::kIntegrity) << what;
    EXPECT_NE(read.error().message.find(format_hex(digest)), std::string::npos) << what;
    EXPECT_EQ(work_.vault->verify(kCaseA, digest).error().code, ErrorCode::kIntegrity) << what;
    EXPECT_EQ(work_.vault->sample(1, 10)->failed.size(), 1U) << what;
  }

  files::FaultFileSystem fs_;
  Workspace work_{fs_};
};

TEST_F(VaultTamperTest, EveryFlippedBitOfASmallObjectIsFoundAndNamed) {
  const Bytes content = some_bytes(40);
  const Digest256 digest = seal(*work_.vault, kCaseA, content, {.sha512 = true})->info.sha256;
  const files::Path path = only_file(kCaseA);
  const std::uint64_t bits = 8 * raw(path).size();
  ASSERT_EQ(bits, 8 * (kHeaderSize + 40 + 16 + kSealedTrailerSize));
  for (std::uint64_t bit = 0; bit < bits; ++bit) {
    ASSERT_TRUE(fs_.flip_bit(path, bit));
    expect_refused(digest, "bit " + std::to_string(bit));
    ASSERT_TRUE(fs_.flip_bit(path, bit));
  }
  EXPECT_EQ(*read_all(*work_.vault, kCaseA, digest), content);
}

TEST_F(VaultTamperTest, EveryCutAndEveryLengtheningIsFound) {
  const Digest256 digest = seal(*work_.vault, kCaseA, some_bytes(40))->info.sha256;
  const files::Path path = only_file(kCaseA);
  const Bytes whole = raw(path);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_TRUE(fs_.set_contents(path, ByteView(whole).first(size)));
    expect_refused(digest, "cut to " + std::to_string(size));
  }
  Bytes longer = whole;
  for (int i = 0; i < 40; ++i) {
    longer.push_back(0);
    ASSERT_TRUE(fs_.set_contents(path, longer));
    expect_refused(digest, "lengthened");
  }
}

TEST_F(VaultTamperTest, NamesTheOffsetOfTheAlteredChunk) {
  const Digest256 digest = seal(*work_.vault, kCaseA, some_bytes(3 * kChunkSize))->info.sha256;
  const files::Path path = only_file(kCaseA);
  ASSERT_TRUE(fs_.flip_bit(path, 8 * (kHeaderSize + kChunkSize + 16 + 5)));
  const auto reader = work_.vault->open_object(kCaseA, digest).value();
  Bytes part(100);
  EXPECT_TRUE(reader->read_at(0, part));
  EXPECT_TRUE(reader->read_at(2 * kChunkSize, part));
  const auto bad = reader->read_at(kChunkSize + 10, part);
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().message.find("offset 262144"), std::string::npos) << bad.error().message;
}

TEST_F(VaultTamperTest, SwappedRepeatedAndDroppedChunksAreFound) {
  const Digest256 digest = seal(*work_.vault, kCaseA, some_bytes(3 * kChunkSize))->info.sha256;
  const files::Path path = only_file(kCaseA);
  const Bytes whole = raw(path);
  constexpr std::ptrdiff_t kSealed = kChunkSize + 16;
  const auto at = [](std::ptrdiff_t chunk) {
    return std::ptrdiff_t(kHeaderSize) + chunk * kSealed;
  };

  Bytes swapped = whole;
  std::swap_ranges(swapped.begin() + at(0), swapped.begin() + at(1), swapped.begin() + at(1));
  ASSERT_TRUE(fs_.set_contents(path, swapped));
  expect_refused(digest, "swapped");

  Bytes repeated = whole;
  std::copy(whole.begin() + at(0), whole.begin() + at(1), repeated.begin() + at(1));
  ASSERT_TRUE(fs_.set_contents(path, repeated));
  expect_refused(digest, "repeated");

  Bytes dropped = whole;
  dropped.erase(dropped.begin() + at(1), dropped.begin() + at(2));
  ASSERT_TRUE(fs_.set_contents(path, dropped));
  expect_refused(digest, "dropped");
}

TEST_F(VaultTamperTest, AnotherObjectInItsPlaceIsFoundAtOnceAndNamed) {
  const Digest256 first = seal(*work_.vault, kCaseA, some_bytes(40, 1))->info.sha256;
  const Bytes first_raw = raw(only_file(kCaseA));
  const files::Path first_path = only_file(kCaseA);
  const Digest256 second = seal(*work_.vault, kCaseA, some_bytes(40, 2))->info.sha256;
  const auto listed = work_.vault->list(kCaseA).value();
  for (const ListedObject& object : listed) {
    if (object.info->sha256 != second) continue;
    ASSERT_TRUE(fs_.set_contents(first_path, raw(files::Path("w/vault") / object.file)));
  }
  const auto read = work_.vault->open_object(kCaseA, first);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(read.error().message.find(format_hex(second)), std::string::npos);
  EXPECT_EQ(work_.vault->sample(1, 10)->failed.size(), 1U);
}

TEST_F(VaultTamperTest, AnObjectOfAnotherCaseDoesNotStandIn) {
  const Bytes content = some_bytes(40);
  const Digest256 digest = seal(*work_.vault, kCaseA, content)->info.sha256;
  ASSERT_TRUE(seal(*work_.vault, kCaseB, content));
  ASSERT_TRUE(fs_.set_contents(only_file(kCaseA), raw(only_file(kCaseB))));
  expect_refused(digest, "other case");
}

TEST_F(VaultTamperTest, SealingOverADamagedCopySaysSo) {
  const Bytes content = some_bytes(40);
  ASSERT_TRUE(seal(*work_.vault, kCaseA, content));
  const files::Path path = only_file(kCaseA);
  ASSERT_TRUE(fs_.flip_bit(path, 8 * (raw(path).size() - 1)));
  const auto again = seal(*work_.vault, kCaseA, content);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kIntegrity);
}

}  // namespace
}  // namespace sanad::vault
