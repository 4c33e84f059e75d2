#include "present/court_report.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <span>

#include "base/embedded.h"
#include "json/json.h"
#include "present/court_figures.h"
#include "present/court_words.h"

namespace sanad::present {

std::span<const EmbeddedFile> court_files();

namespace {

CourtReport sample(const std::string& language) {
  const CourtWords words = CourtWords::of(language);
  CourtReport report{.language = language,
                     .agency = "Tirazan Cyber Wing",
                     .case_reference = "TZ-2026-0001",
                     .case_title = "Red Lantern Circle",
                     .report = "report-0123456789abcdef",
                     .made_at = "2026-11-30T16:00:00.000Z",
                     .made_by = "Amal Mirani",
                     .signed_by = "",
                     .signed_at = "",
                     .software = "Sanad 0.1.0",
                     .ledger = "tirazan",
                     .is_draft = true,
                     .sections = {}};
  ReportSection section{"sources", "4", words("section.sources"), {}};
  ReportBlock block;
  block.heading = words("officers_state");
  block.points.push_back(
      {"fact",
       "The page names the river market.",
       "",
       "stated by Amal",
       {{"Exhibit 1, file page.html, bytes 7 to 20", "river <b>market</b>", {"by Person 482190"}}},
       {}});
  block.points.push_back(
      {"opinion", "It is a call to meet.", "Amal Mirani", "stated by Amal", {}, {}});
  block.table = ReportTable{{"File", "Digest"}, {{"page.html", std::string(64, 'a')}}, {1}};
  ReportFigure covered;
  covered.id = "figure-1";
  covered.caption = "A picture";
  covered.instead = words("figure.covered");
  block.figures.push_back(covered);
  section.blocks.push_back(block);
  report.sections.push_back(section);
  return report;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

TEST(CourtReport, APointIsSetByItsKindAndAQuotationIsApart) {
  const std::string html = court_report_html(sample("en"));
  EXPECT_NE(html.find("<div class=\"point opinion\">"), std::string::npos);
  EXPECT_NE(html.find("Opinion of \xE2\x81\xA8"
                      "Amal Mirani"),
            std::string::npos);
  EXPECT_NE(html.find("<blockquote dir=\"auto\">river &lt;b&gt;market&lt;/b&gt;</blockquote>"),
            std::string::npos);
  EXPECT_NE(html.find("Draft: no second person"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos) << "what is covered stays covered";
}

TEST(CourtReport, ItRefersToNothingOutsideItselfAndRunsNothing) {
  for (const char* language : {"en", "ur"}) {
    const std::string html = court_report_html(sample(language));
    for (const char* word : {"<script", "<link", "@import", "src=\"http", "url(http", "[["})
      EXPECT_EQ(html.find(word), std::string::npos) << word;
    EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  }
}

TEST(CourtReport, HostileWordsStayWordsInTextInContentsAndInRunningHeads) {
  CourtReport report = sample("en");
  const std::string hostile = "</style><script>x</script>\" } @page { size: 1cm";
  report.case_reference = report.agency = report.case_title = report.made_by = hostile;
  report.sections[0].heading = report.sections[0].blocks[0].heading = hostile;
  report.sections[0].blocks[0].points[0].text = hostile;
  report.sections[0].blocks[0].table->rows[0] = {hostile, hostile};
  const std::string html = court_report_html(report);
  EXPECT_EQ(count(html, "<script"), 0u);
  EXPECT_EQ(count(html, "</style>"), 1u);
  EXPECT_EQ(html.find("\" } @page { size: 1cm"), std::string::npos);
}

TEST(CourtReport, ContentsNameThePagesThatAreGivenAndNoOthers) {
  const CourtReport report = sample("en");
  EXPECT_NE(court_report_html(report).find("<span class=\"page\"></span>"), std::string::npos);
  const std::string html = court_report_html(report, {{"sources", 7}, {"sources-1", 8}});
  EXPECT_NE(html.find("<span class=\"page\">7</span>"), std::string::npos);
  EXPECT_NE(html.find("<span class=\"page\">8</span>"), std::string::npos);
  EXPECT_EQ(count(html, "<span class=\"page\"></span>"), 0u);
  EXPECT_EQ(count(html, "id=\"sources\""), 1u) << "each line leads to one heading";
}

TEST(CourtReport, UrduRunsFromTheRightAndDigestsDoNot) {
  const std::string html = court_report_html(sample("ur"));
  EXPECT_NE(html.find("<html lang=\"ur\" dir=\"rtl\">"), std::string::npos);
  EXPECT_NE(html.find("<td class=\"digest\">"), std::string::npos);
  EXPECT_NE(html.find("مسودہ"), std::string::npos);
}

TEST(CourtWords, EveryWordIsInBothLanguagesWithTheSamePlaces) {
  const EmbeddedFile* file = find_embedded(court_files(), "words.json");
  ASSERT_NE(file, nullptr);
  const json::Value words = json::parse(std::string_view(file->bytes)).value();
  const auto places = [](const std::string& text) {
    std::multiset<std::string> found;
    const std::regex place(R"(\{\d\})");
    for (auto at = std::sregex_iterator(text.begin(), text.end(), place);
         at != std::sregex_iterator(); ++at)
      found.insert(at->str());
    return found;
  };
  for (const json::Member& one : *words.as_object()) {
    const std::string en = one.value["en"].string_or(""), ur = one.value["ur"].string_or("");
    EXPECT_FALSE(en.empty() || ur.empty()) << one.name;
    EXPECT_EQ(places(en), places(ur)) << one.name;
  }
}

TEST(CourtWords, APlaceIsFilledOnceAndAMissingWordShowsItself) {
  const CourtWords words = CourtWords::of("en");
  EXPECT_EQ(words.fill("figure", {"{0}"}), "Figure \xE2\x81\xA8{0}\xE2\x81\xA9");
  EXPECT_EQ(words("no.such.word"), "[[no.such.word]]");
  EXPECT_GE(words.glossary().size(), 20u);
  EXPECT_EQ(words.glossary().size(), CourtWords::of("ur").glossary().size());
}

TEST(CourtFigures, TheyDrawWhatIsGivenAndEscapeIt) {
  const std::string time = timeline_svg({{"2026-11-01", 4, 0}, {"2026-11-02", 0, 2}}, "a <b>");
  EXPECT_EQ(count(time, "<rect"), 2u);
  EXPECT_NE(time.find("a &lt;b&gt;"), std::string::npos);
  const std::string graph =
      graph_svg({{"Person <1>", "account"}, {"Chat 2", "chat"}}, {{0, 1, 3}, {0, 9, 1}}, "links");
  EXPECT_EQ(count(graph, "<path d=\"M"), 2u)
      << "the pattern, and one link: the other leads nowhere";
  EXPECT_NE(graph.find("Person &lt;1&gt;"), std::string::npos);
  const std::string map = places_svg({{33.6, 73.0, 1}, {24.9, 67.0, 8}}, "places");
  EXPECT_EQ(count(map, "<circle"), 2u);
  EXPECT_EQ(map, places_svg({{33.6, 73.0, 1}, {24.9, 67.0, 8}}, "places"));
  EXPECT_EQ(count(collection_svg({{"1", 0, 10}}, "when"), "<rect"), 1u);
}

TEST(CourtFigures, OnePlaceAndPolesAndTheDateLineAreDrawnToo) {
  for (const std::vector<MapSpot>& spots :
       {std::vector<MapSpot>{{0, 0, 1}}, {{90, 180, 1}}, {{-90, -180, 1}, {90, 180, 1}}, {}})
    EXPECT_LT(places_svg(spots, "x").size(), 100'000u);
}

}  // namespace
}  // namespace sanad::present
