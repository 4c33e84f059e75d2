#include "service/worker.h"

#include <chrono>
#include <thread>

#include "service/bundles.h"
#include "service/captures.h"
#include "service/views.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class WorkerTest : public Rig {
 protected:
  records::Job add_job(std::string kind, std::string case_id = "") {
    records::Job job;
    job.id = crypto::new_id("job");
    job.kind = std::move(kind);
    job.case_id = std::move(case_id);
    job.actor = amal_.id;
    job.created_at = clock_.now();
    job.payload = json::Object{};
    EXPECT_TRUE(workspace().jobs().add(job).ok());
    return job;
  }
  records::Job take(const records::Job& job) {
    return workspace().jobs().take_this(job.id, "worker", clock_.now())->value();
  }
  records::Job found(const records::Job& job) { return workspace().jobs().find(job.id).value(); }

  std::atomic<bool> stop_{false};
};

TEST_F(WorkerTest, ProgressReachesTheQueueAtMostTwiceASecondAndAtEachPhase) {
  const auto job = take(add_job("ledger-verify"));
  JobMonitor monitor(workspace(), job.id, "worker", stop_);
  int heard = 0;
  monitor.also = [&](const capture::Progress&) { ++heard; };
  monitor.on_progress({"loading", 1, 1, ""});
  monitor.on_progress({"loading", 2, 2, ""});
  EXPECT_EQ(found(job).progress["bytes"].int_or(0), 1);
  clock_.advance_ms(500);
  monitor.on_progress({"loading", 3, 3, ""});
  EXPECT_EQ(found(job).progress["bytes"].int_or(0), 3);
  monitor.on_progress({"sealing", 4, 4, "now"});
  EXPECT_EQ(found(job).progress["phase"].string_or(""), "sealing");
  EXPECT_EQ(heard, 4);
}

TEST_F(WorkerTest, AskingToCancelReachesTheWork) {
  const auto job = take(add_job("ledger-verify"));
  JobMonitor monitor(workspace(), job.id, "worker", stop_);
  EXPECT_FALSE(monitor.is_cancelled());
  ASSERT_TRUE(workspace().jobs().cancel(job.id, clock_.now()).ok());
  clock_.advance_ms(500);
  EXPECT_TRUE(monitor.is_cancelled());
}

TEST_F(WorkerTest, WhoLostTheLeaseStops) {
  const auto job = take(add_job("ledger-verify"));
  JobMonitor monitor(workspace(), job.id, "worker", stop_);
  clock_.advance_ms(records::kLeaseMs);
  ASSERT_TRUE(workspace().jobs().recover([](auto) { return true; }, clock_.now()).ok());
  ASSERT_TRUE(workspace().jobs().take_this(job.id, "another", clock_.now())->has_value());
  EXPECT_TRUE(monitor.is_cancelled());
  EXPECT_EQ(run_job(workspace(), job, monitor, "worker").error().code, ErrorCode::kConflict);
  EXPECT_EQ(found(job).state, records::JobState::kRunning);
}

TEST_F(WorkerTest, WhileTheLeaseIsRenewedNobodyElseGetsTheJob) {
  const auto job = take(add_job("ledger-verify"));
  JobMonitor monitor(workspace(), job.id, "worker", stop_);
  for (int i = 0; i < 4; ++i) {
    clock_.advance_ms(records::kLeaseMs - 1);
    EXPECT_FALSE(monitor.is_cancelled());
    EXPECT_TRUE(workspace().jobs().recover([](auto) { return true; }, clock_.now())->empty());
    EXPECT_EQ(found(job).state, records::JobState::kRunning);
  }
}

TEST_F(WorkerTest, AJobThatWentWellIsDoneWithItsResult) {
  const auto job = add_job("ledger-verify");
  const auto ended = run_now(workspace(), job.id, stop_, {}).value();
  EXPECT_EQ(ended.state, records::JobState::kDone);
  EXPECT_EQ(ended.result["entries"].int_or(0),
            static_cast<std::int64_t>(workspace().ledger().size().value));
  EXPECT_EQ(run_now(workspace(), job.id, stop_, {}).error().code, ErrorCode::kConflict);
}

TEST_F(WorkerTest, AJobThatFailedSaysWhyInTheQueueAndToTheCaller) {
  const auto job = add_job("dance");
  const auto ended = run_now(workspace(), job.id, stop_, {});
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(found(job).state, records::JobState::kFailed);
  EXPECT_EQ(found(job).error, ended.error().message);
  EXPECT_EQ(run_now(workspace(), "job-nowhere", stop_, {}).error().code, ErrorCode::kNotFound);
}

