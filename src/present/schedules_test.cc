#include "present/schedules.h"

#include <gtest/gtest.h>

#include "json/json.h"

namespace sanad::present {
namespace {

Schedules unused_of_a_case() {
  return {"bundle-1eeeeeeeeeeeeeee",
          "Tirazan Crime Office",
          "case-1eeeeeeeeeeeeeee",
          "TZ-17",
          "2026-03-01T10:00:00.000Z",
          {{1, "exhibit-1", "Exhibit 1: a capture of <forum>", "2026-02-01T10:00:00.000Z", 7, "",
            "assists", "He was elsewhere.", "officer-1"},
           {3, "entry 12", "An entry of the ledger (match.found)", "2026-02-02T10:00:00.000Z", 12,
            "lent under terms", "", "", ""},
           {4, "entry 13", "An entry of the ledger (search.ran)", "2026-02-03T10:00:00.000Z", 13,
            "", "", "", ""}}};
}

const ScheduleFile* named(const std::vector<ScheduleFile>& files, std::string_view name) {
  for (const ScheduleFile& file : files)
    if (file.name == name) return &file;
  return nullptr;
}

TEST(Schedules, TheDefenceGetsWhatIsNotSensitiveAndNothingOfTheRest) {
  const auto files = format_schedules(unused_of_a_case(), Build::kDisclosable);
  ASSERT_EQ(files.size(), 1u);
  for (const std::string& text : {files[0].json, files[0].html}) {
    EXPECT_NE(text.find("search.ran"), std::string::npos);
    EXPECT_EQ(text.find("match.found"), std::string::npos);
    EXPECT_EQ(text.find("lent under terms"), std::string::npos);
  }
  EXPECT_NE(files[0].html.find("&lt;forum&gt;"), std::string::npos);
  EXPECT_NE(files[0].html.find("may assist the accused: He was elsewhere."), std::string::npos);
  EXPECT_NE(files[0].html.find("not looked at"), std::string::npos);
}

TEST(Schedules, TheProsecutionGetsAllThreeAndTheReportCounts) {
  const auto files = format_schedules(unused_of_a_case(), Build::kOperational);
  ASSERT_EQ(files.size(), 3u);
  EXPECT_NE(named(files, "sensitive")->json.find("lent under terms"), std::string::npos);
  const auto report = json::parse_canonical(named(files, "report")->json);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ((*report)["items"].int_or(0), 3);
  EXPECT_EQ((*report)["sensitive"].int_or(0), 1);
  EXPECT_EQ((*report)["not_examined"].int_or(0), 2);
  EXPECT_EQ(json::format_canonical((*report)["relevant"]), "[1]");
}

TEST(Schedules, AnEmptyOneIsANilReturn) {
  Schedules none = unused_of_a_case();
  none.items.clear();
  const auto files = format_schedules(none, Build::kOperational);
  EXPECT_NE(named(files, "sensitive")->html.find("Nil return"), std::string::npos);
  EXPECT_NE(named(files, "non-sensitive")->json.find("\"items\":[]"), std::string::npos);
}

}  // namespace
}  // namespace sanad::present
