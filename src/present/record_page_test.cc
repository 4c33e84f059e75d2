#include "present/record_page.h"

#include <gtest/gtest.h>

namespace sanad::present {
namespace {

RecordPage page(std::string language) {
  return {std::move(language),
          "Certificate",
          "It is <gone>.",
          {{"What", {{"Exhibit", "TZ-1-001"}}, {"Officer", "Looked"}, {{"A & B", "2"}}, {"ab12"}}},
          {"One note."},
          "Made by Sanad."};
}

TEST(RecordPageTest, AllThatIsGivenStandsThereAndNothingOfItActs) {
  const std::string html = record_page_html(page("en"));
  for (const char* text :
       {"lang=\"en\" dir=\"ltr\"", "<h1>Certificate</h1>", "It is &lt;gone&gt;.", "TZ-1-001",
        "A &amp; B", "ab12<br>", "<li>One note.</li>", "default-src 'none'"})
    EXPECT_NE(html.find(text), std::string::npos) << text;
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("http://"), std::string::npos);
  EXPECT_EQ(html.find("https://"), std::string::npos);
}

TEST(RecordPageTest, UrduRunsFromTheRight) {
  EXPECT_NE(record_page_html(page("ur")).find("lang=\"ur\" dir=\"rtl\""), std::string::npos);
}

}  // namespace
}  // namespace sanad::present
