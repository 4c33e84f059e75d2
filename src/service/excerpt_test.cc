#include "excerpt.h"

#include <gtest/gtest.h>

namespace sanad::service {
namespace {

TEST(Excerpt, LettersAreNeverCutInTwo) {
  const std::string text = "aé漢😀z";
  EXPECT_EQ(first_letters(text, 0), "");
  EXPECT_EQ(first_letters(text, 3), "aé漢");
  EXPECT_EQ(first_letters(text, 4), "aé漢😀");
  EXPECT_EQ(first_letters(text, 5), text);
  EXPECT_EQ(first_letters(text, 99), text);
  EXPECT_EQ(last_letters(text, 0), "");
  EXPECT_EQ(last_letters(text, 2), "😀z");
  EXPECT_EQ(last_letters(text, 4), "é漢😀z");
  EXPECT_EQ(last_letters(text, 99), text);
  EXPECT_EQ(last_letters("", 3), "");
}

TEST(Excerpt, DetailsThatFitStayAsTheyAre) {
  const json::Object details{{"turned", "as it is"}, {"frames_ms", json::Array{1, 2, 3}}};
  EXPECT_EQ(json::format_canonical(json::Value(bounded(details, 1000))),
            json::format_canonical(json::Value(details)));
}

TEST(Excerpt, LongDetailsKeepTheirBeginningsAndSayThatTheyWereCut) {
  json::Array times;
  for (int i = 0; i < 20'000; ++i) times.emplace_back(i * 1000);
  const json::Value kept(bounded(
      {{"turned", "as it is"}, {"frames_ms", std::move(times)}, {"few", json::Array{1, 2}}}, 4096));
  EXPECT_LE(json::format_canonical(kept).size(), 4096U);
  EXPECT_TRUE(kept["cut"].bool_or(false));
  EXPECT_EQ(kept["turned"].string_or(""), "as it is");
  EXPECT_EQ(kept["few"].as_array()->size(), 2U);
  ASSERT_GT(kept["frames_ms"].as_array()->size(), 200U);
  EXPECT_EQ((*kept["frames_ms"].as_array())[7].int_or(0), 7000);
}

TEST(Excerpt, ALongTextInDetailsIsCutByLetters) {
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "漢";
  json::Array passages{json::Object{{"text", text}}};
  const json::Value kept(bounded({{"passages", std::move(passages)}}, 16'384));
  EXPECT_TRUE(kept["cut"].bool_or(false));
  EXPECT_EQ((*kept["passages"].as_array())[0]["text"].string_or("").size(), 3 * kMaxDetailLetters);
}

TEST(Excerpt, NothingIsTooLongToBeBounded) {
  json::Object many;
  for (int i = 0; i < 500; ++i) many.set("member-" + std::to_string(i), std::string(3000, 'x'));
  EXPECT_LE(json::format_canonical(json::Value(bounded(std::move(many), 64))).size(), 64U);
}

}  // namespace
}  // namespace sanad::service
