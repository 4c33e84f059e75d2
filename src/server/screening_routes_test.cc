// Lists of people and screenings over HTTP: by those who may, each lead with its fields and with
// how often such leads are wrong.
#include <gtest/gtest.h>

#include <set>

#include "test_rig.h"

namespace sanad::server {
namespace {

std::string un_list(const char* version, std::initializer_list<const char*> people) {
  std::string xml = fmt::format("<CONSOLIDATED_LIST dateGenerated=\"{}\"><INDIVIDUALS>", version);
  for (const char* name : people) {
    xml += fmt::format(
        "<INDIVIDUAL><DATAID>{0}</DATAID><FIRST_NAME>{0}</FIRST_NAME>"
        "<REFERENCE_NUMBER>TZi.{0}</REFERENCE_NUMBER></INDIVIDUAL>",
        name);
  }
  return xml + "</INDIVIDUALS></CONSOLIDATED_LIST>";
}

class ScreeningRoutesTest : public Rig {
 protected:
  Reply import(const Session& who, const std::string& content, json::Object more = {}) {
    more.set("content", content);
    if (!more.find("name")) more.set("name", "Tirazan list");
    return call(who, "POST", "/screening/lists", json::Value(std::move(more)));
  }
  Reply screen(const Session& who, const std::string& of_case, const char* name,
               json::Object more = {}) {
    more.set("name", name);
    if (!more.find("reason")) more.set("reason", "a donor of the mill fund");
    return call(who, "POST", "/cases/" + of_case + "/screenings", json::Value(std::move(more)));
  }
  static const json::Array& items(const Reply& reply) { return *reply.body["items"].as_array(); }
};

TEST_F(ScreeningRoutesTest, AListHasVersionsAndSaysWhatTheyChange) {
  EXPECT_TRUE(items(call(chand_, "GET", "/screening/lists")).empty());
  const Reply made = import(amal_, un_list("2026-01-01", {"Karim Tiradari", "Zaynab Lorekuri"}));
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_TRUE(made.body["first"].bool_or(false));
  const Reply next = import(behram_, un_list("2026-02-01", {"Zaynab Lorekuri"}));
  ASSERT_EQ(next.status, 201) << next.text;
  EXPECT_EQ(next.body["removed"].int_or(0), 1);
  EXPECT_EQ(items(call(chand_, "GET", "/screening/lists")).size(), 1u);
  const std::string path = "/screening/lists/" + made.body["list"].string_or("") + "/versions";
  EXPECT_EQ(items(call(chand_, "GET", path)).size(), 2u);
  EXPECT_EQ(call(chand_, "GET", "/screening/lists/x/versions").status, 404);
  EXPECT_EQ(call(dara_, "GET", "/screening/lists").status, 403);
  EXPECT_EQ(call(dara_, "GET", path).status, 403);
  EXPECT_EQ(call({}, "GET", "/screening/lists").status, 401);
}

TEST_F(ScreeningRoutesTest, WhatIsNoListIsRefusedAndNothingIsRecorded) {
  const std::string good = un_list("2026-01-01", {"Karim Tiradari"});
  EXPECT_EQ(import(esen_, good).status, 403);
  EXPECT_EQ(import({}, good).status, 401);
  EXPECT_EQ(import(amal_, "").status, 400);
  EXPECT_EQ(import(amal_, "<CONSOLIDATED_LIST").status, 400);
  EXPECT_EQ(import(amal_, good, {{"name", 7}}).status, 400);
  EXPECT_EQ(import(amal_, good, {{"format", "pdf"}}).status, 400);
  EXPECT_EQ(import(amal_, good, {{"columns", json::Object{{"lantern", "x"}}}}).status, 400);
  EXPECT_EQ(import(amal_, "a\nb\n", {{"version", "1"}}).status, 400);
  EXPECT_EQ(count_entries("screening.list-imported"), 0u);
  EXPECT_EQ(import(amal_, good).status, 201);
  EXPECT_EQ(import(amal_, good).status, 409);
}

TEST_F(ScreeningRoutesTest, APersonIsScreenedForACaseAndEachFieldIsTold) {
  const std::string of_case = open_case();
  EXPECT_EQ(screen(amal_, of_case, "Karim").status, 400);  // no list yet
  ASSERT_EQ(
      import(amal_, "who,born\nKarim Tiradari,1970\n",
             {{"version", "1"}, {"columns", json::Object{{"name", "who"}, {"birth-date", "born"}}}})
          .status,
      201);
  EXPECT_EQ(screen(esen_, of_case, "Karim").status, 403);
  EXPECT_EQ(screen(chand_, of_case, "Karim").status, 403);
  EXPECT_EQ(screen(amal_, "x", "Karim").status, 404);
  EXPECT_EQ(screen(amal_, of_case, "").status, 400);
  EXPECT_EQ(screen(amal_, of_case, "Karim", {{"reason", ""}}).status, 400);
  EXPECT_EQ(screen(amal_, of_case, "Karim", {{"min_score", 0}}).status, 400);
  EXPECT_EQ(screen(amal_, of_case, "Karim", {{"birth_date", "in spring"}}).status, 400);
  EXPECT_EQ(count_entries("screening.ran"), 0u);
  const Reply made = screen(amal_, of_case, "کریم ترادری", {{"birth_date", "1970"}});
  ASSERT_EQ(made.status, 201) << made.text;
  ASSERT_EQ(items(made).size(), 1u);
  const json::Value& lead = items(made).front();
  EXPECT_EQ((*lead["fields"].as_array())[2]["agreement"].string_or(""), "partly");
  EXPECT_EQ(made.body["how_often_wrong"]["measured"]["min_score"].int_or(0), 75);
  EXPECT_FALSE(made.body["notice"].string_or("").empty());
  EXPECT_TRUE(made.body["complete"].bool_or(false));
  const std::string path = "/screenings/" + made.body["screening"].string_or("");
  EXPECT_EQ(call(chand_, "GET", path).status, 200);
  EXPECT_EQ(call(dara_, "GET", path).status, 403);
  EXPECT_EQ(call(chand_, "GET", "/screenings/x").status, 404);
  EXPECT_EQ(items(call(chand_, "GET", "/cases/" + of_case + "/screenings")).size(), 1u);
  EXPECT_EQ(call(dara_, "GET", "/cases/" + of_case + "/screenings").status, 403);
}

TEST_F(ScreeningRoutesTest, ALeadIsReviewedAndShownAsDeListed) {
  const std::string of_case = open_case();
  ASSERT_EQ(import(amal_, un_list("2026-01-01", {"Karim Tiradari", "Zaynab Lorekuri"})).status,
            201);
  const Reply made = screen(amal_, of_case, "Karim Tiradari");
  const std::string path = "/leads/" + items(made).front()["lead"].string_or("") + "/review";
  const auto review = [&](const Session& who, const char* outcome, const char* reason) {
    return call(who, "POST", path, json::Object{{"outcome", outcome}, {"reason", reason}});
  };
  EXPECT_EQ(review(esen_, "same", "x").status, 403);
  EXPECT_EQ(review(amal_, "confirmed", "x").status, 400);
  EXPECT_EQ(review(amal_, "same", "").status, 400);
  EXPECT_EQ(
      call(amal_, "POST", "/leads/x/review", json::Object{{"outcome", "same"}, {"reason", "x"}})
          .status,
      404);
  const Reply reviewed = review(behram_, "not-same", "born elsewhere");
  ASSERT_EQ(reviewed.status, 200) << reviewed.text;
  EXPECT_EQ(reviewed.body["outcome"].string_or(""), "not-same");
  const Reply next = import(amal_, un_list("2026-02-01", {"Zaynab Lorekuri", "Bilal Ghalib"}));
  EXPECT_EQ(next.body["leads_delisted"].int_or(0), 1);
  EXPECT_EQ(next.body["cases"].as_array()->front().string_or(""), of_case);
  const std::string job = next.body["jobs"].as_array()->front().string_or("");
  EXPECT_EQ(call(amal_, "GET", "/jobs/" + job).body["kind"].string_or(""), "screen-again");
  const Reply now = call(chand_, "GET", "/screenings/" + made.body["screening"].string_or(""));
  EXPECT_EQ(items(now).front()["standing"]["state"].string_or(""), "de-listed");
  EXPECT_EQ(now.body["how_often_wrong"]["not_same"].int_or(0), 1);
}

TEST_F(ScreeningRoutesTest, ScreeningsComeInPages) {
  const std::string of_case = open_case();
  const std::string actor = workspace_->records().officer("Amal Mirani")->id;
  for (int i = 0; i < 150; ++i) {
    const std::string id = crypto::new_id("screening");
    const json::Object asked{{"name", "Karim"},   {"father", ""},   {"birth_date", ""},
                             {"birth_place", ""}, {"document", ""}, {"nationality", ""}};
    ASSERT_TRUE(workspace_->custody()
                    .record({"screening.ran", actor, of_case,
                             json::Object{{"screening", id},
                                          {"asked", asked},
                                          {"reason", "x"},
                                          {"min_score", 75},
                                          {"algorithm", "sanad-screening-1"},
                                          {"lists", json::Array{}},
                                          {"leads", 1}}})
                    .ok());
  }
  const std::string path = "/cases/" + of_case + "/screenings";
  const Reply page = call(amal_, "GET", path);
  ASSERT_EQ(items(page).size(), 100u);
  // Its lead was never recorded.
  EXPECT_FALSE(items(page).front()["complete"].bool_or(true));
  const Reply rest = call(amal_, "GET", path + "?cursor=" + page.body["next"].string_or(""));
  EXPECT_EQ(items(rest).size(), 50u);
  EXPECT_TRUE(rest.body["next"].is_null());
  EXPECT_EQ(call(amal_, "GET", path + "?cursor=x").status, 400);
}

}  // namespace
}  // namespace sanad::server
