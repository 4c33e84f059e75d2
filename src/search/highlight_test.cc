#include "search/highlight.h"

#include <gtest/gtest.h>

namespace sanad::search {
namespace {

// "[exact:…]" around what is shown.
std::string shown(std::string_view query, const std::string& text, Field field = Field::kText) {
  std::string out;
  std::size_t at = 0;
  for (const Highlight& one : highlight(parse_query(query).value(), text, field).value()) {
    EXPECT_GE(one.range.begin, at);
    out += text.substr(at, one.range.begin - at) + '[' + std::string(how_name(one.how)) + ':' +
           text.substr(one.range.begin, one.range.end - one.range.begin) + ']';
    at = one.range.end;
  }
  return out + text.substr(at);
}

TEST(Highlight, ShowsHowEachWordMatched) {
  EXPECT_EQ(shown("harvest", "The harvest, HARVEST"), "The [exact:harvest], [folded:HARVEST]");
  EXPECT_EQ(shown("harvest~", "a harvets here"), "a [near:harvets] here");
  EXPECT_EQ(shown("rashid", "یہ رشید ہے"), "یہ [transliterated:رشید] ہے");
  EXPECT_EQ(shown("harv*", "harvest harbour"), "[folded:harvest] harbour");
}

TEST(Highlight, CoversTheMarksThatBelongToTheWord) {
  EXPECT_EQ(shown("كتاب", "«كِتَابٌ»"), "«[folded:كِتَابٌ]»");
  EXPECT_EQ(shown("کتاب", "اچھی كتـــاب"), "اچھی [folded:كتـــاب]");
}

TEST(Highlight, ShowsPhrasesOnlyWhereTheyStand) {
  EXPECT_EQ(shown("\"first rain\"", "rain, first rain"), "rain, [exact:first rain]");
  EXPECT_EQ(shown("\"عبد الرحمن\"", "عبدالرحمان آیا"), "[folded:عبدالرحمان] آیا");
}

TEST(Highlight, ShowsNearWordsOnlyWhereTheyAreNear) {
  EXPECT_EQ(shown("first NEAR/2 rain", "first big rain far away from the first"),
            "[exact:first] big [exact:rain] far away from the first");
  EXPECT_EQ(shown("rain NEAR/1 first", "first big rain"), "first big rain");
  EXPECT_EQ(shown("a NEAR/3 a", "a b c"), "a b c");
}

TEST(Highlight, LeavesOutWhatIsNotLookedFor) {
  EXPECT_EQ(shown("rain -first", "first rain"), "first [exact:rain]");
  EXPECT_EQ(shown("author:nadir rain", "nadir rain"), "nadir [exact:rain]");
}

TEST(Highlight, KnowsTheField) {
  EXPECT_EQ(shown("author:nadir", "Nadir Sel", Field::kAuthor), "[folded:Nadir] Sel");
  EXPECT_EQ(shown("nadir", "Nadir Sel", Field::kAuthor), "Nadir Sel");
  EXPECT_EQ(shown("title:rain", "rain", Field::kTitle), "[exact:rain]");
  EXPECT_EQ(shown("title:rain", "rain", Field::kText), "rain");
  EXPECT_EQ(shown("rain", "rain", Field::kTitle), "[exact:rain]");
}

TEST(Highlight, IsStrictWhereAsked) {
  EXPECT_EQ(shown("strict:Harvest", "Harvest harvest"), "[exact:Harvest] harvest");
  EXPECT_EQ(shown("strict:harvest", "Harvest harvest"), "Harvest [exact:harvest]");
  EXPECT_EQ(shown("strict:علي", "علی علي"), "علی [exact:علي]");
  EXPECT_EQ(shown("strict:\"the Harvest\"", "The Harvest, the Harvest"),
            "The Harvest, [exact:the Harvest]");
}

TEST(Highlight, ShowsHashtagsAndAddressesWhole) {
  EXPECT_EQ(shown("#harvest_front", "see #Harvest_Front, harvest front"),
            "see [folded:#Harvest_Front], harvest front");
  EXPECT_EQ(shown("harvest", "see #Harvest_Front"), "see #[folded:Harvest]_Front");
  EXPECT_EQ(shown("nadir@mail.example", "to Nadir@mail.example."),
            "to [folded:Nadir@mail.example].");
  EXPECT_EQ(shown("mail.example", "http://mail.example/a"), "http://[exact:mail.example]/a");
}

TEST(Highlight, WorksInScriptsWithoutSpaces) {
  EXPECT_EQ(shown("文字", "中文字典"), "中[exact:文字]典");
  EXPECT_EQ(shown("字", "中文字典"), "中文[folded:字典]");
  EXPECT_EQ(shown("中文字", "中文字典 中文"), "[exact:中文字]典 中文");
}

TEST(Highlight, KeepsTheStrongerOfTwoThatOverlap) {
  EXPECT_EQ(shown("\"first rain\" rain", "first rain"), "[exact:first rain]");
}

}  // namespace
}  // namespace sanad::search
