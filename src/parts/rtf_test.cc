#include "office_rig.h"

namespace sanad::parts {
namespace {

using RichText = PartsTest;

TEST_F(RichText, OfAnotherProgramGivesTextAndPictures) {
  const std::string item = sample("note.rtf");
  const std::string text = text_in(item);
  EXPECT_NE(text.find("The harbour of Tirazan\nSeven lanterns are lit"), std::string::npos) << text;
  EXPECT_NE(text.find("The keeper counts them"), std::string::npos);
  EXPECT_NE(text.find("see the list.\nسات چراغ بندرگاہ پر جلتے ہیں\nnorth pier three"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("HYPERLINK"), std::string::npos);
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kRtf);
  EXPECT_EQ(outcome.names(), "picture 1.png;");
  EXPECT_EQ(outcome.parts[0].bytes.size(), 1040U);
}

TEST_F(RichText, IsReadInTheAlphabetOfItsFonts) {
  EXPECT_EQ(text_in(sample("objects.rtf")),
            "café چراغ пирс 灯テ\nthe list two\n\U0001F500\nkept\nshown\n");
}

TEST_F(RichText, GivesWhatIsEmbedded) {
  const Outcome outcome = opened(sample("objects.rtf"));
  ASSERT_EQ(outcome.names(), "note.txt;picture 1.png;object 2;picture 2.png;");
  EXPECT_EQ(outcome.parts[0].bytes, "seven lanterns, kept");
  EXPECT_EQ(outcome.parts[1].bytes, outcome.parts[3].bytes);  // in digits, and as bytes
  EXPECT_EQ(text_in(outcome.parts[2].bytes), "Tide\ntide table of Tirazan 7\n");
}

TEST_F(RichText, ABitmapGetsTheHeaderOfItsFile) {
  // 1 by 1, 24 bits.
  const std::string dib =
      "28000000010000000100000001001800000000000400000000000000000000000000000000000000ff000000";
  const Outcome outcome = opened("{\\rtf1{\\pict\\dibitmap0 " + dib + "}}");
  ASSERT_EQ(outcome.names(), "picture 1.bmp;");
  EXPECT_EQ(outcome.parts[0].bytes.substr(0, 14),
            std::string("BM\x3A\0\0\0\0\0\0\0\x36\0\0\0", 14));
}

TEST_F(RichText, DestinationsThatNobodyKnowsAreNotText) {
  EXPECT_EQ(text_in("{\\rtf1 a{\\*\\new hidden {\\b too}} b{\\b  c}}"), "a b c");
  EXPECT_EQ(text_in("{\\rtf1{\\info{\\author Amal}}{\\stylesheet{\\s1 x;}}a}"), "a");
}

TEST_F(RichText, BracketsMayBeTooManyOrTooFew) {
  EXPECT_EQ(text_in("{\\rtf1 a}} b"), "a b");
  const auto cut = text_of(as_bytes("{\\rtf1 a {\\b b"), Kind::kRtf, {});
  EXPECT_EQ(cut->text, "a b");
  EXPECT_EQ(cut->problems, std::vector<std::string>{"it is cut off"});
  const std::string deep = "{\\rtf1 a" + std::string(100'000, '{');
  const auto text = text_of(as_bytes(deep), Kind::kRtf, {});
  EXPECT_EQ(text->text, "a");
  EXPECT_EQ(text->problems.size(), 1U);
  EXPECT_EQ(opened("{\\rtf1{\\pict\\pngblip 8950").names(), "picture 1.png;");
  EXPECT_EQ(text_in("{\\rtf1\\u"), "");
  EXPECT_EQ(text_in("{\\rtf1\\bin99999999999 abc"), "");
}

TEST_F(RichText, DamageIsSurvived) {
  expect_damage_is_survived(sample("note.rtf"), 61, 400);
  expect_damage_is_survived(sample("objects.rtf"), 61, 400);
}

}  // namespace
}  // namespace sanad::parts
