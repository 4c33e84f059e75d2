#include "present/report.h"

#include <gtest/gtest.h>

namespace sanad::present {
namespace {

CaseRecord record() {
  CaseRecord record;
  record.case_reference = "TZ-1 & co";
  return record;
}

TEST(TechnicalReportTest, EscapesEveryValue) {
  const std::string hostile = "<script>alert('x')</script>\"&";
  ExhibitRecord exhibit;
  exhibit.exhibit = exhibit.number = hostile;
  exhibit.sealed.data = json::Object{{"url", hostile}, {"title", hostile}};
  exhibit.files = {{hostile, "archive", hostile, 1, hostile, hostile, hostile}};
  exhibit.acquisition =
      json::Object{{hostile, json::Array{hostile, json::Object{{hostile, hostile}}}}};
  const std::string html = format_report_html(record(), exhibit);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;alert(&#39;x&#39;)"), std::string::npos);
  EXPECT_NE(html.find("TZ-1 &amp; co"), std::string::npos);
}

TEST(TechnicalReportTest, SaysWhatIsNotRecorded) {
  const std::string html = format_report_html(record(), {});
  EXPECT_NE(html.find("<th scope=\"row\">WHOIS service</th><td><em>not recorded</em></td>"),
            std::string::npos);
}

EntryRecord saved(std::uint64_t index, int version, const char* finding, std::string_view text) {
  const json::Object answer{
      {"text", text},
      {"finding", finding},
      {"confidence", "low"},
      {"reasons", "Two towers."},
      {"evidence", json::Array{json::Object{{"exhibit", "exhibit-1"}, {"part", 17}}}}};
  EntryRecord entry;
  entry.index = {index};
  entry.kind = "sheet.saved";
  entry.actor = "officer-7";
  entry.case_id = "case-1";
  entry.data = json::Object{
      {"sheet", "sheet-1"},
      {"exhibit", "exhibit-1"},
      {"part", 17},
      {"version", version},
      {"content",
       json::Object{{"claim", "Made <here>."}, {"content", json::Object{{"place", answer}}}}}};
  return entry;
}

TEST(TechnicalReportTest, ShowsTheNewestVersionOfASheetWithWhatContradicts) {
  CaseRecord of_case = record();
  of_case.case_id = "case-1";
  of_case.entries = {saved(30, 1, "supports", "The first view."),
                     saved(31, 2, "contradicts", "Another <market>.")};
  ExhibitRecord exhibit;
  exhibit.exhibit = "exhibit-1";
  const std::string html = format_report_html(of_case, exhibit);
  for (const char* there : {"Part 17: version 2", "contradicts<br>confidence: low",
                            "Another &lt;market&gt;.", "Made &lt;here&gt;.", "exhibit-1, part 17",
                            "entries/30.body", "Not examined", "external_corroboration"})
    EXPECT_NE(html.find(there), std::string::npos) << there;
  EXPECT_EQ(html.find("The first view."), std::string::npos);
  EXPECT_EQ(html.find("verified"), std::string::npos);
  exhibit.exhibit = "exhibit-2";
  EXPECT_EQ(format_report_html(of_case, exhibit).find("Verification sheets"), std::string::npos);
}

TEST(TechnicalReportTest, DoesNotFollowARecordWithoutEnd) {
  json::Value deep = "end";
  for (int i = 0; i < 100; ++i) deep = json::Array{deep};
  ExhibitRecord exhibit;
  exhibit.acquisition = json::Object{{"deep", deep}};
  EXPECT_NE(format_report_html(record(), exhibit).find("end"), std::string::npos);
}

}  // namespace
}  // namespace sanad::present
