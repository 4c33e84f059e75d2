// Bodies can be destroyed one by one; the ledger stays whole, and a crash leaves nothing half done.
#include <gtest/gtest.h>

#include "ledger_fixture.h"

namespace sanad::ledger {
namespace {

using files::Fault;
using files::Survival;

constexpr std::string_view kMarker = "lantern-marker-7431";

NewEntry marked_entry(int number) {
  json::Object body;
  body.set("v", 1);
  body.set("number", number);
  body.set("text", kMarker);
  return {"test.added", kTestCase, std::move(body)};
}

const std::vector<LeafIndex> kErased{{1}, {4}, {5}};

void fill(Ledger& ledger) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(ledger.append(marked_entry(i)));
  const std::vector<NewEntry> together{marked_entry(3), marked_entry(4), marked_entry(5),
                                       test_entry(6, "")};
  ASSERT_TRUE(ledger.append_all(together));
}

// Whether the ledger is sound, and how many of its bodies are gone.
std::size_t gone(Ledger& ledger) {
  std::size_t count = 0;
  for (std::uint64_t i = 0; i < ledger.size().value; ++i) {
    const auto entry = ledger.entry({i});
    EXPECT_TRUE(entry) << entry.error().message;
    if (!entry) continue;
    EXPECT_EQ(entry->erased, !entry->body.has_value());
    if (entry->body) {
      EXPECT_EQ(number_of(*entry), static_cast<std::int64_t>(i));
    }
    if (entry->erased) ++count;
  }
  const auto report = ledger.verify().value();
  EXPECT_TRUE(report.problems.empty())
      << (report.problems.empty() ? "" : report.problems[0].reason);
  EXPECT_EQ(report.erased.size(), count);
  return count;
}

TEST(LedgerEraseTest, ErasedBodiesAreGoneAndEveryRootAndProofStays) {
  files::FaultFileSystem disk;
  Workspace work(disk);
  const auto ledger = work.open().value();
  fill(*ledger);
  const SignedCheckpoint before = ledger->checkpoint().value();
  const std::string proof = ledger->proof_file({4}).value();
  ASSERT_TRUE(ledger->erase_bodies(kErased));
  ASSERT_TRUE(ledger->erase_bodies(kErased)) << "again";
  EXPECT_EQ(gone(*ledger), 3U);
  EXPECT_EQ(ledger->checkpoint().value().head, before.head);
  EXPECT_EQ(ledger->proof_file({4}).value(), proof);
  ASSERT_TRUE(ledger->append(marked_entry(7)));
  EXPECT_EQ(gone(*ledger), 3U);
  EXPECT_EQ(ledger->erase_bodies(std::vector<LeafIndex>{{8}}).error().code, ErrorCode::kNotFound);
}

// With the case's key in hand nothing of what was sealed opens any more: its bytes are zeros.
TEST(LedgerEraseTest, TheSealedBytesAreWrittenOver) {
  files::FaultFileSystem disk;
  Workspace work(disk);
  const auto ledger = work.open().value();
  fill(*ledger);
  const auto journal = [&] {
    return files::read_file(disk, work.directory / "journal/0", 1U << 20U).value();
  };
  const Bytes before = journal();
  ASSERT_TRUE(ledger->erase_bodies(kErased));
  const Bytes after = journal();
  ASSERT_EQ(before.size(), after.size());
  const std::string zeros(64, '\0');
  std::size_t runs = 0;
  for (std::size_t at = as_text(after).find(zeros); at != std::string_view::npos;
       at = as_text(after).find(zeros, at + 150))
    ++runs;
  EXPECT_EQ(runs, 3U);
  EXPECT_FALSE(disk.stat(work.directory / "erasing").value());
}

TEST(LedgerEraseTest, ABodyThatSomebodyElseZeroedIsDamageAndNotErased) {
  files::FaultFileSystem disk;
  Workspace work(disk);
  {
    const auto ledger = work.open().value();
    fill(*ledger);
    ASSERT_TRUE(ledger->erase_bodies(kErased));
  }
  // The mark of entry 1 is its own: one bit of its tag, and it is nobody's.
  Bytes journal = files::read_file(disk, work.directory / "journal/0", 1U << 20U).value();
  const auto run = as_text(journal).find(std::string(64, '\0'));
  ASSERT_NE(run, std::string::npos);
  ASSERT_TRUE(disk.flip_bit(work.directory / "journal/0", (run - 1) * 8));
  EXPECT_FALSE(work.open());
}

TEST(LedgerEraseTest, ACrashAnywhereLeavesASoundLedgerThatCanBeErasedAgain) {
  for (const Fault fault : {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled}) {
    for (const Survival survival : {Survival::kEverything, Survival::kSyncedOnly,
                                    Survival::kNamesWithoutData, Survival::kTornWrites}) {
      std::uint64_t step = 1;
      for (bool met = true; met; ++step) {
        SCOPED_TRACE(testing::Message() << "step " << step << " fault " << int(fault)
                                        << " survival " << int(survival));
        files::FaultFileSystem disk;
        Workspace work(disk);
        {
          const auto ledger = work.open().value();
          fill(*ledger);
          (void)ledger->checkpoint();
          disk.fail_step(step, fault);
          const auto erased = ledger->erase_bodies(kErased);
          met = disk.fault_met();
          EXPECT_TRUE(met || erased.ok());
        }
        disk.restart(survival);
        const auto ledger = work.open();
        ASSERT_TRUE(ledger) << ledger.error().message;
        const std::size_t count = gone(**ledger);
        EXPECT_TRUE(count == 0 || count == 3) << count;
        ASSERT_TRUE((*ledger)->erase_bodies(kErased));
        EXPECT_EQ(gone(**ledger), 3U);
        ASSERT_FALSE(testing::Test::HasFailure());
      }
      EXPECT_GT(step, 8U);
    }
  }
}

}  // namespace
}  // namespace sanad::ledger
