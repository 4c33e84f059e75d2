// Markings, and who may see.
#include "service/marks.h"

#include "service/exhibits.h"
#include "service/material.h"
#include "service/sight.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

using sharing::Marking;
using sharing::Pap;
using sharing::Tlp;

class MarksTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    approved(case_ = open_one());
    exhibit_ = seal_one(case_);
    farid_ = add("Farid Nour", authority::Role::kInvestigator);
  }
  Result<MarkState> mark(const authority::Officer& who, const std::string& subject,
                         const Marking& marking, std::vector<std::string> officers = {}) {
    return set_marking(workspace(), who, {subject, marking, std::move(officers), "as agreed"});
  }
  records::Case case_;
  records::Exhibit exhibit_;
  authority::Officer farid_;
};

TEST_F(MarksTest, AnExhibitIsMarkedAsItsCaseUnlessItHasAMarkingOfItsOwn) {
  EXPECT_FALSE(find_marking(workspace(), amal_, exhibit_.number)->effective);
  const Marking amber{Tlp::kAmber, Pap::kAmber, {"not for the press"}};
  ASSERT_TRUE(mark(amal_, case_.reference, amber).ok());
  EXPECT_EQ(find_marking(workspace(), amal_, exhibit_.id)->effective, amber);
  const Marking red{Tlp::kAmberStrict, Pap::kRed, {}};
  ASSERT_TRUE(mark(amal_, exhibit_.id, red).ok());
  const auto state = find_marking(workspace(), amal_, exhibit_.id).value();
  EXPECT_EQ(state.own, red);
  EXPECT_EQ(state.by, amal_.id);
  EXPECT_EQ(find_marking(workspace(), amal_, case_.id)->own, amber);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(find_marking(workspace(), amal_, exhibit_.id)->own, red);
  EXPECT_EQ(mark(amal_, "nothing", amber).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(mark(dara_, case_.id, amber).error().code, ErrorCode::kDenied);
  EXPECT_EQ(set_marking(workspace(), amal_, {case_.id, amber, {}, ""}).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(mark(amal_, case_.id, amber, {"Nobody"}).error().code, ErrorCode::kInvalid);
}

TEST_F(MarksTest, ToMakeAMarkingLessStrictIsASupervisorsDecision) {
  ASSERT_TRUE(mark(amal_, case_.id, {Tlp::kAmber, Pap::kAmber, {}}, {"Behram Sorani"}).ok());
  EXPECT_EQ(mark(amal_, case_.id, {Tlp::kGreen, Pap::kAmber, {}}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(mark(amal_, case_.id, {Tlp::kAmber, Pap::kAmber, {}}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(mark(amal_, exhibit_.id, {Tlp::kClear, Pap::kClear, {}}).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(entries("act.refused").size(), 3u);
  EXPECT_TRUE(mark(behram_, case_.id, {Tlp::kGreen, Pap::kAmber, {}}).ok());
}

TEST_F(MarksTest, WhoIsNotNamedDoesNotSeeTheCaseAndTheRefusalIsRecordedOnce) {
  ASSERT_TRUE(mark(behram_, case_.id, {Tlp::kAmber, Pap::kAmber, {}}, {behram_.id}).ok());
  EXPECT_EQ(find_case(workspace(), farid_, case_.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(find_exhibit(workspace(), farid_, exhibit_.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(find_case(workspace(), farid_, case_.reference).error().code, ErrorCode::kDenied);
  EXPECT_TRUE(list_cases(workspace(), farid_)->empty());
  // The officer in charge, whoever is named, and an auditor.
  for (const auto& who : {amal_, behram_, esen_})
    EXPECT_TRUE(find_case(workspace(), who, case_.id).ok()) << who.name;
  EXPECT_EQ(entries("act.refused").size(), 2u);  // the case, and the exhibit
  EXPECT_EQ(entries("act.refused")[0].data["code"].string_or(""), "need-to-know");
  EXPECT_EQ(
      request_authorisation(workspace(), farid_, case_.id, json::Value(request())).error().code,
      ErrorCode::kDenied);
}

TEST_F(MarksTest, AnExhibitMayBeForFewerThanItsCase) {
  const auto other = seal_one(case_);
  ASSERT_TRUE(mark(amal_, exhibit_.id, {Tlp::kRed, Pap::kRed, {}}).ok());
  EXPECT_TRUE(find_case(workspace(), farid_, case_.id).ok());
  const auto seen = list_exhibits(workspace(), farid_, case_.id).value();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].id, other.id);
  EXPECT_EQ(
      open_file(workspace(), farid_, exhibit_, "page.html", Access::kView, "a look").error().code,
      ErrorCode::kDenied);
  EXPECT_TRUE(open_file(workspace(), amal_, exhibit_, "page.html", Access::kView, "a look").ok());
  // Views across the case would show it.
  EXPECT_EQ(Material::open(workspace(), farid_, case_.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(mark(amal_, exhibit_.id, {Tlp::kRed, Pap::kRed, {}}, {farid_.id}).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(find_marking(workspace(), behram_, exhibit_.id).error().code, ErrorCode::kDenied);
  ASSERT_TRUE(mark(behram_, exhibit_.id, {Tlp::kRed, Pap::kRed, {}}, {farid_.id}).ok());
  EXPECT_TRUE(find_exhibit(workspace(), farid_, exhibit_.id).ok());
}

}  // namespace
}  // namespace sanad::service
