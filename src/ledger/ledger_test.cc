#include "ledger/ledger.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <set>
#include <thread>

#include "ledger_fixture.h"
#include "tlog/proof.h"
#include "tlog/tiles.h"

namespace sanad::ledger {
namespace {

class LedgerTest : public testing::Test {
 protected:
  files::FaultFileSystem fs_;
  Workspace work_{fs_};
};

tlog::VerifierKey key_of(Workspace& work) {
  return {work.keyring->names().ledger, tlog::SignatureType::kEd25519,
          work.keyring->ledger_signer().public_key()};
}

TEST_F(LedgerTest, GivesBackWhatWasAppendedAlsoAfterReopening) {
  {
    const auto ledger = work_.open().value();
    for (int i = 0; i < 10; ++i) {
      work_.clock.advance_ms(5);
      const auto index = ledger->append(test_entry(i, i % 2 == 0 ? kTestCase : ""));
      ASSERT_TRUE(index) << index.error().message;
      EXPECT_EQ(index->value, static_cast<std::uint64_t>(i));
    }
  }
  const auto ledger = work_.open().value();
  ASSERT_EQ(ledger->size().value, 10U);
  EXPECT_FALSE(ledger->torn_tail().has_value());
  for (std::uint64_t i = 0; i < 10; ++i) {
    const auto entry = ledger->entry({i});
    ASSERT_TRUE(entry) << entry.error().message;
    EXPECT_EQ(number_of(*entry), static_cast<std::int64_t>(i));
    EXPECT_EQ(entry->case_id, i % 2 == 0 ? kTestCase : "");
    EXPECT_EQ(entry->leaf.at.unix_ms, kTestStart.unix_ms + 5 * (static_cast<std::int64_t>(i) + 1));
    EXPECT_EQ(entry->leaf.kind, "test.added");
    EXPECT_TRUE(tlog::opens(entry->leaf, entry->body->salt, entry->body->text));
  }
  EXPECT_EQ(ledger->entry({10}).error().code, ErrorCode::kNotFound);
}

TEST_F(LedgerTest, TimeNeverGoesBackNotEvenAcrossReopening) {
  work_.clock.advance_ms(1000);
  ASSERT_TRUE(work_.open().value()->append(test_entry(0)));
  work_.clock.advance_ms(-5000);
  const auto ledger = work_.open().value();
  ASSERT_TRUE(ledger->append(test_entry(1)));
  EXPECT_EQ(ledger->entry({1})->leaf.at.unix_ms, kTestStart.unix_ms + 1000);
}

TEST_F(LedgerTest, AddsManyAtOnceOrNone) {
  const auto ledger = work_.open().value();
  std::vector<NewEntry> entries = {test_entry(0), test_entry(1), test_entry(2)};
  EXPECT_EQ(ledger->append_all(entries)->value, 0U);
  entries[1].kind = "Not A Kind";
  EXPECT_EQ(ledger->append_all(entries).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(ledger->append_all({}).error().code, ErrorCode::kLimit);
  entries[1].kind = "test.added";
  entries[1].case_id = "case-0000000000000000";
  EXPECT_EQ(ledger->append_all(entries).error().code, ErrorCode::kNotFound);
  entries[1].body = json::Array{};
  EXPECT_EQ(ledger->append_all(entries).error().code, ErrorCode::kInvalid);
  json::Object large;
  large.set("x", std::string(tlog::kMaxBodySize, 'x'));
  entries[1].body = std::move(large);
  EXPECT_EQ(ledger->append_all(entries).error().code, ErrorCode::kLimit);
  EXPECT_EQ(ledger->size().value, 3U);
}

TEST_F(LedgerTest, TheLeafShowsNothingOfTheBodyAndTheJournalNeither) {
  const auto ledger = work_.open().value();
  json::Object body;
  body.set("name", "the fictional name of an officer");
  ASSERT_TRUE(ledger->append({"officer.added", "", std::move(body)}));
  ASSERT_TRUE(ledger->checkpoint());
  EXPECT_EQ(ledger->entry({0})->leaf_text.find("fictional"), std::string::npos);
  const auto journal = files::read_file(fs_, "w/ledger/journal/0", 10000).value();
  EXPECT_EQ(as_text(journal).find("fictional"), std::string_view::npos);
}

TEST_F(LedgerTest, ADestroyedCaseLosesItsBodiesAndNothingElse) {
  const auto ledger = work_.open().value();
  ASSERT_TRUE(ledger->append(test_entry(0)));
  ASSERT_TRUE(ledger->append(test_entry(1, "")));
  ASSERT_TRUE(ledger->checkpoint());
  ASSERT_TRUE(work_.keyring->destroy_case_key(kTestCase));
  const auto gone = ledger->entry({0});
  ASSERT_TRUE(gone) << gone.error().message;
  EXPECT_FALSE(gone->body.has_value());
  EXPECT_TRUE(ledger->entry({1})->body.has_value());
  EXPECT_EQ(ledger->append(test_entry(2)).error().code, ErrorCode::kNotFound);
  const auto report = ledger->verify();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->problems.empty());
  EXPECT_EQ(report->bodies_checked, 1U);
  EXPECT_EQ(report->bodies_destroyed, 1U);
  std::vector<bool> readable;
  ASSERT_TRUE(ledger->read({0}, [&](const StoredEntry& entry) {
    readable.push_back(entry.body.has_value());
    return Result<void>();
  }));
  EXPECT_EQ(readable, (std::vector<bool>{false, true}));
}

// Every size over several tiles, published at irregular sizes: all proofs hold under every
// checkpoint.
TEST_F(LedgerTest, ProofsHoldUnderEveryCheckpoint) {
  const auto ledger = work_.open().value();
  const tlog::VerifierKey key = key_of(work_);
  std::vector<SignedCheckpoint> checkpoints;
  int next = 0;
  for (const int size : {1, 2, 7, 255, 256, 257, 600}) {
    std::vector<NewEntry> entries;
    while (next < size) entries.push_back(test_entry(next++));
    ASSERT_TRUE(ledger->append_all(entries));
    checkpoints.push_back(ledger->checkpoint().value());
    EXPECT_EQ(checkpoints.back().head.size.value, static_cast<std::uint64_t>(size));
    EXPECT_TRUE(tlog::open_checkpoint(checkpoints.back().note, key));
    const auto report = ledger->verify();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->problems.empty()) << report->problems[0].file << report->problems[0].reason;
    for (const SignedCheckpoint& older : checkpoints) {
      const auto proof = ledger->consistency_proof(older.head.size, checkpoints.back().head.size);
      EXPECT_TRUE(merkle::verify_consistency(older.head, checkpoints.back().head, *proof));
    }
  }
  for (std::uint64_t i = 0; i < 600; i += 13) {
    const auto text = ledger->proof_file({i});
    ASSERT_TRUE(text) << text.error().message;
    const std::string leaf = ledger->entry({i})->leaf_text;
    EXPECT_TRUE(tlog::verify_proof(tlog::parse_proof(*text).value(), as_bytes(leaf), key));
  }
  EXPECT_EQ(ledger->proof_file({600}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ledger->inclusion_proof({0}, {601}).error().code, ErrorCode::kInvalid);
}

TEST_F(LedgerTest, ACheckpointOfTheSameEntriesIsTheSameBytes) {
  auto ledger = work_.open().value();
  ASSERT_TRUE(ledger->append(test_entry(0)));
  const std::string first = ledger->checkpoint()->note;
  EXPECT_EQ(ledger->checkpoint()->note, first);
  ledger.reset();
  EXPECT_EQ(work_.open().value()->checkpoint()->note, first);
}

TEST_F(LedgerTest, ExportsWhatAnAuditorNeedsAndNothingPrivate) {
  const auto ledger = work_.open().value();
  std::vector<NewEntry> entries;
  for (int i = 0; i < 300; ++i) entries.push_back(test_entry(i));
  ASSERT_TRUE(ledger->append_all(entries));
  const SignedCheckpoint checkpoint = ledger->checkpoint().value();
  ASSERT_TRUE(ledger->export_public("out/log"));
  EXPECT_EQ(ledger->export_public("out/log").error().code, ErrorCode::kConflict);
  const auto note = files::read_file(fs_, "out/log/checkpoint", 10000).value();
  EXPECT_EQ(as_text(note), checkpoint.note);
  EXPECT_TRUE(fs_.stat("out/log/tile/entries/000")->has_value());
  EXPECT_TRUE(fs_.stat("out/log/tile/0/001.p/44")->has_value());
  // From the exported files alone, with the public format's code only.
  const tlog::TileReader reader(checkpoint.head.size, [&](const tlog::TileId& tile) {
    return files::read_file(fs_, files::Path("out/log") / tlog::format_tile_path(tile), 1 << 20);
  });
  EXPECT_EQ(*merkle::root_at(checkpoint.head.size, reader), checkpoint.head.root);
  EXPECT_FALSE(fs_.stat("out/log/journal")->has_value());
}

TEST_F(LedgerTest, WhatACrashLeftOfATimestampRequestIsRemoved) {
  auto ledger = work_.open().value();
  ASSERT_TRUE(ledger->append(test_entry(0)));
  const SignedCheckpoint checkpoint = ledger->checkpoint().value();
  ledger.reset();
  const char* left = "w/ledger/public/timestamps/1.url.tmp";
  ASSERT_TRUE(fs_.open(left, files::OpenMode::kCreateNew)->get()->write(as_bytes("http:")).ok());
  ledger = work_.open().value();
  EXPECT_FALSE(fs_.stat(left)->has_value());
  EXPECT_TRUE(ledger->queue_timestamp(checkpoint, as_bytes("request"), "http://tsa.example").ok());
}

TEST_F(LedgerTest, WhatACrashLeftOfATileIsRemoved) {
  auto ledger = work_.open().value();
  for (int i = 0; i < 250; ++i) ASSERT_TRUE(ledger->append(test_entry(i)));
  ASSERT_TRUE(ledger->checkpoint().ok());
  for (int i = 250; i < 260; ++i) ASSERT_TRUE(ledger->append(test_entry(i)));
  ledger.reset();
  // Of sizes between the checkpoint's and the journal's: a partial tile, whole ones, and the first
  // of the next.
  const std::vector<const char*> left = {
      "w/ledger/public/tile/0/000.p/253.tmp", "w/ledger/public/tile/entries/000.p/253.tmp",
      "w/ledger/public/tile/0/000.tmp", "w/ledger/public/tile/entries/000.tmp"};
  for (const char* one : left)
    ASSERT_TRUE(fs_.open(one, files::OpenMode::kCreateNew)->get()->write(as_bytes("half")).ok());
  ledger = work_.open().value();
  for (const char* one : left) EXPECT_FALSE(fs_.stat(one)->has_value()) << one;
  EXPECT_TRUE(fs_.stat("w/ledger/public/tile/0/000.p/250")->has_value());
  ASSERT_TRUE(ledger->checkpoint().ok());
  EXPECT_TRUE(ledger->verify({})->problems.empty());
}

TEST_F(LedgerTest, KeepsTimestampRequestsUntilTheyAreAnswered) {
  auto ledger = work_.open().value();
  ASSERT_TRUE(ledger->append(test_entry(0)));
  const SignedCheckpoint checkpoint = ledger->checkpoint().value();
  ASSERT_TRUE(
      ledger->queue_timestamp(checkpoint, as_bytes("request"), "http://tsa.tirazan.example"));
  EXPECT_EQ(ledger->queue_timestamp(checkpoint, as_bytes("again"), "").error().code,
            ErrorCode::kConflict);
  ledger.reset();
  ledger = work_.open().value();
  const auto pending = ledger->pending_timestamps().value();
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(as_text(pending[0].checkpoint), checkpoint.note);
  EXPECT_EQ(as_text(pending[0].request), "request");
  EXPECT_EQ(pending[0].authority_url, "http://tsa.tirazan.example");
  ASSERT_TRUE(ledger->add_timestamp(checkpoint.head.size, as_bytes("response")));
  EXPECT_EQ(ledger->add_timestamp({9}, as_bytes("x")).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(ledger->pending_timestamps()->empty());
  ASSERT_EQ(ledger->timestamps()->size(), 1U);
  AuditOptions options;
  options.check_timestamp = [](const StoredTimestamp& stamp) -> Result<void> {
    if (as_text(stamp.response) == "response") return {};
    return Error{ErrorCode::kIntegrity, "not the response"};
  };
  EXPECT_TRUE(ledger->verify(options)->problems.empty());
  ASSERT_TRUE(fs_.flip_bit("w/ledger/public/timestamps/1.tsr", 3));
  const auto report = ledger->verify(options).value();
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].file, "public/timestamps/1.tsr");
}

TEST_F(LedgerTest, OneWriterAndReadersBesideIt) {
  const auto writer = work_.open().value();
  ASSERT_TRUE(writer->append(test_entry(0)));
  const auto second = work_.open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_NE(second.error().message.find("in use by process"), std::string::npos);
  const auto reader = work_.open(Access::kRead).value();
  ASSERT_TRUE(writer->append(test_entry(1)));
  ASSERT_TRUE(writer->checkpoint());
  EXPECT_EQ(reader->size().value, 1U);
  EXPECT_EQ(number_of(*reader->entry({0})), 0);
  EXPECT_EQ(reader->append(test_entry(2)).error().code, ErrorCode::kConflict);
  EXPECT_EQ(reader->checkpoint().error().code, ErrorCode::kNotFound);
  const auto later = work_.open(Access::kRead).value();
  EXPECT_EQ(later->size().value, 2U);
  EXPECT_EQ(later->checkpoint()->head.size.value, 2U);
  EXPECT_TRUE(later->verify()->problems.empty());
}

TEST_F(LedgerTest, AFullDiskAddsNothingAndTheLedgerGoesOnOnceThereIsSpace) {
  const auto ledger = work_.open().value();
  ASSERT_TRUE(ledger->append(test_entry(0)));
  files::FaultFileSystem& fs = fs_;
  fs.fail_step(1, files::Fault::kFailedButKept);  // a part was written, then the disk was full
  const auto failed = ledger->append(test_entry(1));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kIo);
  const auto next = ledger->append(test_entry(2));
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(next->value, 1U);
  EXPECT_EQ(number_of(*ledger->entry({1})), 2);
}

