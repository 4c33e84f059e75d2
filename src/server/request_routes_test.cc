// Requests and clocks over HTTP: what is answered, and to whom.
#include <gtest/gtest.h>

#include "service/running_clocks.h"
#include "test_rig.h"

namespace sanad::server {
namespace {

class RequestRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_case();
  }
  json::Object content() const {
    return {{"pack", "pk"},
            {"form", "peca-31-notice"},
            {"addressee", "Forum of Tirazan"},
            {"provision", "peca-31"},
            {"basis", "Posts of the account are evidence."},
            {"url", "https://forum.tirazan.example/"},
            {"identifiers", json::Array{"user lantern4"}},
            {"offence", "recruitment"},
            {"fields", json::Object{{"mandate", "JIT order 4/2026"},
                                    {"data-specified", "Posts of November"},
                                    {"necessity", "They show who recruits."},
                                    {"risk", "They are deleted."},
                                    {"period-days", "30"}}}};
  }
  void allow() {
    ASSERT_TRUE(service::change_setting(*workspace_, "system", "agency.powers", "pk:peca-31").ok());
  }
  std::string draft() {
    const Reply made =
        call(amal_, "POST", "/cases/" + case_ + "/requests", json::Object{{"content", content()}});
    EXPECT_EQ(made.status, 201) << made.text;
    return "/requests/" + made.body["request"].string_or("");
  }
  // A legality record that covers whom the notice is addressed to, approved.
  void justify() {
    json::Object record{{"act", "provider-request"},
                        {"covers", json::Array{"Forum of Tirazan"}},
                        {"expires", format_timestamp({clock_.now().unix_ms + 20 * kDayMs})}};
    for (const char* field : {"legal-basis", "legitimate-aim", "necessity", "less-intrusive",
                              "adequacy", "proportionality", "collateral"})
      record.set(field, "A sentence.");
    const Reply filled = call(amal_, "POST", "/papers",
                              json::Object{{"case", case_},
                                           {"pack", "international"},
                                           {"form", "lnp-record"},
                                           {"content", std::move(record)}});
    const std::string paper = "/papers/" + filled.body["paper"].string_or("");
    call(amal_, "POST", paper + "/submit", json::Object{{"version", 1}});
    const Reply approved =
        call(behram_, "POST", paper + "/approve", json::Object{{"version", 1}, {"note", ""}});
    EXPECT_EQ(approved.status, 200) << approved.text;
  }
  json::Object now(std::string_view member, std::string_view value) const {
    return {{"at", format_timestamp(clock_.now())}, {std::string(member), value}};
  }
  std::string case_;
};

TEST_F(RequestRoutesTest, ARequestGoesThroughItsStatesOverHttp) {
  allow();
  const std::string request = draft();
  EXPECT_EQ(call(amal_, "POST", request + "/approval", json::Object{{"note", ""}}).status, 403);
  EXPECT_EQ(call(behram_, "POST", request + "/approval", json::Object{{"note", ""}}).status, 200);
  EXPECT_EQ(call(amal_, "POST", request + "/issue").status, 403) << "no legality record";
  justify();
  const Reply issued = call(amal_, "POST", request + "/issue");
  ASSERT_EQ(issued.status, 200) << issued.text;
  EXPECT_EQ(issued.body["documents"].as_array()->size(), 4u);
  EXPECT_EQ(call(amal_, "POST", request + "/sent", now("how", "registered mail")).status, 200);
  const Reply received = call(amal_, "POST", request + "/receipt", now("how", "receipt slip"));
  ASSERT_EQ(received.status, 200) << received.text;
  EXPECT_EQ(received.body["clocks"].as_array()->front()["key"].string_or(""),
            "peca-31-preservation");
  const Reply paper = call(chand_, "GET", request + "/papers/peca-31-notice.en.html");
  ASSERT_EQ(paper.status, 200);
  EXPECT_NE(paper.text.find("draft: to be confirmed by counsel"), std::string::npos);
  EXPECT_EQ(paper.header("Content-Type"), "application/octet-stream");
  EXPECT_NE(paper.header("Content-Disposition").find("attachment"), std::string::npos);
  EXPECT_EQ(count_entries("request.copied"), 1u);
  EXPECT_EQ(
      call(amal_, "POST", request + "/versions", json::Object{{"base", 1}, {"content", content()}})
          .status,
      403);
  EXPECT_EQ(count_entries("act.refused"), 3u)
      << "their own approval, without the legality record, and this";
  EXPECT_EQ(call(amal_, "POST", request + "/answer", now("outcome", "disclosed"))
                .body["outcome"]
                .string_or(""),
            "disclosed");
  EXPECT_EQ(call(chand_, "GET", "/cases/" + case_ + "/requests").body["items"].as_array()->size(),
            1u);
  EXPECT_EQ(call(chand_, "GET", "/requests").status, 200);
  EXPECT_EQ(call(chand_, "GET", request + "/preview?language=ur").status, 200);
  EXPECT_EQ(call(chand_, "GET", request + "/preview?language=fr").status, 400);
  EXPECT_EQ(call(amal_, "POST", request + "/printing").status, 202);
}

