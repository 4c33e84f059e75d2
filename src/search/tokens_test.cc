#include "search/tokens.h"

#include <gtest/gtest.h>

#include <random>

#include "base/utf8.h"

namespace sanad::search {
namespace {

std::string shown(std::string_view text, TermClass words = TermClass::kWord) {
  std::string out;
  for (const Token& token : tokenize(text, words).value()) {
    if (!out.empty()) out += ' ';
    out += token.term + '/' + std::to_string(token.position);
    if (token.words > 1) out += '+' + std::to_string(token.words);
  }
  return out;
}

TEST(Tokens, AreWordsFoldedAndAsTheyWereWritten) {
  EXPECT_EQ(shown("The harvest"), "wthe/0 =The/0 wharvest/1");
  EXPECT_EQ(shown("كتاب"), "wكتاب/0");
  EXPECT_EQ(shown("کتاب"), "wكتاب/0 =کتاب/0");
  EXPECT_EQ(shown("٤٥٦"), "w456/0 =٤٥٦/0");
}

TEST(Tokens, LoseTheArticleAndKeepItAsWritten) {
  EXPECT_EQ(shown("الكتاب"), "wكتاب/0 =الكتاب/0");
  EXPECT_EQ(shown("الله"), "wالله/0");
}

TEST(Tokens, OfAJoinedNameAreItsParts) { EXPECT_EQ(shown("عبدالله كتب"), "wعبد/0 wالله/1 wكتب/2"); }

TEST(Tokens, OfWordsWithANonJoinerAreTheWholeAndItsPieces) {
  EXPECT_EQ(shown("می‌رود زود"), "wمي/0 =می/0 wميرود/0+2 =میرود/0 wرود/1 wزود/2");
  EXPECT_EQ(shown("مي رود"), "wمي/0 wميرود/0+2 wرود/1");
}

TEST(Tokens, OfScriptsWithoutSpacesArePairs) {
  EXPECT_EQ(shown("中文字a"), "w中文/0 w文字/1 w字/2 wa/3");
}

TEST(Tokens, KeepHashtagsAndHandlesWhole) {
  EXPECT_EQ(shown("#Harvest_Front, @nadir."),
            "wharvest/0 =Harvest/0 #harvest_front/0 wfront/1 =Front/1 wnadir/2 @nadir/2");
  EXPECT_EQ(shown("#فصل_الخیر،"), "wفصل/0 #فصل_الخير/0 wخير/1 =الخیر/1");
  EXPECT_EQ(shown("nadir@mail.example"), "wnadir/0 wmail/1 wexample/2");
}

TEST(Tokens, OfOtherFieldsHaveTheirClass) {
  EXPECT_EQ(shown("Nadir Sel", TermClass::kAuthorWord), "anadir/0 asel/1");
}

TEST(Tokens, OfALongWordAreCut) {
  const auto tokens = tokenize(std::string(1000, 'a')).value();
  EXPECT_EQ(tokens[0].term.size(), kMaxWordLetters + 1);
}

TEST(Tokens, RefuseATextBeyondTheLimit) {
  EXPECT_EQ(tokenize(std::string(text::kMaxTextBytes + 1, 'a')).error().code, ErrorCode::kLimit);
}

TEST(Tokens, StandInOrderAndInsideTheText) {
  std::mt19937 random(3);
  const char32_t letters[] = {U'a',   U'B',  U' ',  U'ک', U'ي', U'ة', U'و', U'ا', U'ل',
                              0x200C, 0x670, U'中', U'#', U'@', U'_', U'ھ', U'ٹ', U'.'};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::size_t i = random() % 30; i > 0; --i)
      append_utf8(text, letters[random() % std::size(letters)]);
    std::uint32_t last = 0;
    for (const Token& token : tokenize(text).value()) {
      ASSERT_GE(token.position, last) << text;
      ASSERT_LE(token.position, last + 1) << text;
      ASSERT_LT(token.range.begin, token.range.end) << text;
      ASSERT_LE(token.range.end, text.size());
      ASSERT_GT(token.term.size(), 1U) << text;
      last = token.position;
    }
  }
}

}  // namespace
}  // namespace sanad::search
