// Partners' tokens in the workbench: issued, shown, revoked, and by whom.
#include <gtest/gtest.h>

#include "list_test_rig.h"

namespace sanad::server {
namespace {

class TokenRoutesTest : public ListRig {
 protected:
  json::Object order(json::Object more = {}) {
    json::Object body{{"partner", "Sahil Media Desk"},
                      {"purpose", "checks of uploads"},
                      {"scopes", json::Array{"lookup"}},
                      {"lists", json::Array{"Lantern files"}},
                      {"expires_at", format_timestamp({clock_.now().unix_ms + kDayMs})}};
    for (const json::Member& member : more) body.set(member.name, member.value);
    return body;
  }
};

TEST_F(TokenRoutesTest, ASecretIsShownOnceAndNeverAgain) {
  import(amal_, kValue + "\n", {{"signal", "sha256"}, {"tlp", "green"}});
  const Reply issued = call(behram_, "POST", "/tokens", order({{"per_minute", 7}}));
  ASSERT_EQ(issued.status, 201) << issued.text;
  const std::string secret = issued.body["secret"].string_or("");
  EXPECT_TRUE(secret.starts_with("sanad_"));
  EXPECT_EQ(issued.body["per_minute"].int_or(0), 7);
  EXPECT_EQ(issued.header("Cache-Control"), "no-store");
  for (const Session& who : {behram_, dara_}) {
    const Reply all = call(who, "GET", "/tokens");
    ASSERT_EQ(all.status, 200) << all.text;
    EXPECT_EQ(all.text.find(secret), std::string::npos);
    EXPECT_EQ(first(all)["prefix"].string_or(""), secret.substr(0, 12));
    EXPECT_EQ(first(all)["state"].string_or(""), "valid");
  }
}

TEST_F(TokenRoutesTest, ATokenIsRevokedOnceWithAReason) {
  import(amal_, kValue + "\n", {{"signal", "sha256"}, {"tlp", "green"}});
  const std::string id = call(behram_, "POST", "/tokens", order()).body["token"].string_or("");
  const std::string path = "/tokens/" + id + "/revoke";
  const json::Object reason{{"reason", "the machine was lost"}};
  EXPECT_EQ(call(amal_, "POST", path, reason).status, 403);
  EXPECT_EQ(call(dara_, "POST", path, json::Object{}).status, 400);
  EXPECT_EQ(call(dara_, "POST", path, json::Object{{"reason", 7}}).status, 400);
  const Reply revoked = call(dara_, "POST", path, reason);
  ASSERT_EQ(revoked.status, 200) << revoked.text;
  EXPECT_EQ(revoked.body["state"].string_or(""), "revoked");
  EXPECT_EQ(call(dara_, "POST", path, reason).status, 409);
  EXPECT_EQ(call(dara_, "POST", "/tokens/token-0000000000000000/revoke", reason).status, 404);
}

TEST_F(TokenRoutesTest, WhoMayNotOrAsksWronglyIsRefusedAndNothingIsIssued) {
  import(amal_, kValue + "\n", {{"signal", "sha256"}, {"tlp", "red"}});
  for (const Session& who : {amal_, chand_, dara_, esen_})
    EXPECT_EQ(call(who, "POST", "/tokens", order()).status, 403);
  for (const Session& who : {amal_, esen_}) EXPECT_EQ(call(who, "GET", "/tokens").status, 403);
  EXPECT_EQ(call({}, "GET", "/tokens").status, 401);
  EXPECT_EQ(call(behram_, "POST", "/tokens", order()).status, 403);  // TLP:RED
  EXPECT_EQ(call(behram_, "POST", "/tokens", order({{"lists", json::Array{"none"}}})).status, 404);
  const std::vector<json::Object> wrong{{{"partner", 7}},
                                        {{"partner", ""}},
                                        {{"scopes", "lookup"}},
                                        {{"scopes", json::Array{7}}},
                                        {{"scopes", json::Array{"read"}}},
                                        {{"lists", json::Array{}}},
                                        {{"expires_at", "tomorrow"}},
                                        {{"per_minute", 0}},
                                        {{"per_minute", "many"}}};
  for (const json::Object& part : wrong) {
    EXPECT_EQ(call(behram_, "POST", "/tokens", order(part)).status, 400)
        << json::format_canonical(json::Value(part));
  }
  EXPECT_EQ(count_entries("token.issued"), 0u);
}

}  // namespace
}  // namespace sanad::server
