#include "arguments.h"

#include <gtest/gtest.h>

namespace sanad::cli {
namespace {

constexpr Option kOptions[] = {
    {"--case", "CASE", "", false}, {"--role", "ROLE", "", true}, {"--json", "", "", false}};

Result<Arguments> parse(std::vector<std::string> words) {
  return Arguments::parse(words, kOptions);
}

TEST(Arguments, AreReadInBothForms) {
  const auto arguments = parse({"--case", "TZ/1", "page", "--role=a", "--role", "b", "--json"});
  ASSERT_TRUE(arguments.ok());
  EXPECT_EQ(arguments->value("--case"), "TZ/1");
  EXPECT_EQ(arguments->all("--role"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(arguments->has("--json"));
  EXPECT_EQ(arguments->only("the page").value(), "page");
}

TEST(Arguments, AfterTwoDashesAreNoOptions) {
  const auto arguments = parse({"--", "--case"});
  ASSERT_TRUE(arguments.ok());
  EXPECT_EQ(arguments->rest(), std::vector<std::string>{"--case"});
}

TEST(Arguments, ThatAreWrongAreNamed) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--cas", "x"}, {"--case"}, {"--case", "a", "--case", "b"}, {"--json=1"}}) {
    const auto arguments = parse(words);
    ASSERT_FALSE(arguments.ok());
    EXPECT_EQ(arguments.error().code, ErrorCode::kInvalid);
    EXPECT_NE(arguments.error().message.find(words[0].substr(0, 5)), std::string::npos);
  }
  EXPECT_FALSE(parse({"a", "b"})->only("the page").ok());
  EXPECT_FALSE(parse({})->only("the page").ok());
  EXPECT_FALSE(parse({})->require("--case").ok());
}

}  // namespace
}  // namespace sanad::cli