TEST_F(LedgerTest, AFailedSyncStopsTheLedgerUntilItIsReopened) {
  auto ledger = work_.open().value();
  fs_.fail_step(2, files::Fault::kFailedNotKept);
  EXPECT_EQ(ledger->append(test_entry(0)).error().code, ErrorCode::kIo);
  const auto after = ledger->append(test_entry(1));
  ASSERT_FALSE(after);
  EXPECT_NE(after.error().message.find("opened again"), std::string::npos);
  ledger.reset();
  EXPECT_TRUE(work_.open().value()->append(test_entry(2)));
}

TEST_F(LedgerTest, AppendsInThisOrderOfDurability) {
  const auto ledger = work_.open().value();
  std::vector<std::string> steps;
  fs_.observe([&](const std::string& step) { steps.push_back(step); });
  ASSERT_TRUE(ledger->append(test_entry(0)));
  EXPECT_EQ(steps,
            (std::vector<std::string>{"write w/ledger/journal/0", "sync w/ledger/journal/0"}));
  steps.clear();
  ASSERT_TRUE(ledger->checkpoint());
  fs_.observe(nullptr);
  const auto at = [&](const std::string& step) {
    return std::find(steps.begin(), steps.end(), step) - steps.begin();
  };
  EXPECT_LT(at("sync w/ledger/public/tile/0/000.p/1.tmp"),
            at("rename w/ledger/public/tile/0/000.p/1"));
  EXPECT_LT(at("sync_directory w/ledger/public/tile/0/000.p"), at("create w/ledger/signed.tmp"));
  // The rename of `signed` is made durable right after it, before the public checkpoint is begun.
  const auto renamed = at("rename w/ledger/signed");
  ASSERT_LT(renamed + 2, std::ptrdiff_t(steps.size()));
  EXPECT_EQ(steps[std::size_t(renamed) + 1], "sync_directory w/ledger");
  EXPECT_EQ(steps[std::size_t(renamed) + 2], "create w/ledger/public/checkpoint.tmp");
  EXPECT_LT(at("rename w/ledger/public/checkpoint"), std::ptrdiff_t(steps.size()));
}

