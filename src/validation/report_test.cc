#include "validation/report.h"

#include <gtest/gtest.h>

namespace sanad::validation {
namespace {

std::vector<TestResult> all_passed() {
  std::vector<TestResult> tests;
  for (const char* part : {"known-answers", "range", "import", "bundle", "ledger"}) {
    TestResult test;
    test.id = part;
    test.part = part;
    test.verdict = Verdict::kPassed;
    tests.push_back(test);
  }
  return tests;
}

TEST(Report, HasPassedOnlyWhereEveryPartWasRunAndPassed) {
  EXPECT_EQ(verdict_of(all_passed()), "passed");
  EXPECT_EQ(verdict_of({}), "failed");
  for (std::size_t i = 0; i < 5; ++i) {
    auto tests = all_passed();
    tests[i].verdict = Verdict::kFailed;
    EXPECT_EQ(verdict_of(tests), "failed");
    tests[i].verdict = Verdict::kNotRun;
    EXPECT_EQ(verdict_of(tests), "failed");
    tests.erase(tests.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(verdict_of(tests), "failed");
  }
}

TEST(Report, SaysWhatFailedAndWhatItDoesNotShow) {
  ReportInput input;
  input.validation = "validation-1";
  input.tests = all_passed();
  input.tests[2].verdict = Verdict::kFailed;
  input.tests[2].reason = "another digest";
  const json::Value report(make_report(input));
  EXPECT_EQ(report["verdict"].string_or(""), "failed");
  ASSERT_EQ(report["failures"].as_array()->size(), 1U);
  EXPECT_EQ((*report["failures"].as_array())[0]["reason"].string_or(""), "another digest");
  EXPECT_EQ(report["counts"]["passed"].int_or(0), 4);
  EXPECT_EQ(report["limits"].as_array()->size(), kLimits.size());
  EXPECT_TRUE(json::parse_canonical(json::format_canonical(report)).ok());
}

}  // namespace
}  // namespace sanad::validation
