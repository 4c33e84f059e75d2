#include "base/id.h"

#include <gtest/gtest.h>

namespace sanad {
namespace {

TEST(Id, IsPrefixDashAndSixteenCrockfordCharacters) {
  EXPECT_EQ(format_id("case", std::string(10, '\0')), "case-0000000000000000");
  EXPECT_EQ(format_id("case", std::string(10, '\xff')), "case-zzzzzzzzzzzzzzzz");
  EXPECT_EQ(format_id("x", std::string("\x08", 1) + std::string(9, '\0')), "x-1000000000000000");
}

TEST(Id, IsRecognisedOnlyUnderItsPrefixAndAlphabet) {
  const std::string id = format_id("case", "0123456789");
  EXPECT_TRUE(is_id("case", id));
  EXPECT_FALSE(is_id("cas", id));
  EXPECT_FALSE(is_id("exhibit", id));
  EXPECT_FALSE(is_id("case", id + "0"));
  EXPECT_FALSE(is_id("case", "case-000000000000000i"));
  EXPECT_FALSE(is_id("case", "case-000000000000000Z"));
  EXPECT_FALSE(is_id("case", "case_0000000000000000"));
}

}  // namespace
}  // namespace sanad
