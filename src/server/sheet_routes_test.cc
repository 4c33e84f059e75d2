// Verification sheets over HTTP: what is answered, and to whom.
#include <gtest/gtest.h>

#include "test_rig.h"

namespace sanad::server {
namespace {

class SheetRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_case();
    exhibit_ = seal_exhibit();
  }
  // A sealed capture, without a browser: its acquisition record alone.
  std::string seal_exhibit() {
    const std::string record = "{\"url_final\":\"https://forum.tirazan.example/\"}";
    auto writer = workspace_->vault().begin(case_).value();
    EXPECT_TRUE(writer->write(as_bytes(record)).ok());
    const std::string sha256 = format_hex(writer->seal().value().info.sha256);
    const std::string id = crypto::new_id("exhibit");
    const json::Object file{
        {"name", "acquisition.json"}, {"role", "acquisition"}, {"media_type", "application/json"},
        {"size", record.size()},      {"sha256", sha256},      {"sha512", std::string(128, '0')}};
    const std::string now = format_timestamp(clock_.now());
    EXPECT_TRUE(
        workspace_->custody()
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
                                  {"completeness", json::Object{{"status", "complete"},
                                                                {"reasons", json::Array{}}}}}})
            .ok());
    return id;
  }
  json::Object content(const char* finding) {
    return {{"claim", "The forum is that of the circle."},
            {"source",
             json::Object{{"provenance",
                           json::Object{{"text", "Its address is on the circle's posters."},
                                        {"finding", finding},
                                        {"confidence", "low"},
                                        {"reasons", "Anyone can print a poster."},
                                        {"evidence", json::Array{json::Object{{"exhibit", exhibit_},
                                                                              {"note", ""}}}}}}}}};
  }
  Reply save(const Session& who, const char* finding, int base, std::string_view reason = "") {
    return call(who, "POST", "/exhibits/" + exhibit_ + "/sheet",
                json::Object{{"base", base}, {"reason", reason}, {"content", content(finding)}});
  }
  std::string case_, exhibit_;
};

TEST_F(SheetRoutesTest, VersionsAreSavedListedAndReadAgain) {
  const Reply none = call(chand_, "GET", "/exhibits/" + exhibit_ + "/sheet");
  ASSERT_EQ(none.status, 200) << none.text;
  EXPECT_TRUE(none.body["newest"].is_null());
  EXPECT_EQ(none.body["questions"].as_array()->size(), 20u);
  const Reply first = save(amal_, "supports", 0);
  ASSERT_EQ(first.status, 201) << first.text;
  EXPECT_EQ(first.body["version"].int_or(0), 1);
  const Reply second = save(behram_, "contradicts", 1, "The posters are older.");
  ASSERT_EQ(second.status, 201) << second.text;
  const Reply sheet = call(chand_, "GET", "/exhibits/TZ-1-001/sheet");
  ASSERT_EQ(sheet.status, 200) << sheet.text;
  const json::Value& newest = sheet.body["newest"];
  EXPECT_EQ(newest["content"]["source"]["provenance"]["finding"].string_or(""), "contradicts");
  EXPECT_EQ(newest["actor_name"].string_or(""), "Behram Sorani");
  EXPECT_EQ(sheet.body["versions"].as_array()->size(), 2u);
  const std::string id = first.body["sheet"].string_or("");
  const Reply earlier = call(chand_, "GET", "/sheets/" + id + "/versions/1");
  ASSERT_EQ(earlier.status, 200) << earlier.text;
  EXPECT_EQ(earlier.body["content"]["source"]["provenance"]["finding"].string_or(""), "supports");
  const Reply all = call(chand_, "GET", "/cases/" + case_ + "/sheets?exhibit=" + exhibit_);
  ASSERT_EQ(all.body["items"].as_array()->size(), 1u) << all.text;
  EXPECT_EQ((*all.body["items"].as_array())[0]["version"].int_or(0), 2);
  EXPECT_EQ(count_entries("sheet.saved"), 2u);
}

TEST_F(SheetRoutesTest, WhatIsRefusedSaysWhyAndChangesNothing) {
  const std::string path = "/exhibits/" + exhibit_ + "/sheet";
  json::Object ticked = content("supports");
  ticked.set("verified", true);
  const Reply tick = call(amal_, "POST", path, json::Object{{"base", 0}, {"content", ticked}});
  EXPECT_EQ(tick.status, 400);
  EXPECT_NE(tick.text.find("no verdict of the whole"), std::string::npos) << tick.text;
  EXPECT_EQ(save(chand_, "supports", 0).status, 403);
  EXPECT_EQ(save(esen_, "supports", 0).status, 403);
  EXPECT_EQ(save({}, "supports", 0).status, 401);
  EXPECT_EQ(save(amal_, "supports", 3, "So.").status, 409);
  EXPECT_EQ(call(amal_, "POST", path, json::Object{{"content", content("neither")}}).status, 400);
  EXPECT_EQ(call(amal_, "POST", path,
                 json::Object{{"base", 0}, {"part", "x"}, {"content", content("neither")}})
                .status,
            400);
  EXPECT_EQ(call(amal_, "POST", path,
                 json::Object{{"base", 0}, {"part", 0}, {"content", content("neither")}})
                .status,
            404)
      << "a capture has no parts";
  EXPECT_EQ(count_entries("sheet.saved"), 0u);
  EXPECT_EQ(call(dara_, "GET", path).status, 403);
  EXPECT_EQ(call(amal_, "GET", path + "?part=x").status, 400);
  EXPECT_EQ(call(amal_, "GET", "/exhibits/exhibit-0/sheet").status, 404);
  EXPECT_EQ(call(amal_, "GET", "/sheets/sheet-0/versions/1").status, 404);
  EXPECT_EQ(call(amal_, "GET", "/sheets/sheet-0/versions/one").status, 400);
}

TEST_F(SheetRoutesTest, FactsHaveSourcesAndNoFinding) {
  const Reply facts = call(amal_, "GET", "/exhibits/" + exhibit_ + "/sheet/facts");
  ASSERT_EQ(facts.status, 200) << facts.text;
  ASSERT_FALSE(facts.body["items"].as_array()->empty());
  for (const json::Value& one : *facts.body["items"].as_array())
    EXPECT_EQ(one["source"]["exhibit"].string_or(""), exhibit_);
  EXPECT_EQ(facts.text.find("finding"), std::string::npos);
  EXPECT_EQ(call(dara_, "GET", "/exhibits/" + exhibit_ + "/sheet/facts").status, 403);
}

}  // namespace
}  // namespace sanad::server
