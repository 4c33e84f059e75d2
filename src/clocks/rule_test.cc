#include "clocks/rule.h"

#include <gtest/gtest.h>

namespace sanad::clocks {
namespace {

const std::string kRule =
    R"({"key":"k","title":"t","nature":"deadline","starts":"receipt","period":
    {"count":2,"unit":"months","ending":"end-of-day","month_end":"first-of-next","rolls":"next-working-day"},
    "due":"an answer","on_duty":"the provider","suspended_by":["a question"],
    "extension":{"by":"the court","period":{"count":30,"unit":"days","ending":"same-time"},"most_times":1}})";

TEST(Rule, IsWrittenAsItWasRead) {
  const Rule rule = parse_rule(json::parse(kRule).value()).value();
  EXPECT_EQ(json::format_canonical(format_rule(rule)),
            json::format_canonical(json::parse(kRule).value()));
  EXPECT_EQ(describe(rule.period),
            "2 months, to the end of the last day, or of the next working day");
  EXPECT_EQ(describe({.count = 1}), "1 hour");
  EXPECT_EQ(describe({.count = 24}), "24 hours");
  EXPECT_EQ(describe({.count = 3, .unit = Unit::kWorkingDays}), "3 working days");
}

TEST(Rule, WhatIsWrongIsNamed) {
  const std::vector<std::array<std::string, 3>> changes = {
      {"\"deadline\"", "\"wish\"", "nature"},
      {"\"count\":2", "\"count\":0", "count"},
      {"\"count\":2", "\"count\":2401", "count"},
      {"\"count\":2", "\"count\":1.5", "count"},
      {"\"unit\":\"months\"", "\"unit\":\"moons\"", "unit"},
      {"\"unit\":\"months\"", "\"unit\":\"hours\"", "ending"},
      {"\"unit\":\"months\"", "\"unit\":\"days\"", "month_end"},
      {"\"ending\":\"end-of-day\",", "", "ending"},
      {"\"ending\":\"end-of-day\"", "\"ending\":\"same-time\"", "rolls"},
      {"\"first-of-next\"", "\"never\"", "month_end"},
      {"\"next-working-day\"", "\"sideways\"", "rolls"},
      {"\"month_end\"", "\"month\"", "month"},
      {"[\"a question\"]", "\"a question\"", "suspended_by"},
      {"[\"a question\"]", "[1]", "suspended_by"},
      {"\"by\"", "\"from\"", "extension"},
      {"\"most_times\":1", "\"most_times\":0", "most_times"},
      {"\"due\"", "\"dew\"", "due"}};
  for (const auto& [from, to, named] : changes) {
    std::string text = kRule;
    text.replace(text.find(from), from.size(), to);
    const auto rule = parse_rule(json::parse(text).value());
    ASSERT_FALSE(rule.ok()) << to;
    EXPECT_EQ(rule.error().code, ErrorCode::kInvalid);
    EXPECT_NE(rule.error().message.find("\"" + named + "\""), std::string::npos)
        << rule.error().message;
  }
}

}  // namespace
}  // namespace sanad::clocks
