// Sets of rules over HTTP: what is answered, and to whom.
#include <gtest/gtest.h>

#include "rules/rules.h"
#include "test_rig.h"

namespace sanad::server {
namespace {

constexpr const char* kTermRules =
    "sanad-rules 1\nrule lantern-call\nversion 2\nwhy The call of an invented group.\n"
    "any lanterns\nmatch seven lanterns\nno-match a window\n";

class RuleRoutesTest : public Rig {
 protected:
  Reply import(const Session& who, const std::string& content, json::Object more = {}) {
    more.set("content", content);
    if (!more.find("name")) more.set("name", "Lantern desk");
    return call(who, "POST", "/rules", json::Value(std::move(more)));
  }
  Reply retire(const Session& who, const std::string& set, const json::Value& reason) {
    return call(who, "POST", "/rules/" + set + "/retire", json::Object{{"reason", reason}});
  }
};

TEST_F(RuleRoutesTest, ASetIsTakenInShownAndRetired) {
  const Reply made =
      import(amal_, kTermRules, {{"owner", "Sahil Desk"}, {"version", "7"}, {"tlp", "green"}});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["kind"].string_or(""), "term-rules");
  EXPECT_EQ(made.body["examples"].int_or(0), 2);
  EXPECT_EQ((*made.body["listed"].as_array())[0]["version"].string_or(""), "2");
  const Reply all = call(chand_, "GET", "/rules");
  ASSERT_EQ(all.body["items"].as_array()->size(), 1u);
  const std::string id = made.body["rule_set"].string_or("");
  for (const std::string& name : {id, std::string("Lantern%20desk")}) {
    const Reply one = call(chand_, "GET", "/rules/" + name);
    ASSERT_EQ(one.status, 200) << one.text;
    EXPECT_EQ(one.body["rule_set"].string_or(""), id);
    EXPECT_EQ(one.body["owner"].string_or(""), "Sahil Desk");
    EXPECT_EQ(one.body["content"].string_or(""), kTermRules);
    EXPECT_TRUE(one.body["retired_at"].is_null());
  }
  const Reply retired = retire(behram_, id, "too many leads");
  ASSERT_EQ(retired.status, 200) << retired.text;
  EXPECT_EQ(retired.body["reason"].string_or(""), "too many leads");
  EXPECT_FALSE(retired.body["retired_at"].is_null());
  EXPECT_EQ(retire(behram_, id, "again").status, 409);
  const Reply back = import(amal_, kTermRules, {{"version", "7"}});
  EXPECT_EQ(back.body["rule_set"].string_or(""), id);
  EXPECT_TRUE(back.body["retired_at"].is_null());
  EXPECT_EQ(import(amal_, kTermRules, {{"version", "7"}}).status, 409);
  EXPECT_EQ(count_entries("rules.imported"), 2u);
  EXPECT_EQ(count_entries("rules.retired"), 1u);
}

TEST_F(RuleRoutesTest, WhatCannotBeRunIsRefusedAndChangesNothing) {
  const std::string wrong_example = std::string(kTermRules) + "no-match lanterns\n";
  const std::vector<json::Object> wrong{
      {},
      {{"content", ""}, {"name", "x"}},
      {{"content", 7}, {"name", "x"}},
      {{"content", kTermRules}},  // no name
      {{"content", kTermRules}, {"name", 7}},
      {{"content", kTermRules}, {"name", std::string(201, 'x')}},
      {{"content", kTermRules}, {"name", "x"}, {"tlp", "purple"}},
      {{"content", kTermRules}, {"name", "x"}, {"owner", std::string(1001, 'x')}},
      {{"content", wrong_example}, {"name", "x"}},
      {{"content", "sanad-rules 1\nrul x\n"}, {"name", "x"}}};
  for (const json::Object& body : wrong) {
    const Reply refused = call(amal_, "POST", "/rules", body);
    EXPECT_EQ(refused.status, 400) << json::format_canonical(json::Value(body));
    EXPECT_EQ(refused.code(), "invalid");
  }
  EXPECT_EQ(import(amal_, std::string(rules::kMaxFileBytes + 1, ' ')).status, 413);
  const std::string told = import(amal_, wrong_example + "match a door\n").text;
  EXPECT_NE(told.find("2 of its 4 examples"), std::string::npos) << told;
  for (const char* line : {": line 9: rule", "; line 8: rule"})
    EXPECT_NE(told.find(line), std::string::npos) << told;
  EXPECT_EQ(count_entries("rules.imported"), 0u);
  EXPECT_EQ(retire(amal_, "rules-0000000000000000", "x").status, 404);
  EXPECT_EQ(call(amal_, "GET", "/rules/rules-0000000000000000").status, 404);
}

TEST_F(RuleRoutesTest, OnlyThoseWhoMayDo) {
  EXPECT_EQ(import(esen_, kTermRules).status, 403);
  EXPECT_EQ(call({}, "GET", "/rules").status, 401);
  const Reply made = import(amal_, kTermRules);
  const std::string id = made.body["rule_set"].string_or("");
  EXPECT_EQ(retire(esen_, id, "x").status, 403);
  EXPECT_EQ(retire(amal_, id, "").status, 400);
  EXPECT_EQ(retire(amal_, id, std::string(1001, 'x')).status, 400);
  EXPECT_EQ(count_entries("rules.retired"), 0u);
}

}  // namespace
}  // namespace sanad::server
