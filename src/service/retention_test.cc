// Rules of retention and holds: who may, what counts, and what is reminded of.
#include "service/retention.h"

#include "service/running_clocks.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

using records::RetentionRule;

clocks::Period days(std::int32_t count) { return {count, clocks::Unit::kDays}; }

class RetentionTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    approved(case_);
  }
  RetentionOrder order(std::int32_t count, std::string material = "everything",
                       std::string of_case = "") const {
    return {std::move(of_case), std::move(material), "the wing's rule", "international",
            "bp-minimisation",  days(count),         days(90),          "order 7/2026"};
  }
  Timestamp in_days(std::int64_t count) const { return {clock_.now().unix_ms + count * kDayMs}; }
  records::Case case_;
};

TEST_F(RetentionTest, TheRuleOfTheCaseGoesBeforeAndTheKindBeforeEverything) {
  const records::Exhibit exhibit = seal_one(case_);
  EXPECT_FALSE(kept_until(workspace(), exhibit).value().rule) << "nobody said how long";
  const auto check = [&](const RetentionOrder& asked, std::int64_t expected) {
    const auto set = set_retention(workspace(), behram_, asked);
    ASSERT_TRUE(set.ok()) << set.error().message;
    const Kept kept = kept_until(workspace(), exhibit).value();
    ASSERT_TRUE(kept.rule);
    EXPECT_EQ(kept.until, in_days(expected));
  };
  RetentionOrder at_once = order(1);
  at_once.period.reset();
  check(at_once, 0);
  check(order(30), 30);
  check(order(20, "captures"), 20);
  check(order(90, "imports"), 20);
  check(order(60, "everything", case_.id), 60);
  check(order(50, "captures", case_.id), 50);
  check(order(40, "captures", case_.id), 40);
  EXPECT_EQ(kept_until(workspace(), case_).value().until, in_days(40));
  // Ended, it counts no more.
  const auto rules = list_retention(workspace(), amal_, case_.id).value();
  ASSERT_EQ(rules.size(), 7u);
  EXPECT_TRUE(end_retention(workspace(), behram_, rules.back().id, "replaced").ok());
  EXPECT_EQ(end_retention(workspace(), behram_, rules.back().id, "again").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(kept_until(workspace(), exhibit).value().until, in_days(50));
}

TEST_F(RetentionTest, ASupervisorSetsARuleUnderAProvisionThatThereIs) {
  EXPECT_EQ(set_retention(workspace(), amal_, order(30)).error().code, ErrorCode::kDenied);
  EXPECT_EQ(entries("act.refused").back().data["activity"].string_or(""), "retention.set");
  const auto invalid = [&](auto change) {
    RetentionOrder wrong = order(30);
    change(wrong);
    const auto set = set_retention(workspace(), behram_, wrong);
    ASSERT_FALSE(set.ok());
    EXPECT_EQ(set.error().code, ErrorCode::kInvalid) << set.error().message;
  };
  invalid([](RetentionOrder& o) { o.material = "poems"; });
  invalid([](RetentionOrder& o) { o.pack = "atlantis"; });
  invalid([](RetentionOrder& o) { o.provision = "no-such"; });
  invalid([](RetentionOrder& o) { o.reason = " "; });
  invalid([](RetentionOrder& o) { o.name = ""; });
  invalid([](RetentionOrder& o) { o.review_period.reset(); });
}

TEST(KeepingTimeTest, LengthsAreReadAsPeopleWriteThem) {
  EXPECT_EQ(describe_keeping(parse_keeping("30 days").value()), "30 days");
  EXPECT_EQ(parse_keeping("1 year").value()->unit, clocks::Unit::kYears);
  EXPECT_EQ(parse_keeping("18 months").value()->count, 18);
  EXPECT_EQ(describe_keeping(parse_keeping("at once").value()), "at once");
  for (const char* wrong : {"", "30", "days", "0 days", "-1 days", "5 centuries", "99999 years"})
    EXPECT_EQ(parse_keeping(wrong).error().code, ErrorCode::kInvalid) << wrong;
}

TEST_F(RetentionTest, ARuleRemindsOfItsReviewOnTheWallOfClocks) {
  const RetentionRule rule = set_retention(workspace(), behram_, order(30)).value();
  auto wall = wall_of_clocks(workspace(), amal_, "", false).value();
  ASSERT_EQ(wall.size(), 1u);
  EXPECT_EQ(wall[0].reading.due, in_days(90));
  EXPECT_EQ(view(workspace(), wall[0]).value().find("case")->string_or("-"), "");
  clock_.advance_ms(91 * kDayMs);
  EXPECT_EQ(record_passed_clocks(workspace()).value(), 1u);
  EXPECT_TRUE(view(workspace(), rule).value().find("review_overdue")->bool_or(false));
  EXPECT_EQ(review_retention(workspace(), amal_, rule.id, "f").error().code, ErrorCode::kDenied);
  ASSERT_TRUE(review_retention(workspace(), behram_, rule.id, "still right").ok());
  wall = wall_of_clocks(workspace(), amal_, "", false).value();
  ASSERT_EQ(wall.size(), 1u) << "the one before was met";
  EXPECT_EQ(wall[0].reading.due, in_days(90));
  ASSERT_TRUE(end_retention(workspace(), behram_, rule.id, "over").ok());
  EXPECT_TRUE(wall_of_clocks(workspace(), amal_, "", false).value().empty());
  EXPECT_EQ(review_retention(workspace(), behram_, rule.id, "f").error().code,
            ErrorCode::kConflict);
}

TEST_F(RetentionTest, AHoldCoversItsExhibitOrItsCaseUntilASupervisorLiftsIt) {
  const records::Exhibit one = seal_one(case_), other = seal_one(case_);
  const auto hold = place_hold(workspace(), chand_, {case_.id, one.number, "suit 3/2026", "asked"});
  ASSERT_TRUE(hold.ok()) << hold.error().message;
  EXPECT_EQ(standing_holds(workspace(), case_.id, one.id).value().size(), 1u);
  EXPECT_TRUE(standing_holds(workspace(), case_.id, other.id).value().empty());
  EXPECT_EQ(standing_holds(workspace(), case_.id, "").value().size(), 1u);
  ASSERT_TRUE(place_hold(workspace(), amal_, {case_.reference, "", "the court", "asked"}).ok());
  EXPECT_EQ(standing_holds(workspace(), case_.id, other.id).value().size(), 1u);
  EXPECT_EQ(lift_hold(workspace(), chand_, hold->id, "over").error().code, ErrorCode::kDenied);
  ASSERT_TRUE(lift_hold(workspace(), behram_, hold->id, "the suit ended").ok());
  EXPECT_EQ(lift_hold(workspace(), behram_, hold->id, "again").error().code, ErrorCode::kConflict);
  EXPECT_EQ(standing_holds(workspace(), case_.id, one.id).value().size(), 1u);
  EXPECT_EQ(place_hold(workspace(), dara_, {case_.id, "", "g", "r"}).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(place_hold(workspace(), amal_, {case_.id, "", "", "r"}).error().code,
            ErrorCode::kInvalid);
  const auto exhibits = kept_exhibits(workspace(), amal_, case_.id).value();
  ASSERT_EQ(exhibits.size(), 2u);
  EXPECT_FALSE(exhibits[0]["may_go"].bool_or(true));
}

}  // namespace
}  // namespace sanad::service
