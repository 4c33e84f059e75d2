#include <gtest/gtest.h>

#include "json/json.h"
#include "verifier/verifier.h"

namespace sanad::verifier {
namespace {

Report sample() {
  Report report;
  report.verdict = Verdict::kTampered;
  report.checks = {{"container", Status::kPass, "Fine.", {}},
                   {"payload", Status::kFail, "Not fine.", std::vector<std::string>(30, "x")}};
  report.not_checked = {"The truth."};
  report.bundle = "bundle-1";
  report.agency = "Office\x1b[31m";
  report.exhibits = {{"exhibit-1",
                      "1",
                      "Title",
                      "https://forum.tirazan.example/",
                      "",
                      "",
                      7,
                      "",
                      {{"a.txt", 3, "aa", "bb"}},
                      {{"b.txt", "Secret."}}}};
  return report;
}

TEST(ReportTest, SaysVerdictChecksAndWhatWasNotChecked) {
  const std::string text = format_report_text(sample());
  for (const char* words : {"TAMPERED", "Not fine.", "... and 10 more.", "What was not checked",
                            "The truth.", "sha256 aa", "b.txt withheld: Secret."})
    EXPECT_NE(text.find(words), std::string::npos) << words;
}

TEST(ReportTest, DoesNotLetABundleSpeakToTheTerminal) {
  EXPECT_EQ(format_report_text(sample()).find('\x1b'), std::string::npos);
}

TEST(ReportTest, IsJsonForMachines) {
  const auto value = json::parse(format_report_json(sample()));
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value.value()["verdict"].string_or(""), "tampered");
  EXPECT_EQ(value.value()["checks"].as_array()->at(1)["status"].string_or(""), "fail");
  EXPECT_EQ(
      value.value()["exhibits"].as_array()->at(0)["files"].as_array()->at(0)["size"].int_or(0), 3);
  EXPECT_TRUE(value.value()["timestamp"].is_null());
}

TEST(ReportTest, NamesEveryVerdictAndStatus) {
  EXPECT_EQ(verdict_name(Verdict::kIntact), "intact");
  EXPECT_EQ(verdict_name(Verdict::kIntactWithWarnings), "intact with warnings");
  EXPECT_EQ(verdict_name(Verdict::kUnusable), "unusable");
  EXPECT_EQ(status_name(Status::kWarn), "warn");
  EXPECT_EQ(status_name(Status::kSkipped), "skipped");
}

}  // namespace
}  // namespace sanad::verifier
