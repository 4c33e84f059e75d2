// Lists and lookups over HTTP: what is answered, and to whom.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "list_test_rig.h"

namespace sanad::server {
namespace {

class ListRoutesTest : public ListRig {};

TEST_F(ListRoutesTest, AListIsTakenInAndShownWithWhatWasNotUnderstood) {
  const Reply made = import(amal_, kValue + "\nno value\n" + kValue + "\n",
                            {{"signal", "sha256"},
                             {"format", "plain"},
                             {"owner", "Sahil Media Desk"},
                             {"provenance", "by courier"},
                             {"licence", "for the case only"},
                             {"version", "2026-11"},
                             {"tlp", "green"}});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["read"].int_or(0), 3);
  EXPECT_EQ(made.body["taken"].int_or(0), 1);
  EXPECT_EQ(made.body["added"].int_or(0), 1);
  EXPECT_EQ(made.body["duplicate"].int_or(0), 1);
  EXPECT_EQ(made.body["not_understood"].int_or(0), 1);
  ASSERT_FALSE(made.body["problems"].as_array()->empty());
  EXPECT_EQ(made.body["problems"].as_array()->front()["where"].string_or(""), "line 2");
  const Reply all = call(chand_, "GET", "/lists");
  ASSERT_EQ(all.body["items"].as_array()->size(), 1u);
  const std::string id = made.body["list"].string_or("");
  for (const std::string& name : {id, std::string("Lantern%20files")}) {
    const Reply one = call(chand_, "GET", "/lists/" + name);
    ASSERT_EQ(one.status, 200);
    EXPECT_EQ(one.body["list"].string_or(""), id);
    EXPECT_EQ(one.body["owner"].string_or(""), "Sahil Media Desk");
    EXPECT_EQ(one.body["tlp"].string_or(""), "green");
    EXPECT_EQ(one.body["version"].string_or(""), "2026-11");
    EXPECT_EQ(json::format_canonical(one.body), json::format_canonical(first(all)));
  }
}

TEST_F(ListRoutesTest, AListOfTheSameNameIsItsNextVersion) {
  const std::string id = import_two();
  const Reply next = import(behram_, kValue + "\n", {{"signal", "sha256"}, {"version", "2"}});
  EXPECT_EQ(next.body["list"].string_or(""), id);
  EXPECT_EQ(next.body["removed"].int_or(0), 1);
  EXPECT_EQ(call(amal_, "GET", "/lists/" + id).body["version"].string_or(""), "2");
  EXPECT_EQ(entries(id).size(), 1u);
}

TEST_F(ListRoutesTest, WhatIsNoListIsRefusedAndChangesNothing) {
  const std::vector<json::Object> wrong{
      {},
      {{"content", ""}},
      {{"content", 7}},
      {{"content", kValue}, {"signal", "sha256"}},  // no name
      {{"content", kValue}, {"signal", "sha256"}, {"name", 7}},
      {{"content", kValue}, {"signal", "lantern"}, {"name", "x"}},
      {{"content", kValue}, {"signal", "sha256"}, {"name", "x"}, {"tlp", "purple"}},
      {{"content", kValue}, {"signal", "sha256"}, {"name", "x"}, {"format", "lantern"}},
      {{"content", "{}"}, {"name", "x"}, {"format", "stix"}},
      {{"content", "nothing of the kind"}, {"signal", "sha256"}, {"name", "x"}}};
  for (const json::Object& body : wrong) {
    const Reply refused = call(amal_, "POST", "/lists", body);
    EXPECT_EQ(refused.status, 400) << json::format_canonical(json::Value(body));
    EXPECT_EQ(refused.code(), "invalid");
  }
  EXPECT_EQ(import(amal_, std::string(32 * 1024 * 1024 + 1, 'a')).status, 413);
  EXPECT_EQ(count_entries("list.imported"), 0u);
  EXPECT_TRUE(call(amal_, "GET", "/lists").body["items"].as_array()->empty());
}

TEST_F(ListRoutesTest, AListLongerThanOtherRequestsIsTakenInAndReadInPages) {
  std::string content;
  for (int i = 0; i < 20'000; ++i) content += fmt::format("{:064x}\n", i);
  ASSERT_GT(content.size(), kMaxJsonBytes);
  const Reply made = import(amal_, content, {{"signal", "sha256"}});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["entries"].int_or(0), 20'000);
  const std::string path = "/lists/" + made.body["list"].string_or("") + "/entries";
  std::string last, cursor;
  for (int page = 0; page < 3; ++page) {
    const Reply reply = call(amal_, "GET", path + (page ? "?cursor=" + cursor : ""));
    ASSERT_EQ(reply.body["items"].as_array()->size(), 100u);
    for (const auto& entry : *reply.body["items"].as_array()) {
      EXPECT_LT(last, entry["entry"].string_or(""));
      last = entry["entry"].string_or("");
    }
    cursor = reply.body["next"].string_or("");
    EXPECT_EQ(cursor, last);
  }
  EXPECT_EQ(call(amal_, "GET", path + "?cursor=" + std::string(200, 'x')).status, 400);
  EXPECT_TRUE(call(amal_, "GET", path + "?cursor=zzz").body["items"].as_array()->empty());
}

TEST_F(ListRoutesTest, PagesOfEntriesHoldEachOnceAndEnd) {
  std::string content;
  for (int i = 0; i < 200; ++i) content += fmt::format("{:064x}\n", i);
  const std::string id = import(amal_, content, {{"signal", "sha256"}}).body["list"].string_or("");
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const Reply reply = call(
        amal_, "GET", "/lists/" + id + "/entries" + (cursor.empty() ? "" : "?cursor=" + cursor));
    for (const auto& entry : *reply.body["items"].as_array())
      EXPECT_TRUE(seen.insert(entry["value"].string_or("")).second);
    cursor = reply.body["next"].string_or("");
    ++pages;
  } while (!cursor.empty() && pages < 10);
  EXPECT_EQ(seen.size(), 200u);
  EXPECT_EQ(pages, 2);
}

TEST_F(ListRoutesTest, ALongValueIsCutBetweenCharactersAndSaysSo) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += fmt::format("лантерн{} ", i);
  const std::string id =
      import(amal_, text, {{"signal", "text"}, {"format", "plain"}}).body["list"].string_or("");
  const json::Array all = entries(id);
  ASSERT_EQ(all.size(), 1u);
  const std::string value = all[0]["value"].string_or("");
  EXPECT_TRUE(text.starts_with(value));
  EXPECT_EQ(utf8_prefix_length(value), value.size());
  EXPECT_EQ(std::ranges::count_if(value, [](char c) { return (c & 0xC0) != 0x80; }), 200);
  EXPECT_TRUE(all[0]["value_cut"].bool_or(false));
  EXPECT_FALSE(entries(import_two())[0]["value_cut"].bool_or(true));
}

