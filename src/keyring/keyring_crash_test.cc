// Each durable step of the keyring × each fault × each survival.
#include <gtest/gtest.h>

#include "files/fault.h"
#include "keyring/keyring.h"

namespace sanad::keyring {
namespace {

using files::Fault;
using files::Survival;

constexpr const char* kCrashCase = "case-7k2mq4x3a9b5c6d8";
const SignerNames kCrashNames{"agency.tirazan.example/ledger", "agency.tirazan.example"};

// Runs check(disk) after act failed at each of its steps in each way; prepare makes the disk
// before.
template <typename Prepare, typename Act, typename Check>
void for_each_fault(Prepare prepare, Act act, Check check) {
  for (const Fault fault : {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled}) {
    for (const Survival survival : {Survival::kEverything, Survival::kSyncedOnly,
                                    Survival::kNamesWithoutData, Survival::kTornWrites}) {
      for (std::uint64_t step = 1;; ++step) {
        files::FaultFileSystem disk;
        prepare(disk);
        disk.fail_step(step, fault);
        act(disk);
        const bool met = disk.fault_met();
        disk.restart(survival);
        SCOPED_TRACE(testing::Message() << "step " << step << " fault " << int(fault)
                                        << " survival " << int(survival));
        check(disk);
        if (!met) break;  // step lies beyond the last: all of them were tried
        ASSERT_LT(step, 200U);
      }
    }
  }
}

void create_ring(files::FaultFileSystem& disk) {
  (void)Keyring::create(disk, "keys", KeyFile{}, kCrashNames);
}

TEST(KeyringCrashTest, CreationIsCompleteOrCanBeRepeated) {
  for_each_fault([](auto&) {}, create_ring,
                 [](auto& disk) {
                   auto ring = Keyring::open(disk, "keys", KeyFile{});
                   if (!ring) {
                     EXPECT_EQ(ring.error().code, ErrorCode::kNotFound) << ring.error().message;
                     ring = Keyring::create(disk, "keys", KeyFile{}, kCrashNames);
                   }
                   ASSERT_TRUE(ring) << ring.error().message;
                   EXPECT_TRUE((*ring)->create_case_key(kCrashCase));
                   disk.restart(Survival::kSyncedOnly);
                   const auto again = Keyring::open(disk, "keys", KeyFile{});
                   ASSERT_TRUE(again) << again.error().message;
                   EXPECT_TRUE((*again)->case_key(kCrashCase));
                 });
}

TEST(KeyringCrashTest, ACaseKeyIsThereOrNotAndAnAcknowledgedOneStays) {
  bool acknowledged = false;
  for_each_fault(
      create_ring,
      [&](auto& disk) {
        auto ring = Keyring::open(disk, "keys", KeyFile{});
        acknowledged = ring && (*ring)->create_case_key(kCrashCase);
      },
      [&](auto& disk) {
        const auto ring = Keyring::open(disk, "keys", KeyFile{});
        ASSERT_TRUE(ring) << ring.error().message;
        const auto key = (*ring)->case_key(kCrashCase);
        if (key) return;
        EXPECT_FALSE(acknowledged);
        EXPECT_EQ(key.error().code, ErrorCode::kNotFound) << key.error().message;
        EXPECT_TRUE((*ring)->create_case_key(kCrashCase));
      });
}

TEST(KeyringCrashTest, ADestructionHappensWhollyOrNotAtAllAndStaysOnceAcknowledged) {
  bool acknowledged = false;
  for_each_fault(
      [](auto& disk) {
        create_ring(disk);
        ASSERT_TRUE(Keyring::open(disk, "keys", KeyFile{}).value()->create_case_key(kCrashCase));
      },
      [&](auto& disk) {
        auto ring = Keyring::open(disk, "keys", KeyFile{});
        acknowledged = ring && (*ring)->destroy_case_key(kCrashCase);
      },
      [&](auto& disk) {
        const auto ring = Keyring::open(disk, "keys", KeyFile{});
        ASSERT_TRUE(ring) << ring.error().message;
        const auto key = (*ring)->case_key(kCrashCase);
        if (key) {
          EXPECT_FALSE(acknowledged);
          ASSERT_TRUE((*ring)->destroy_case_key(kCrashCase));
        } else {
          EXPECT_EQ(key.error().code, ErrorCode::kNotFound) << key.error().message;
        }
        // Whatever happened before, opening and destroying leaves no wrapped key behind.
        const std::string file = std::string("keys/cases/") + kCrashCase + ".json";
        EXPECT_FALSE(disk.stat(file)->has_value());
      });
}

}  // namespace
}  // namespace sanad::keyring
