#include "records/jobs.h"

#include <gtest/gtest.h>

#include "records/accounts.h"

namespace sanad::records {
namespace {

constexpr Timestamp kStart{1'800'000'000'000};
Timestamp later(std::int64_t ms) { return {kStart.unix_ms + ms}; }
bool nothing_repeats(std::string_view) { return false; }
bool all_repeat(std::string_view) { return true; }

Job job(const char* id, const char* kind = "capture") {
  Job made;
  made.id = id;
  made.kind = kind;
  made.case_id = "case-1";
  made.actor = "officer-1";
  made.payload = json::Object{{"url", "http://forum.tirazan.example/"}};
  made.created_at = kStart;
  return made;
}

TEST(Jobs, GoFromQueuedToDoneWithProgressOnTheWay) {
  JobQueue queue(open_operational(":memory:").value());
  ASSERT_TRUE(queue.add(job("job-1")).ok());
  EXPECT_EQ(queue.find("job-1")->state, JobState::kQueued);
  const auto taken = queue.take({"capture"}, "worker-a", kStart);
  ASSERT_TRUE(taken.ok() && taken->has_value());
  EXPECT_EQ((*taken)->payload["url"].string_or(""), "http://forum.tirazan.example/");
  EXPECT_FALSE(queue.take({"capture"}, "worker-b", kStart)->has_value())
      << "a leased job is not given twice";
  EXPECT_FALSE(queue.report("job-1", "worker-a", json::Object{{"bytes", 5}}, later(1)).value());
  EXPECT_EQ(queue.find("job-1")->progress["bytes"].int_or(0), 5);
  ASSERT_TRUE(queue
                  .finish("job-1", "worker-a", JobState::kDone,
                          json::Object{{"exhibit", "exhibit-1"}}, "", later(2))
                  .ok());
  const auto done = queue.find("job-1");
  EXPECT_EQ(done->state, JobState::kDone);
  EXPECT_EQ(done->result["exhibit"].string_or(""), "exhibit-1");
  EXPECT_EQ(done->ended_at->unix_ms, later(2).unix_ms);
}

TEST(Jobs, OfOtherKindsAreLeftForOtherWorkers) {
  JobQueue queue(open_operational(":memory:").value());
  ASSERT_TRUE(queue.add(job("job-1", "bundle")).ok());
  EXPECT_FALSE(queue.take({"capture", "fixity"}, "worker-a", kStart)->has_value());
  EXPECT_TRUE(queue.take({"capture", "bundle"}, "worker-a", kStart)->has_value());
}

TEST(Jobs, ThatAWorkerHasAreListedUntilTheyEnd) {
  JobQueue queue(open_operational(":memory:").value());
  ASSERT_TRUE(queue.add(job("job-1")).ok());
  EXPECT_TRUE(queue.running()->empty()) << "it is only queued";
  ASSERT_TRUE(queue.take({"capture"}, "worker-a", kStart)->has_value());
  ASSERT_EQ(queue.running()->size(), 1U);
  EXPECT_EQ(queue.running()->front().id, "job-1");
  ASSERT_TRUE(queue.finish("job-1", "worker-a", JobState::kDone, nullptr, "", later(1)).ok());
  EXPECT_TRUE(queue.running()->empty());
}

TEST(Jobs, CanBeTakenByName) {
  JobQueue queue(open_operational(":memory:").value());
  ASSERT_TRUE(queue.add(job("job-1")).ok());
  ASSERT_TRUE(queue.add(job("job-2")).ok());
  EXPECT_EQ(queue.take_this("job-2", "worker-a", kStart)->value().id, "job-2");
  EXPECT_FALSE(queue.take_this("job-2", "worker-b", kStart)->has_value());
  EXPECT_FALSE(queue.take_this("job-3", "worker-b", kStart)->has_value());
}

TEST(Jobs, CanBeCancelledBeforeAndDuringTheWork) {
  JobQueue queue(open_operational(":memory:").value());
  ASSERT_TRUE(queue.add(job("job-1")).ok());
  EXPECT_EQ(queue.cancel("job-1", kStart)->state, JobState::kCancelled);
  EXPECT_EQ(queue.cancel("job-1", kStart).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(queue.add(job("job-2")).ok());
  ASSERT_TRUE(queue.take({"capture"}, "worker-a", kStart)->has_value());
  EXPECT_EQ(queue.cancel("job-2", kStart)->state, JobState::kRunning);
  EXPECT_TRUE(queue.report("job-2", "worker-a", json::Object{}, later(1)).value())
      << "the worker learns that it should stop";
}

TEST(Jobs, OfAWorkerThatDiedAreMarkedOrDoneAgain) {
  JobQueue queue(open_operational(":memory:").value());
  ASSERT_TRUE(queue.add(job("job-1")).ok());
  ASSERT_TRUE(queue.add(job("job-2", "bundle")).ok());
  ASSERT_TRUE(queue.take({"capture"}, "worker-a", kStart)->has_value());
  ASSERT_TRUE(queue.take({"bundle"}, "worker-a", kStart)->has_value());
  EXPECT_TRUE(queue.recover(nothing_repeats, later(kLeaseMs - 1))->empty())
      << "a live lease is respected";
  const auto lost =
      queue.recover([](std::string_view kind) { return kind == "bundle"; }, later(kLeaseMs));
  ASSERT_EQ(lost->size(), 1u);
  EXPECT_EQ(lost->front().state, JobState::kInterrupted);
  EXPECT_EQ(queue.find("job-2")->state, JobState::kQueued);
  EXPECT_EQ(queue.report("job-1", "worker-a", json::Object{}, later(kLeaseMs)).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(
      queue.finish("job-2", "worker-a", JobState::kDone, nullptr, "", later(kLeaseMs)).error().code,
      ErrorCode::kConflict);
}

TEST(Jobs, AreNotTriedForEver) {
  JobQueue queue(open_operational(":memory:").value());
  ASSERT_TRUE(queue.add(job("job-1")).ok());
  for (int i = 1; i <= kMaxAttempts; ++i) {
    ASSERT_TRUE(queue.take({"capture"}, "worker-a", later(i * kLeaseMs))->has_value());
    EXPECT_EQ(queue.recover(all_repeat, later((i + 1) * kLeaseMs))->size(),
              i == kMaxAttempts ? 1u : 0u);
  }
  EXPECT_EQ(queue.find("job-1")->state, JobState::kInterrupted);
}

TEST(Jobs, OfACaseAreListedNewestFirst) {
  JobQueue queue(open_operational(":memory:").value());
  Job first = job("job-1");
  Job second = job("job-2");
  second.created_at = later(5);
  ASSERT_TRUE(queue.add(first).ok());
  ASSERT_TRUE(queue.add(second).ok());
  EXPECT_EQ(queue.of_case("case-1", 10)->front().id, "job-2");
  EXPECT_EQ(queue.of_case("case-1", 1)->size(), 1u);
  EXPECT_EQ(queue.find("job-3").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sanad::records
