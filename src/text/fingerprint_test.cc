#include "text/fingerprint.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "test_texts.h"

namespace sanad::text {
namespace {

std::string cut(std::string_view text, ByteRange range) {
  return std::string(text.substr(range.begin, range.end - range.begin));
}

TEST(Fingerprint, IsTheSameHoweverATextIsTyped) {
  EXPECT_EQ(made("The canal of Tirazan opens at dawn; bring your own lantern, neighbours!"),
            made("THE CANAL OF TIRAZAN\nopens at dawn — bring your own «lantern» neighbours"));
  EXPECT_EQ(made("كِتَابُ الماء في تيرازان يُفتح عند الفجر، يا أهل القرية"),
            made("کتاب الماء فی تیرازان یفتح عند الفجر یا اهل القریه"));
}

TEST(Fingerprint, OfAShortTextHasNoMarks) {
  EXPECT_TRUE(made("nineteen letters ab").marks.empty());
  EXPECT_EQ(made("exactly twenty lettersx").marks.size(), 1U);
  EXPECT_EQ(made("").letters, 0U);
}

// Against the definition: the least hash of every window, found the slow way by way of all pairs.
TEST(Fingerprint, AlwaysSharesAMarkWhereTheGuaranteedLettersAreShared) {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    const std::string shared = random_letters(random, kGuaranteedLetters, 2 + round % 24);
    const std::string a = random_letters(random, random() % 300, 2 + round % 24) + shared +
                          random_letters(random, random() % 300, 2 + round % 24);
    const std::string b = random_letters(random, random() % 300, 2 + round % 24) + shared +
                          random_letters(random, random() % 300, 2 + round % 24);
    ASSERT_GT(containment(made(a), made(b)), 0) << a << "\n" << b;
  }
}

TEST(Fingerprint, OfUnrelatedTextsSharesNoMark) {
  std::mt19937 random(12);
  std::set<std::uint64_t> seen;
  std::size_t marks = 0;
  for (int i = 0; i < 300; ++i) {
    const Fingerprint one = made(random_letters(random, 2000, 26));
    seen.insert(one.marks.begin(), one.marks.end());
    marks += one.marks.size();
  }
  EXPECT_EQ(seen.size(), marks);
}

TEST(Fingerprint, TakesAboutSixMarksForAHundredLetters) {
  std::mt19937 random(13);
  const Fingerprint one = made(random_letters(random, 100'000, 26));
  EXPECT_NEAR(static_cast<double>(one.marks.size()), 100'000 * 2.0 / (kWindowShingles + 1), 300);
}

TEST(FingerprintText, ComesBackAsItWas) {
  const Fingerprint one = made("The canal of Tirazan opens at dawn; bring your own lantern.");
  const std::string text = format_fingerprint(one);
  EXPECT_EQ(text.substr(0, 20), "sanad-passages-1:47:");
  EXPECT_EQ(parse_fingerprint(text).value(), one);
}

TEST(FingerprintText, ThatIsWrongIsRefusedWithTheReason) {
  const std::pair<const char*, const char*> wrong[] = {
      {"", "three parts"},
      {"sanad-passages-1:4", "three parts"},
      {"sanad-passages-2:4:", "not made by"},
      {"sanad-passages-1:x:", "number of letters"},
      {"sanad-passages-1:4:AAAA", "base64"},
      {"sanad-passages-1:4:AAAAAAAAAAEAAAAAAAAAAQ==", "ascend"}};
  for (const auto& [text, reason] : wrong) {
    const auto out = parse_fingerprint(text);
    ASSERT_FALSE(out.ok()) << text;
    EXPECT_EQ(out.error().code, ErrorCode::kInvalid);
    EXPECT_NE(out.error().message.find(reason), std::string::npos) << out.error().message;
  }
}

TEST(Compare, ShowsAQuotedSentenceInALongArticle) {
  std::mt19937 random(14);
  const std::string sentence = "The Harvest Council asks every house to leave a lamp by the gate.";
  const std::string article =
      random_words(random, 900) + ". " +
      "“The harvest council asks every house, to leave a lamp by the GATE”" + " " +
      random_words(random, 900);
  const Comparison out = compare(sentence, article).value();
  ASSERT_EQ(out.passages.size(), 1U);
  EXPECT_EQ(cut(sentence, out.passages[0].a), sentence.substr(0, sentence.size() - 1));
  EXPECT_EQ(cut(article, out.passages[0].b),
            "The harvest council asks every house, to leave a lamp by the GATE");
  EXPECT_DOUBLE_EQ(out.share_of_a, 1);
  EXPECT_LT(out.share_of_b, 0.02);
}

TEST(Compare, JoinsWhatAWrongWordParts) {
  const std::string a = "All boats shall wait below the weir until the bell has been rung twice.";
  const std::string b = "All boats shall wait below the bridge until the bell has been rung twice.";
  const Comparison out = compare(a, b).value();
  ASSERT_EQ(out.passages.size(), 1U);
  EXPECT_EQ(cut(b, out.passages[0].b), b.substr(0, b.size() - 1));
  EXPECT_LT(out.passages[0].letters, 58U);
  EXPECT_GT(out.share_of_a, 0.85);
}

TEST(Compare, FindsNothingInUnrelatedOrEmptyTexts) {
  std::mt19937 random(15);
  EXPECT_TRUE(compare(random_letters(random, 3000, 26), random_letters(random, 3000, 26))
                  .value()
                  .passages.empty());
  EXPECT_EQ(compare("", "").value().share_of_a, 0);
  EXPECT_EQ(compare("", "a text that has more than twenty letters").value().share_of_b, 0);
}

TEST(Compare, OfATextWithItselfIsAllOfIt) {
  std::mt19937 random(16);
  for (int alphabet : {1, 2, 26}) {
    const std::string text = random_letters(random, 700, alphabet);
    const Comparison out = compare(text, text).value();
    EXPECT_DOUBLE_EQ(out.share_of_a, 1) << alphabet;
    EXPECT_DOUBLE_EQ(out.share_of_b, 1) << alphabet;
  }
}

// Every letter that lies in a shared run of a shingle's length, by trying all pairs of places.
std::size_t obviously_shared(const std::string& a, const std::string& b) {
  std::vector<bool> in_b(b.size());
  for (std::size_t i = 0; i + kShingleLetters <= a.size(); ++i) {
    for (std::size_t j = 0; j + kShingleLetters <= b.size(); ++j) {
      if (a.compare(i, kShingleLetters, b, j, kShingleLetters) != 0) continue;
      for (std::size_t k = 0; k < kShingleLetters; ++k) in_b[j + k] = true;
    }
  }
  return static_cast<std::size_t>(std::count(in_b.begin(), in_b.end(), true));
}

TEST(Compare, AgreesWithTheObviousWayOnDistinctShingles) {
  std::mt19937 random(17);
  for (int round = 0; round < 60; ++round) {
    const std::string a = random_letters(random, 200, 26);
    std::string b;
    while (b.size() < 200) {
      b += a.substr(random() % 150, random() % 50);
      b += random_letters(random, random() % 30, 26);
    }
    const auto expected = static_cast<double>(obviously_shared(a, b));
    const double found = compare(a, b).value().share_of_b * static_cast<double>(b.size());
    // Where two copies overlap in b, a run may end a few letters early.
    EXPECT_NEAR(found, expected, static_cast<double>(kShingleLetters)) << a << "\n" << b;
    EXPECT_LE(found, expected + 0.5);
  }
}

TEST(Fingerprint, RefusesATextBeyondTheLimit) {
  const std::string text(kMaxTextBytes + 1, 'a');
  EXPECT_EQ(fingerprint(text).error().code, ErrorCode::kLimit);
  EXPECT_EQ(compare(text, "a").error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::text