TEST_F(ListRoutesTest, AListIsHandedOnAsAFileWithASafeNameAndItsLosses) {
  const std::string name = "../\"Lantern\"\\ files\xd8\xb4";
  const std::string id = import(amal_, kValue + "\n", {{"signal", "sha256"}, {"name", name}})
                             .body["list"]
                             .string_or("");
  EXPECT_EQ(say(amal_, id, entry_of(id, kValue), "agree", "seen").status, 200);
  const Reply plain = call(chand_, "GET", "/lists/" + id + "/export?format=plain&signal=sha256");
  ASSERT_EQ(plain.status, 200);
  EXPECT_NE(plain.text.find(kValue + "\n"), std::string::npos);
  EXPECT_EQ(plain.header("Content-Disposition"),
            "attachment; filename=\"Lantern-files.plain.txt\"");
  EXPECT_EQ(plain.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(plain.header("Content-Type"), "application/octet-stream");
  EXPECT_EQ(plain.header("Cache-Control"), "no-store");
  EXPECT_EQ(plain.header("X-Sanad-Loss"), "1 opinions are left out");
  for (const char* format :
       {"sanad", "threatexchange-csv", "threatexchange-json", "stix", "misp"}) {
    const Reply file =
        call(chand_, "GET", "/lists/" + id + "/export?format=" + std::string(format));
    EXPECT_EQ(file.status, 200) << format;
    EXPECT_NE(file.text.find(kValue), std::string::npos) << format;
  }
  const auto exported =
      workspace_->records().entries({.kind = "list.exported", .limit = 100}).value();
  ASSERT_FALSE(exported.empty());
  EXPECT_EQ(exported.back().data["list"].string_or(""), id);
  EXPECT_EQ(exported.back().data["sha256"].string_or("").size(), 64U);
  EXPECT_EQ(call(chand_, "GET", "/lists/" + id + "/export?format=lantern").status, 400);
  EXPECT_EQ(call({}, "GET", "/lists/" + id + "/export").status, 401);
  EXPECT_EQ(call(dara_, "GET", "/lists/" + id + "/export").status, 403);
  EXPECT_EQ(call(amal_, "POST", "/lists/" + id + "/export").status, 405);
}

TEST_F(ListRoutesTest, AFileOfAListWithoutALetterInItsNameIsCalledByItsIdentifier) {
  const std::string id = import(amal_, kValue + "\n", {{"signal", "sha256"}, {"name", "\xd8\xb4"}})
                             .body["list"]
                             .string_or("");
  EXPECT_EQ(call(amal_, "GET", "/lists/" + id + "/export").header("Content-Disposition"),
            "attachment; filename=\"" + id + ".sanad.json\"");
}

TEST_F(ListRoutesTest, ALookupNamesTheEntryItsListAndVersion) {
  const std::string id = import_two();
  const Reply found =
      look_up(chand_, {{"signal", "sha256"}, {"value", kValue}, {"list", "Lantern files"}});
  ASSERT_EQ(found.status, 200);
  ASSERT_EQ(found.body["items"].as_array()->size(), 1u);
  EXPECT_EQ(first(found)["list"].string_or(""), id);
  EXPECT_EQ(first(found)["list_name"].string_or(""), "Lantern files");
  EXPECT_EQ(first(found)["list_version"].string_or(""), "1");
  EXPECT_EQ(first(found)["entry"].string_or(""), entry_of(id, kValue));
  EXPECT_EQ(first(found)["distance"].int_or(-1), 0);
  EXPECT_FALSE(first(found)["disputed"].bool_or(true));
  EXPECT_EQ(found.body["not_shown"].int_or(-1), 0);
  EXPECT_TRUE(look_up(chand_, {{"signal", "sha256"}, {"value", std::string(64, 'c')}})
                  .body["items"]
                  .as_array()
                  ->empty());
}

TEST_F(ListRoutesTest, TheRadiusOfALookupIsThatOfTheSignalUnlessItIsSaid) {
  const std::string near = std::string(56, '0') + "ffffffff";  // 32 bits from none
  import(amal_, near + "\n", {{"signal", "pdq"}});
  json::Object query{{"signal", "pdq"}, {"value", std::string(64, '0')}};
  EXPECT_TRUE(look_up(amal_, query).body["items"].as_array()->empty());
  query.set("radius", 32);
  const Reply found = look_up(amal_, query);
  ASSERT_EQ(found.body["items"].as_array()->size(), 1u);
  EXPECT_EQ(first(found)["distance"].int_or(0), 32);
  EXPECT_EQ(first(found)["threshold"].int_or(0), 32);
}

TEST_F(ListRoutesTest, ALookupThatMakesNoSenseIsRefused) {
  import_two();
  const json::Object right{{"signal", "pdq"}, {"value", kValue}};
  const auto with = [&](const char* member, json::Value value) {
    json::Object body = right;
    body.set(member, std::move(value));
    return look_up(amal_, body).status;
  };
  EXPECT_EQ(look_up(amal_, right).status, 200);
  EXPECT_EQ(look_up(amal_, {}).status, 400);
  EXPECT_EQ(with("signal", "lantern"), 400);
  EXPECT_EQ(with("value", "xyz"), 400);
  EXPECT_EQ(with("value", 7), 400);
  EXPECT_EQ(with("radius", 65), 400);
  EXPECT_EQ(with("radius", -1), 400);
  EXPECT_EQ(with("radius", "31"), 400);
  EXPECT_EQ(with("radius", 1e9), 400);
  EXPECT_EQ(with("list", 7), 400);
  EXPECT_EQ(with("list", "list-0000000000000000"), 404);
}

TEST_F(ListRoutesTest, AnOpinionNeedsAWordAReasonThatAListCanCarryAndAnEntry) {
  const std::string list = import_two();
  const std::string entry = entry_of(list, kValue);
  EXPECT_EQ(say(amal_, list, entry, "perhaps", "x").status, 400);
  EXPECT_EQ(say(amal_, list, entry, nullptr, "x").status, 400);
  EXPECT_EQ(say(amal_, list, entry, "agree", "").status, 400);
  EXPECT_EQ(say(amal_, list, entry, "agree", std::string(5000, 'x')).status, 413);
  EXPECT_EQ(say(amal_, list, "no-such-entry", "agree", "x").status, 404);
  EXPECT_EQ(say(amal_, "no-such-list", entry, "agree", "x").status, 404);
  EXPECT_EQ(say(chand_, list, entry, "agree", "x").status, 403);
  EXPECT_EQ(count_entries("list.feedback"), 0u);
  EXPECT_EQ(say(behram_, list, entry, "agree", "x").status, 200);
  EXPECT_EQ(call(amal_, "GET", "/lists/" + list + "/export").status, 200);
}

TEST_F(ListRoutesTest, OfManyOpinionsTheLatestAreShownAndAllAreCounted) {
  const std::string list = import_two();
  const std::string entry = entry_of(list, kValue);
  Reply last;
  for (int i = 0; i < 22; ++i) {
    clock_.advance_ms(1000);
    last = say(amal_, list, entry, "agree", fmt::format("reason {}", i));
  }
  EXPECT_EQ(last.body["feedback_count"].int_or(0), 22);
  ASSERT_EQ(last.body["feedback"].as_array()->size(), 20u);
  EXPECT_EQ(last.body["feedback"].as_array()->front()["reason"].string_or(""), "reason 2");
  EXPECT_EQ(last.body["feedback"].as_array()->back()["reason"].string_or(""), "reason 21");
}

TEST_F(ListRoutesTest, ListsAreNotForAdministratorsAndNotForAnybodyUnsigned) {
  const std::string of_case = open_case();
  const std::string list = import_two();
  for (const std::string& path :
       {std::string("/lists"), "/lists/" + list, "/lists/" + list + "/entries",
        "/cases/" + of_case + "/matches"}) {
    EXPECT_EQ(call(dara_, "GET", path).status, 403) << path;
    EXPECT_EQ(call({}, "GET", path).status, 401) << path;
  }
  for (const char* path : {"/lists/x", "/lists/x/entries", "/lists/x/export"})
    EXPECT_EQ(call(amal_, "GET", path).status, 404) << path;
  EXPECT_EQ(look_up(dara_, {{"signal", "sha256"}, {"value", kValue}}).status, 403);
  EXPECT_EQ(look_up({}, {{"signal", "sha256"}, {"value", kValue}}).status, 401);
  for (const Session& who : {chand_, dara_, esen_})
    EXPECT_EQ(import(who, kValue, {{"signal", "sha256"}}).status, 403);
  EXPECT_EQ(import({}, kValue, {{"signal", "sha256"}}).status, 401);
  EXPECT_EQ(count_entries("list.imported"), 1u);
}

TEST_F(ListRoutesTest, WhenAListExpiresIsSaidWithIt) {
  const std::string content =
      R"({"entries":[{"id":"a-1","signal":"sha256","value":")" + kValue +
      R"("}],"expires_at":"2027-01-01T00:00:00.000Z","format":"sanad-list","name":"Harbour files",)"
      R"("owner":"Unit 4","published_at":"2026-01-01T00:00:00.000Z","tlp":"amber","v":1,"version":"7"})";
  const Reply made = import(amal_, content, {{"name", "Harbour files"}, {"format", "sanad"}});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["expires_at"].string_or(""), "2027-01-01T00:00:00.000Z");
  EXPECT_EQ(first(call(chand_, "GET", "/lists"))["expires_at"].string_or(""),
            "2027-01-01T00:00:00.000Z");
  const std::string other = import_two();
  EXPECT_TRUE(call(chand_, "GET", "/lists/" + other).body["expires_at"].is_null());
}

