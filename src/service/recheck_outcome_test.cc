#include "recheck_outcome.h"

#include <gtest/gtest.h>

namespace sanad::service {
namespace {

std::string words(int from, int to) {
  std::string text;
  for (int n = from; n < to; ++n) text += "word" + std::to_string(n) + " ";
  return text;
}

RecheckSide page(std::int64_t status, std::string document,
                 std::string url = "https://forum.tirazan.example/") {
  return {status, std::move(url), "", "", std::move(document)};
}

TEST(RecheckOutcome, IsFromStatusAddressAndLikeness) {
  const RecheckSide first = page(200, words(0, 200));
  const auto outcome = [&](const RecheckSide& later) {
    return compare_captures(first, later).outcome;
  };
  EXPECT_EQ(outcome(first), "there");
  EXPECT_EQ(outcome(page(200, words(0, 190) + words(500, 510))), "there");
  EXPECT_EQ(outcome(page(200, words(300, 500))), "changed");
  EXPECT_EQ(outcome(page(404, words(0, 200))), "gone");
  EXPECT_EQ(outcome(page(410, "")), "gone");
  EXPECT_EQ(outcome(page(451, "")), "geo-blocked");
  EXPECT_EQ(outcome(page(200, "This is Not Available in Your Country.")), "geo-blocked");
  EXPECT_EQ(outcome(page(200, words(0, 180), "https://new.tirazan.example/")), "moved");
  EXPECT_EQ(outcome(page(200, words(900, 950), "https://forum.tirazan.example/home")), "gone");
  for (const std::int64_t status : {0, 301, 401, 403, 429, 500, 503})
    EXPECT_EQ(outcome(page(status, "")), "unclear") << status;
}

TEST(RecheckOutcome, SaysWhy) {
  const RecheckSide first = page(200, words(0, 200));
  EXPECT_NE(compare_captures(first, page(503, "")).reason.find("503"), std::string::npos);
  RecheckSide none = page(0, "");
  none.load_error = "net::ERR_NAME_NOT_RESOLVED";
  EXPECT_NE(compare_captures(first, none).reason.find("NAME_NOT_RESOLVED"), std::string::npos);
  EXPECT_EQ(compare_captures(first, first).likeness_percent, 100);
}

// A page that had the phrase all along is not blocked now.
TEST(RecheckOutcome, APhraseThatStoodThereBeforeBlocksNothing) {
  const RecheckSide first = page(200, "not available in your country " + words(0, 100));
  EXPECT_EQ(compare_captures(first, first).outcome, "there");
}

TEST(RecheckOutcome, LikenessIsTheShareOfRunsOfWords) {
  EXPECT_EQ(likeness_percent("", ""), 100);
  EXPECT_EQ(likeness_percent("", "a"), 0);
  EXPECT_EQ(likeness_percent("a b c", "a b c"), 100);
  EXPECT_EQ(likeness_percent("a b c", "a b d"), 0);
  EXPECT_EQ(likeness_percent(words(0, 100), words(50, 150)),
            likeness_percent(words(50, 150), words(0, 100)));
  EXPECT_EQ(likeness_percent("الف ب ج د ہ", "الف ب ج د ہ"), 100);
  // 6 runs of 10 words each; 1 of them is shared by halves of 5.
  EXPECT_EQ(likeness_percent(words(0, 10), words(5, 15)), 100 * 1 / 11);
}

}  // namespace
}  // namespace sanad::service
