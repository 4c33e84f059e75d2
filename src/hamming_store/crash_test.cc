// What a crash leaves: each step of a history x each fault x each survival. Whatever was
// acknowledged is there, whatever was refused or under way is there as a whole or not at all, and
// the set goes on.
#include <gtest/gtest.h>

#include <cerrno>
#include <functional>

#include "files/fault.h"
#include "set_model.h"

namespace sanad::hamming_store {
namespace {

using files::Fault;
using files::FaultFileSystem;
using files::Survival;
using test::kSet;
using test::Model;
using test::Random;

constexpr Fault kAllFaults[] = {Fault::kFailedNotKept, Fault::kFailedButKept, Fault::kKilled};
constexpr Survival kAllSurvivals[] = {Survival::kEverything, Survival::kSyncedOnly,
                                      Survival::kNamesWithoutData, Survival::kTornWrites};

struct Act {
  std::vector<hamming::Entry> added;
  std::vector<hamming::Entry> imported;
  std::vector<std::uint32_t> removed;
};  // none of these: a merge

std::vector<Act> history() {
  Random random(1);
  const auto some = [&](std::uint32_t first, std::uint32_t count) {
    std::vector<hamming::Entry> entries;
    for (std::uint32_t i = 0; i < count; ++i) {
      entries.push_back(test::random_entry(first + i, random));
    }
    return entries;
  };
  return {{some(0, 3), {}, {}},
          {some(3, 2), {}, {}},
          {},
          {{}, some(10, 20), {}},
          {{}, {}, {1, 4, 11}},
          {some(1, 1), {}, {}},
          {},
          {{}, {}, {12, 2}},
          {some(40, 4), {}, {}},
          {}};
}

void apply(Model& model, const Act& act) {
  model.add(act.added);
  model.add(act.imported);
  model.remove(act.removed);
}

bool perform(SegmentSet& set, const Act& act) {
  if (!act.added.empty()) return set.add(act.added).ok();
  if (!act.imported.empty()) return set.import_entries(act.imported).ok();
  if (!act.removed.empty()) return set.remove(act.removed).ok();
  return set.merge().ok();
}

std::vector<hamming::Entry> contents(const SegmentSet& set,
                                     const std::vector<hamming::Fingerprint>& known) {
  std::vector<hamming::Entry> entries;
  for (const auto& fingerprint : known) {
    const auto found = set.lookup(fingerprint, 0);
    EXPECT_TRUE(found);
    if (!found) continue;
    for (const auto& match : *found) entries.push_back({match.fingerprint, match.entry});
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

class Crash {
 public:
  Crash() {
    for (const Act& act : acts_) {
      for (const auto* entries : {&act.added, &act.imported}) {
        for (const auto& entry : *entries) known_.push_back(entry.fingerprint);
      }
    }
  }

  std::uint64_t steps_of_all() const {
    FaultFileSystem disk;
    auto set = SegmentSet::open(disk, kSet).value();
    for (const Act& act : acts_) EXPECT_TRUE(perform(*set, act));
    return disk.steps();
  }

  // Sets the fault with `arm`, plays the history until something is refused, and comes back.
  void play(const std::function<void(FaultFileSystem&)>& arm, Survival survival) const {
    FaultFileSystem disk;
    arm(disk);
    std::size_t done = 0;
    {
      auto set = SegmentSet::open(disk, kSet);
      while (set.ok() && done < acts_.size() && perform(**set, acts_[done])) ++done;
    }
    disk.restart(survival);
    Model before, after;
    for (std::size_t i = 0; i < done; ++i) apply(before, acts_[i]);
    after = before;
    if (done < acts_.size()) apply(after, acts_[done]);

    auto set = SegmentSet::open(disk, kSet);
    ASSERT_TRUE(set.ok()) << set.error().message;
    ASSERT_TRUE((*set)->verify());
    const auto now = contents(**set, known_);
    const std::vector<hamming::Entry> old(before.entries.begin(), before.entries.end());
    const std::vector<hamming::Entry> whole(after.entries.begin(), after.entries.end());
    ASSERT_TRUE(now == old || now == whole) << "after " << done << " acts";
    // It goes on from where it was, and to the same end.
    for (std::size_t i = done; i < acts_.size(); ++i) ASSERT_TRUE(perform(**set, acts_[i]));
    ASSERT_TRUE((*set)->merge());
    Model all;
    for (const Act& act : acts_) apply(all, act);
    set->reset();
    set = SegmentSet::open(disk, kSet);
    ASSERT_TRUE(set.ok()) << set.error().message;
    EXPECT_EQ(contents(**set, known_),
              std::vector<hamming::Entry>(all.entries.begin(), all.entries.end()));
    for (const auto& item : disk.list(kSet).value()) EXPECT_FALSE(item.name.ends_with(".tmp"));
  }

 private:
  const std::vector<Act> acts_ = history();
  std::vector<hamming::Fingerprint> known_;
};

TEST(SegmentSetCrash, LosesNothingAtAnyStepUnderAnyFaultAndSurvival) {
  const Crash crash;
  const std::uint64_t steps = crash.steps_of_all();
  ASSERT_GT(steps, 50U);
  for (std::uint64_t step = 1; step <= steps; ++step) {
    for (const Fault fault : kAllFaults) {
      for (const Survival survival : kAllSurvivals) {
        SCOPED_TRACE(testing::Message() << "step " << step << ", fault " << static_cast<int>(fault)
                                        << ", survival " << static_cast<int>(survival));
        crash.play([&](FaultFileSystem& disk) { disk.fail_step(step, fault); }, survival);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
}

TEST(SegmentSetCrash, LosesNothingWhenTheDiskIsFull) {
  const Crash crash;
  for (std::uint64_t step = 1; step <= crash.steps_of_all(); ++step) {
    SCOPED_TRACE(step);
    crash.play([&](FaultFileSystem& disk) { disk.fail_from_step(step, ENOSPC); },
               Survival::kEverything);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(SegmentSetCrash, AFullDiskFailsAMergeButNeitherLookupsNorTheNextMerge) {
  Random random(2);
  FaultFileSystem disk;
  auto set = SegmentSet::open(disk, kSet).value();
  const auto entry = test::random_entry(1, random);
  ASSERT_TRUE(set->add({&entry, 1}));
  disk.fail_from_step(3, ENOSPC);  // the new log is begun, the segment is not written
  EXPECT_FALSE(set->merge().ok());
  EXPECT_EQ(set->lookup(entry.fingerprint, 31)->size(), 1U);
  disk.clear_faults();
  EXPECT_TRUE(*set->merge());
  EXPECT_EQ(set->stats().segment_rows, 1U);
  EXPECT_EQ(set->lookup(entry.fingerprint, 31)->size(), 1U);
}

TEST(SegmentSetCrash, AfterAFailedWriteNothingIsTakenUntilItIsOpenedAgain) {
  Random random(2);
  FaultFileSystem disk;
  auto set = SegmentSet::open(disk, kSet).value();
  const auto first = test::random_entry(1, random);
  const auto second = test::random_entry(2, random);
  ASSERT_TRUE(set->add({&first, 1}));
  disk.fail_step(2, Fault::kFailedNotKept);
  EXPECT_EQ(set->add({&second, 1}).error().code, ErrorCode::kIo);
  const std::uint32_t number = 1;
  EXPECT_EQ(set->add({&second, 1}).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(set->remove({&number, 1}).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(set->import_entries({second}).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(set->merge().error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(set->lookup(first.fingerprint, 0)->size(), 1U);
  set.reset();
  set = SegmentSet::open(disk, kSet).value();
  EXPECT_TRUE(set->add({&second, 1}));
}

}  // namespace
}  // namespace sanad::hamming_store
