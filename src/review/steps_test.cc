#include "review/steps.h"

#include <gtest/gtest.h>

namespace sanad::review {
namespace {

const Words& words() {
  static const Words all = shipped_words().value();
  return all;
}

json::Array evidence() {
  return {json::Object{{"exhibit", "TZ-1-001"}, {"part", 17}, {"note", "the second line"}}};
}

json::Object grounds(json::Object more = {}) {
  more.set("reason", "The channel says so itself.");
  more.set("confidence", "moderate");
  more.set("evidence", evidence());
  return more;
}

json::Object purpose(const char* assessed = "none") {
  return grounds({{"claimed", "journalism"}, {"assessed", assessed}});
}
json::Object uses(bool incitement, json::Array list = {}) {
  return {{"uses", std::move(list)}, {"none", json::Array{}}, {"incitement", incitement}};
}
json::Object use(const char* label) { return grounds({{"label", label}}); }

json::Object rabat(const char* met = "yes", const char* conclusion = "criminal") {
  json::Object boxes;
  for (const std::string_view box : kBoxes)
    boxes.set(std::string(box),
              json::Object{{"text", std::string("What is known of ") + std::string(box)},
                           {"met", met},
                           {"evidence", evidence()}});
  return {{"audience", "Members of the channel."},
          {"target_group", "Visitors of the market."},
          {"boxes", std::move(boxes)},
          {"conclusion", conclusion},
          {"reason", "All six parts, read together."}};
}
json::Object outcome(const char* key) { return grounds({{"outcome", key}, {"despite", ""}}); }

std::string refusal(Step step, json::Object content) {
  const auto checked = check_step(step, json::Value(std::move(content)), words());
  return checked.ok() ? "" : checked.error().message;
}

TEST(StepsTest, EveryStepHasOneFormWhichReadsAsTheSame) {
  const std::vector<std::pair<Step, json::Object>> all = {
      {Step::kPurpose, purpose()},
      {Step::kSource, grounds({{"text", "A channel of the circle."}})},
      {Step::kContent,
       grounds({{"text", "A poem and a map."}, {"languages", json::Array{"ur", "en"}}})},
      {Step::kUses, uses(true, {use("unodc-use:propaganda")})},
      {Step::kRabat, rabat()},
      {Step::kOutcome, outcome("referral")}};
  for (const auto& [step, content] : all) {
    const auto once = check_step(step, json::Value(content), words());
    ASSERT_TRUE(once.ok()) << step_name(step) << ": " << once.error().message;
    const auto again = check_step(step, json::Value(*once), words());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(json::format_canonical(json::Value(*again)),
              json::format_canonical(json::Value(*once)));
    EXPECT_EQ(parse_step_name(step_name(step)), step);
  }
}

TEST(StepsTest, NoStepHasRoomForAScoreOrASentenceOfAMachine) {
  for (const char* member : {"score", "risk", "suggested", "model"}) {
    json::Object with = purpose();
    with.set(member, 3);
    EXPECT_NE(refusal(Step::kPurpose, with).find("no score"), std::string::npos) << member;
    json::Object test = rabat();
    test.set(member, "0.97");
    EXPECT_NE(refusal(Step::kRabat, test).find("no score"), std::string::npos) << member;
  }
  json::Object test = rabat();
  json::Value& boxes = *test.find("boxes");
  boxes.as_object()->find("intent")->as_object()->set("text", 6);
  EXPECT_NE(refusal(Step::kRabat, test), "") << "a number is no text";
}

TEST(StepsTest, AllSixPartsAreWrittenEachForItself) {
  for (const std::string_view box : kBoxes) {
    json::Object without = rabat();
    without.find("boxes")->as_object()->erase(box);
    EXPECT_NE(refusal(Step::kRabat, without).find(box), std::string::npos);
    json::Object blank = rabat();
    blank.find("boxes")->as_object()->find(box)->as_object()->set("text", " \n");
    EXPECT_NE(refusal(Step::kRabat, blank).find(box), std::string::npos);
    json::Object uncited = rabat();
    uncited.find("boxes")->as_object()->find(box)->as_object()->set("evidence", json::Array{});
    EXPECT_NE(refusal(Step::kRabat, uncited).find("cite"), std::string::npos);
  }
  json::Object copied = rabat();
  for (const char* box : {"speaker", "extent"})
    copied.find("boxes")->as_object()->find(box)->as_object()->set("text", "The same.");
  EXPECT_NE(refusal(Step::kRabat, copied).find("same text"), std::string::npos);
}

TEST(StepsTest, TheThresholdIsHigh) {
  EXPECT_EQ(refusal(Step::kRabat, rabat("yes", "criminal")), "");
  for (const char* met : {"no", "unclear"}) {
    EXPECT_NE(refusal(Step::kRabat, rabat(met, "criminal")).find("all six"), std::string::npos);
    EXPECT_EQ(refusal(Step::kRabat, rabat(met, "no-sanction")), "");
  }
}

TEST(StepsTest, AReasonHasWordsConfidenceAndWhatItRestsOn) {
  for (const char* member : {"reason", "confidence", "evidence"}) {
    json::Object without = purpose();
    without.erase(member);
    EXPECT_NE(refusal(Step::kPurpose, without).find(member), std::string::npos) << member;
  }
  EXPECT_NE(refusal(Step::kPurpose, purpose("propaganda")).find("journalism"), std::string::npos)
      << "what may stand there is named";
  EXPECT_NE(refusal(Step::kUses, uses(false, {use("a:b"), use("a:b")})), "");
  EXPECT_NE(refusal(Step::kContent, grounds({{"text", "A map."}})).find("languages"),
            std::string::npos);
}

TEST(StepsTest, AStepComesAfterThoseBeforeIt) {
  Written written;
  const auto put = [&](Step step, json::Object content) {
    written[step] = json::Value(check_step(step, json::Value(std::move(content)), words()).value());
  };
  EXPECT_TRUE(may_write(Step::kPurpose, written).ok());
  for (const Step late : {Step::kSource, Step::kContent, Step::kUses, Step::kRabat, Step::kOutcome})
    EXPECT_NE(may_write(late, written).error().message.find("purpose"), std::string::npos);
  put(Step::kPurpose, purpose());
  put(Step::kSource, grounds({{"text", "A channel."}}));
  put(Step::kContent, grounds({{"text", "A map."}, {"languages", json::Array{"zxx"}}}));
  EXPECT_EQ(next_step(written), Step::kUses);
  put(Step::kUses, uses(false));
  EXPECT_EQ(next_step(written), Step::kOutcome) << "without incitement the six parts are not asked";
  EXPECT_EQ(may_write(Step::kRabat, written).error().code, ErrorCode::kDenied);
  for (const char* label : {"unodc-use:incitement", "unodc-function:propaganda.incitement"}) {
    put(Step::kUses, uses(false, {use(label)}));
    EXPECT_EQ(next_step(written), Step::kRabat) << label;
    EXPECT_NE(may_write(Step::kOutcome, written).error().message.find("rabat"), std::string::npos);
  }
  put(Step::kRabat, rabat());
  put(Step::kOutcome, outcome("no-action"));
  EXPECT_FALSE(next_step(written));
}

TEST(StepsTest, ActingAgainstAProtectedPurposeTakesItsOwnReason) {
  for (const Purpose& one : words().purposes) {
    Written written;
    written[Step::kPurpose] = json::Value(purpose(one.key.c_str()));
    for (const Outcome& what : words().outcomes) {
      json::Object content = outcome(what.key.c_str());
      const bool needs = one.is_protected && what.acts;
      EXPECT_EQ(check_outcome(json::Value(content), written, words()).ok(), !needs)
          << one.key << " " << what.key;
      content.set("despite", "It names a place and an hour.");
      EXPECT_TRUE(check_outcome(json::Value(content), written, words()).ok());
    }
  }
}

TEST(StepsTest, WhatIsCitedIsFoundAndRenamed) {
  json::Value content(check_step(Step::kRabat, json::Value(rabat()), words()).value());
  ASSERT_EQ(cited_in(content).size(), 6u);
  rename_cited(content, {{"TZ-1-001", "exhibit-1"}});
  for (const Cited& one : cited_in(content)) {
    EXPECT_EQ(one.exhibit, "exhibit-1");
    EXPECT_EQ(one.part, 17u);
  }
}

TEST(StepsTest, DifferencesNameWhatOneSaysAndTheOtherDoesNot) {
  Written first, second;
  first[Step::kPurpose] = second[Step::kPurpose] = json::Value(purpose());
  first[Step::kUses] = json::Value(uses(true, {use("unodc-use:propaganda")}));
  second[Step::kUses] = json::Value(uses(true));
  first[Step::kRabat] = second[Step::kRabat] = json::Value(rabat());
  first[Step::kOutcome] = json::Value(outcome("removal"));
  second[Step::kOutcome] = json::Value(outcome("no-action"));
  EXPECT_TRUE(differences(first, first).empty());
  const json::Array found = differences(first, second);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0]["what"].string_or(""), "unodc-use:propaganda");
  EXPECT_EQ(found[1]["what"].string_or(""), "outcome.outcome");
  EXPECT_EQ(found[1]["second"].string_or(""), "no-action");
}

}  // namespace
}  // namespace sanad::review
