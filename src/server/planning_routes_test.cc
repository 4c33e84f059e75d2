// Planning over HTTP: what is answered, and to whom.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "test_rig.h"

namespace sanad::server {
namespace {

class PlanningRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_case("TZ-1");
  }
  std::string in(std::int64_t ms) const { return format_timestamp({clock_.now().unix_ms + ms}); }
  Reply fill(const Session& who, const char* form, json::Object content) {
    return call(who, "POST", "/papers",
                json::Object{{"case", case_},
                             {"pack", "international"},
                             {"form", form},
                             {"content", std::move(content)}});
  }
  Reply act(const Session& who, const std::string& paper, const char* verb, json::Object body) {
    return call(who, "POST", "/papers/" + paper + "/" + verb, body);
  }
  json::Object record() const {
    json::Object content{{"act", "monitoring"},
                         {"covers", json::Array{"https://channel.tirazan.example/"}},
                         {"expires", in(20 * kDayMs)}};
    for (const char* field : {"legal-basis", "legitimate-aim", "necessity", "less-intrusive",
                              "adequacy", "proportionality", "collateral"})
      content.set(field, "A sentence.");
    return content;
  }
  Reply set_policy(const Session& who, json::Object policy) {
    return call(who, "PUT", "/policy",
                json::Object{{"policy", std::move(policy)}, {"reason", "order 4"}});
  }
  std::string case_;
};

