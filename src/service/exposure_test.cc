#include "service/exposure.h"

#include "review_rig.h"
#include "service/exhibits.h"

namespace sanad::service {
namespace {

class ExposureTest : public ReviewRig {
 protected:
  Result<void> look(const authority::Officer& who) {
    const auto opened = open_file(workspace(), who, exhibit_, "page.html", Access::kView, "work");
    return opened.ok() ? Result<void>() : Result<void>(opened.error());
  }
  json::Value mine(const authority::Officer& who) {
    return json::Value(my_exposure(workspace(), who).value());
  }
  void limit(const char* strictness, json::Object more) {
    more.set("exposure", strictness);
    demand(std::move(more));
  }
};

TEST_F(ExposureTest, EachOfficerSeesTheirOwnLooksAndNobodyElses) {
  ASSERT_TRUE(look(gul_).ok());
  ASSERT_TRUE(look(gul_).ok());
  ASSERT_TRUE(look(amal_).ok());
  EXPECT_EQ(mine(gul_)["last_day"].int_or(0), 2);
  EXPECT_EQ(mine(amal_)["last_week"].int_or(0), 1);
  EXPECT_EQ(mine(hamid_)["last_day"].int_or(9), 0);
  clock_.advance_ms(kDayMs);
  EXPECT_EQ(mine(gul_)["last_day"].int_or(9), 0);
  EXPECT_EQ(mine(gul_)["last_week"].int_or(0), 2);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(mine(gul_)["last_week"].int_or(0), 2) << "it follows from the ledger";
}

TEST_F(ExposureTest, ALimitRefusesUntilItIsFreeAgain) {
  limit("refuse", {{"looks_per_day", 2}});
  ASSERT_TRUE(look(gul_).ok());
  clock_.advance_ms(60'000);
  ASSERT_TRUE(look(gul_).ok());
  const auto refused = look(gul_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "exposure-limit");
  EXPECT_TRUE(entries("act.refused").back().case_id.empty())
      << "those who read the case are not told";
  EXPECT_TRUE(look(hamid_).ok()) << "another officer's looks are their own";
  EXPECT_EQ(entries("exhibit.viewed").size(), 3u);
  clock_.advance_ms(kDayMs - 60'000);
  EXPECT_TRUE(look(gul_).ok());
}

TEST_F(ExposureTest, AWarningLetsTheLookBe) {
  limit("warn", {{"break_after_looks", 2}, {"break_minutes", 15}});
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(look(gul_).ok());
  EXPECT_EQ(mine(gul_)["reached"].string_or(""), "break");
  EXPECT_EQ(entries("exposure.reached").size(), 1u) << "recorded once";
  clock_.advance_ms(15 * 60'000);
  EXPECT_TRUE(mine(gul_)["reached"].is_null());
}

TEST_F(ExposureTest, ASupervisorIsToldThatALimitIsReachedAndNoNumber) {
  limit("warn", {{"looks_per_day", 2}});
  ASSERT_TRUE(look(gul_).ok());
  EXPECT_TRUE(who_reached_a_limit(workspace(), behram_)->empty());
  ASSERT_TRUE(look(gul_).ok());
  const json::Array reached = who_reached_a_limit(workspace(), behram_).value();
  ASSERT_EQ(reached.size(), 1u);
  EXPECT_EQ(reached[0].as_object()->size(), 2u) << "who, and nothing else";
  EXPECT_EQ(reached[0]["name"].string_or(""), gul_.name);
  for (const records::Entry& entry : entries("exposure.reached"))
    for (const json::Member& member : *entry.data.as_object())
      EXPECT_EQ(member.value.as_number(), nullptr) << member.name;
  for (const authority::Officer* other : {&amal_, &hamid_, &chand_, &dara_, &esen_})
    EXPECT_EQ(who_reached_a_limit(workspace(), *other).error().code, ErrorCode::kDenied);
  clock_.advance_ms(kDayMs);
  EXPECT_TRUE(who_reached_a_limit(workspace(), behram_)->empty());
}

TEST_F(ExposureTest, NobodyLooksAloneAtWhatThePolicyNames) {
  demand({{"two_persons_for", json::Array{"gifct-behaviour:graphic-violence"}}});
  ASSERT_TRUE(look(gul_).ok()) << "nothing says that it is severe";
  ask();
  const char* severe = "gifct-behaviour:graphic-violence";
  assessed(gul_, "preserve-only", {severe});
  EXPECT_TRUE(look(hamid_).ok()) << "what one of two wrote is not told by a refusal either";
  assessed(hamid_, "preserve-only", {severe});
  ASSERT_FALSE(look(ilya_).ok());
  EXPECT_EQ(last_refusal(), "two-persons");
  EXPECT_EQ(look_together(workspace(), ilya_, exhibit_.id, ilya_.id, 30).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(look_together(workspace(), gul_, exhibit_.id, ilya_.id, 0).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(look_together(workspace(), dara_, exhibit_.id, ilya_.id, 30).error().code,
            ErrorCode::kDenied);
  ASSERT_TRUE(look_together(workspace(), gul_, exhibit_.number, ilya_.id, 30).ok());
  EXPECT_TRUE(look(ilya_).ok());
  EXPECT_FALSE(look(gul_).ok()) << "the other one says so for them";
  clock_.advance_ms(30 * 60'000);
  EXPECT_FALSE(look(ilya_).ok());
}

}  // namespace
}  // namespace sanad::service
