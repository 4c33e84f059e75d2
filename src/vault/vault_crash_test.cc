// Each step of sealing × each fault × each survival: the object is whole or absent, what was
// acknowledged stays, nothing unfinished is silent.
#include <gtest/gtest.h>

#include "vault_fixture.h"

namespace sanad::vault {
namespace {

using files::Fault;
using files::Survival;

// One attempt; answers whether the fault was met.
bool attempt(std::uint64_t step, Fault fault, Survival survival, const Bytes& content) {
  files::FaultFileSystem disk;
  auto work = std::make_unique<Workspace>(disk);
  EXPECT_TRUE(disk.sync_directory("w/vault"));
  const Bytes earlier = some_bytes(100, 9);
  EXPECT_TRUE(seal(*work->vault, kCaseA, earlier));
  const Digest256 digest = crypto::sha256(content);

  disk.fail_step(step, fault);
  const bool acknowledged = seal(*work->vault, kCaseB, content).ok();
  const bool met = disk.fault_met();
  disk.restart(survival);
  work.reset();

  const auto keyring = keyring::Keyring::open(disk, "w/keys", keyring::KeyFile{}).value();
  const auto vault = Vault::open(disk, "w/vault", *keyring).value();
  const auto swept = vault->sweep_temporaries();
  EXPECT_TRUE(swept) << swept.error().message;
  EXPECT_TRUE(disk.list("w/vault/tmp")->empty());
  const auto report = vault->sample(1, 10);
  EXPECT_TRUE(report && report->failed.empty());
  EXPECT_EQ(*read_all(*vault, kCaseA, crypto::sha256(earlier)), earlier);
  const auto read = read_all(*vault, kCaseB, digest);
  if (read) {
    EXPECT_EQ(*read, content);
  } else {
    EXPECT_FALSE(acknowledged);
    EXPECT_EQ(read.error().code, ErrorCode::kNotFound) << read.error().message;
  }
  const auto again = seal(*vault, kCaseB, content);
  EXPECT_TRUE(again) << again.error().message;
  disk.restart(Survival::kSyncedOnly);
  EXPECT_EQ(*read_all(*Vault::open(disk, "w/vault", *keyring).value(), kCaseB, digest), content);
  return met;
}

TEST(VaultCrashTest, AnObjectIsWholeOrAbsentWhateverStepFails) {
  const Bytes content = some_bytes(300'000);
  for (const Fault fault : {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled}) {
    for (const Survival survival : {Survival::kEverything, Survival::kSyncedOnly,
                                    Survival::kNamesWithoutData, Survival::kTornWrites}) {
      std::uint64_t step = 1;
      for (;; ++step) {
        SCOPED_TRACE(testing::Message() << "step " << step << " fault " << int(fault)
                                        << " survival " << int(survival));
        if (!attempt(step, fault, survival, content)) break;
      }
      EXPECT_GE(step, 12U);  // create, 4 writes, sync, 2 directories synced, rename, sync
    }
  }
}

// One destruction that may fail; answers whether the fault was met.
bool attempt_destruction(std::uint64_t step, Fault fault, Survival survival) {
  files::FaultFileSystem disk;
  auto work = std::make_unique<Workspace>(disk);
  const Bytes kept = some_bytes(100, 9), content = some_bytes(300'000);
  const Digest256 digest = crypto::sha256(content);
  EXPECT_TRUE(seal(*work->vault, kCaseA, kept) && seal(*work->vault, kCaseA, content));
  disk.fail_step(step, fault);
  const bool acknowledged = work->vault->destroy_object(kCaseA, digest).ok();
  const bool met = disk.fault_met();
  disk.restart(survival);
  work.reset();
  const auto keyring = keyring::Keyring::open(disk, "w/keys", keyring::KeyFile{}).value();
  const auto vault = Vault::open(disk, "w/vault", *keyring).value();
  const auto read = read_all(*vault, kCaseA, digest);
  if (read) {
    EXPECT_EQ(*read, content);
    EXPECT_FALSE(acknowledged);
  }
  EXPECT_TRUE(vault->destroy_object(kCaseA, digest)) << "it can always be completed";
  EXPECT_EQ(read_all(*vault, kCaseA, digest).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(*read_all(*vault, kCaseA, crypto::sha256(kept)), kept) << "the others stay";
  EXPECT_TRUE(seal(*vault, kCaseA, content)) << "the same bytes may come again";
  return met;
}

TEST(VaultCrashTest, ADestructionThatStoppedAnywhereCanBeCompletedAndHarmsNothingElse) {
  for (const Fault fault : {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled}) {
    for (const Survival survival : {Survival::kEverything, Survival::kSyncedOnly,
                                    Survival::kNamesWithoutData, Survival::kTornWrites}) {
      std::uint64_t step = 1;
      for (;; ++step) {
        SCOPED_TRACE(testing::Message() << "step " << step << " fault " << int(fault)
                                        << " survival " << int(survival));
        if (!attempt_destruction(step, fault, survival)) break;
      }
      EXPECT_GE(step, 6U);  // write, sync, write, sync, remove, sync
    }
  }
}

}  // namespace
}  // namespace sanad::vault