TEST_F(WorkerTest, ACaptureWithoutABrowserFailsAndIsRecorded) {
  const auto of_case = open_one();
  approved(of_case);
  ASSERT_TRUE(
      change_setting(workspace(), dara_.id, "capture.browser_path", "/nonexistent/browser").ok());
  const auto ordered = order_capture(workspace(), amal_, {of_case.id, kForum, "", {}}).value();
  const auto ended = run_now(workspace(), ordered.job, stop_, {});
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().code, ErrorCode::kUnavailable);
  const auto failed = entries("capture.failed");
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed.front().data["capture"].string_or(""), ordered.capture);
  EXPECT_EQ(failed.front().data["reason"].string_or(""), ended.error().message);
  EXPECT_TRUE(workspace().records().captures("started")->empty());
  const auto shown = view(workspace().jobs().find(ordered.job).value());
  EXPECT_EQ((*shown.find("subject"))["url"].string_or(""), kForum);
  EXPECT_EQ((*shown.find("subject"))["exhibit"].string_or(""), ordered.exhibit);
  EXPECT_EQ((*shown.find("subject"))["capture"].string_or(""), ordered.capture);
}

TEST_F(WorkerTest, NumbersOfFailedCapturesAreNotGivenAgain) {
  const auto of_case = open_one();
  approved(of_case);
  ASSERT_TRUE(
      change_setting(workspace(), dara_.id, "capture.browser_path", "/nonexistent/browser").ok());
  for (int i = 1; i <= 2; ++i) {
    const auto ordered = order_capture(workspace(), amal_, {of_case.id, kForum, "", {}}).value();
    EXPECT_FALSE(run_now(workspace(), ordered.job, stop_, {}).ok());
    EXPECT_EQ(workspace().records().count_acquisitions(of_case.id).value(), i);
  }
}

TEST_F(WorkerTest, AQueuedJobThatIsCancelledIsNeverRun) {
  const auto job = add_job("ledger-verify");
  ASSERT_TRUE(workspace().jobs().cancel(job.id, clock_.now()).ok());
  EXPECT_EQ(run_now(workspace(), job.id, stop_, {}).error().code, ErrorCode::kConflict);
  EXPECT_EQ(found(job).state, records::JobState::kCancelled);
}

TEST_F(WorkerTest, WorkThatStopsBecauseItWasCancelledEndsAsCancelled) {
  const auto job = take(add_job("dance"));
  JobMonitor monitor(workspace(), job.id, "worker", stop_);
  ASSERT_TRUE(workspace().jobs().cancel(job.id, clock_.now()).ok());
  clock_.advance_ms(500);
  ASSERT_TRUE(monitor.is_cancelled());
  EXPECT_FALSE(run_job(workspace(), job, monitor, "worker").ok());
  EXPECT_EQ(found(job).state, records::JobState::kCancelled);
}

TEST_F(WorkerTest, WorkThatStopsBecauseTheProgramEndsIsInterrupted) {
  const auto job = take(add_job("dance"));
  JobMonitor monitor(workspace(), job.id, "worker", stop_);
  stop_ = true;
  ASSERT_TRUE(monitor.is_cancelled());
  EXPECT_FALSE(run_job(workspace(), job, monitor, "worker").ok());
  EXPECT_EQ(found(job).state, records::JobState::kInterrupted);
}

TEST_F(WorkerTest, WorkersRunWhatIsQueuedOfEveryKind) {
  const auto verify = add_job("ledger-verify");
  const auto fixity = add_job("fixity");
  {
    const Workers workers(workspace());
    while (!records::is_final(found(verify).state) || !records::is_final(found(fixity).state))
      std::this_thread::yield();
  }
  EXPECT_EQ(found(verify).state, records::JobState::kDone);
  EXPECT_EQ(found(fixity).state, records::JobState::kDone);
  EXPECT_EQ(entries("fixity.checked").size(), 1u);
}

TEST_F(WorkerTest, ACaptureWaitsUntilOneOfTheMachinesSlotsIsFreeAndGivesItBack) {
  CaptureSlots slots(1);
  ASSERT_TRUE(slots.try_take());
  const Workers workers(workspace(), &slots);
  const auto capture = add_job("capture");
  const auto fixity = add_job("fixity");  // needs no slot
  while (!records::is_final(found(fixity).state)) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(found(capture).state, records::JobState::kQueued);
  slots.give_back();
  while (!records::is_final(found(capture).state)) std::this_thread::yield();
  const auto next = add_job("capture");
  while (!records::is_final(found(next).state)) std::this_thread::yield();
}

}  // namespace
}  // namespace sanad::service
