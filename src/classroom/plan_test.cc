#include "classroom/plan.h"

#include <gtest/gtest.h>

#include <set>

namespace sanad::classroom {
namespace {

PlanOrder three() {
  return {.title = "Course of the coast road",
          .trainer = "Amal Mirani",
          .trainees = {"Behram Sorani", "Chand Zarin", "Dara Keli"}};
}

TEST(Plan, EachSeatIsApprovedByTheNeighbour) {
  const Plan plan = make_plan(three()).value();
  ASSERT_EQ(plan.seats.size(), 3U);
  EXPECT_EQ(plan.seats[0].trainee, "Behram Sorani");
  EXPECT_EQ(plan.seats[0].colleague, "Chand Zarin");
  EXPECT_EQ(plan.seats[2].colleague, "Behram Sorani");
  EXPECT_EQ(plan.seed.size(), 64U);
}

TEST(Plan, WhoSitsAloneIsApprovedByTheTrainer) {
  PlanOrder order = three();
  order.trainees.resize(1);
  EXPECT_EQ(make_plan(order)->seats[0].colleague, "Amal Mirani");
}

TEST(Plan, NeighboursBelongToDifferentAgencies) {
  const Plan plan = make_plan(three()).value();
  std::set<std::string> agencies;
  for (const Seat& seat : plan.seats) agencies.insert(seat.agency);
  EXPECT_EQ(agencies.size(), 3U);
}

TEST(Plan, IsReadAsItWasWritten) {
  const Plan plan = make_plan(three()).value();
  const std::string text = json::format_pretty(format_plan(plan));
  EXPECT_EQ(json::format_pretty(format_plan(parse_plan(text).value())), text);
}

TEST(Plan, AddressPortsAndCapturesMayChangeAndNothingElseDoes) {
  const Plan plan = make_plan(three()).value();
  const Plan after =
      changed(plan, {.address = "192.168.1.9", .first_port = 9000, .captures_at_once = 4}).value();
  EXPECT_EQ(origin_of(after, 2), "http://192.168.1.9:9004");
  EXPECT_EQ(after.captures_at_once, 4);
  EXPECT_EQ(after.seed, plan.seed);
  EXPECT_EQ(json::format_pretty(format_plan(changed(plan, {}).value())),
            json::format_pretty(format_plan(plan)));
  EXPECT_FALSE(changed(plan, {.address = "0.0.0.0"}).ok());
  EXPECT_FALSE(changed(plan, {.captures_at_once = 17}).ok());
}

TEST(Plan, ItsStudiesAreThoseOfTheProgramUnlessItSaysWhich) {
  EXPECT_EQ(make_plan(three())->studies.size(), 6U);
  PlanOrder order = three();
  order.studies = {"financing"};
  EXPECT_EQ(make_plan(order)->studies, order.studies);
}

// What is wrong, and the words that say so.
struct Wrong {
  void (*change)(PlanOrder&);
  const char* said;
};

TEST(Plan, SaysWhatIsWrongWithAnOrder) {
  const Wrong wrongs[] = {
      {[](PlanOrder& o) { o.title.clear(); }, "title"},
      {[](PlanOrder& o) { o.trainees.clear(); }, "1 to 60 seats"},
      {[](PlanOrder& o) { o.trainees.assign(61, "x"); }, "1 to 60 seats"},
      {[](PlanOrder& o) { o.trainees[2] = "Behram Sorani"; }, "stands twice"},
      {[](PlanOrder& o) { o.trainees[1] = "Amal Mirani"; }, "stands twice"},
      {[](PlanOrder& o) { o.trainees[1] = "two\nlines"; }, "one line"},
      {[](PlanOrder& o) { o.trainer = "\xff"; }, "trainer's name"},
      {[](PlanOrder& o) { o.address = "0.0.0.0"; }, "address"},
      {[](PlanOrder& o) { o.first_port = 80; }, "ports"},
      {[](PlanOrder& o) { o.first_port = 65531; }, "ports"},
      {[](PlanOrder& o) { o.captures_at_once = 0; }, "captures at once"},
      {[](PlanOrder& o) { o.seed = "1234"; }, "64 hex digits"},
      {[](PlanOrder& o) { o.studies = {"fishing"}; }, "no case study"},
      {[](PlanOrder& o) { o.studies = {"training", "training"}; }, "stands twice"},
  };
  for (const Wrong& wrong : wrongs) {
    PlanOrder order = three();
    wrong.change(order);
    const auto made = make_plan(order);
    ASSERT_FALSE(made.ok()) << wrong.said;
    EXPECT_EQ(made.error().code, ErrorCode::kInvalid);
    EXPECT_NE(made.error().message.find(wrong.said), std::string::npos) << made.error().message;
  }
}

TEST(Plan, AFileThatWasEditedWronglyIsRefused) {
  const json::Value good = format_plan(make_plan(three()).value());
  const auto refused = [&](const char* member, json::Value value) {
    json::Value changed = good;
    changed.as_object()->set(member, std::move(value));
    return !parse_plan(json::format_pretty(changed)).ok();
  };
  EXPECT_TRUE(parse_plan(json::format_pretty(good)).ok());
  EXPECT_TRUE(refused("format", "sanad-class/2"));
  EXPECT_TRUE(refused("seats", json::Array{}));
  EXPECT_TRUE(refused("seats", json::Array{json::Object{{"number", 2}}}));
  EXPECT_TRUE(refused("first_port", 70000));
  EXPECT_TRUE(refused("captures_at_once", -1));
  EXPECT_TRUE(refused("trainer", nullptr));
  EXPECT_FALSE(parse_plan("{").ok());
}

}  // namespace
}  // namespace sanad::classroom