// The steps of docs/formats/ledger.md, with a shell and openssl and nothing of ours.
TEST(LedgerAuditTest, AThirdPartyChecksALedgerOfOneEntryByHand) {
  files::PosixFileSystem fs;
  const auto temp = files::TempDir::create("ledger-audit").value();
  Workspace work(fs, temp.path());
  {
    const auto ledger = work.open().value();
    ASSERT_TRUE(ledger->append(test_entry(0)));
    ASSERT_TRUE(ledger->checkpoint());
  }
  const std::string script =
      "set -e; cd '" + (temp.path() / "ledger/public").string() + "'\n" + R"sh(
dd if=tile/entries/000.p/1 bs=1 skip=2 2>/dev/null > leaf
test "$( (printf '\0'; cat leaf) | openssl dgst -sha256 -binary | base64)" = "$(sed -n 3p checkpoint)"
head -3 checkpoint > text
tail -1 checkpoint | cut -d' ' -f3 | base64 -d | tail -c 64 > signature
openssl pkeyutl -verify -pubin -inkey ../../keys/ledger.pem -rawin -in text -sigfile signature >/dev/null
sed -i '2s/1/2/' text
! openssl pkeyutl -verify -pubin -inkey ../../keys/ledger.pem -rawin -in text -sigfile signature >/dev/null
)sh";
  EXPECT_EQ(std::system(script.c_str()), 0);
}