TEST_F(RequestRoutesTest, ReChecksAreScheduledOrderedAndEndedOverHttp) {
  approved(case_);
  seal_exhibit(case_);
  const Reply made =
      call(amal_, "POST", "/cases/" + case_ + "/requests",
           json::Object{
               {"content", json::Object{{"pack", "international"},
                                        {"form", "platform-referral"},
                                        {"addressee", "Forum of Tirazan"},
                                        {"provision", "iccpr-19-3"},
                                        {"basis", "The thread calls for violence."},
                                        {"url", "https://forum.tirazan.example/"},
                                        {"identifiers", json::Array{"thread 17"}},
                                        {"preservation_considered", "Asked for."},
                                        {"deconfliction", "Cleared with Tirazan North."},
                                        {"fields", json::Object{{"purpose-assessed", "None."}}}}}});
  ASSERT_EQ(made.status, 201) << made.text;
  const std::string request = "/requests/" + made.body["request"].string_or("");
  const json::Object every{{"every_hours", 6},
                           {"until", format_timestamp({clock_.now().unix_ms + 2 * kDayMs})}};
  EXPECT_EQ(call(amal_, "POST", request + "/recheck-schedule", every).status, 409)
      << "it was not issued";
  ASSERT_EQ(call(behram_, "POST", request + "/approval", json::Object{{"note", ""}}).status, 200);
  ASSERT_EQ(call(amal_, "POST", request + "/issue").status, 200);
  EXPECT_EQ(call(esen_, "POST", request + "/recheck-schedule", every).status, 403);
  EXPECT_EQ(call(amal_, "POST", request + "/recheck-schedule",
                 json::Object{{"every_hours", 6}, {"until", "soon"}})
                .status,
            400);
  const Reply scheduled = call(amal_, "POST", request + "/recheck-schedule", every);
  ASSERT_EQ(scheduled.status, 200) << scheduled.text;
  EXPECT_EQ(scheduled.body["recheck"]["every_hours"].int_or(0), 6);
  const Reply ordered = call(amal_, "POST", request + "/rechecks");
  ASSERT_EQ(ordered.status, 202) << ordered.text;
  EXPECT_EQ(
      call(amal_, "GET", "/jobs/" + ordered.body["job"].string_or("")).body["kind"].string_or(""),
      "recheck");
  EXPECT_EQ(call(esen_, "POST", request + "/rechecks").status, 403);
  EXPECT_EQ(
      call(amal_, "POST", request + "/recheck-schedule/end", json::Object{{"reason", ""}}).status,
      400);
  const Reply ended =
      call(amal_, "POST", request + "/recheck-schedule/end", json::Object{{"reason", "gone"}});
  EXPECT_EQ(ended.status, 200) << ended.text;
  EXPECT_TRUE(ended.body["recheck"]["next_at"].is_null());
  EXPECT_EQ(call(amal_, "POST", request + "/recheck-schedule/end", json::Object{{"reason", "gone"}})
                .status,
            409);
}

TEST_F(RequestRoutesTest, FormsSayWhetherTheAgencyHasThePower) {
  const auto power = [&](std::string_view form) {
    const Reply forms = call(amal_, "GET", "/request-forms");
    for (const json::Value& one : *forms.body["items"].as_array())
      if (one["form"].string_or("") == form) return one["has_power"].bool_or(false);
    return false;
  };
  EXPECT_FALSE(power("peca-31-notice"));
  EXPECT_TRUE(power("platform-referral"));
  allow();
  EXPECT_TRUE(power("peca-31-notice"));
}

