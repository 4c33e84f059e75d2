// Keeping and disposal over HTTP: what is answered, and to whom.
#include <gtest/gtest.h>

#include "service/disposal.h"
#include "test_rig.h"

namespace sanad::server {
namespace {

class KeepingRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_case();
    exhibit_ = seal_exhibit(case_);
  }
  json::Object rule() const {
    return json::Object{{"material", "everything"}, {"name", "thirty days"},
                        {"pack", "international"},  {"provision", "bp-minimisation"},
                        {"keep", "30 days"},        {"review", "1 year"},
                        {"reason", "order 7"}};
  }
  Reply propose(const Session& who) {
    return call(who, "POST", "/cases/" + case_ + "/disposals",
                json::Object{{"exhibit", exhibit_}, {"reason", "its time"}});
  }
  Reply act(const Session& who, const std::string& id, const char* verb, json::Object body) {
    return call(who, "POST", "/disposals/" + id + "/" + verb, body);
  }
  std::string case_, exhibit_;
};

TEST_F(KeepingRoutesTest, RulesAreSetReviewedAndEnded) {
  EXPECT_EQ(call(amal_, "POST", "/retention", rule()).status, 403);
  json::Object wrong = rule();
  wrong.set("keep", "for ever");
  EXPECT_EQ(call(behram_, "POST", "/retention", wrong).status, 400);
  wrong = rule();
  wrong.set("case", "case-0000000000000000");
  EXPECT_EQ(call(behram_, "POST", "/retention", wrong).status, 404);
  const Reply set = call(behram_, "POST", "/retention", rule());
  ASSERT_EQ(set.status, 201) << set.text;
  const std::string path = "/retention/" + set.body["rule"].string_or("");
  EXPECT_EQ(call(amal_, "GET", "/cases/" + case_ + "/retention")
                .body["items"]
                .as_array()
                ->front()["rule"]["name"]
                .string_or(""),
            "thirty days");
  EXPECT_EQ(call(dara_, "GET", "/retention").status, 403) << "an administrator reads no cases";
  EXPECT_EQ(call(chand_, "GET", "/retention?case=" + case_).body["items"].as_array()->size(), 1u);
  EXPECT_EQ(call(chand_, "GET", "/clocks").body["items"].as_array()->size(), 1u);
  EXPECT_EQ(call(behram_, "POST", path + "/review", json::Object{{"finding", "right"}}).status,
            200);
  EXPECT_EQ(call(behram_, "POST", path + "/end", json::Object{{"reason", ""}}).status, 400);
  EXPECT_EQ(call(behram_, "POST", path + "/end", json::Object{{"reason", "over"}}).status, 200);
  EXPECT_EQ(call(behram_, "POST", path + "/end", json::Object{{"reason", "over"}}).status, 409);
}

TEST_F(KeepingRoutesTest, AHoldStopsADisposalUntilItIsLifted) {
  ASSERT_EQ(call(behram_, "POST", "/retention", rule()).status, 201);
  const auto preview = [&] {
    return call(amal_, "POST", "/cases/" + case_ + "/disposals/preview",
                json::Object{{"exhibit", exhibit_}})
        .body["items"];
  };
  EXPECT_EQ(preview().as_array()->front()["code"].string_or(""), "retention-not-over");
  const Reply placed = call(chand_, "POST", "/cases/" + case_ + "/holds",
                            json::Object{{"ground", "suit 3"}, {"reason", "the court asked"}});
  ASSERT_EQ(placed.status, 201) << placed.text;
  EXPECT_EQ(preview().as_array()->front()["code"].string_or(""), "legal-hold");
  EXPECT_EQ(propose(chand_).status, 403);
  EXPECT_EQ(count_entries("act.refused"), 1u);
  const std::string lift = "/holds/" + placed.body["hold"].string_or("") + "/lift";
  EXPECT_EQ(call(chand_, "POST", lift, json::Object{{"reason", "over"}}).status, 403);
  EXPECT_EQ(call(behram_, "POST", lift, json::Object{{"reason", "over"}}).status, 200);
  EXPECT_EQ(call(amal_, "GET", "/holds").body["items"].as_array()->size(), 1u);
  EXPECT_EQ(call(amal_, "GET", "/cases/" + case_ + "/holds").body["items"].as_array()->size(), 1u);
}

TEST_F(KeepingRoutesTest, ADisposalTakesTwoAndLeavesACertificate) {
  ASSERT_EQ(call(behram_, "POST", "/retention", rule()).status, 201);
  // Signed in anew: sessions end before the time has come.
  clock_.advance_ms(31 * kDayMs);
  const auto again = [&](const char* name) {
    return session_of(call({}, "POST", "/session/link", json::Object{{"token", link_of(name)}}));
  };
  behram_ = again("Behram Sorani");
  chand_ = again("Chand Zarin");
  esen_ = again("Esen Tovar");
  const Reply first = propose(behram_);
  ASSERT_EQ(first.status, 201) << first.text;
  EXPECT_EQ(propose(chand_).status, 409);
  const std::string own = first.body["disposal"].string_or("");
  EXPECT_EQ(act(behram_, own, "approve", {}).status, 403) << "nobody approves their own";
  EXPECT_EQ(act(behram_, own, "withdraw", {{"reason", "wrong one"}}).status, 200);
  const std::string second = propose(chand_).body["disposal"].string_or("");
  EXPECT_EQ(act(behram_, second, "return", {{"reason", "wait"}}).body["state"].string_or(""),
            "returned");
  const std::string third = propose(chand_).body["disposal"].string_or("");
  EXPECT_EQ(call(chand_, "GET", "/disposals/" + third + "/certificate").status, 409);
  ASSERT_EQ(act(behram_, third, "approve", {{"note", "agreed"}}).status, 200);
  ASSERT_TRUE(service::carry_out_disposals(*workspace_).ok());
  EXPECT_EQ(call(chand_, "GET", "/disposals/" + third).body["state"].string_or(""), "done");
  const Reply gone = call(chand_, "GET", "/exhibits/" + exhibit_);
  EXPECT_EQ(gone.status, 404);
  EXPECT_NE(gone.text.find("was disposed of"), std::string::npos);
  const Reply certificate = call(chand_, "GET", "/disposals/" + third + "/certificate?language=ur");
  ASSERT_EQ(certificate.status, 200) << certificate.text;
  EXPECT_NE(certificate.body["page"].string_or("").find("dir=\"rtl\""), std::string::npos);
  EXPECT_EQ(call(chand_, "GET", "/disposals").body["items"].as_array()->size(), 3u);
  EXPECT_EQ(call(chand_, "GET", "/cases/" + case_ + "/disposals").body["items"].as_array()->size(),
            3u);
  EXPECT_EQ(call(chand_, "GET", "/disposals/disposal-0000000000000000").status, 404);
}

}  // namespace
}  // namespace sanad::server