TEST(LedgerThreadsTest, ManyThreadsShareSyncsAndEachGetsItsOwnPlace) {
  files::PosixFileSystem fs;
  const auto temp = files::TempDir::create("ledger").value();
  Workspace work(fs, temp.path());
  const auto ledger = work.open().value();
  constexpr int kThreads = 8, kEach = 40;
  std::vector<std::vector<std::uint64_t>> places(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto index = ledger->append(test_entry(t * kEach + i));
        if (!index) return;
        places[std::size_t(t)].push_back(index->value);
        if (i % 16 == 0) {
          EXPECT_TRUE(ledger->checkpoint());
        }
        if (i % 16 == 8) {
          const auto report = ledger->verify();
          EXPECT_TRUE(report && report->problems.empty());
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::uint64_t> all;
  for (int t = 0; t < kThreads; ++t) {
    ASSERT_EQ(places[std::size_t(t)].size(), std::size_t{kEach});
    for (int i = 0; i < kEach; ++i) {
      const std::uint64_t index = places[std::size_t(t)][std::size_t(i)];
      EXPECT_TRUE(all.insert(index).second);
      EXPECT_EQ(number_of(*ledger->entry({index})), t * kEach + i);
    }
  }
  EXPECT_EQ(ledger->size().value, std::uint64_t{kThreads * kEach});
  ASSERT_TRUE(ledger->checkpoint());
  EXPECT_TRUE(ledger->verify()->problems.empty());
}

TEST(LedgerProcessesTest, ASecondProcessIsRefusedAndMayRead) {
  files::PosixFileSystem fs;
  const auto temp = files::TempDir::create("ledger").value();
  Workspace work(fs, temp.path());
  const auto ledger = work.open().value();
  ASSERT_TRUE(ledger->append(test_entry(0)));
  const pid_t child = ::fork();
  if (child == 0) {
    const auto second = work.open();
    const auto reader = work.open(Access::kRead);
    const bool right = !second && second.error().code == ErrorCode::kConflict && reader &&
                       (*reader)->size().value == 1;
    ::_exit(right ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace sanad::ledger
