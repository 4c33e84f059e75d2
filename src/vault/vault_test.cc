#include "vault/vault.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "format.h"
#include "vault_fixture.h"

namespace sanad::vault {
namespace {

class VaultTest : public testing::Test {
 protected:
  files::FaultFileSystem fs_;
  Workspace work_{fs_};
  Vault& vault_ = *work_.vault;
};

TEST_F(VaultTest, GivesBackWhatWasSealedAtEverySizeAroundAChunk) {
  for (const std::size_t size : {0U, 1U, 2U, kChunkSize - 1, kChunkSize, kChunkSize + 1,
                                 2 * kChunkSize, 3 * kChunkSize + 7}) {
    const Bytes content = some_bytes(size);
    const auto sealed = seal(vault_, kCaseA, content, {.sha512 = true});
    ASSERT_TRUE(sealed) << sealed.error().message;
    EXPECT_EQ(sealed->info.sha256, crypto::sha256(content));
    EXPECT_EQ(sealed->info.size_bytes, size);
    EXPECT_EQ(sealed->info.sha512, crypto::sha512(content));
    const auto read = read_all(vault_, kCaseA, sealed->info.sha256);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, content);
    EXPECT_TRUE(vault_.verify(kCaseA, sealed->info.sha256));
    const auto stat = vault_.stat(kCaseA, sealed->info.sha256);
    EXPECT_EQ(stat->sha512, sealed->info.sha512);
  }
}

TEST_F(VaultTest, TheCutOfTheWritesDoesNotMatter) {
  const Bytes content = some_bytes(2 * kChunkSize + 100);
  const auto whole = seal(vault_, kCaseA, content);
  for (const std::size_t piece : {1000UL, 65536UL, 262143UL, 262145UL}) {
    const auto writer = vault_.begin(kCaseB).value();
    for (std::size_t at = 0; at < content.size(); at += piece) {
      ASSERT_TRUE(
          writer->write(ByteView(content).subspan(at, std::min(piece, content.size() - at))));
    }
    const auto sealed = writer->seal();
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->info.sha256, whole->info.sha256);
    EXPECT_EQ(*read_all(vault_, kCaseB, sealed->info.sha256), content);
  }
}

TEST_F(VaultTest, ReadsAnyPart) {
  const Bytes content = some_bytes(3 * kChunkSize + 50);
  const Digest256 digest = seal(vault_, kCaseA, content)->info.sha256;
  const auto reader = vault_.open_object(kCaseA, digest).value();
  Bytes part(1000);
  for (const std::uint64_t offset :
       {std::uint64_t{0}, std::uint64_t{kChunkSize} - 500, std::uint64_t{3 * kChunkSize} - 1,
        std::uint64_t{content.size()} - 10, std::uint64_t{content.size()},
        std::uint64_t{content.size()} + 9}) {
    const std::size_t expected =
        offset >= content.size() ? 0 : std::min<std::size_t>(1000, content.size() - offset);
    const auto got = reader->read_at(offset, part);
    ASSERT_TRUE(got);
    ASSERT_EQ(*got, expected);
    EXPECT_TRUE(std::equal(part.begin(), part.begin() + std::ptrdiff_t(expected),
                           content.begin() + std::ptrdiff_t(offset * (expected != 0))));
  }
}

TEST_F(VaultTest, KeepsTheSameBytesOnceWithinACaseAndApartBetweenCases) {
  const Bytes content = some_bytes(5000);
  const auto first = seal(vault_, kCaseA, content);
  const auto second = seal(vault_, kCaseA, content);
  const auto other = seal(vault_, kCaseB, content);
  EXPECT_FALSE(first->was_there);
  EXPECT_TRUE(second->was_there);
  EXPECT_FALSE(other->was_there);
  ASSERT_EQ(vault_.list(kCaseA)->size(), 1U);
  ASSERT_EQ(vault_.list(kCaseB)->size(), 1U);
  EXPECT_NE(vault_.list(kCaseA)->front().file.filename(),
            vault_.list(kCaseB)->front().file.filename());
  EXPECT_EQ(vault_.list(kCaseA)->front().info->sha256, crypto::sha256(content));
}

