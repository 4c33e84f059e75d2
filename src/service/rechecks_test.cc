#include "service/rechecks.h"

#include "request_rig.h"
#include "service/schedule.h"

namespace sanad::service {
namespace {

constexpr std::int64_t kHour = 3'600'000;

class RechecksTest : public RequestRig {
 protected:
  void SetUp() override {
    RequestRig::SetUp();
    exhibit_ = seal_one(case_);
    request_ = issued(referral());
  }
  Timestamp in(std::int64_t ms) const { return {clock_.now().unix_ms + ms}; }
  std::size_t waiting() {
    std::size_t count = 0;
    for (const auto& job : workspace().jobs().of_case(case_.id, 100).value())
      count += job.kind == "recheck" && !records::is_final(job.state) ? 1 : 0;
    return count;
  }
  // The job is taken and ends, as a worker does it, with what a capture would have found.
  void finish(std::string_view outcome, std::string_view exhibit = "") {
    const auto job = workspace().jobs().take({"recheck"}, "test", clock_.now()).value();
    ASSERT_TRUE(job);
    ASSERT_TRUE(workspace()
                    .custody()
                    .record({"recheck.done", job->actor, case_.id,
                             json::Object{{"check", crypto::new_id("check")},
                                          {"request", request_.id},
                                          {"outcome", outcome},
                                          {"reason", "as it was found"},
                                          {"exhibit", exhibit}}})
                    .ok());
    ASSERT_TRUE(workspace()
                    .jobs()
                    .finish(job->id, "test", records::JobState::kDone, nullptr, "", clock_.now())
                    .ok());
  }
  void match(const std::string& exhibit, std::string_view entry) {
    ASSERT_TRUE(workspace()
                    .custody()
                    .record({"match.found", "system", case_.id,
                             json::Object{{"match", crypto::new_id("match")},
                                          {"exhibit", exhibit},
                                          {"file", "page.html"},
                                          {"list", "list-0000000000000001"},
                                          {"list_name", "Lanterns"},
                                          {"entry", entry}}})
                    .ok());
  }
  records::Exhibit exhibit_;
  records::Request request_;
};

TEST_F(RechecksTest, OneIsQueuedForEachStepOfTheSchedule) {
  ASSERT_TRUE(schedule_recheck(workspace(), amal_, request_.id, 6, in(20 * kHour)).ok());
  ASSERT_TRUE(do_what_is_due(workspace()).ok());
  EXPECT_EQ(waiting(), 0u);
  clock_.advance_ms(6 * kHour);
  ASSERT_TRUE(do_what_is_due(workspace()).ok());
  ASSERT_TRUE(do_what_is_due(workspace()).ok());
  EXPECT_EQ(waiting(), 1u) << "none is queued beside one that waits";
  finish("there");
  ASSERT_TRUE(do_what_is_due(workspace()).ok());
  EXPECT_EQ(waiting(), 0u);
  // What was missed while no program ran is not made up for.
  clock_.advance_ms(13 * kHour);
  ASSERT_TRUE(do_what_is_due(workspace()).ok());
  EXPECT_EQ(waiting(), 1u);
  finish("gone");
  const auto schedule = workspace().records().recheck(request_.id).value();
  EXPECT_FALSE(schedule.next_at) << "the next step would lie behind the end";
  clock_.advance_ms(30 * kHour);
  EXPECT_EQ(queue_due_rechecks(workspace()).value(), 0u);
  json::Object shown;
  ASSERT_TRUE(add_rechecks(workspace(), request_, shown).ok());
  EXPECT_EQ(shown.find("recheck_results")->as_array()->size(), 2u);
}

TEST_F(RechecksTest, AreRefusedAndRecordedWhereTheAuthorisationHasLapsed) {
  ASSERT_TRUE(schedule_recheck(workspace(), amal_, request_.id, 24, in(60 * kDayMs)).ok());
  clock_.advance_ms(31 * kDayMs);
  ASSERT_TRUE(do_what_is_due(workspace()).ok());
  const auto job = workspace().jobs().take({"recheck"}, "test", clock_.now()).value();
  ASSERT_TRUE(job);
  struct Quiet final : capture::Monitor {
    void on_progress(const capture::Progress&) override {}
    bool is_cancelled() override { return false; }
  } monitor;
  const auto ran = run_recheck(workspace(), *job, monitor);
  ASSERT_FALSE(ran.ok());
  EXPECT_EQ(ran.error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "expired");
  const auto results = workspace().records().recheck_results(request_.id).value();
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].outcome, "refused");
  EXPECT_TRUE(entries("capture.started").size() == 1u) << "only the first capture ever began";
  EXPECT_EQ(schedule_recheck(workspace(), amal_, request_.id, 24, in(kDayMs)).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(order_recheck(workspace(), amal_, request_.id).error().code, ErrorCode::kDenied);
}

TEST_F(RechecksTest, NeedAnIssuedRequestWithACaptureAndSensibleNumbers) {
  const records::Request made = draft(referral());
  EXPECT_EQ(schedule_recheck(workspace(), amal_, made.id, 24, in(kDayMs)).error().code,
            ErrorCode::kConflict);
  for (const std::int64_t hours : {0, -1, 721})
    EXPECT_EQ(schedule_recheck(workspace(), amal_, request_.id, hours, in(kDayMs)).error().code,
              ErrorCode::kInvalid);
  EXPECT_EQ(schedule_recheck(workspace(), amal_, request_.id, 24, in(0)).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(schedule_recheck(workspace(), amal_, request_.id, 24, in(400 * kDayMs)).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(schedule_recheck(workspace(), esen_, request_.id, 24, in(kDayMs)).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(end_rechecks(workspace(), amal_, request_.id, "x").error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(schedule_recheck(workspace(), amal_, request_.id, 24, in(kDayMs)).ok());
  EXPECT_EQ(end_rechecks(workspace(), amal_, request_.id, "").error().code, ErrorCode::kInvalid);
  ASSERT_TRUE(end_rechecks(workspace(), amal_, request_.id, "gone for good").ok());
  EXPECT_EQ(end_rechecks(workspace(), amal_, request_.id, "x").error().code, ErrorCode::kConflict);
}

TEST_F(RechecksTest, WhatIsFoundAgainElsewhereSinceTheIssueIsShown) {
  match(exhibit_.id, "lantern-1");
  match(exhibit_.id, "lantern-2");
  clock_.advance_ms(1000);
  const records::Exhibit elsewhere = seal_one(case_);
  match(elsewhere.id, "lantern-1");
  match(elsewhere.id, "lantern-9");
  const auto again = uploads_again(workspace(), request_).value();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].exhibit, elsewhere.id);
  EXPECT_EQ(again[0].entry, "lantern-1");
}

}  // namespace
}  // namespace sanad::service
