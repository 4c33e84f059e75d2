// Assessments, what speaks for somebody, complaints and exposure over HTTP: what is answered, and
// to whom.
#include <gtest/gtest.h>

#include "test_rig.h"

namespace sanad::server {
namespace {

class AssessmentRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    gul_ = sign_in("Gul Tarin", authority::Role::kReviewer);
    hamid_ = sign_in("Hamid Vessar", authority::Role::kReviewer);
    case_ = open_case();
    exhibit_ = seal_exhibit();
  }
  std::string seal_exhibit() {
    const std::string record = "{\"url_final\":\"https://forum.tirazan.example/\"}";
    auto writer = workspace_->vault().begin(case_).value();
    EXPECT_TRUE(writer->write(as_bytes(record)).ok());
    const std::string sha256 = format_hex(writer->seal().value().info.sha256);
    const std::string id = crypto::new_id("exhibit");
    const json::Object file{{"name", "page.png"},        {"role", "screenshot"},
                            {"media_type", "image/png"}, {"size", record.size()},
                            {"sha256", sha256},          {"sha512", std::string(128, '0')}};
    const std::string now = format_timestamp(clock_.now());
    const json::Object whole{{"status", "complete"}, {"reasons", json::Array{}}};
    EXPECT_TRUE(workspace_->custody()
                    .record({"exhibit.sealed", "system", case_,
                             json::Object{{"exhibit", id},
                                          {"number", "TZ-1-001"},
                                          {"capture", crypto::new_id("capture")},
                                          {"authorisation", "authorisation-0000000000000001"},
                                          {"url", "https://forum.tirazan.example/"},
                                          {"title", "Threads"},
                                          {"started_at", now},
                                          {"ended_at", now},
                                          {"files", json::Array{file}},
                                          {"completeness", whole}}})
                    .ok());
    return id;
  }
  json::Object grounds(json::Object more = {}) const {
    more.set("reason", "The thread says so.");
    more.set("confidence", "low");
    more.set("evidence", json::Array{json::Object{{"exhibit", "TZ-1-001"}}});
    return more;
  }
  Reply step(const Session& who, const std::string& id, const char* name, json::Object content) {
    return call(who, "POST", "/assessments/" + id + "/steps/" + name,
                json::Object{{"content", std::move(content)}});
  }
  void ask() {
    ASSERT_EQ(call(amal_, "POST", "/exhibits/TZ-1-001/assessment-asks",
                   json::Object{{"reason", "Is it theirs?"}, {"urgent", true}})
                  .status,
              204);
  }
  std::string take(const Session& who) {
    const Reply taken = call(who, "POST", "/exhibits/" + exhibit_ + "/assessments", json::Object{});
    EXPECT_EQ(taken.status, 201) << taken.text;
    return taken.body["assessment"].string_or("");
  }
  void assess(const Session& who, const std::string& id, const char* outcome) {
    json::Array none;
    for (const char* facet : {"gifct-behaviour", "unodc-use", "unodc-function"})
      none.emplace_back(json::Object{{"facet", facet}, {"reason", "Nothing of it."}});
    const std::vector<std::pair<const char*, json::Object>> steps = {
        {"purpose", grounds({{"claimed", "none"}, {"assessed", "none"}})},
        {"source", grounds({{"text", "An account."}})},
        {"content", grounds({{"text", "A poem."}, {"languages", json::Array{"ur"}}})},
        {"uses", json::Object{{"uses", json::Array{}}, {"none", none}, {"incitement", false}}},
        {"outcome", grounds({{"outcome", outcome}})}};
    for (const auto& [name, content] : steps) {
      const Reply reply = step(who, id, name, content);
      ASSERT_EQ(reply.status, 200) << name << reply.text;
    }
  }
  Session gul_, hamid_;
  std::string case_, exhibit_;
};

TEST_F(AssessmentRoutesTest, TwoAssessBlindAndAThirdDecides) {
  ASSERT_EQ(call(gul_, "GET", "/assessment-form").status, 200);
  ask();
  const Reply queue = call(gul_, "GET", "/assessment-queue?case=" + case_);
  ASSERT_EQ(queue.status, 200) << queue.text;
  ASSERT_EQ(queue.body["items"].as_array()->size(), 1u);
  const std::string first = take(gul_);
  EXPECT_EQ(step(gul_, first, "outcome", grounds({{"outcome", "removal"}})).status, 403);
  EXPECT_EQ(step(gul_, first, "verdict", {}).status, 404);
  assess(gul_, first, "removal");
  const Reply before = call(hamid_, "GET", "/assessment-queue?case=" + case_);
  EXPECT_EQ(before.body["items"].as_array()->size(), 1u);
  const auto all_entries = [&](const Session& who) {
    return call(who, "GET", "/cases/" + case_ + "/entries").text +
           call(who, "GET", "/cases/" + case_ + "/refusals").text +
           call(who, "GET", "/exhibits/" + exhibit_ + "/custody").text;
  };
  for (const Session* who : {&hamid_, &behram_, &chand_}) {
    EXPECT_EQ(call(*who, "GET", "/assessments/" + first).status, 403);
    EXPECT_TRUE(call(*who, "GET", "/assessment-pairs").body["items"].as_array()->empty());
    const std::string told = all_entries(*who);
    for (const char* secret :
         {"removal", "assessment.written", "assessment.taken", "step-before-its-turn"})
      EXPECT_EQ(told.find(secret), std::string::npos) << secret;
    EXPECT_EQ(told.find(first), std::string::npos);
  }
  EXPECT_NE(all_entries(gul_).find("assessment.written"), std::string::npos);
  const std::string second = take(hamid_);
  EXPECT_TRUE(call(hamid_, "GET", "/assessments/" + second).body["pair"].is_null());
  assess(hamid_, second, "no-action");
  const Reply pairs = call(chand_, "GET", "/assessment-pairs?case=" + case_);
  ASSERT_EQ(pairs.body["items"].as_array()->size(), 1u) << pairs.text;
  const std::string pair = pairs.body["items"].as_array()->front()["pair"].string_or("");
  const Reply shown = call(chand_, "GET", "/assessment-pairs/" + pair);
  ASSERT_EQ(shown.status, 200) << shown.text;
  EXPECT_EQ(shown.body["state"].string_or(""), "differs");
  const json::Object decision{{"content", grounds({{"outcome", "keep-watching"}})}};
  const std::string path = "/assessment-pairs/" + pair + "/adjudication";
  EXPECT_EQ(call(gul_, "POST", path, decision).status, 403);
  const Reply decided = call(behram_, "POST", path, decision);
  ASSERT_EQ(decided.status, 200) << decided.text;
  EXPECT_EQ(decided.body["outcome"].string_or(""), "keep-watching");
  EXPECT_EQ(call(behram_, "POST", path, decision).status, 409);
  const Reply figures = call(chand_, "GET", "/assessment-agreement");
  ASSERT_EQ(figures.status, 200) << figures.text;
  EXPECT_FALSE(figures.body["items"].as_array()->empty());
}