TEST_F(ListRoutesTest, TheWordsForLabelsComeWithTheirSource) {
  const Reply facets = call(chand_, "GET", "/facets");
  ASSERT_EQ(facets.status, 200) << facets.text;
  std::set<std::string> names;
  for (const auto& facet : *facets.body["items"].as_array()) {
    names.insert(facet["facet"].string_or(""));
    EXPECT_FALSE(facet["source"].string_or("").empty());
  }
  EXPECT_TRUE(names.contains("unodc-use"));
  EXPECT_EQ(call({}, "GET", "/facets").status, 401);
  EXPECT_EQ(call(dara_, "GET", "/facets").status, 403);
}

TEST_F(ListRoutesTest, AFileOfAnExhibitIsPutIntoAListWithAReasonAndLabels) {
  const std::string exhibit = seal_exhibit(open_case());
  const std::string path = "/exhibits/" + exhibit + "/files/page.html/bank";
  const json::Object good{{"list", "Judged here"},
                          {"reason", "judged in the fictional case 7"},
                          {"labels", json::Array{"unodc-use:propaganda"}}};
  const auto with = [&](const char* member, json::Value value) {
    json::Object body = good;
    body.set(member, std::move(value));
    return json::Value(std::move(body));
  };
  for (const json::Value& wrong :
       {with("list", ""), with("reason", ""), with("labels", "unodc-use:propaganda"),
        with("labels", json::Array{"propaganda"}), with("part", 7)}) {
    EXPECT_EQ(call(amal_, "POST", path, wrong).status, 400) << json::format_canonical(wrong);
  }
  EXPECT_EQ(call(esen_, "POST", path, good).status, 403);
  EXPECT_EQ(call({}, "POST", path, good).status, 401);
  EXPECT_EQ(call(amal_, "POST", "/exhibits/" + exhibit + "/files/none.html/bank", good).status,
            404);
  EXPECT_EQ(count_entries("list.imported"), 0u);
  const Reply made = call(amal_, "POST", path, good);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["name"].string_or(""), "Judged here");
  EXPECT_GT(made.body["added"].int_or(0), 0);
  const json::Array banked = entries(made.body["list"].string_or(""));
  ASSERT_FALSE(banked.empty());
  EXPECT_EQ(banked[0]["note"].string_or(""), "judged in the fictional case 7");
  EXPECT_EQ((*banked[0]["labels"].as_array())[0].string_or(""), "unodc-use:propaganda");
  EXPECT_EQ(count_entries("exhibit.copied"), 1u);
  EXPECT_EQ(count_entries("list.imported"), 1u);
}

}  // namespace
}  // namespace sanad::server
