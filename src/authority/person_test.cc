#include <gtest/gtest.h>

#include "authority/person_review.h"

namespace sanad::authority {
namespace {

constexpr Timestamp kNow{1'800'000'000'000};

Officer officer_with(Role role) { return {"officer-1", "Naz", {role}, true}; }

Authorisation naming(std::string identifier) {
  Authorisation a;
  a.id = "authorisation-1";
  a.case_id = "case-1";
  a.state = AuthorisationState::kApproved;
  a.request.targets = {{TargetKind::kHost, "forum.example"},
                       {TargetKind::kIdentifier, std::move(identifier)}};
  a.request.valid_from = {kNow.unix_ms - 1000};
  a.request.valid_to = {kNow.unix_ms + 1000};
  return a;
}

RefusalCode refused(const Officer& officer, const Authorisation& authorisation,
                    std::string_view identifier = "telegram:user7") {
  const auto decision =
      decide_person(officer, "case-1", identifier, std::span(&authorisation, 1), kNow);
  EXPECT_FALSE(decision.allowed());
  return decision.allowed() ? RefusalCode::kPrivateAddress : decision.refusal().code;
}

TEST(Person, AnAuthorisationThatNamesTheAccountPermitsIt) {
  const auto a = naming("telegram:user7");
  const auto decision = decide_person(officer_with(Role::kInvestigator), "case-1", "telegram:user7",
                                      std::span(&a, 1), kNow);
  ASSERT_TRUE(decision.allowed());
  EXPECT_EQ(decision.permit().identifier(), "telegram:user7");
  EXPECT_EQ(decision.permit().authorisation(), "authorisation-1");
  EXPECT_EQ(decision.permit().case_id(), "case-1");
  EXPECT_EQ(decision.permit().officer(), "officer-1");
  EXPECT_EQ(decision.permit().decided_at(), kNow);
  EXPECT_EQ(decision.permit().valid_to(), a.request.valid_to);
}

TEST(Person, TheOneThatIsValidLongestIsUsed) {
  std::vector<Authorisation> two = {naming("telegram:user7"), naming("telegram:user7")};
  two[1].id = "authorisation-2";
  two[1].request.valid_to.unix_ms += 5000;
  EXPECT_EQ(decide_person(officer_with(Role::kSupervisor), "case-1", "telegram:user7", two, kNow)
                .permit()
                .authorisation(),
            "authorisation-2");
}

TEST(Person, EachWayOfNotBeingCoveredIsRefusedWithItsReason) {
  const Officer investigator = officer_with(Role::kInvestigator);
  const auto good = naming("telegram:user7");
  EXPECT_EQ(refused(investigator, good, "telegram:user70"), RefusalCode::kOutOfScope);
  EXPECT_EQ(refused(investigator, good, "whatsapp:user7"), RefusalCode::kOutOfScope);
  EXPECT_EQ(refused(officer_with(Role::kAuditor), good), RefusalCode::kWrongRole);
  Officer gone = investigator;
  gone.active = false;
  EXPECT_EQ(refused(gone, good), RefusalCode::kOfficerInactive);
  auto a = good;
  a.case_id = "case-2";
  EXPECT_EQ(refused(investigator, a), RefusalCode::kOutOfScope);
  a = good;
  a.state = AuthorisationState::kRequested;
  EXPECT_EQ(refused(investigator, a), RefusalCode::kNotApproved);
  a.state = AuthorisationState::kRejected;
  EXPECT_EQ(refused(investigator, a), RefusalCode::kRejected);
  a.state = AuthorisationState::kRevoked;
  EXPECT_EQ(refused(investigator, a), RefusalCode::kRevoked);
  a = good;
  a.request.valid_to = kNow;
  EXPECT_EQ(refused(investigator, a), RefusalCode::kExpired);
  a = good;
  a.request.valid_from = {kNow.unix_ms + 1};
  EXPECT_EQ(refused(investigator, a), RefusalCode::kNotYetValid);
  a = good;
  a.request.targets[1].kind = TargetKind::kAccount;
  EXPECT_EQ(refused(investigator, a), RefusalCode::kOutOfScope);
}

TEST(Person, WhereAuthorisationsLapseOnTheirDayOfReviewSoDoesThis) {
  auto a = naming("telegram:user7");
  a.request.review_on = kNow;
  const auto decided = [&](ReviewDay review) {
    return decide_person(officer_with(Role::kInvestigator), "case-1", "telegram:user7",
                         std::span(&a, 1), kNow, review);
  };
  EXPECT_TRUE(decided(ReviewDay::kReminds).allowed());
  ASSERT_FALSE(decided(ReviewDay::kLapses).allowed());
  EXPECT_EQ(decided(ReviewDay::kLapses).refusal().code, RefusalCode::kReviewLapsed);
  a.request.review_on = {kNow.unix_ms + 1};
  EXPECT_TRUE(decided(ReviewDay::kLapses).allowed());
}

}  // namespace
}  // namespace sanad::authority
