#include "present/paper.h"

#include <gtest/gtest.h>

namespace sanad::present {
namespace {

Paper notice(std::string_view language) {
  Paper paper;
  paper.language = language;
  paper.title = "Notice of Tirazan";
  paper.effect = "order";
  paper.agency = "Tirazan Cyber Wing";
  paper.reference = "TZ-2026-0001-R01";
  paper.case_reference = "TZ-2026-0001";
  paper.issued_at = "2026-11-24T16:50:00.000Z";
  paper.pack = "pk";
  paper.edition = "2026-11-01";
  paper.form = "peca-31-notice";
  paper.form_edition = "2026-11-01";
  paper.citations = {"s. 31"};
  paper.cautions = {"draft: to be confirmed by counsel", "s. 9 is superseded"};
  paper.parts = {{"A",
                  {{"Data", {"posts of <script>alert(1)</script>"}, false},
                   {"Served at", {}, true},
                   {"Order of the court", {}, false}}}};
  paper.statements = {"The court is told."};
  paper.signers = {"Officer"};
  paper.exhibits = {{"TZ-2026-0001-001", std::string(64, 'a'), "2026-11-24T10:00:00.000Z", 12}};
  return paper;
}

TEST(Paper, SaysFormEditionDraftMarkCaseAndDigests) {
  const std::string html = paper_html(notice("en"));
  for (const char* part :
       {"lang=\"en\" dir=\"ltr\"", "draft: to be confirmed by counsel", "pk/peca-31-notice",
        "2026-11-01", "TZ-2026-0001-R01", "TZ-2026-0001", "s. 31", "Ledger entry",
        "This is an order under the provision cited.", "2026-11-24T16:50:00.000Z",
        "Name, date and signature", "The court is told."})
    EXPECT_NE(html.find(part), std::string::npos) << part;
  EXPECT_NE(html.find(std::string(64, 'a')), std::string::npos);
}

TEST(Paper, TakesNothingFromElsewhereAndRunsNothing) {
  for (const char* language : {"en", "ur"}) {
    const std::string html = paper_html(notice(language));
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("src="), std::string::npos);
    EXPECT_EQ(html.find("http:"), std::string::npos);
    EXPECT_EQ(html.find("https:"), std::string::npos);
    EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  }
}

TEST(Paper, WhatIsKnownLaterIsLeftOpenAndWhatIsEmptySaysSo) {
  const std::string html = paper_html(notice("en"));
  EXPECT_NE(html.find("Served at</th><td><span class=\"open\">to be filled in"), std::string::npos);
  EXPECT_NE(html.find("Order of the court</th><td>–"), std::string::npos);
}

TEST(Paper, InUrduItRunsFromTheRightAndMarksWhatIsEnglish) {
  const std::string html = paper_html(notice("ur"));
  EXPECT_NE(html.find("lang=\"ur\" dir=\"rtl\""), std::string::npos);
  EXPECT_NE(html.find("مسودہ: وکیل کی توثیق باقی ہے"), std::string::npos);
  EXPECT_NE(html.find("<bdi lang=\"en\" dir=\"ltr\">s. 9 is superseded</bdi>"), std::string::npos);
  EXPECT_NE(html.find("Noto Nastaliq Urdu"), std::string::npos);
  EXPECT_EQ(html.find("This is an order"), std::string::npos);
}

// What is asked for must not look like what is commanded.
TEST(Paper, ARequestSaysThatItIsNoOrder) {
  Paper paper = notice("en");
  paper.effect = "request";
  const std::string html = paper_html(paper);
  EXPECT_NE(html.find("It is not an order."), std::string::npos);
  EXPECT_EQ(html.find("This is an order"), std::string::npos);
  paper.issued_at.clear();
  EXPECT_NE(paper_html(paper).find("not issued"), std::string::npos);
}

}  // namespace
}  // namespace sanad::present
