// What a crash leaves: each step × each fault × each survival; and a real process, really killed.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "ledger_fixture.h"

namespace sanad::ledger {
namespace {

using files::Fault;
using files::Survival;

constexpr Survival kAllSurvivals[] = {Survival::kEverything, Survival::kSyncedOnly,
                                      Survival::kNamesWithoutData, Survival::kTornWrites};

// A ledger with some history, the work that may fail, and what somebody outside has seen of it.
struct Witness {
  std::vector<int> acknowledged;  // numbers, by position
  std::vector<SignedCheckpoint> shown;
};

void append_and_note(Ledger& ledger, int number, Witness& witness) {
  const auto index = ledger.append(test_entry(number));
  if (!index) return;
  witness.acknowledged.resize(std::max<std::size_t>(witness.acknowledged.size(), index->value + 1),
                              -1);
  witness.acknowledged[index->value] = number;
}

// Whatever reached the public directory counts as shown, acknowledged or not.
void note_checkpoint(files::FileSystem& disk, Workspace& work, Witness& witness) {
  const auto reader = Ledger::open(disk, work.directory, *work.keyring, work.clock, Access::kRead);
  if (!reader) return;
  if (auto newest = (*reader)->checkpoint()) witness.shown.push_back(*newest);
}

void expect_nothing_lost(Ledger& ledger, const Witness& witness) {
  ASSERT_GE(ledger.size().value, witness.acknowledged.size());
  for (std::size_t i = 0; i < witness.acknowledged.size(); ++i) {
    if (witness.acknowledged[i] < 0) continue;
    const auto entry = ledger.entry({i});
    ASSERT_TRUE(entry) << entry.error().message;
    EXPECT_EQ(number_of(*entry), witness.acknowledged[i]);
  }
  const auto now = ledger.checkpoint();
  ASSERT_TRUE(now) << now.error().message;
  for (const SignedCheckpoint& shown : witness.shown) {
    const auto proof = ledger.consistency_proof(shown.head.size, now->head.size);
    ASSERT_TRUE(proof) << proof.error().message;
    EXPECT_TRUE(merkle::verify_consistency(shown.head, now->head, *proof));
  }
  const auto report = ledger.verify();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->problems.empty())
      << report->problems[0].file << ": " << report->problems[0].reason;
}

// Answers whether the fault was met.
bool attempt(std::uint64_t step, Fault fault, Survival survival, int more) {
  files::FaultFileSystem disk;
  Workspace work(disk);
  Witness witness;
  {
    const auto ledger = work.open().value();
    for (int i = 0; i < 3; ++i) append_and_note(*ledger, i, witness);
    witness.shown.push_back(ledger->checkpoint().value());
  }
  disk.fail_step(step, fault);
  if (const auto ledger = work.open()) {
    append_and_note(**ledger, 3, witness);
    if (auto newest = (*ledger)->checkpoint()) witness.shown.push_back(*newest);
    append_and_note(**ledger, 4, witness);
    append_and_note(**ledger, 5, witness);
    if (auto newest = (*ledger)->checkpoint()) witness.shown.push_back(*newest);
  }
  const bool met = disk.fault_met();
  if (fault != Fault::kKilled) note_checkpoint(disk, work, witness);
  disk.restart(survival);
  {
    const auto ledger = work.open();
    EXPECT_TRUE(ledger) << ledger.error().message;
    if (!ledger) return met;
    expect_nothing_lost(**ledger, witness);
    for (int i = 0; i < more; ++i) append_and_note(**ledger, 100 + i, witness);
    expect_nothing_lost(**ledger, witness);
    note_checkpoint(disk, work, witness);
  }
  disk.restart(Survival::kSyncedOnly);
  const auto ledger = work.open();
  EXPECT_TRUE(ledger) << ledger.error().message;
  if (ledger) expect_nothing_lost(**ledger, witness);
  return met;
}

TEST(LedgerCrashTest, NothingAcknowledgedIsLostAndNoTwoCheckpointsDisagree) {
  for (const Fault fault : {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled}) {
    for (const Survival survival : kAllSurvivals) {
      for (const int more : {0, 3}) {
        std::uint64_t step = 1;
        for (;; ++step) {
          SCOPED_TRACE(testing::Message() << "step " << step << " fault " << int(fault)
                                          << " survival " << int(survival) << " more " << more);
          if (!attempt(step, fault, survival, more)) break;
          if (testing::Test::HasFailure()) return;
        }
        EXPECT_GT(step, 40U);
      }
    }
  }
}

TEST(LedgerCrashTest, TheFirstOpeningCanFailAnywhere) {
  for (const Fault fault : {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled}) {
    for (const Survival survival : kAllSurvivals) {
      for (std::uint64_t step = 1;; ++step) {
        files::FaultFileSystem disk;
        Workspace work(disk);
        disk.fail_step(step, fault);
        if (const auto ledger = work.open()) (void)(*ledger)->append(test_entry(0));
        const bool met = disk.fault_met();
        disk.restart(survival);
        const auto ledger = work.open();
        ASSERT_TRUE(ledger) << ledger.error().message;
        EXPECT_TRUE((*ledger)->append(test_entry(1)));
        if (!met) break;
      }
    }
  }
}

TEST(LedgerCrashTest, ATornAppendIsCutKeptAsideAndReported) {
  files::FaultFileSystem disk;
  Workspace work(disk);
  {
    const auto ledger = work.open().value();
    ASSERT_TRUE(ledger->append(test_entry(0)));
    disk.fail_step(2, Fault::kKilled);  // written, never synced
    ASSERT_FALSE(ledger->append(test_entry(1)));
  }
  disk.restart(Survival::kTornWrites);
  const auto ledger = work.open().value();
  ASSERT_TRUE(ledger->torn_tail().has_value());
  EXPECT_EQ(ledger->torn_tail()->at_entry, 1U);
  EXPECT_EQ(ledger->size().value, 1U);
  EXPECT_EQ((*disk.stat("w/ledger/journal/torn-1"))->size_bytes, ledger->torn_tail()->size_bytes);
  EXPECT_EQ(ledger->append(test_entry(2))->value, 1U);
}

TEST(LedgerCrashTest, AWholeAppendIsKeptThoughItWasNeverAcknowledged) {
  files::FaultFileSystem disk;
  Workspace work(disk);
  {
    const auto ledger = work.open().value();
    disk.fail_step(2, Fault::kKilled);
    ASSERT_FALSE(ledger->append(test_entry(7)));
  }
  disk.restart(Survival::kEverything);
  const auto ledger = work.open().value();
  ASSERT_EQ(ledger->size().value, 1U);
  EXPECT_EQ(number_of(*ledger->entry({0})), 7);
}

// A child appends and tells each acknowledged position through a pipe, until it is killed.
TEST(LedgerKillTest, WhatAKilledProcessAcknowledgedIsThere) {
  files::PosixFileSystem fs;
  const auto temp = files::TempDir::create("ledger-kill").value();
  Workspace work(fs, temp.path());
  std::mt19937 random(20261124);
  std::uint64_t known = 0;
  for (int round = 0; round < 30; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto ledger = work.open();
      for (int i = 0; ledger; ++i) {
        const auto index = (*ledger)->append(test_entry(i));
        if (!index) break;
        if (::write(pipe_ends[1], &index->value, sizeof index->value) < 0) break;
        if (i % 5 == 4 && !(*ledger)->checkpoint()) break;
      }
      ::_exit(1);
    }
    ::close(pipe_ends[1]);
    const auto patience = random() % 12;  // acknowledgements to wait for before the kill
    std::uint64_t index = 0;
    for (std::uint64_t i = 0; i < patience; ++i) {
      ASSERT_EQ(::read(pipe_ends[0], &index, sizeof index), ssize_t(sizeof index));
      known = index + 1;
    }
    ::kill(child, SIGKILL);
    while (::read(pipe_ends[0], &index, sizeof index) == ssize_t(sizeof index)) known = index + 1;
    ::close(pipe_ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    const auto ledger = work.open();
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_GE((*ledger)->size().value, known);
    if (known > 0) {
      ASSERT_TRUE((*ledger)->checkpoint());
    }
    const auto report = (*ledger)->verify();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->problems.empty());
  }
  EXPECT_GT(known, 0U);
}

}  // namespace
}  // namespace sanad::ledger
