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

TEST(TechnicalReportTest, TellsWhichCapturesWereComparedAndEscapesWhatTheySay) {
  CaseRecord of_case = record();
  ExhibitRecord exhibit;
  exhibit.exhibit = "exhibit-2";
  EXPECT_EQ(format_report_html(of_case, exhibit).find("9. Captures"), std::string::npos);
  EntryRecord entry;
  entry.kind = "corroboration.recorded";
  entry.data = json::Object{
      {"corroboration", "corroboration-1"},
      {"exhibit", "exhibit-1"},
      {"other", "exhibit-2"},
      {"parts", 3},
      {"same", 2},
      {"here", json::Object{{"number", "SH-1"}, {"entry", 5}, {"foreign", nullptr}}},
      {"there", json::Object{{"number", "SH-2"},
                             {"entry", 6},
                             {"foreign", json::Object{{"agency", "Tirazan <b>"},
                                                      {"sealed", 17},
                                                      {"origin", "ledger.tirazan.example"}}}}},
      {"rows", json::Array{json::Object{{"url", "https://a.example/<script>"},
                                        {"what", "differs"},
                                        {"explanation", "dynamic"}}}}};
  of_case.entries = {entry};
  const std::string html = format_report_html(of_case, exhibit);
  for (const char* said : {"9. Captures", "3: 2 the same", "entry 17 of", "Tirazan &lt;b&gt;",
                           "https://a.example/&lt;script&gt;", "it changes by itself",
                           "data/corroboration/corroboration-1.json"})
    EXPECT_NE(html.find(said), std::string::npos) << said;
}

json::Object citing(const char* state) {
  return json::Object{
      {"validation",
       json::Object{{"state", state},
                    {"environment", "e"},
                    {"newest", json::Object{{"validation", "validation-7"},
                                            {"verdict", "failed"},
                                            {"version", "0.1.0"},
                                            {"environment", "e"},
                                            {"sha256", "abc"},
                                            {"entry", 9},
                                            {"recorded_at", "2026-11-30T12:00:00.000Z"}}}}}};
}

TEST(TechnicalReportTest, SaysWhichValidationIsCitedAndWhetherTheBundleProvesIt) {
  CaseRecord of_case = record();
  ExhibitRecord exhibit;
  exhibit.acquisition = citing("current");
  const auto says = [&](std::string_view text) {
    return format_report_html(of_case, exhibit).find(text) != std::string::npos;
  };
  EXPECT_TRUE(says("its ledger entry is not in this bundle"));
  EntryRecord entry;
  entry.index = {9};
  entry.kind = "validation.recorded";
  entry.data = exhibit.acquisition["validation"]["newest"];
  of_case.entries = {entry};
  EXPECT_TRUE(says("Of this version and environment: validation-7"));
  EXPECT_TRUE(says("verdict: failed"));
  EXPECT_TRUE(says("ledger entry 9, in this bundle"));
  // An entry that says something else proves nothing.
  of_case.entries[0].data.as_object()->set("verdict", "passed");
  EXPECT_FALSE(says("in this bundle.") && says("entry 9, in this bundle"));
  exhibit.acquisition = citing("of-another-environment");
  EXPECT_TRUE(says("None of this version and environment. The newest is of another environment"));
  exhibit.acquisition = json::Object{{"validation", json::Object{{"state", "none"}}}};
  EXPECT_TRUE(says("had not been validated here"));
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
