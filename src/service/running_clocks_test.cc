#include "service/running_clocks.h"

#include <random>

#include "request_rig.h"
#include "service/material.h"

namespace sanad::service {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

class RunningClocksTest : public RequestRig {
 protected:
  records::Request sent_order() {
    allow("eu:tco-3 pk:peca-31");
    seal_one(case_);
    const records::Request out = issued(order_of_removal());
    EXPECT_TRUE(report_sent(workspace(), amal_, out.id, report()).ok());
    EXPECT_TRUE(report_received(workspace(), amal_, out.id, report()).ok());
    return out;
  }
  records::RunningClock started(std::string_view pack, std::string_view key, Timestamp start) {
    const auto made =
        start_clock(workspace(), amal_,
                    {case_.id, std::string(pack), std::string(key), "", start, "for the test"});
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : records::RunningClock{};
  }
  clocks::Reading reading(const records::RunningClock& clock) {
    return read_clock(workspace(), workspace().records().clock(clock.id).value())->reading;
  }
};

TEST_F(RunningClocksTest, TheHourOfARemovalOrderRunsFromItsReceipt) {
  const records::Request out = sent_order();
  const ReadClock hour = clock_of(out, "tco-removal");
  EXPECT_EQ(hour.reading.due.unix_ms, clock_.now().unix_ms + kHour);
  EXPECT_EQ(hour.reading.state, clocks::State::kRunning);
  EXPECT_EQ(hour.clock.zone, "Europe/Brussels");
  clock_.advance_ms(kHour);
  EXPECT_EQ(clock_of(out, "tco-removal").reading.state, clocks::State::kRunning)
      << "the very moment of the end is in time";
  clock_.advance_ms(1);
  EXPECT_EQ(clock_of(out, "tco-removal").reading.state, clocks::State::kOverdue);
  EXPECT_EQ(record_passed_clocks(workspace()).value(), 1u);
  EXPECT_EQ(record_passed_clocks(workspace()).value(), 0u) << "an alarm is recorded once";
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(record_passed_clocks(workspace()).value(), 0u);
  ASSERT_EQ(entries("clock.overdue").size(), 1u);
  EXPECT_EQ(entries("clock.overdue")[0].data["due"].string_or(""),
            format_timestamp(hour.reading.due));
}

TEST_F(RunningClocksTest, TheAnswerMeetsTheHourAndBeginsTheSixMonths) {
  const records::Request out = sent_order();
  clock_.advance_ms(20 * kMinute);
  RequestReport answer = report();
  answer.outcome = "removed";
  ASSERT_TRUE(report_answer(workspace(), amal_, out.id, answer).ok());
  EXPECT_EQ(clock_of(out, "tco-removal").reading.state, clocks::State::kMet);
  EXPECT_EQ(clock_of(out, "tco-preservation").clock.course.start, answer.at);
  clock_.advance_ms(2 * kHour);
  EXPECT_EQ(record_passed_clocks(workspace()).value(), 0u);
}

TEST_F(RunningClocksTest, AQuestionSuspendsTheHourUntilItIsAnswered) {
  const records::Request out = sent_order();
  const std::string id = clock_of(out, "tco-removal").clock.id;
  clock_.advance_ms(25 * kMinute);
  ASSERT_TRUE(
      suspend_clock(workspace(), amal_, id, clock_.now(), "the address was incomplete").ok());
  EXPECT_EQ(suspend_clock(workspace(), amal_, id, clock_.now(), "again").error().code,
            ErrorCode::kConflict);
  clock_.advance_ms(5 * kHour);
  EXPECT_EQ(record_passed_clocks(workspace()).value(), 0u);
  ASSERT_TRUE(resume_clock(workspace(), amal_, id, clock_.now(), "made clear").ok());
  EXPECT_EQ(clock_of(out, "tco-removal").reading.due.unix_ms, clock_.now().unix_ms + 35 * kMinute);
  EXPECT_EQ(resume_clock(workspace(), amal_, id, clock_.now(), "again").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(suspend_clock(workspace(), amal_, id, clock_.now(), "").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(suspend_clock(workspace(), amal_, id, {clock_.now().unix_ms + 1}, "x").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(suspend_clock(workspace(), amal_, id, {1}, "x").error().code, ErrorCode::kInvalid);
}

TEST_F(RunningClocksTest, NoSuspensionUndoesWhatHadPassed) {
  const records::Request out = sent_order();
  const std::string id = clock_of(out, "tco-removal").clock.id;
  clock_.advance_ms(kHour + 1);
  const auto late = suspend_clock(workspace(), amal_, id, clock_.now(), "too late");
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
  // What arose in time counts, though it is recorded afterwards.
  EXPECT_TRUE(
      suspend_clock(workspace(), amal_, id, {clock_.now().unix_ms - kHour}, "their letter").ok());
}

TEST_F(RunningClocksTest, TheCourtIsToldWithinADayOfTheAcquisition) {
  allow("pk:peca-31");
  justify();
  seal_one(case_);
  const records::Request out = issued(notice());
  ASSERT_TRUE(report_sent(workspace(), amal_, out.id, report()).ok());
  ASSERT_TRUE(report_received(workspace(), amal_, out.id, report()).ok());
  EXPECT_EQ(clock_of(out, "peca-31-preservation").reading.due.unix_ms,
            clock_.now().unix_ms + 90 * kDay);
  clock_.advance_ms(3 * kDay);
  RequestReport acquired = report();
  acquired.outcome = "disclosed";
  ASSERT_TRUE(report_answer(workspace(), amal_, out.id, acquired).ok());
  EXPECT_EQ(clock_of(out, "peca-31-court").reading.due.unix_ms, acquired.at.unix_ms + kDay);
  // The intimation stands beside the notice; its sending meets the clock.
  const records::Request told =
      issued(json::Object{{"pack", "pk"},
                          {"form", "peca-31-court-intimation"},
                          {"addressee", "Court of Tirazan"},
                          {"provision", "peca-31"},
                          {"relates_to", out.reference},
                          {"fields", json::Object{{"data-acquired", "Posts of user lantern4"},
                                                  {"acquired-at", format_timestamp(acquired.at)},
                                                  {"acquired-from", "Forum of Tirazan"},
                                                  {"reasons", "They would have been deleted."}}}});
  EXPECT_EQ(told.relates_to, out.id);
  clock_.advance_ms(kDay - kMinute);
  ASSERT_TRUE(report_sent(workspace(), amal_, told.id, report("by hand")).ok());
  EXPECT_EQ(clock_of(out, "peca-31-court").reading.state, clocks::State::kMet);
}

TEST_F(RunningClocksTest, SecrecyOfAClaimLapsesAfterFourteenDays) {
  seal_one(case_);
  json::Object content = referral();
  content.set("pack", "pk");
  content.set("form", "peca-38-claim");
  content.set("provision", "peca-38");
  content.set("fields", json::Object{{"secrecy-reason", "The account would be warned."}});
  const records::Request out = issued(std::move(content));
  const ReadClock secrecy = clock_of(out, "peca-38-secrecy");
  EXPECT_EQ(secrecy.reading.due.unix_ms, out.issued_at->unix_ms + 14 * kDay);
  EXPECT_NE(read(out.documents.front()).find(format_timestamp(secrecy.reading.due)),
            std::string::npos)
      << "the paper says until when";
  clock_.advance_ms(14 * kDay + 1);
  EXPECT_EQ(record_passed_clocks(workspace()).value(), 1u);
  EXPECT_EQ(entries("clock.ended").size(), 1u);
  EXPECT_TRUE(entries("clock.overdue").empty()) << "a lapse is nobody's delay";
}

TEST_F(RunningClocksTest, OnlyTheLawExtends) {
  const auto hour = started("eu", "tco-removal", clock_.now());
  const clocks::Period days{30, clocks::Unit::kDays, clocks::Ending::kSameTime, {}, {}};
  EXPECT_EQ(extend_clock(workspace(), amal_, hour.id, {clock_.now(), days, "the court", "more"})
                .error()
                .code,
            ErrorCode::kInvalid);
  const auto kept = started("eu", "epoc-pr", clock_.now());
  const Timestamp due = reading(kept).due;
  ASSERT_TRUE(
      extend_clock(workspace(), amal_, kept.id, {clock_.now(), days, "the authority", "more"})
          .ok());
  EXPECT_GT(reading(kept).due, due);
  EXPECT_EQ(extend_clock(workspace(), amal_, kept.id, {clock_.now(), days, "the authority", "more"})
                .error()
                .code,
            ErrorCode::kInvalid)
      << "once only";
  const auto lapsed = started("pk", "peca-38-secrecy", clock_.now());
  clock_.advance_ms(15 * kDay);
  EXPECT_EQ(extend_clock(workspace(), amal_, lapsed.id, {clock_.now(), days, "the court", "late"})
                .error()
                .code,
            ErrorCode::kInvalid)
      << "what has lapsed is not extended";
}

TEST_F(RunningClocksTest, TheWallShowsWhatIsOverdueFirstAndThenWhatEndsSoonest) {
  const Timestamp now = clock_.now();
  started("pk", "peca-31-preservation", now);
  const auto late = started("eu", "tco-removal", {now.unix_ms - 2 * kHour});
  const auto later = started("eu", "tco-removal", {now.unix_ms - 3 * kHour});
  const auto soon = started("pk", "peca-31-court", {now.unix_ms - 23 * kHour});
  const auto done = started("eu", "tco-scrutiny", now);
  ASSERT_TRUE(meet_clock(workspace(), amal_, done.id, now, "decided").ok());
  const auto wall = wall_of_clocks(workspace(), chand_, "", false).value();
  ASSERT_EQ(wall.size(), 4u);
  EXPECT_EQ(wall[0].clock.id, later.id);
  EXPECT_EQ(wall[1].clock.id, late.id);
  EXPECT_EQ(wall[2].clock.id, soon.id);
  EXPECT_EQ(wall_of_clocks(workspace(), chand_, case_.reference, true)->size(), 5u);
  EXPECT_EQ(wall_of_clocks(workspace(), dara_, "", false).error().code, ErrorCode::kDenied);
  const json::Object shown = view(workspace(), wall[2]).value();
  EXPECT_NE(shown.find("due_local")->string_or("").find("Asia/Karachi"), std::string::npos);
}

TEST_F(RunningClocksTest, BadOrdersAreRefused) {
  const auto order = [&](std::string pack, std::string key, std::int64_t ahead) {
    return start_clock(
        workspace(), amal_,
        {case_.id, std::move(pack), std::move(key), "", {clock_.now().unix_ms + ahead}, "x"});
  };
  EXPECT_EQ(order("tz", "tco-removal", 0).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(order("eu", "peca-31-court", 0).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(order("eu", "tco-removal", 1).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(start_clock(workspace(), esen_, {case_.id, "eu", "tco-removal", "", clock_.now(), "x"})
                .error()
                .code,
            ErrorCode::kDenied);
  EXPECT_EQ(start_clock(workspace(), amal_, {case_.id, "eu", "tco-removal", "", clock_.now(), ""})
                .error()
                .code,
            ErrorCode::kInvalid);
  const auto hour = started("eu", "tco-removal", clock_.now());
  ASSERT_TRUE(meet_clock(workspace(), amal_, hour.id, clock_.now(), "done").ok());
  EXPECT_EQ(meet_clock(workspace(), amal_, hour.id, clock_.now(), "done").error().code,
            ErrorCode::kConflict);
}

// The two clocks that matter most, through entries and projections, in every season: whatever is
// suspended, the sum of the time that ran is the hour, or the day, to the millisecond.
TEST_F(RunningClocksTest, TheHourAndTheDayAreExactWheneverTheyStartAndHoweverTheyAreSuspended) {
  std::mt19937 engine(7);
  const auto below = [&](std::int64_t most) { return static_cast<std::int64_t>(engine()) % most; };
  // Moments around which Brussels and London move their clocks, and an ordinary one.
  const char* moments[] = {"2027-03-28T00:30:00Z", "2027-06-01T23:59:59Z", "2027-10-31T00:30:00Z"};
  const std::pair<const char*, const char*> clocks_of_law[] = {{"eu", "tco-removal"},
                                                               {"pk", "peca-31-court"}};
  for (const char* moment : moments) {
    for (int round = 0; round < 6; ++round) {
      const std::int64_t base =
          parse_timestamp(moment)->unix_ms + round * 7 * kDay + below(2 * kHour);
      clock_ = ManualClock{Timestamp{std::max(clock_.now().unix_ms, base)}};
      for (const auto& [pack, key] : clocks_of_law) {
        const std::int64_t length = std::string_view(key) == "tco-removal" ? kHour : kDay;
        const Timestamp start{clock_.now().unix_ms};
        const auto clock = started(pack, key, start);
        std::int64_t ran = 0, suspended = 0;
        if (!clock.rule.suspended_by.empty()) {
          for (int times = 0; times < 3; ++times) {
            const std::int64_t run = below(length / 4), stop = below(30 * kHour);
            clock_.advance_ms(run);
            ASSERT_TRUE(
                suspend_clock(workspace(), amal_, clock.id, clock_.now(), "a question").ok());
            clock_.advance_ms(stop);
            ASSERT_TRUE(resume_clock(workspace(), amal_, clock.id, clock_.now(), "clear").ok());
            ran += run;
            suspended += stop;
          }
        } else {
          EXPECT_EQ(
              suspend_clock(workspace(), amal_, clock.id, clock_.now(), "a wish").error().code,
              ErrorCode::kInvalid)
              << "nothing suspends the day of the court";
        }
        EXPECT_EQ(reading(clock).due.unix_ms, start.unix_ms + length + suspended);
        EXPECT_EQ(reading(clock).remaining_ms, length - ran);
        clock_.advance_ms(length - ran);
        EXPECT_EQ(reading(clock).state, clocks::State::kRunning);
        clock_.advance_ms(1);
        EXPECT_EQ(reading(clock).state, clocks::State::kOverdue);
      }
    }
  }
}

}  // namespace
}  // namespace sanad::service
