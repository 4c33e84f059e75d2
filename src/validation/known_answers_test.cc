#include "validation/known_answers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sanad::validation {
namespace {

TEST(KnownAnswers, EveryOneThatShipsHoldsAndItsAlteredInputDoesNot) {
  const auto set = shipped_answers();
  ASSERT_TRUE(set.ok()) << set.error().message;
  for (const Answer& answer : set->answers) {
    const TestResult test = check(answer, {});
    EXPECT_EQ(test.verdict, Verdict::kPassed) << answer.id << ": " << test.reason << "\n"
                                              << test.got << "\naltered " << test.altered_got;
  }
}

TEST(KnownAnswers, EveryOperationHasOneAndMostAreNotOurs) {
  const AnswerSet set = shipped_answers().value();
  std::set<std::string> covered;
  std::size_t ours = 0;
  for (const Answer& answer : set.answers) {
    covered.insert(answer.operation);
    if (answer.origin == "ours") ++ours;
  }
  for (const std::string_view name : operations())
    EXPECT_TRUE(covered.contains(std::string(name))) << name;
  EXPECT_LT(ours * 3, set.answers.size());
}

// An answer that is wrong by one character, and one that passes whatever it is asked, are found.
TEST(KnownAnswers, AWrongOneFailsWhicheverItIs) {
  const AnswerSet set = shipped_answers().value();
  for (Answer answer : set.answers) {
    if (answer.operation == "argon2id") continue;  // slow, and as the others
    answer.expected.back() = answer.expected.back() == '0' ? '1' : '0';
    const TestResult test = check(answer, {});
    EXPECT_EQ(test.verdict, Verdict::kFailed) << answer.id;
    EXPECT_FALSE(test.reason.empty());
  }
}

TEST(KnownAnswers, AnAlteredInputThatPassesIsAFailure) {
  Answer answer = shipped_answers().value().answers.front();
  answer.altered = json::Object{{"unused", "x"}};
  const TestResult passes = check(answer, {});
  EXPECT_EQ(passes.verdict, Verdict::kFailed);
  EXPECT_NE(passes.reason.find("passes"), std::string::npos);
  answer.altered = json::Object{{"data", answer.inputs["data"]}};
  EXPECT_NE(check(answer, {}).reason.find("nothing was altered"), std::string::npos);
}

TEST(KnownAnswers, AParserThatIsNotThereFailsWhatNeedsIt) {
  extract::Extractor none;
  none.program = "/there/is/no/sanad-extract";
  const AnswerSet set = shipped_answers().value();
  std::size_t failed = 0;
  for (const Answer& answer : set.answers) {
    if (answer.operation == "argon2id") continue;
    if (check(answer, none).verdict == Verdict::kFailed) ++failed;
  }
  // Two pictures, a video, ssdeep, the digests, two of a sound, six selectors.
  EXPECT_EQ(failed, 13U);
}

TEST(KnownAnswers, AFileThatIsNoneIsNamed) {
  const auto refused = [](std::string_view file) { return parse_answers(file).error().message; };
  const std::string answer =
      R"({"id":"a","algorithm":"SHA-256","operation":"digest","origin":"ours","source":"us",)"
      R"("inputs":{"digest":"sha256","data":{"text":"a"}},"expected":"x",)"
      R"("altered":{"data":{"text":"b"}},"alteration":"another"})";
  const auto file = [](const std::string& answers) {
    return R"({"format":"sanad-known-answers/1","edition":"1","answers":[)" + answers + "]}";
  };
  EXPECT_TRUE(parse_answers(file(answer)).ok());
  EXPECT_NE(refused("{}").find("format"), std::string::npos);
  EXPECT_NE(refused(file("")).find("answers"), std::string::npos);
  EXPECT_NE(refused(file(answer + "," + answer)).find("two answers"), std::string::npos);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = answer;
    changed.replace(changed.find(from), from.size(), to);
    return refused(file(changed));
  };
  EXPECT_NE(with("\"digest\",\"origin", "\"guess\",\"origin").find("operation"), std::string::npos);
  EXPECT_NE(with("\"ours\"", "\"hearsay\"").find("origin"), std::string::npos);
  EXPECT_NE(with("{\"data\":{\"text\":\"b\"}}", "{}").find("altered"), std::string::npos);
  EXPECT_NE(with("\"expected\":\"x\",", "").find("expected"), std::string::npos);
  EXPECT_EQ(parse_answers(std::string(kMaxAnswersBytes + 1, ' ')).error().code, ErrorCode::kLimit);
}

TEST(TestResult, ALongValueIsCutAndNamedByItsDigest) {
  TestResult test;
  test.expected = std::string(5000, 'a');
  test.verdict = Verdict::kPassed;
  const json::Value shown = test_json(test);
  EXPECT_LT(shown["expected"].string_or("").size(), 800U);
  EXPECT_NE(shown["expected"].string_or("").find("SHA-256"), std::string::npos);
  EXPECT_TRUE(shown["altered"].is_null());
}

TEST(TestResult, WhatWasNotRunCountsAgainstAll) {
  TestResult passed;
  passed.verdict = Verdict::kPassed;
  EXPECT_TRUE(count({passed}).all_passed());
  EXPECT_FALSE(count({passed, TestResult{}}).all_passed());
  EXPECT_FALSE(count({}).all_passed());
}

}  // namespace
}  // namespace sanad::validation
