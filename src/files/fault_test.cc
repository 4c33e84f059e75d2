#include "files/fault.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace sanad::files {
namespace {

constexpr Survival kSurvivals[] = {Survival::kEverything, Survival::kSyncedOnly,
                                   Survival::kNamesWithoutData, Survival::kTornWrites};
constexpr Fault kFaults[] = {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled};

std::string contents(FileSystem& fs, const Path& path) {
  auto bytes = read_file(fs, path, 1000);
  return bytes ? to_text(*bytes) : "(none)";
}

TEST(FaultFileSystemTest, UnsyncedBytesAreLostWithThePower) {
  FaultFileSystem fs;
  auto file = fs.open("a", OpenMode::kCreateNew).value();
  ASSERT_TRUE(file->write(as_bytes("kept")));
  ASSERT_TRUE(file->sync());
  ASSERT_TRUE(fs.sync_directory(""));
  ASSERT_TRUE(file->write(as_bytes("lost")));
  fs.restart(Survival::kSyncedOnly);
  EXPECT_EQ(contents(fs, "a"), "kept");
  EXPECT_EQ(file->write(as_bytes("x")).error().code, ErrorCode::kIo);
}

TEST(FaultFileSystemTest, AnUnsyncedNameIsLostThoughItsBytesAreSynced) {
  FaultFileSystem fs;
  auto file = fs.open("a", OpenMode::kCreateNew).value();
  ASSERT_TRUE(file->write(as_bytes("x")));
  ASSERT_TRUE(file->sync());
  fs.restart(Survival::kSyncedOnly);
  EXPECT_EQ(contents(fs, "a"), "(none)");
}

TEST(FaultFileSystemTest, AnUnsyncedRenameIsUndone) {
  FaultFileSystem fs;
  ASSERT_TRUE(write_file_atomic(fs, "a", as_bytes("old")));
  ASSERT_TRUE(write_file_atomic(fs, "b", as_bytes("new")));
  ASSERT_TRUE(fs.rename("b", "a"));
  EXPECT_EQ(contents(fs, "a"), "new");
  fs.restart(Survival::kSyncedOnly);
  EXPECT_EQ(contents(fs, "a"), "old");
  EXPECT_EQ(contents(fs, "b"), "new");
}

TEST(FaultFileSystemTest, SurvivalsDifferInWhatUnsyncedGrowthLeaves) {
  const char* expected[] = {"kept+lost", "kept", "kept", "kept+l"};
  for (std::size_t i = 0; i < 4; ++i) {
    FaultFileSystem fs;
    ASSERT_TRUE(write_file_atomic(fs, "a", as_bytes("kept")));
    auto file = fs.open("a", OpenMode::kAppend).value();
    ASSERT_TRUE(file->write(as_bytes("+lost")));
    fs.restart(kSurvivals[i]);
    EXPECT_EQ(contents(fs, "a"), expected[i]);
  }
}

TEST(FaultFileSystemTest, EachFaultDoesWhatItsNameSays) {
  for (const Fault fault : kFaults) {
    FaultFileSystem fs;
    ASSERT_TRUE(write_file_atomic(fs, "a", as_bytes("1")));
    auto file = fs.open("a", OpenMode::kAppend).value();
    fs.fail_step(1, fault);
    EXPECT_EQ(file->write(as_bytes("2")).error().code, ErrorCode::kIo);
    EXPECT_TRUE(fs.fault_met());
    EXPECT_EQ(file->sync().ok(), fault != Fault::kKilled);
    fs.restart(Survival::kSyncedOnly);
    EXPECT_EQ(contents(fs, "a"), fault == Fault::kFailedButKept ? "12" : "1");
  }
}

TEST(FaultFileSystemTest, AFullDiskStaysFullUntilCleared) {
  FaultFileSystem fs;
  ASSERT_TRUE(write_file_atomic(fs, "a", as_bytes("old")));
  fs.fail_from_step(2, ENOSPC);
  const auto failed = write_file_atomic(fs, "a", as_bytes("new"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().errno_value, ENOSPC);
  EXPECT_EQ(*fs.free_space(""), 0U);
  EXPECT_EQ(contents(fs, "a"), "old");
  fs.clear_faults();
  EXPECT_TRUE(write_file_atomic(fs, "a", as_bytes("new")));
  EXPECT_EQ(contents(fs, "a"), "new");
}

// Fault table of the atomic write: every step, every fault, every survival.
TEST(WriteFileAtomicTest, LeavesTheOldContentsOrTheNewWhateverFails) {
  constexpr std::uint64_t kSteps = 5;  // create, write, sync, rename, sync_directory
  for (std::uint64_t step = 1; step <= kSteps; ++step) {
    for (const Fault fault : kFaults) {
      for (const Survival survival : kSurvivals) {
        FaultFileSystem fs;
        ASSERT_TRUE(write_file_atomic(fs, "a", as_bytes("old contents")));
        fs.fail_step(step, fault);
        EXPECT_FALSE(write_file_atomic(fs, "a", as_bytes("new contents")));
        ASSERT_TRUE(fs.fault_met());
        fs.restart(survival);
        const std::string now = contents(fs, "a");
        EXPECT_TRUE(now == "old contents" || now == "new contents") << now;
        ASSERT_TRUE(write_file_atomic(fs, "a", as_bytes("next")));
        fs.restart(Survival::kSyncedOnly);
        EXPECT_EQ(contents(fs, "a"), "next");
      }
    }
  }
}

TEST(WriteFileAtomicTest, TakesFiveStepsInThisOrder) {
  FaultFileSystem fs;
  ASSERT_TRUE(make_directories(fs, "d"));
  std::vector<std::string> steps;
  fs.observe([&](const std::string& step) { steps.push_back(step); });
  ASSERT_TRUE(write_file_atomic(fs, "d/a", as_bytes("x")));
  const std::vector<std::string> expected = {"create d/a.tmp", "write d/a.tmp", "sync d/a.tmp",
                                             "rename d/a", "sync_directory d"};
  EXPECT_EQ(steps, expected);
}

}  // namespace
}  // namespace sanad::files
