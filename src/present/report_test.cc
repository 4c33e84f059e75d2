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

TEST(TechnicalReportTest, DoesNotFollowARecordWithoutEnd) {
  json::Value deep = "end";
  for (int i = 0; i < 100; ++i) deep = json::Array{deep};
  ExhibitRecord exhibit;
  exhibit.acquisition = json::Object{{"deep", deep}};
  EXPECT_NE(format_report_html(record(), exhibit).find("end"), std::string::npos);
}

}  // namespace
}  // namespace sanad::present
