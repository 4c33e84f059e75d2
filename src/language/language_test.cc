#include "language/language.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

namespace sanad::language {
namespace {

struct Sample {
  std::string code;
  std::string text;
};

std::vector<Sample> samples(const std::string& name) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/language/testdata/" + name);
  std::vector<Sample> all;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    std::string text = line.substr(tab + 1);
    for (std::size_t at; (at = text.find("\\n")) != std::string::npos;) text.replace(at, 2, "\n");
    all.push_back({line.substr(0, tab), text});
  }
  return all;
}

std::string first_language(const std::string& text) {
  const auto found = identify(text).value();
  return found.languages.empty() ? "" : found.languages.front().code;
}

std::string asked(const std::string& code) { return code == "pa" ? "pa-Arab" : code; }

// Counts right, wrong and absent answers of each language, and prints them for docs/languages.md.
struct Score {
  int right = 0, wrong = 0, absent = 0;
};
std::map<std::string, Score> score(const std::string& name) {
  std::map<std::string, Score> scores;
  for (const Sample& sample : samples(name)) {
    const std::string found = first_language(sample.text);
    Score& one = scores[asked(sample.code)];
    (found.empty() ? one.absent : found == asked(sample.code) ? one.right : one.wrong) += 1;
  }
  for (const auto& [code, one] : scores) {
    std::printf("%s %s: %d right, %d wrong, %d absent\n", name.c_str(), code.c_str(), one.right,
                one.wrong, one.absent);
  }
  return scores;
}

TEST(Language, OfEachSampleIsFound) {
  const auto scores = score("texts.tsv");
  ASSERT_EQ(scores.size(), 8U);
  for (const auto& [code, one] : scores) {
    EXPECT_GE(one.right, 20) << code;
    EXPECT_LE(one.wrong, 1) << code;
  }
}

// Written after the rules were fixed, and never used to change them.
TEST(Language, OfTextsHeldBackIsFoundOrAbsent) {
  auto scores = score("held_out.tsv");
  for (const char* code : {"ur", "sd", "ps", "pa-Arab", "fa", "ar", "en", "hi"}) {
    EXPECT_GE(scores[code].right, 6) << code;
    EXPECT_LE(scores[code].wrong, 1) << code;
  }
}

TEST(Language, OfShortTextsIsAbsent) {
  for (const Sample& sample : samples("held_out.tsv")) {
    if (sample.code == "-") {
      EXPECT_EQ(first_language(sample.text), "") << sample.text;
    }
  }
}

TEST(Language, OfMixedTextsAreAllNamed) {
  for (const Sample& sample : samples("mixed.tsv")) {
    std::set<std::string> codes;
    for (const LanguageShare& one : identify(sample.text).value().languages) codes.insert(one.code);
    std::string joined;
    for (const std::string& code : codes) joined += (joined.empty() ? "" : ",") + code;
    EXPECT_EQ(joined, sample.code) << sample.text;
  }
}

TEST(Language, SharesAreOfLetters) {
  const auto found = identify("The harvest begins next week فصل کی کٹائی اگلے ہفتے 2026").value();
  ASSERT_EQ(found.scripts.size(), 2U);
  EXPECT_EQ(found.scripts[0].script, text::Script::kLatin);
  EXPECT_EQ(found.letters, 24U + 18U);
  EXPECT_DOUBLE_EQ(found.scripts[0].share, 0.57);
  EXPECT_DOUBLE_EQ(found.scripts[1].share, 0.43);
}

TEST(Language, OfNothingIsNothing) {
  for (const char* text : {"", " \n\t", "\xFF\xFE\x80", "12345 67890 !?"}) {
    const auto found = identify(text).value();
    EXPECT_TRUE(found.languages.empty()) << text;
    EXPECT_TRUE(found.scripts.empty()) << text;
  }
}

TEST(Language, LongTextsAreLookedAtInPieces) {
  std::string text;
  while (text.size() < kMaxLookedAtBytes * 2)
    text += "The harvest begins next week in the valley.\n";
  for (const std::size_t half = text.size(); text.size() < half * 2;)
    text += "فصل کی کٹائی اگلے ہفتے شروع ہو گی، سب کسان تیار رہیں۔\n";
  const auto found = identify(text).value();
  EXPECT_TRUE(found.sampled);
  EXPECT_LT(found.letters, kMaxLookedAtBytes);
  ASSERT_EQ(found.languages.size(), 2U);
  EXPECT_EQ(found.languages[0].code, "en");
  EXPECT_EQ(found.languages[1].code, "ur");
}

TEST(Language, MalformedBytesAreNoLetters) {
  const std::string text = "The harvest begins next week, so all farmers should be ready.";
  std::string damaged = text;
  damaged[4] = '\xFF';
  EXPECT_EQ(first_language(damaged), "en");
  EXPECT_EQ(identify(damaged).value().letters, identify(text).value().letters - 1);
}

TEST(Language, JapaneseIsOneScriptOfTwo) {
  EXPECT_EQ(first_language("来週から収穫が始まりますので、農家の皆さんは準備をしてください。"),
            "ja");
}

}  // namespace
}  // namespace sanad::language
