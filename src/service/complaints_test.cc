#include "service/complaints.h"

#include "review_rig.h"

namespace sanad::service {
namespace {

class ComplaintsTest : public ReviewRig {
 protected:
  ComplaintOrder order(const std::string& about) const {
    ComplaintOrder one;
    one.case_id = case_.id;
    one.kind = "complaint";
    one.capacity = "person-concerned";
    one.name = "Reader of the river";
    one.about = about;
    one.text = "The thread reports on the circle and does not praise it.";
    one.received_at = clock_.now();
    return one;
  }
  records::Complaint registered(const std::string& about) {
    const auto made = register_complaint(workspace(), amal_, order(about));
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : records::Complaint{};
  }
  std::optional<ErrorCode> answer_code(const authority::Officer& who,
                                       const records::Complaint& complaint) {
    const auto answered =
        answer_complaint(workspace(), who, complaint.id, "not-upheld", "It was looked at again.");
    if (answered.ok()) return std::nullopt;
    return answered.error().code;
  }
};

TEST_F(ComplaintsTest, OneIsRegisteredUnderAPseudonymAndAnswered) {
  const records::Complaint made = registered(exhibit_.number);
  EXPECT_EQ(made.reference, "TZ-2026-0001-C01");
  EXPECT_EQ(made.data["about"].string_or(""), exhibit_.id);
  EXPECT_TRUE(made.data["pseudonymous"].bool_or(false));
  EXPECT_EQ(registered(case_.reference).reference, "TZ-2026-0001-C02");
  const auto answered = answer_complaint(workspace(), behram_, made.reference, "partly-upheld",
                                         "The title is corrected; the capture stays.");
  ASSERT_TRUE(answered.ok()) << answered.error().message;
  EXPECT_EQ(answered->answered_by, behram_.id);
  EXPECT_EQ(answer_code(farid_, made), ErrorCode::kConflict);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(list_complaints(workspace(), chand_, case_.id)->front().outcome, "partly-upheld");
  EXPECT_EQ(list_complaints(workspace(), chand_, "")->size(), 2u);
}

TEST_F(ComplaintsTest, NobodyAnswersForTheirOwnDecision) {
  // behram_ approved it; farid_ had no part in it.
  const std::string authorisation = approved(case_);
  const records::Complaint of_authorisation = registered(authorisation);
  EXPECT_EQ(answer_code(behram_, of_authorisation), ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "four-eyes");
  EXPECT_NE(answer_code(farid_, of_authorisation), ErrorCode::kDenied);

  json::Object content = referral();
  content.set("exhibits", json::Array{exhibit_.id});
  const records::Complaint of_request = registered(issued(content).reference);
  EXPECT_EQ(answer_code(behram_, of_request), ErrorCode::kDenied);

  ask();
  assessed(gul_, "removal");
  const std::string pair = assessed(hamid_, "no-action").pair;
  ASSERT_TRUE(adjudicate(workspace(), farid_, pair, json::Value(outcome("no-action"))).ok());
  const records::Complaint of_pair = registered(pair);
  EXPECT_EQ(answer_code(farid_, of_pair), ErrorCode::kDenied);
  const auto deciders = deciders_of(workspace(), pair).value();
  for (const authority::Officer* one : {&gul_, &hamid_, &farid_})
    EXPECT_NE(std::ranges::find(deciders, one->id), deciders.end());

  const records::Complaint of_answer = registered(of_authorisation.reference);
  EXPECT_EQ(answer_code(farid_, of_answer), ErrorCode::kDenied) << "nor for their answer to one";
  EXPECT_NE(answer_code(behram_, of_answer), ErrorCode::kDenied);
}

TEST_F(ComplaintsTest, WhatIsMissingIsNamed) {
  const auto fault = [&](auto change) {
    ComplaintOrder one = order(exhibit_.id);
    change(one);
    return register_complaint(workspace(), amal_, one).error().code;
  };
  EXPECT_EQ(fault([](auto& one) { one.kind = "grudge"; }), ErrorCode::kInvalid);
  EXPECT_EQ(fault([](auto& one) { one.capacity = "nobody"; }), ErrorCode::kInvalid);
  EXPECT_EQ(fault([](auto& one) { one.text = " "; }), ErrorCode::kInvalid);
  EXPECT_EQ(fault([](auto& one) { one.about = "exhibit-0"; }), ErrorCode::kNotFound);
  EXPECT_EQ(fault([](auto& one) { one.received_at.unix_ms += 1; }), ErrorCode::kInvalid);
  EXPECT_EQ(fault([](auto& one) { one.name.assign(1000, 'x'); }), ErrorCode::kInvalid);
  EXPECT_EQ(fault([](auto& one) {
              one.name.clear();
              one.is_pseudonymous = false;
            }),
            ErrorCode::kInvalid);
  const records::Case other = open_one("TZ-2026-0002");
  EXPECT_EQ(fault([&](auto& one) { one.about = other.id; }), ErrorCode::kInvalid);
  EXPECT_EQ(register_complaint(workspace(), esen_, order(exhibit_.id)).error().code,
            ErrorCode::kDenied);
  EXPECT_TRUE(entries("complaint.received").empty());
  const records::Complaint made = registered(exhibit_.id);
  EXPECT_EQ(answer_complaint(workspace(), gul_, made.id, "upheld", "x").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(answer_complaint(workspace(), behram_, made.id, "maybe", "x").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(answer_complaint(workspace(), behram_, made.id, "upheld", "").error().code,
            ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::service
