#include "rule_passages.h"

#include <gtest/gtest.h>

namespace sanad::service {
namespace {

json::Value without_passages(const char* match) {
  json::Object object = *json::parse(match).value().as_object();
  leave_out_passages(object);
  return json::Value(std::move(object));
}

TEST(RulePassages, PhrasesOfATermRuleAreCountedAndNotTold) {
  const json::Value shown = without_passages(
      R"({"signal":"term-rule","details":{"version":"2","why":"a word","count":30,"phrases":[
          {"term":"lantern","passage":"the red lantern burns"},{"term":"lantern","passage":"a lantern"}]}})");
  EXPECT_EQ(json::format_canonical(shown),
            R"({"details":{"count":30,"version":"2","why":"a word"},"passages_not_shown":2,)"
            R"("signal":"term-rule"})");
}

TEST(RulePassages, PlacesOfAllStringsOfAYaraRuleAreCountedAndNotTold) {
  const json::Value shown = without_passages(
      R"({"signal":"yara","details":{"tags":["paper"],"meta":[],"strings":[
          {"name":"$a","count":9,"places":[{"excerpt":"4c"},{"excerpt":"4d"}]},{"name":"$b","count":0,"places":[]},
          {"name":"$c","count":1,"places":[{"excerpt":"4e"}]}]}})");
  EXPECT_EQ(shown["passages_not_shown"].int_or(-1), 3);
  EXPECT_TRUE(shown["details"]["strings"].is_null());
  EXPECT_EQ(shown["details"]["tags"].as_array()->size(), 1u);
}

TEST(RulePassages, AMatchWithAListSaysWhereAsBefore) {
  const json::Value shown =
      without_passages(R"({"signal":"text","details":{"passages":[{"begin":3,"end":9}]}})");
  EXPECT_EQ(shown["passages_not_shown"].int_or(-1), 0);
  EXPECT_EQ(shown["details"]["passages"].as_array()->size(), 1u);
}

TEST(RulePassages, WhatIsMalformedHasNone) {
  for (const char* match :
       {R"({"signal":"yara","details":7})", R"({"signal":"yara"})", R"({})",
        R"({"signal":"term-rule","details":{"phrases":"lantern","strings":[1,null]}})"}) {
    const json::Value shown = without_passages(match);
    EXPECT_EQ(shown["passages_not_shown"].int_or(-1), 0) << match;
    EXPECT_EQ(json::format_canonical(shown).find("lantern"), std::string::npos) << match;
  }
}

}  // namespace
}  // namespace sanad::service
