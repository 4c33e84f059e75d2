#include "service/exculpatory.h"

#include "review_rig.h"

namespace sanad::service {
namespace {

class ExculpatoryTest : public ReviewRig {};

TEST_F(ExculpatoryTest, ANoteCitesWhatItRestsOnAndIsAnsweredByAnother) {
  const records::ExculpatoryNote note = noted(gul_);
  EXPECT_TRUE(note.cites(exhibit_.id)) << "by its identifier, though its number was given";
  EXPECT_TRUE(note.answer.empty());
  EXPECT_EQ(answer_exculpatory(workspace(), gul_, note.id, "outweighed", "No.").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "four-eyes");
  EXPECT_EQ(answer_exculpatory(workspace(), amal_, note.id, "ignored", "No.").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(answer_exculpatory(workspace(), amal_, note.id, "outweighed", " ").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(answer_exculpatory(workspace(), esen_, note.id, "outweighed", "No.").error().code,
            ErrorCode::kDenied);
  const auto answered =
      answer_exculpatory(workspace(), amal_, note.id, "outweighed", "The map names an hour.");
  ASSERT_TRUE(answered.ok()) << answered.error().message;
  EXPECT_EQ(answered->answer, "outweighed");
  EXPECT_EQ(answer_exculpatory(workspace(), behram_, note.id, "outweighed", "No.").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(list_exculpatory(workspace(), chand_, case_.reference)->size(), 1u);
  EXPECT_EQ(list_exculpatory(workspace(), dara_, case_.id).error().code, ErrorCode::kDenied);
}

TEST_F(ExculpatoryTest, ANoteWithoutWordsOrCitationIsNone) {
  const auto fault = [&](const char* text, json::Value cited) {
    return note_exculpatory(workspace(), amal_, case_.id, text, cited).error().code;
  };
  const json::Array cited{json::Object{{"exhibit", exhibit_.id}}};
  EXPECT_EQ(fault(" ", cited), ErrorCode::kInvalid);
  EXPECT_EQ(fault("It is a report.", json::Array{}), ErrorCode::kInvalid);
  EXPECT_EQ(fault("It is a report.", nullptr), ErrorCode::kInvalid);
  EXPECT_EQ(fault("It is a report.", json::Array{json::Object{{"exhibit", "exhibit-0"}}}),
            ErrorCode::kNotFound);
  EXPECT_EQ(
      fault("It is a report.", json::Array{json::Object{{"exhibit", exhibit_.id}, {"part", -1}}}),
      ErrorCode::kInvalid);
  EXPECT_TRUE(entries("exculpatory.noted").empty());
}

TEST_F(ExculpatoryTest, UnansweredItHoldsBackAnOutcomeThatActsAndNoOther) {
  ask();
  const records::ExculpatoryNote note = noted(amal_);
  const review::Words words = review::shipped_words().value();
  const std::string id = take(gul_).id;
  write_until_uses(gul_, id);
  for (const review::Outcome& one : words.outcomes) {
    if (!one.acts) continue;
    EXPECT_EQ(write(gul_, id, review::Step::kOutcome, outcome(one.key.c_str())).error().code,
              ErrorCode::kDenied)
        << one.key;
  }
  ASSERT_TRUE(
      answer_exculpatory(workspace(), behram_, note.id, "taken-into-account", "Read.").ok());
  EXPECT_TRUE(write(gul_, id, review::Step::kOutcome, outcome("referral")).ok());
}

TEST_F(ExculpatoryTest, UnansweredItHoldsBackRequestsThatCiteTheExhibit) {
  json::Object content = referral();
  content.set("exhibits", json::Array{exhibit_.id});
  const records::Request made = draft(content);
  const records::ExculpatoryNote note = noted(gul_);
  EXPECT_EQ(approve_request(workspace(), behram_, made.id, "fine").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "exculpatory-unanswered");
  ASSERT_TRUE(
      answer_exculpatory(workspace(), amal_, note.id, "outweighed", "It names an hour.").ok());
  ASSERT_TRUE(approve_request(workspace(), behram_, made.id, "fine").ok());
  const records::ExculpatoryNote later = noted(gul_);
  EXPECT_EQ(issue_request(workspace(), amal_, made.id).error().code, ErrorCode::kDenied)
      << "one that came after the approval counts too";
  ASSERT_TRUE(
      answer_exculpatory(workspace(), amal_, later.id, "does-not-bear", "Another thread.").ok());
  const auto out = issue_request(workspace(), amal_, made.id);
  EXPECT_TRUE(out.ok()) << out.error().message;
}

TEST_F(ExculpatoryTest, ANoteOnAnotherExhibitHoldsNothingBack) {
  const records::Exhibit first = exhibit_;
  exhibit_ = seal_one(case_);
  noted(gul_);
  exhibit_ = first;
  ask();
  EXPECT_EQ(assessed(hamid_, "referral").state, "complete");
}

}  // namespace
}  // namespace sanad::service
