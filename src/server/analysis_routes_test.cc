// Views of a case's material over HTTP: what is answered, to whom, and that masks hold.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "case_index/case_index.h"
#include "test_rig.h"

namespace sanad::server {
namespace {

constexpr std::int64_t kSentMs = 1'773'480'413'000;  // 2026-03-14T09:26:53Z
constexpr const char* kSecrets[] = {"user7", "user8", "Lantern Seven", "Lantern Eight",
                                    "42101-7654321-9"};

class AnalysisRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_case();
    exhibit_ = seal_exhibit(case_);
    const auto facts = workspace_->case_indexes().facts(case_).value();
    for (std::int64_t id = 1; id <= 3; ++id) {
      case_index::Document document;
      document.id = id;
      document.kind = case_index::Kind::kMessage;
      document.platform = "telegram";
      document.source = {.exhibit = exhibit_, .original_name = "chat/result.json"};
      document.source.part = static_cast<std::uint64_t>(id);
      document.chat = {"4711", "Lantern Seven"};
      document.number = std::to_string(id);
      document.author = id == 1 ? case_index::Party{"user7", "Lantern Seven"}
                                : case_index::Party{"user8", "Lantern Eight"};
      document.sent_ms = kSentMs + id * 60'000;
      document.content = 77;
      if (id == 1) {
        document.selectors = {
            {"identity-number", "42101-7654321-9", case_index::Field::kText, 0, 15, true},
            {"domain", "harbour.tirazan.example", case_index::Field::kText, 20, 23}};
        document.places = {{24.8, 66.9, case_index::Field::kText, 50, 10}};
      }
      if (id == 2) document.reply_to = "1";
      EXPECT_TRUE(facts->add(document).ok());
    }
    for (std::int64_t id = 4; id <= 5; ++id) {
      case_index::Document file;
      file.id = id;
      file.source = {.exhibit = exhibit_, .original_name = "chat/boat.jpg"};
      file.source.part = static_cast<std::uint64_t>(id);
      file.sha256 = std::string(64, 'a');
      EXPECT_TRUE(facts->add(file).ok());
    }
    EXPECT_TRUE(facts->commit().ok());
  }

  Reply get(const std::string& path, const Session* who = nullptr) {
    return call(who ? *who : amal_, "GET", "/cases/" + case_ + path);
  }
  static const json::Array& items(const Reply& reply) { return *reply.body["items"].as_array(); }
  static std::string node(const json::Value& id) {
    return fmt::format("{}:{}", id["type"].string_or(""), id["row"].int_or(0));
  }
  std::string edge_query(const json::Value& edge) {
    return fmt::format("/graph/documents?kind={}&source={}&target={}", edge["kind"].string_or(""),
                       node(edge["source"]), node(edge["target"]));
  }
  std::int64_t pseudonym_of(std::string_view identifier) {
    const auto facts = workspace_->case_indexes().facts(case_).value();
    for (const auto& account : facts->accounts(0, 100, {}).value())
      if (facts->account_identifier(account.row).value() == identifier) return account.pseudonym;
    ADD_FAILURE() << identifier;
    return 0;
  }
  void authorise(const char* identifier) {
    json::Object asked = request();
    asked.set("activities", json::Array{"import"});
    asked.set("targets", json::Array{json::Object{{"kind", "identifier"}, {"value", identifier}}});
    const std::string id = call(amal_, "POST", "/cases/" + case_ + "/authorisations", asked)
                               .body["authorisation"]
                               .string_or("");
    EXPECT_EQ(call(behram_, "POST", "/authorisations/" + id + "/approve",
                   json::Object{{"note", "as asked"}})
                  .status,
              200);
  }
  Reply unmask(const Session& who, const char* what, std::int64_t pseudonym,
               const char* reason = "He asked for the meeting.") {
    return call(who, "POST", "/cases/" + case_ + "/unmaskings",
                json::Object{{"what", what}, {"pseudonym", pseudonym}, {"reason", reason}});
  }

  std::string case_, exhibit_;
};

TEST_F(AnalysisRoutesTest, EveryViewAnswersAndNoneShowsWhoIsMasked) {
  std::vector<std::string> paths{"/documents",
                                 "/documents?order=time&kind=message&box=20,60,30,70&copies=no",
                                 "/selectors",
                                 "/selectors?kind=domain",
                                 "/chats",
                                 "/accounts",
                                 "/graph",
                                 "/timeline?step=hour&zone=UTC%2B05:00",
                                 "/activity?zone=Asia/Karachi",
                                 "/places?zoom=5",
                                 "/duplicates",
                                 "/duplicates/" + std::string(64, 'a'),
                                 "/clusters",
                                 "/clusters?likeness=picture",
                                 "/documents/1/chain"};
  const Reply graph = get("/graph");
  for (const json::Value& edge : *graph.body["edges"].as_array()) {
    if (edge["kind"].string_or("") != "wrote") paths.push_back(edge_query(edge));
    if (edge["target"]["type"].string_or("") != "account")
      paths.push_back("/graph?around=" + node(edge["target"]));
  }
  for (const std::string& path : paths) {
    const Reply reply = get(path);
    EXPECT_EQ(reply.status, 200) << path << " " << reply.text;
    for (const char* secret : kSecrets)
      EXPECT_EQ(reply.text.find(secret), std::string::npos) << path << " shows " << secret;
  }
  EXPECT_EQ(items(get("/documents")).size(), 5u);
  EXPECT_EQ(items(get("/documents?box=20,60,30,70")).size(), 1u);
  EXPECT_EQ(items(get("/documents?from=2026-03-14T09:28:53.000Z")).size(), 2u);
  EXPECT_EQ(items(get("/places")).size(), 1u);
  EXPECT_EQ(items(get("/duplicates"))[0]["documents"].int_or(0), 2);
  EXPECT_EQ(items(get("/documents/1/chain")).size(), 3u);
  EXPECT_EQ(get("/timeline").body["certain"].int_or(0), 3);
  EXPECT_TRUE(get("/clusters").body["run"].is_null());
}