TEST_F(PlanningRoutesTest, LawIsListedAddedAndAdopted) {
  const Reply law = call(chand_, "GET", "/law");
  ASSERT_EQ(law.status, 200) << law.text;
  EXPECT_EQ(law.body["packs"].as_array()->size(), 6u);
  EXPECT_EQ(law.body["packs"].as_array()->front()["caution"].string_or(""),
            "draft: to be confirmed by counsel");
  std::ifstream file(SANAD_SOURCE_DIR "/src/authority/testdata/pack.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const json::Object added{{"file", "tirazan.json"}, {"text", text}};
  EXPECT_EQ(call(amal_, "POST", "/law", added).status, 403);
  EXPECT_EQ(call(behram_, "POST", "/law", json::Object{{"file", "a"}, {"text", "{}"}}).status, 400);
  EXPECT_EQ(call(behram_, "POST", "/law", added).status, 201);
  EXPECT_EQ(call(behram_, "POST", "/law", added).status, 409);
  EXPECT_EQ(call(chand_, "GET", "/law-packs").body["items"].as_array()->size(), 7u);
  const std::string adopt = "/law/tirazan/2026-03-01/adopt";
  EXPECT_EQ(call(amal_, "POST", adopt, json::Object{{"reason", "r"}}).status, 403);
  EXPECT_EQ(call(behram_, "POST", adopt, json::Object{{"reason", ""}}).status, 400);
  EXPECT_EQ(
      call(behram_, "POST", "/law/tirazan/2020-01-01/adopt", json::Object{{"reason", "r"}}).status,
      404);
  EXPECT_EQ(call(behram_, "POST", adopt, json::Object{{"reason", "counsel"}})
                .body["status"]
                .string_or(""),
            "adopted");
}

TEST_F(PlanningRoutesTest, APaperIsWrittenSubmittedAndDecidedByTwo) {
  const Reply forms = call(amal_, "GET", "/forms?document=legality-record");
  ASSERT_EQ(forms.body["items"].as_array()->size(), 1u);
  EXPECT_EQ(fill(chand_, "lnp-record", record()).status, 403);
  EXPECT_EQ(fill(amal_, "poem", record()).status, 404);
  const Reply filled = fill(amal_, "lnp-record", record());
  ASSERT_EQ(filled.status, 201) << filled.text;
  const std::string id = filled.body["paper"].string_or("");
  EXPECT_EQ(act(amal_, id, "submit", {}).status, 400) << "no version";
  EXPECT_EQ(act(amal_, id, "submit", {{"version", 1}}).body["state"].string_or(""), "submitted");
  EXPECT_EQ(call(behram_, "GET", "/papers-waiting").body["items"].as_array()->size(), 1u);
  EXPECT_EQ(act(amal_, id, "approve", {{"version", 1}}).status, 403);
  EXPECT_EQ(act(behram_, id, "return", {{"version", 1}, {"reason", ""}}).status, 400);
  EXPECT_EQ(act(behram_, id, "return", {{"version", 1}, {"reason", "shorter"}}).status, 200);
  json::Object changed = record();
  changed.set("necessity", "Another sentence.");
  EXPECT_EQ(
      act(amal_, id, "versions", {{"base", 1}, {"reason", "as returned"}, {"content", changed}})
          .status,
      201);
  EXPECT_EQ(act(amal_, id, "submit", {{"version", 2}}).status, 200);
  const Reply approved = act(behram_, id, "approve", {{"version", 2}, {"note", ""}});
  EXPECT_TRUE(approved.body["in_force"].bool_or(false));
  const Reply shown = call(chand_, "GET", "/papers/" + id);
  const json::Value& second = (*shown.body["versions"].as_array())[1];
  EXPECT_EQ(second["changes"].as_array()->front()["key"].string_or(""), "necessity");
  EXPECT_EQ(call(chand_, "GET", "/cases/" + case_ + "/papers?document=plan")
                .body["items"]
                .as_array()
                ->size(),
            0u);
  EXPECT_EQ(call(dara_, "GET", "/cases/" + case_ + "/papers").status, 403);
  const auto question = [&](const char* subject) {
    return call(amal_, "POST", "/cases/" + case_ + "/intrusive-decision",
                json::Object{{"act", "monitoring"}, {"subject", subject}})
        .body["code"]
        .string_or("");
  };
  EXPECT_EQ(question("https://channel.tirazan.example/"), "allowed");
  EXPECT_EQ(question("https://forum.tirazan.example/"), "no-legality-record");
  EXPECT_EQ(act(behram_, id, "close", {{"reason", "done"}}).body["in_force"].bool_or(true), false);
  EXPECT_EQ(question("https://channel.tirazan.example/"), "no-legality-record");
  EXPECT_EQ(act(amal_, "paper-0000000000000000", "submit", {{"version", 1}}).status, 404);
}

TEST_F(PlanningRoutesTest, ThePolicyDemandsAndAnEmergencyOverrides) {
  approved(case_);
  EXPECT_EQ(set_policy(amal_, {}).status, 403);
  EXPECT_EQ(set_policy(behram_, {{"luck", true}}).status, 400);
  EXPECT_EQ(set_policy(behram_, {{"before_collection", json::Array{"plan"}}}).status, 200);
  EXPECT_EQ(call(chand_, "GET", "/policy").body["before_collection"].as_array()->size(), 1u);
  const auto capture = [&] {
    return call(amal_, "POST", "/cases/" + case_ + "/captures",
                json::Object{{"url", "https://forum.tirazan.example/"}})
        .status;
  };
  EXPECT_EQ(capture(), 403);
  const std::string path = "/cases/" + case_ + "/emergencies";
  EXPECT_EQ(call(behram_, "POST", path, json::Object{{"reason", "x"}}).status, 403);
  EXPECT_EQ(call(amal_, "POST", path, json::Object{{"reason", "x"}, {"hours", 0}}).status, 400);
  const Reply declared = call(amal_, "POST", path, json::Object{{"reason", "tonight"}});
  ASSERT_EQ(declared.status, 201) << declared.text;
  EXPECT_EQ(capture(), 202);
  const Reply question =
      call(amal_, "POST", "/cases/" + case_ + "/decision",
           json::Object{{"activity", "capture"}, {"url", "https://forum.tirazan.example/"}});
  EXPECT_EQ(question.body["emergency"].string_or(""), declared.body["emergency"].string_or("?"));
  const std::string id = declared.body["emergency"].string_or("");
  EXPECT_EQ(
      call(amal_, "POST", "/emergencies/" + id + "/ratify", json::Object{{"reason", "r"}}).status,
      403);
  EXPECT_EQ(call(behram_, "POST", "/emergencies/" + id + "/refuse", json::Object{{"reason", "r"}})
                .body["state"]
                .string_or(""),
            "refused");
  EXPECT_EQ(capture(), 403);
  EXPECT_EQ(call(chand_, "GET", "/emergencies").body["items"].as_array()->size(), 1u);
  EXPECT_EQ(call(chand_, "GET", path).body["items"].as_array()->size(), 1u);
}

TEST_F(PlanningRoutesTest, ReviewsAreListedAndRecorded) {
  const std::string authorisation = approved(case_);
  clock_.advance_ms(2 * kDayMs);
  const std::string path = "/cases/" + case_ + "/reviews";
  const auto farid = sign_in("Farid Nour", authority::Role::kSupervisor);
  const auto due = [&] { return call(farid, "GET", path).body["items"].as_array()->size(); };
  EXPECT_EQ(due(), 1u);
  const json::Object review{
      {"subject", authorisation}, {"finding", "still needed"}, {"next_review", in(27 * kDayMs)}};
  const auto amal = session_of(
      call({}, "POST", "/session/link", json::Object{{"token", link_of("Amal Mirani")}}));
  EXPECT_EQ(call(amal, "POST", "/reviews", review).status, 403);
  EXPECT_EQ(call(farid, "POST", "/reviews", review).status, 204);
  EXPECT_EQ(due(), 0u);
}

TEST_F(PlanningRoutesTest, ARegistersEntryTakesARecord) {
  json::Object entry{{"source", "https://channel.tirazan.example/"},
                     {"monitors", json::Array{"Amal Mirani"}},
                     {"review-on", in(5 * kDayMs)},
                     {"expires", in(10 * kDayMs)}};
  for (const char* field : {"justification", "owner", "frequency", "tool", "tool-version"})
    entry.set(field, "A word.");
  const std::string source = fill(amal_, "monitored-source", entry).body["paper"].string_or("");
  EXPECT_EQ(act(amal_, source, "submit", {{"version", 1}}).status, 403);
  const std::string id = fill(amal_, "lnp-record", record()).body["paper"].string_or("");
  act(amal_, id, "submit", {{"version", 1}});
  act(behram_, id, "approve", {{"version", 1}});
  EXPECT_EQ(act(amal_, source, "submit", {{"version", 1}}).status, 200);
  EXPECT_EQ(act(amal_, source, "notes", {{"text", "a look"}}).status, 403);
  EXPECT_EQ(act(behram_, source, "approve", {{"version", 1}}).status, 200);
  const Reply noted = act(amal_, source, "notes", {{"text", "a look"}});
  EXPECT_EQ(noted.status, 201);
  EXPECT_EQ(noted.body["notes"].as_array()->front()["text"].string_or(""), "a look");
  EXPECT_EQ(call(chand_, "GET", "/papers").body["items"].as_array()->size(), 0u);
}

}  // namespace
}  // namespace sanad::server