TEST_F(VaultTest, NothingOnDiskShowsTheContentOrItsDigest) {
  const Bytes content = to_bytes("the harmless words of a fictional post, long enough to be found");
  const auto sealed = seal(vault_, kCaseA, content);
  const auto listed = vault_.list(kCaseA).value();
  const auto raw = files::read_file(fs_, files::Path("w/vault") / listed[0].file, 1 << 20).value();
  EXPECT_EQ(as_text(raw).find("fictional post"), std::string_view::npos);
  EXPECT_EQ(listed[0].file.string().find(format_hex(sealed->info.sha256)), std::string::npos);
  EXPECT_TRUE(std::search(raw.begin(), raw.end(), sealed->info.sha256.begin(),
                          sealed->info.sha256.end()) == raw.end());
}

TEST_F(VaultTest, ComputesOldDigestsInTheSamePassWhenAsked) {
  const auto sealed =
      seal(vault_, kCaseA, as_bytes("abc"), {.sha512 = true, .sha1 = true, .md5 = true});
  EXPECT_EQ(format_hex(*sealed->sha1), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(format_hex(*sealed->md5), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_FALSE(seal(vault_, kCaseB, as_bytes("abc"))->info.sha512.has_value());
}

// Hashed on a thread of its own from some length on: in pieces of odd sizes, and given up in the
// middle.
TEST_F(VaultTest, ExtraDigestsOfLongContentAreThoseOfItsBytes) {
  Bytes content(11'000'003);
  for (std::size_t i = 0; i < content.size(); ++i) {
    content[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 11);
  }
  for (const std::size_t piece : {std::size_t{65'537}, std::size_t{3'000'000}, content.size()}) {
    const auto writer = vault_.begin(kCaseA, {.sha512 = true, .sha1 = true, .md5 = true}).value();
    for (std::size_t at = 0; at < content.size(); at += piece) {
      const std::size_t size = std::min(piece, content.size() - at);
      ASSERT_TRUE(writer->write(ByteView(content).subspan(at, size)).ok());
    }
    const auto sealed = writer->seal();
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(sealed->info.sha512, crypto::sha512(content));
    crypto::Hasher sha1(crypto::Hasher::Algorithm::kSha1), md5(crypto::Hasher::Algorithm::kMd5);
    sha1.update(content);
    md5.update(content);
    EXPECT_EQ(sealed->sha1, sha1.finish());
    EXPECT_EQ(sealed->md5, md5.finish());
  }
  const auto given_up = vault_.begin(kCaseA, {.sha512 = true}).value();
  ASSERT_TRUE(given_up->write(content).ok());
}

TEST_F(VaultTest, AnUnsealedWriterLeavesNothing) {
  {
    const auto writer = vault_.begin(kCaseA).value();
    ASSERT_TRUE(writer->write(some_bytes(kChunkSize * 2)));
  }
  EXPECT_TRUE(vault_.list(kCaseA)->empty());
  const auto items = fs_.list("w/vault/tmp").value();
  EXPECT_TRUE(items.empty());
}

TEST_F(VaultTest, SaysWhatIsNotThere) {
  EXPECT_EQ(read_all(vault_, kCaseA, Digest256{}).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(*vault_.contains(kCaseA, Digest256{}));
  EXPECT_EQ(vault_.begin("case-1111111111111111").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(vault_.begin("../../x").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(vault_.destroy_case("../../x").error().code, ErrorCode::kInvalid);
}

TEST_F(VaultTest, ADestroyedCaseIsGoneAndTheOtherStays) {
  const Digest256 digest = seal(vault_, kCaseA, some_bytes(100))->info.sha256;
  ASSERT_TRUE(seal(vault_, kCaseB, some_bytes(100)));
  ASSERT_TRUE(work_.keyring->destroy_case_key(kCaseA));
  const auto gone = read_all(vault_, kCaseA, digest);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(vault_.sample(1, 100)->checked, 1U);
  ASSERT_TRUE(vault_.destroy_case(kCaseA));
  EXPECT_FALSE(fs_.stat(files::Path("w/vault") / kCaseA)->has_value());
  EXPECT_TRUE(read_all(vault_, kCaseB, digest));
}

TEST_F(VaultTest, SamplesWithoutRepetitionAndRepeatably) {
  for (std::uint8_t i = 0; i < 20; ++i) {
    ASSERT_TRUE(seal(vault_, i % 2 == 0 ? kCaseA : kCaseB, some_bytes(50, i)));
  }
  EXPECT_EQ(vault_.sample(7, 5)->checked, 5U);
  EXPECT_EQ(vault_.sample(7, 1000)->checked, 20U);
  const auto listed = vault_.list(kCaseA).value();
  for (const ListedObject& object : listed) {
    ASSERT_TRUE(fs_.flip_bit(files::Path("w/vault") / object.file, 8 * 50));
  }
  const auto all = vault_.sample(7, 1000).value();
  EXPECT_EQ(all.failed.size(), 10U);
  const auto some = vault_.sample(42, 6).value();
  const auto again = vault_.sample(42, 6).value();
  ASSERT_EQ(some.failed.size(), again.failed.size());
  for (std::size_t i = 0; i < some.failed.size(); ++i) {
    EXPECT_EQ(some.failed[i].file, again.failed[i].file);
    EXPECT_EQ(some.failed[i].case_id, kCaseA);
  }
}

TEST_F(VaultTest, AFullOrReadOnlyDiskIsSaidInWordsAndLeavesNothingBehind) {
  for (const int reason : {ENOSPC, EROFS}) {
    for (std::uint64_t step = 1; step <= 10; ++step) {
      fs_.fail_from_step(step, reason);
      const auto sealed = seal(vault_, kCaseA, some_bytes(kChunkSize + 5));
      ASSERT_FALSE(sealed) << step;
      EXPECT_EQ(sealed.error().code, ErrorCode::kIo);
      EXPECT_EQ(sealed.error().errno_value, reason);
      EXPECT_NE(sealed.error().message.find(reason == ENOSPC ? "full" : "read-only"),
                std::string::npos);
      fs_.clear_faults();
      ASSERT_TRUE(remove_tree(fs_, files::Path("w/vault") / kCaseA));
    }
  }
}

TEST_F(VaultTest, SweepsOnlyWhatTheDeadLeft) {
  auto other = Vault::open(fs_, "w/vault", *work_.keyring).value();
  const auto living = vault_.begin(kCaseA).value();
  auto orphan = other->begin(kCaseA).value();
  ASSERT_TRUE(living->write(some_bytes(10)));
  ASSERT_TRUE(orphan->write(some_bytes(10)));
  EXPECT_TRUE(vault_.sweep_temporaries()->empty());
  fs_.restart(files::Survival::kEverything);
  const auto fresh = Vault::open(fs_, "w/vault", *work_.keyring).value();
  const auto swept = fresh->sweep_temporaries().value();
  EXPECT_EQ(swept.size(), 2U);
  EXPECT_TRUE(fs_.list("w/vault/tmp")->empty());
}

long resident_kib() {
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

TEST(VaultMemoryTest, DoesNotGrowWithTheObject) {
  files::PosixFileSystem fs;
  const auto temp = files::TempDir::create("vault").value();
  const Workspace work(fs, temp.path());
  const Bytes piece = some_bytes(1 << 20);
  constexpr int kPieces = 256;
  const auto writer = work.vault->begin(kCaseA, {.sha512 = true}).value();
  ASSERT_TRUE(writer->write(piece));
  const long before = resident_kib();
  for (int i = 1; i < kPieces; ++i) ASSERT_TRUE(writer->write(piece));
  const auto sealed = writer->seal();
  ASSERT_TRUE(sealed);
  const auto reader = work.vault->open_object(kCaseA, sealed->info.sha256).value();
  Bytes buffer(1 << 20);
  std::uint64_t total = 0;
  for (;;) {
    const std::size_t got = reader->read(buffer).value();
    if (got == 0) break;
    total += got;
  }
  EXPECT_EQ(total, std::uint64_t{kPieces} << 20U);
  EXPECT_LT(resident_kib() - before, 16 * 1024);
}

}  // namespace
}  // namespace sanad::vault