TEST_F(RequestRoutesTest, ADraftSaysWhatItLacksAndIsGivenBackOrUp) {
  const std::string request = draft();
  const Reply shown = call(amal_, "GET", request);
  EXPECT_EQ(shown.body["shortfalls"].as_array()->front()["code"].string_or(""), "no-power");
  EXPECT_EQ(call(behram_, "POST", request + "/approval", json::Object{{"note", ""}}).status, 403);
  EXPECT_EQ(call(amal_, "POST", request + "/issue").status, 403);
  EXPECT_EQ(
      call(behram_, "POST", request + "/return", json::Object{{"reason", "which posts?"}}).status,
      200);
  EXPECT_EQ(
      call(amal_, "POST", request + "/versions", json::Object{{"base", 1}, {"content", content()}})
          .status,
      201);
  EXPECT_EQ(call(amal_, "POST", request + "/withdrawal", json::Object{{"reason", "gone"}}).status,
            200);
  EXPECT_EQ(call(amal_, "POST", request + "/printing").status, 409);
  EXPECT_EQ(call(dara_, "GET", request).status, 403);
  EXPECT_EQ(call(amal_, "GET", "/requests/request-1").status, 404);
  EXPECT_EQ(call(amal_, "GET", request + "/papers/x.html").status, 404);
  EXPECT_EQ(call(amal_, "POST", "/cases/" + case_ + "/incoming-requests",
                 json::Object{{"kind", "notice"},
                              {"received_at", format_timestamp(clock_.now())},
                              {"content", json::Object{{"addressee", "Desk of Tirazan North"},
                                                       {"basis", "Keep thread 17."}}}})
                .body["state"]
                .string_or(""),
            "received");
}

TEST_F(RequestRoutesTest, ClocksAreStartedSuspendedExtendedAndMet) {
  const auto start = [&](std::string_view pack, std::string_view key) {
    const Reply made = call(amal_, "POST", "/cases/" + case_ + "/clocks",
                            json::Object{{"pack", pack},
                                         {"clock", key},
                                         {"at", format_timestamp(clock_.now())},
                                         {"reason", "it happened"}});
    EXPECT_EQ(made.status, 201) << made.text;
    return "/clocks/" + made.body["clock"].string_or("");
  };
  const std::string hour = start("eu", "tco-removal"), kept = start("eu", "epoc-pr");
  clock_.advance_ms(60'000);
  EXPECT_EQ(call(amal_, "POST", hour + "/suspension", now("reason", "a question"))
                .body["state"]
                .string_or(""),
            "suspended");
  clock_.advance_ms(60'000);
  EXPECT_EQ(
      call(amal_, "POST", hour + "/resumption", now("reason", "clear")).body["state"].string_or(""),
      "running");
  EXPECT_EQ(call(amal_, "POST", kept + "/suspension", now("reason", "a wish")).status, 400);
  json::Object extension = now("reason", "order 4");
  extension.set("by", "the issuing authority");
  extension.set("period", json::Object{{"count", 30}, {"unit", "days"}, {"ending", "same-time"}});
  EXPECT_EQ(
      call(amal_, "POST", kept + "/extension", extension).body["extensions"].as_array()->size(),
      1u);
  EXPECT_EQ(
      call(amal_, "POST", hour + "/met", now("reason", "removed")).body["state"].string_or(""),
      "met");
  EXPECT_EQ(call(esen_, "POST", kept + "/met", now("reason", "x")).status, 403);
  EXPECT_EQ(call(chand_, "GET", "/clocks").body["items"].as_array()->size(), 1u);
  EXPECT_EQ(call(chand_, "GET", "/clocks?all=true&case=" + case_).body["items"].as_array()->size(),
            2u);
  EXPECT_EQ(call(chand_, "GET", "/clocks?case=x").status, 404);
  EXPECT_GT(call(amal_, "GET", "/clock-rules").body["items"].as_array()->size(), 10u);
  EXPECT_EQ(call(dara_, "GET", "/clocks").status, 403);
}

}  // namespace
}  // namespace sanad::server