TEST_F(AnalysisRoutesTest, EveryLinkLeadsToAsManyDocumentsAsItCounts) {
  const Reply graph = get("/graph");
  ASSERT_FALSE(graph.body["edges"].as_array()->empty());
  for (const json::Value& edge : *graph.body["edges"].as_array()) {
    if (edge["kind"].string_or("") == "wrote") continue;  // a view of a person: the next test
    EXPECT_EQ(static_cast<std::int64_t>(items(get(edge_query(edge))).size()),
              edge["weight"].int_or(0))
        << edge_query(edge);
  }
}

TEST_F(AnalysisRoutesTest, WhatOnePersonWroteInAChatNeedsAnAuthorisationThatNamesThem) {
  const auto wrote = [&](int status) {
    std::size_t found = 0;
    const Reply graph = get("/graph?kind=wrote");
    for (const json::Value& edge : *graph.body["edges"].as_array())
      found += get(edge_query(edge)).status == status ? 1 : 0;
    return found;
  };
  const std::size_t all = wrote(403);
  ASSERT_GE(all, 2u);
  EXPECT_EQ(count_entries("act.refused"), all);
  authorise("telegram:user7");
  EXPECT_EQ(wrote(200), 1u);
}

TEST_F(AnalysisRoutesTest, AMaskIsLiftedByThoseWhoMayAndForThisAccountOnly) {
  const std::int64_t pseudonym = pseudonym_of("telegram:user7");
  EXPECT_EQ(unmask(amal_, "account", pseudonym).status, 403);
  EXPECT_EQ(count_entries("act.refused"), 1u);
  EXPECT_EQ(get(fmt::format("/people/{}", pseudonym)).status, 403);
  authorise("telegram:user7");
  EXPECT_EQ(unmask(esen_, "account", pseudonym).status, 403);
  EXPECT_EQ(unmask(amal_, "account", pseudonym, "").status, 400);
  EXPECT_EQ(unmask(amal_, "somebody", pseudonym).status, 400);
  EXPECT_EQ(unmask(amal_, "account", 1).status, 404);
  EXPECT_EQ(count_entries("person.unmasked"), 0u);
  const Reply lifted = unmask(amal_, "account", pseudonym);
  ASSERT_EQ(lifted.status, 201) << lifted.text;
  EXPECT_EQ(lifted.body["identifier"].string_or(""), "telegram:user7");
  EXPECT_EQ(unmask(amal_, "account", pseudonym).status, 409);
  const std::string accounts = get("/accounts", &chand_).text;
  EXPECT_NE(accounts.find("user7"), std::string::npos);
  EXPECT_EQ(accounts.find("user8"), std::string::npos);
  const Reply person = get(fmt::format("/people/{}", pseudonym));
  ASSERT_EQ(person.status, 200) << person.text;
  EXPECT_EQ(person.body["documents"]["items"].as_array()->size(), 1u);
  EXPECT_EQ(get(fmt::format("/people/{}", pseudonym), &esen_).status, 403);
  EXPECT_EQ(count_entries("person.viewed"), 1u);
}

TEST_F(AnalysisRoutesTest, WhatCannotBeUnderstoodIsRefused) {
  for (const char* path :
       {"/documents?kind=rumour", "/documents?cursor=x", "/documents?box=1,2,3",
        "/documents?box=a,b,c,d", "/documents?box=1,2,3,nan", "/documents?from=yesterday",
        "/documents?chat=0", "/selectors?cursor=-1", "/graph?kind=loves", "/graph?edges=501",
        "/graph?around=town", "/graph/documents?kind=wrote&source=account:1",
        "/timeline?clock=alarm", "/timeline?step=eon", "/timeline?zone=../../etc/passwd",
        "/places?zoom=21", "/clusters?likeness=smell", "/people/x", "/documents/x/chain"}) {
    const Reply refused = get(path);
    EXPECT_EQ(refused.status, 400) << path << " " << refused.text;
  }
  EXPECT_EQ(get("/graph?around=account:1").status, 403);
  for (const char* path : {"/documents", "/accounts", "/graph", "/places", "/clusters"}) {
    EXPECT_EQ(get(path, &dara_).status, 403) << path;
    EXPECT_EQ(call({}, "GET", "/cases/" + case_ + path).status, 401);
    EXPECT_EQ(call(amal_, "GET", std::string("/cases/case-0000000000000000") + path).status, 404);
  }
}

TEST_F(AnalysisRoutesTest, ClustersAreOrderedAsAJob) {
  const auto order = [&](const Session& who, json::Object rule) {
    return call(who, "POST", "/cases/" + case_ + "/clusters", json::Value(std::move(rule)));
  };
  const Reply ordered = order(amal_, {{"share", 80}});
  ASSERT_EQ(ordered.status, 202) << ordered.text;
  const auto job = workspace_->jobs().find(ordered.body["job"].string_or(""));
  EXPECT_EQ(job->kind, "cluster");
  EXPECT_EQ(job->payload["share"].int_or(0), 80);
  EXPECT_EQ(order(amal_, {{"share", 20}}).status, 400);
  EXPECT_EQ(order(amal_, {{"bits", -1}}).status, 400);
  EXPECT_EQ(order(esen_, {}).status, 403);
}

}  // namespace
}  // namespace sanad::server