TEST_F(AssessmentRoutesTest, WhatSpeaksForSomebodyIsNotedAndAnswered) {
  const std::string path = "/cases/" + case_ + "/exculpatory-notes";
  const json::Object note{{"text", "The author reports on it."},
                          {"cited", json::Array{json::Object{{"exhibit", exhibit_}}}}};
  const Reply made = call(gul_, "POST", path, note);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(call(gul_, "POST", path, json::Object{{"text", "x"}, {"cited", json::Array{}}}).status,
            400);
  EXPECT_EQ(call(dara_, "POST", path, note).status, 403);
  const std::string answer = "/exculpatory-notes/" + made.body["note"].string_or("") + "/answer";
  const json::Object words{{"answer", "outweighed"}, {"reason", "It names an hour."}};
  EXPECT_EQ(call(gul_, "POST", answer, words).status, 403);
  EXPECT_EQ(call(amal_, "POST", answer, words).status, 200);
  EXPECT_EQ(call(amal_, "POST", answer, words).status, 409);
  EXPECT_EQ(call(chand_, "GET", path).body["items"].as_array()->size(), 1u);
}

TEST_F(AssessmentRoutesTest, AComplaintIsRegisteredAndAnswered) {
  const std::string path = "/cases/" + case_ + "/complaints";
  json::Object order{{"kind", "correction"},
                     {"capacity", "provider"},
                     {"about", exhibit_},
                     {"text", "The title is that of another page."}};
  const Reply made = call(chand_, "POST", path, order);
  ASSERT_EQ(made.status, 201) << made.text;
  order.set("capacity", "nobody");
  EXPECT_EQ(call(chand_, "POST", path, order).status, 400);
  const std::string answer = "/complaints/" + made.body["complaint"].string_or("") + "/answer";
  const json::Object words{{"outcome", "upheld"}, {"reason", "It is so."}};
  EXPECT_EQ(call(amal_, "POST", answer, words).status, 403);
  EXPECT_EQ(call(behram_, "POST", answer, words).status, 200);
  EXPECT_EQ(call(chand_, "GET", path).body["items"].as_array()->front()["outcome"].string_or(""),
            "upheld");
}

TEST_F(AssessmentRoutesTest, ExposureIsOnesOwn) {
  ASSERT_EQ(call(gul_, "GET", "/exhibits/" + exhibit_ + "/files/page.png?purpose=work").status,
            200);
  const Reply mine = call(gul_, "GET", "/exposure");
  ASSERT_EQ(mine.status, 200) << mine.text;
  EXPECT_EQ(mine.body["last_day"].int_or(0), 1);
  EXPECT_EQ(call(hamid_, "GET", "/exposure").body["last_day"].int_or(9), 0);
  EXPECT_EQ(call(gul_, "GET", "/exposure/reached").status, 403);
  EXPECT_EQ(call(behram_, "GET", "/exposure/reached").status, 200);
  EXPECT_EQ(call(dara_, "GET", "/exposure").status, 403);
  const std::string path = "/exhibits/" + exhibit_ + "/companions";
  EXPECT_EQ(call(gul_, "POST", path, json::Object{{"officer", "officer-0"}, {"minutes", 5}}).status,
            404);
  const std::string hamid =
      call(hamid_, "GET", "/session").body["officer"]["officer"].string_or("");
  EXPECT_EQ(call(gul_, "POST", path, json::Object{{"officer", hamid}, {"minutes", 5}}).status, 204);
}

TEST_F(AssessmentRoutesTest, WhatIsTakenIsGivenBackByWhoHasIt) {
  EXPECT_EQ(call(gul_, "POST", "/exhibits/" + exhibit_ + "/assessments", json::Object{}).status,
            409);
  ask();
  const std::string id = take(gul_);
  const std::string path = "/assessments/" + id + "/give-back";
  EXPECT_EQ(call(gul_, "POST", path, json::Object{{"reason", ""}}).status, 400);
  EXPECT_EQ(call(hamid_, "POST", path, json::Object{{"reason", "x"}}).status, 403);
  const Reply given = call(gul_, "POST", path, json::Object{{"reason", "I know the author."}});
  ASSERT_EQ(given.status, 200) << given.text;
  EXPECT_EQ(given.body["state"].string_or(""), "given-back");
  EXPECT_EQ(call(chand_, "GET", "/assessment-queue").status, 403);
}

}  // namespace
}  // namespace sanad::server
