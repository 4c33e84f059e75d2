#include "text/fold.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "base/utf8.h"
#include "letters.h"

namespace sanad::text {
namespace {

std::string folded(std::string_view text) { return fold_to_utf8(text).value(); }

struct Row {
  const char* what;
  const char* text;
  const char* folded;
};

// The table of docs/text-folding.md, row by row.
constexpr Row kRows[] = {
    {"case", "The HARVEST Is Near", "the harvest is near"},
    {"diacritics", "Ra’īs José Ångström Łódź", "rais jose angstrom lodz"},
    {"combining marks", "e\u0301te\u0301", "ete"},
    {"sharp s and ligatures", "Straße œuvre ﬁn", "strasse oeuvre fin"},
    {"letters of the north", "Øresund Łódź Đorđe Ħal Æsir þing",
     "oresund lodz dorde hal aesir thing"},
    {"Turkish i", "İSTASYON ışık", "istasyon isik"},
    {"Greek", "ΛΌΓΟΣ λόγος", "λογοσ λογοσ"},
    {"Cyrillic", "ЁЛКА Йод", "елка иод"},
    {"full width", "Ｔｉｒａｚａｎ１２", "tirazan12"},
    {"letters as symbols", "𝓣𝓲𝓻𝓪𝔃𝓪𝓷 Ⓣⓘⓡ", "tirazan tir"},
    {"apostrophes in a word", "Qur'an Qurʾan Qur’an", "quran quran quran"},
    {"quotation marks", "'quoted' ‘quoted’", "quoted quoted"},
    {"punctuation", "one,two;three…four—five_six", "one two three four five six"},
    {"emoji", "harvest🌾🌾home👨‍👩‍👧!", "harvest home"},
    {"soft hyphen and joiners", "har\u00ADvest ho\u200Bme", "harvest home"},
    {"direction marks", "\u202Bباغ\u202C \u2067نهر\u2069", "باغ نهر"},
    {"tashkil", "كِتَابٌ مُفِيدٌ", "كتاب مفيد"},
    {"superscript alef", "رحمٰن", "رحمن"},
    {"tatweel", "كتـــاب", "كتاب"},
    {"zero-width non-joiner", "می\u200Cشود", "ميشود"},
    {"presentation forms", "ﻛﺘﺎﺏ ﷲ ﻻ", "كتاب الله لا"},
    {"alef forms", "أحمد إبراهيم آمال ٱلباب", "احمد ابراهيم امال الباب"},
    {"yeh forms", "علی على علي", "علي علي علي"},
    {"Pashto yehs", "ښځې ملګرۍ", "ښځي ملگري"},
    {"barree yeh stays", "کے کی", "كے كي"},
    {"yeh with hamza", "لئے لیے", "ليے ليے"},
    {"Kashmiri yeh", "كؠ", "كي"},
    {"barree yeh with hamza", "رائۓ", "رايے"},
    {"gaf forms", "گل ګل", "گل گل"},
    {"kaf forms", "کتاب كتاب ڪتاب", "كتاب كتاب كتاب"},
    {"heh goal", "وہ وه", "وه وه"},
    {"heh forms", "نامۀ نامۂ نامە", "نامه نامه نامه"},
    {"noon ghunna stays", "ماں مان", "ماں مان"},
    {"doachashmee after a stop stays", "کھانا کہانا", "كھانا كهانا"},
    {"doachashmee elsewhere is heh", "ھے ہے تمھیں تمہیں", "هے هے تمهيں تمهيں"},
    {"teh marbuta", "مدرسة مدرسه مدرسۃ", "مدرسه مدرسه مدرسه"},
    {"waw with hamza", "مؤمن مومن", "مومن مومن"},
    {"final hamza of a long word", "علماء علما", "علما علما"},
    {"hamza of a short word stays", "ماء شيء", "ماء شيء"},
    {"Arabic punctuation", "نعم، لا؛ كيف؟ ہاں۔", "نعم لا كيف هاں"},
    {"digits", "١٢٣ ۴۵۶ ४५ ７", "123 456 45 7"},
    {"Hangul and kana keep their shape", "한국 ガス", "한국 ガス"},
    {"half-width kana letter by letter", "ｱｲ", "アイ"},
    {"Thai keeps its vowels", "กิน", "กิน"},
    {"Devanagari keeps its vowels", "किताब क़लम", "किताब कलम"},
};

TEST(Fold, GivesWhatTheTableOfChoicesSays) {
  for (const Row& row : kRows) EXPECT_EQ(folded(row.text), row.folded) << row.what;
}

TEST(Fold, IsItsOwnFoldedForm) {
  for (const Row& row : kRows) EXPECT_EQ(folded(row.folded), row.folded) << row.what;
}

TEST(Fold, OfASingleCodePointIsStableWhenFoldedAgain) {
  for (char32_t code = 1; code < 0x20000; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, code);
    const std::string once = folded(text);
    ASSERT_EQ(folded(once), once) << std::hex << static_cast<unsigned>(code);
  }
}

TEST(Fold, RemovesEveryFinalHamzaAtOnce) {
  EXPECT_EQ(folded("علماءء"), "علما");
  EXPECT_EQ(folded("شيءء"), "شيء");
}

TEST(Fold, MapsEachLetterToItsBytesWithTheMarksThatFollow) {
  const std::string text = "«كِتَاب»";
  const Folded out = fold(text).value();
  ASSERT_EQ(to_utf8(out.letters), "كتاب");
  const ByteRange kaf = out.range(0, 1);
  EXPECT_EQ(text.substr(kaf.begin, kaf.end - kaf.begin), "كِ");
  const ByteRange word = out.range(0, 4);
  EXPECT_EQ(text.substr(word.begin, word.end - word.begin), "كِتَاب");
}

TEST(Fold, GivesTheSpaceTheBytesBetweenTheWords) {
  const std::string text = "one -- two";
  const Folded out = fold(text).value();
  const ByteRange space = out.range(3, 4);
  EXPECT_EQ(text.substr(space.begin, space.end - space.begin), " -- ");
}

TEST(Fold, GivesTheSameLettersOneByOne) {
  std::mt19937 random(3);
  std::vector<std::string> texts = {
      "", " ", "شيء جزء ضوء ءءء ءءءءء ابءء ابجءء", "Ra’īs   al-BALAD!", "ﷺ ½ e\u0301", "بھ ھب"};
  for (int round = 0; round < 300; ++round) {
    std::string one;
    for (int i = 0; i < 60; ++i) {
      static constexpr std::array<const char*, 12> kPieces = {
          "ء", "ءء", "ا", "ب", "ھ", " ", "'", "a", "B", "\u0640", "\xFF", "½"};
      one += kPieces[random() % kPieces.size()];
    }
    texts.push_back(std::move(one));
  }
  for (const std::string& one : texts) {
    std::u32string whole = fold(one)->letters;
    std::erase(whole, U' ');
    std::u32string letters;
    ASSERT_TRUE(for_each_letter(one, [&](char32_t letter) { letters += letter; }).ok());
    EXPECT_EQ(letters, whole) << one;
  }
}

TEST(Fold, OfNothingIsEmpty) {
  for (const char* text : {"", " ", "…!", "\u0301", "\u200F"}) {
    const Folded out = fold(text).value();
    EXPECT_TRUE(out.letters.empty()) << text;
    EXPECT_EQ(out.range(0, 1), (ByteRange{0, 0}));
  }
}

TEST(Fold, TreatsMalformedBytesAsSeparators) {
  EXPECT_EQ(folded("one\xFFtwo\xC3"), "one two");
  EXPECT_EQ(folded("a\xED\xA0\x80z"), "a z");
}

TEST(Fold, RefusesATextBeyondTheLimit) {
  const std::string text(kMaxTextBytes + 1, 'a');
  const auto out = fold(text);
  ASSERT_FALSE(out.ok());
  EXPECT_EQ(out.error().code, ErrorCode::kLimit);
  EXPECT_EQ(script_runs(text).error().code, ErrorCode::kLimit);
}

// Invariants over texts of random code points and damaged bytes.
TEST(Fold, KeepsOriginsInOrderAndInsideTheText) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const int length = static_cast<int>(random() % 40);
    for (int i = 0; i < length; ++i) {
      const auto pick = static_cast<std::uint32_t>(random() % 8);
      if (pick == 0) {
        text += static_cast<char>(random());
      } else {
        const std::uint32_t limit = pick < 4 ? 0x700 : pick < 7 ? 0xD800 : 0x11000;
        auto code = static_cast<std::uint32_t>(random() % limit);
        if (code >= 0xD800 && code < 0xE000) code = 'x';
        append_utf8(text, code);
      }
    }
    const Folded out = fold(text).value();
    ASSERT_EQ(out.letters.size(), out.origin.size());
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < out.origin.size(); ++i) {
      ASSERT_LE(out.origin[i].begin, out.origin[i].end);
      ASSERT_LE(out.origin[i].end, text.size());
      ASSERT_GE(out.origin[i].begin, last);
      last = out.origin[i].begin;
      if (out.letters[i] == U' ') {
        ASSERT_TRUE(i > 0 && i + 1 < out.letters.size() && out.letters[i + 1] != U' ');
      }
    }
    ASSERT_EQ(folded(to_utf8(out.letters)), to_utf8(out.letters)) << text;
  }
}

TEST(Script, RunsCoverTheTextAndNameEachScript) {
  const std::string text = "12 Harvest, فصل! И гэта 中文";
  const auto runs = script_runs(text).value();
  std::string seen;
  std::uint32_t at = 0;
  for (const ScriptRun& run : runs) {
    EXPECT_EQ(run.range.begin, at);
    at = run.range.end;
    seen += std::string(script_name(run.script)) + "|";
  }
  EXPECT_EQ(at, text.size());
  EXPECT_EQ(seen, "latin|arabic|cyrillic|han|");
}

TEST(Script, OfATextWithoutLettersIsCommon) {
  const auto runs = script_runs("12, 34!").value();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].script, Script::kCommon);
  EXPECT_TRUE(script_runs("").value().empty());
}

TEST(Script, KnowsWhichScriptsWriteNoSpaces) {
  EXPECT_TRUE(is_unspaced(U'中'));
  EXPECT_TRUE(is_unspaced(U'ガ'));
  EXPECT_FALSE(is_unspaced(U'a'));
  EXPECT_FALSE(is_unspaced(0x643));
}

}  // namespace
}  // namespace sanad::text
