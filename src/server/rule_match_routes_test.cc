// What a rule found stands in the content of an exhibit: it is told by the evidence of a match,
// which is recorded, and by nothing else.
#include "list_test_rig.h"

namespace sanad::server {
namespace {

constexpr std::string_view kWords = "the red lantern burns";
constexpr std::string_view kBytes = "4c616e7465726e";

class RuleMatchTest : public ListRig {
 protected:
  void SetUp() override {
    ListRig::SetUp();
    case_ = open_case();
    exhibit_ = seal_exhibit(case_);
    by_terms_ = record("term-rule",
                       json::Object{{"version", "2"},
                                    {"why", "A word of the fictional forum."},
                                    {"count", 1},
                                    {"phrases", json::Array{json::Object{{"term", "lantern"},
                                                                         {"begin", 8},
                                                                         {"end", 15},
                                                                         {"passage", kWords},
                                                                         {"passage_begin", 0}}}}});
    const json::Object place{{"offset", 7}, {"length", 7}, {"excerpt", kBytes}};
    by_yara_ = record(
        "yara",
        json::Object{{"tags", json::Array{"paper"}},
                     {"strings",
                      json::Array{json::Object{
                          {"name", "$a"}, {"count", 2}, {"places", json::Array{place, place}}}}}});
  }

  std::string record(const char* signal, json::Object details) {
    const std::string id = crypto::new_id("match");
    EXPECT_TRUE(workspace_->custody()
                    .record({"match.found", workspace_->records().officer("Amal Mirani")->id, case_,
                             json::Object{{"match", id},
                                          {"exhibit", exhibit_},
                                          {"file", "page.html"},
                                          {"part", ""},
                                          {"list", crypto::new_id("rules")},
                                          {"list_name", "Lantern words"},
                                          {"list_version", "1"},
                                          {"entry", "lantern-call"},
                                          {"signal", signal},
                                          {"algorithm", "sanad-rules-1"},
                                          {"distance", 0},
                                          {"threshold", 0},
                                          {"disputed", false},
                                          {"labels", json::Array{}},
                                          {"details", std::move(details)}}})
                    .ok());
    return id;
  }
  Reply evidence(const Session& who, const std::string& match) {
    return call(who, "GET", "/matches/" + match + "/evidence");
  }
  static bool tells(const Reply& reply) {
    return reply.text.find(kWords) != std::string::npos ||
           reply.text.find(kBytes) != std::string::npos;
  }

  std::string case_, exhibit_, by_terms_, by_yara_;
};

TEST_F(RuleMatchTest, ListsTellHowMuchARuleFoundAndNotWhat) {
  const Reply page = call(amal_, "GET", "/cases/" + case_ + "/matches");
  ASSERT_EQ(page.body["items"].as_array()->size(), 2u) << page.text;
  for (const json::Value& match : *page.body["items"].as_array())
    EXPECT_EQ(match["passages_not_shown"].int_or(-1),
              match["match"].string_or("") == by_yara_ ? 2 : 1);
  const Reply one = call(amal_, "GET", "/matches/" + by_terms_);
  EXPECT_EQ(one.body["details"]["why"].string_or(""), "A word of the fictional forum.");
  for (const Reply& reply : {page, one, review(amal_, by_terms_, "rejected", "a news report"),
                             call(amal_, "GET", "/cases/" + case_ + "/entries"),
                             call(chand_, "GET", "/exhibits/" + exhibit_ + "/custody")}) {
    ASSERT_EQ(reply.status, 200) << reply.text;
    EXPECT_FALSE(tells(reply)) << reply.text;
  }
  EXPECT_EQ(count_entries("exhibit.viewed"), 0u);
}

TEST_F(RuleMatchTest, TheEvidenceOfAMatchTellsItAndIsALook) {
  for (const std::string& match : {by_terms_, by_yara_}) {
    const Reply shown = evidence(amal_, match);
    ASSERT_EQ(shown.status, 200) << shown.text;
    EXPECT_TRUE(tells(shown)) << shown.text;
    evidence(amal_, match);
  }
  EXPECT_EQ(count_entries("exhibit.viewed"), 2u);
  evidence(behram_, by_terms_);
  EXPECT_EQ(count_entries("exhibit.viewed"), 3u);
}

TEST_F(RuleMatchTest, WhoMayNotReadACaseIsToldNothing) {
  for (const char* end : {"", "/evidence"}) {
    const Reply refused = call(dara_, "GET", "/matches/" + by_terms_ + end);
    EXPECT_EQ(refused.status, 403);
    EXPECT_FALSE(tells(refused));
  }
  EXPECT_EQ(count_entries("exhibit.viewed"), 0u);
}

}  // namespace
}  // namespace sanad::server
