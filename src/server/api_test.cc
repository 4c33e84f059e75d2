// What the API answers: every route, every role, each reply of the form that the document promises.
#include "api.h"

#include <gtest/gtest.h>

#include <set>

#include "corroboration_routes.h"
#include "exercise_routes.h"
#include "file_export_routes.h"
#include "hma_routes.h"
#include "redaction_routes.h"
#include "taxii_routes.h"
#include "test_rig.h"
#include "validation_routes.h"

namespace sanad::server {
namespace {

class ApiTest : public Rig {};

TEST_F(ApiTest, TheDocumentAndTheServerNameTheSameOperations) {
  std::set<std::string> served;
  for (const auto& table :
       {analysis_routes(),      assessment_routes(), fairness_routes(), unused_routes(),
        people_routes(),        case_routes(),       exhibit_routes(),  ledger_routes(),
        list_routes(),          match_routes(),      rule_routes(),     screening_routes(),
        token_routes(),         playing_routes(),    import_routes(),   search_routes(),
        sheet_routes(),         request_routes(),    clock_routes(),    planning_routes(),
        keeping_routes(),       oversight_routes(),  sharing_routes(),  validation_routes(),
        corroboration_routes(), redaction_routes(),  report_routes(),   certificate_routes(),
        exercise_routes(),      file_export_routes()}) {
    for (const auto& route : table)
      EXPECT_TRUE(served.insert(fmt::format("{} {}", route.method, route.pattern)).second);
  }
  for (const auto pattern :
       {kEventsPattern, kExhibitFilePattern, kBundleFilePattern, kVerifyPagePattern,
        kListExportPattern, kMatchPicturePattern, kPackageFilePattern, kPartPicturePattern,
        kReceiptFilePattern, kCertificatePagePattern, kReportPagePattern, kReportPreviewPattern,
        kRequestPaperPattern, kExportFilePattern})
    served.insert(fmt::format("GET {}", pattern));
  for (const std::string& operation : hma_operations())
    EXPECT_TRUE(served.insert(operation).second) << operation;
  for (const std::string& operation : taxii_operations())
    EXPECT_TRUE(served.insert(operation).second) << operation;
  const auto documented = document_.operations();
  const std::set<std::string> said(documented.begin(), documented.end());
  for (const std::string& one : served)
    EXPECT_TRUE(said.contains(one)) << one << " is not documented";
  for (const std::string& one : said) EXPECT_TRUE(served.contains(one)) << one << " is not served";
}

TEST_F(ApiTest, PartnersAskByTokenAndOfficersBySession) {
  std::set<std::string> names;
  for (const std::string& operation : document_.operations()) {
    const std::size_t space = operation.find(' ');
    const json::Value& said =
        document_.operation(operation.substr(0, space), operation.substr(space + 1));
    EXPECT_TRUE(names.insert(said["operationId"].string_or("")).second) << operation;
    const bool is_of_partners = operation.substr(space + 1).starts_with("/hma/") ||
                                operation.substr(space + 1).starts_with("/taxii2/");
    EXPECT_EQ(said["tags"].as_array()->front().string_or("") == "partners", is_of_partners)
        << operation;
    const std::string security = json::format_canonical(said["security"]);
    if (security == "[]") continue;  // a sign-in; whether the server runs
    EXPECT_EQ(security, is_of_partners ? R"([{"token":[]}])" : "null") << operation;
  }
}

TEST_F(ApiTest, TheValidatorOfTheseTestsFindsWhatIsWrong) {
  bool documented = false;
  const auto& schema = document_.reply_schema("GET", "/session", 200, documented);
  ASSERT_TRUE(documented);
  json::Object right = *call(amal_, "GET", "/session").body.as_object();
  EXPECT_TRUE(document_.check(right, schema).empty());
  for (const auto& [member, wrong] : std::vector<std::pair<const char*, json::Value>>{
           {"expires_at", "tomorrow"},
           {"has_password", "no"},
           {"officer", json::Object{{"officer", "officer-1"}}}}) {
    json::Object changed = right;
    changed.set(member, wrong);
    EXPECT_FALSE(document_.check(changed, schema).empty()) << member;
  }
  right.erase("csrf");
  EXPECT_FALSE(document_.check(right, schema).empty());
  document_.reply_schema("GET", "/session", 404, documented);
  EXPECT_FALSE(documented);
}

TEST_F(ApiTest, ACaseIsOpenedAuthorisedAndDecidedUponByTwoOfficers) {
  const std::string of_case = open_case();
  EXPECT_EQ(call(behram_, "GET", "/cases").body["items"].as_array()->size(), 1u);
  EXPECT_EQ(call(amal_, "GET", "/cases/" + of_case).body["title"].string_or(""),
            "Red Lantern Circle");
  EXPECT_EQ(call(amal_, "GET", "/cases/TZ%2F2026%2F0001").body["case"].string_or(""), of_case);
  const Reply asked = call(amal_, "POST", "/cases/" + of_case + "/authorisations", request());
  ASSERT_EQ(asked.status, 201);
  const std::string id = asked.body["authorisation"].string_or("");
  EXPECT_EQ(
      call(amal_, "POST", "/authorisations/" + id + "/approve", json::Object{{"note", ""}}).status,
      403);
  EXPECT_EQ(
      call(behram_, "GET", "/authorisations?state=requested").body["items"].as_array()->size(), 1u);
  const Reply approved_reply = call(behram_, "POST", "/authorisations/" + id + "/approve",
                                    json::Object{{"note", "public pages"}});
  EXPECT_EQ(approved_reply.body["state"].string_or(""), "approved");
  EXPECT_EQ(
      call(behram_, "POST", "/authorisations/" + id + "/reject", json::Object{{"reason", "late"}})
          .status,
      409);
  const auto decide = [&](const char* url) {
    return call(amal_, "POST", "/cases/" + of_case + "/decision",
                json::Object{{"activity", "capture"}, {"url", url}})
        .body["code"]
        .string_or("");
  };
  EXPECT_EQ(decide("https://forum.tirazan.example/thread/1"), "allowed");
  EXPECT_EQ(decide("https://news.tirazan.example/"), "out-of-scope");
  clock_.advance_ms(30 * kDayMs);
  const auto after = sign_in("Farid Nour", authority::Role::kSupervisor);
  EXPECT_EQ(call(after, "GET", "/cases/" + of_case + "/authorisations")
                .body["items"]
                .as_array()
                ->front()["state"]
                .string_or(""),
            "expired");
}

TEST_F(ApiTest, ACaptureIsAcceptedWithinItsAuthorityAndOtherwiseRefusedAndRecorded) {
  const std::string of_case = open_case();
  const auto order = [&](const Session& who, const json::Object& body) {
    return call(who, "POST", "/cases/" + of_case + "/captures", body);
  };
  const json::Object forum{{"url", "https://forum.tirazan.example/"}};
  EXPECT_EQ(order(amal_, forum).status, 403);
  approved(of_case);
  EXPECT_EQ(order(behram_, forum).status, 403);
  const Reply refused = order(amal_, {{"url", "https://news.tirazan.example/"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(order(amal_, {{"url", "no address"}}).status, 400);
  EXPECT_EQ(order(amal_, {{"url", "https://forum.tirazan.example/"},
                          {"options", json::Object{{"max_seconds", 0}}}})
                .status,
            400);
  const Reply refusals = call(amal_, "GET", "/cases/" + of_case + "/refusals");
  ASSERT_EQ(refusals.body["items"].as_array()->size(), 3u);
  EXPECT_EQ(refusals.body["items"].as_array()->front()["data"]["reason"].string_or(""),
            refused.body["error"]["message"].string_or("?"));
  const Reply accepted = order(amal_, forum);
  ASSERT_EQ(accepted.status, 202);
  const std::string job = accepted.body["job"].string_or("");
  const Reply found = call(amal_, "GET", "/jobs/" + job);
  EXPECT_EQ(found.body["state"].string_or(""), "queued");
  EXPECT_EQ(found.body["subject"]["url"].string_or(""), "https://forum.tirazan.example/");
  EXPECT_EQ(found.body["subject"]["exhibit"].string_or(""),
            accepted.body["exhibit"].string_or("?"));
  EXPECT_EQ(call(amal_, "GET", "/cases/" + of_case + "/jobs").body["items"].as_array()->size(), 1u);
  EXPECT_EQ(call(chand_, "POST", "/jobs/" + job + "/cancel").status, 403);
  EXPECT_EQ(call(behram_, "POST", "/jobs/" + job + "/cancel").body["state"].string_or(""),
            "cancelled");
  EXPECT_EQ(call(amal_, "POST", "/jobs/" + job + "/cancel").status, 409);
}

TEST_F(ApiTest, AnExhibitShowsItsRecordItsGapsAndItsCustody) {
  const std::string of_case = open_case();
  const std::string id = seal_exhibit(of_case);
  const Reply shown = call(amal_, "GET", "/exhibits/" + id);
  ASSERT_EQ(shown.status, 200);
  EXPECT_EQ(shown.body["not_kept"].as_array()->front()["reason"].string_or(""), "too long");
  EXPECT_EQ(call(amal_, "GET", "/exhibits/TZ%2F2026%2F0001-001").body["exhibit"].string_or(""), id);
  EXPECT_EQ(call(chand_, "GET", "/cases/" + of_case + "/exhibits").body["items"].as_array()->size(),
            1u);
  ASSERT_EQ(call(amal_, "GET", "/exhibits/" + id + "/files/page.html?purpose=briefing").status,
            200);
  const Reply custody = call(chand_, "GET", "/exhibits/" + id + "/custody");
  ASSERT_EQ(custody.body["items"].as_array()->size(), 2u);
  EXPECT_EQ(custody.body["items"].as_array()->back()["kind"].string_or(""), "exhibit.copied");
  EXPECT_EQ(custody.body["items"].as_array()->back()["actor_name"].string_or(""), "Amal Mirani");
}

TEST_F(ApiTest, ABundleIsOrderedByThoseWhoMay) {
  const std::string of_case = open_case();
  const auto order = [&](const Session& who, json::Array exhibits, const char* purpose) {
    return call(who, "POST", "/cases/" + of_case + "/bundles",
                json::Object{{"exhibits", std::move(exhibits)}, {"purpose", purpose}});
  };
  EXPECT_EQ(order(chand_, {}, "court").status, 400);
  const std::string id = seal_exhibit(of_case);
  EXPECT_EQ(order(esen_, {id}, "court").status, 403);
  EXPECT_EQ(order(chand_, {id}, "").status, 400);
  EXPECT_EQ(order(chand_, {"exhibit-1"}, "court").status, 404);
  const Reply accepted = order(chand_, {id}, "court");
  ASSERT_EQ(accepted.status, 202);
  EXPECT_EQ(call(chand_, "GET", "/jobs/" + accepted.body["job"].string_or(""))
                .body["subject"]["bundle"]
                .string_or(""),
            accepted.body["bundle"].string_or("?"));
  EXPECT_TRUE(
      call(chand_, "GET", "/cases/" + of_case + "/bundles").body["items"].as_array()->empty());
  for (const char* what : {"/file", "/verify.html", "/questions"})
    EXPECT_EQ(
        call(chand_, "GET", "/bundles/" + accepted.body["bundle"].string_or("") + std::string(what))
            .status,
        404);
}

TEST_F(ApiTest, AFileOfAnExportIsOrderedByThoseWhoMay) {
  const std::string of_case = open_case();
  const std::string path = "/cases/" + of_case + "/file-exports";
  const auto order = [&](const Session& who, const char* format, const char* purpose,
                         const char* why = "") {
    return call(who, "POST", path,
                json::Object{{"format", format}, {"purpose", purpose}, {"why_named", why}});
  };
  EXPECT_EQ(order(chand_, "bag", "archive").status, 400) << "there is no exhibit";
  const std::string id = seal_exhibit(of_case);
  EXPECT_EQ(order(esen_, "bag", "archive").status, 403);
  EXPECT_EQ(order(chand_, "bag", "").status, 400);
  EXPECT_EQ(order(chand_, "premis", "archive").status, 400) << "that is a text";
  EXPECT_EQ(order(chand_, "bag", "archive", "agreed").status, 400) << "nobody is masked in a bag";
  EXPECT_EQ(call(chand_, "POST", "/cases/" + of_case + "/exports",
                 json::Object{{"format", "case-uco"}, {"purpose", "archive"}})
                .status,
            400)
      << "that is a file";
  const Reply accepted = order(chand_, "bag", "archive");
  ASSERT_EQ(accepted.status, 202);
  const std::string made = accepted.body["export"].string_or("?");
  const Reply job = call(chand_, "GET", "/jobs/" + accepted.body["job"].string_or(""));
  EXPECT_EQ(job.body["kind"].string_or(""), "export");
  EXPECT_EQ(job.body["subject"]["export"].string_or(""), made);
  EXPECT_TRUE(call(chand_, "GET", path).body["items"].as_array()->empty());
  EXPECT_EQ(call(esen_, "GET", path + "/" + made + "/file").status, 403);
  EXPECT_EQ(call(chand_, "GET", path + "/" + made + "/file").status, 404) << "not made yet";
}

TEST_F(ApiTest, AnAdministratorSeesNoCase) {
  const std::string of_case = open_case();
  const std::string exhibit = seal_exhibit(of_case);
  for (const std::string& path :
       {std::string("/cases"), "/cases/" + of_case, "/cases/" + of_case + "/entries",
        "/cases/" + of_case + "/refusals", "/cases/" + of_case + "/authorisations",
        "/cases/" + of_case + "/exhibits", "/cases/" + of_case + "/jobs",
        "/cases/" + of_case + "/bundles", "/cases/" + of_case + "/file-exports",
        "/cases/" + of_case + "/file-exports/export-1/file",
        std::string("/bundles/bundle-1/questions"), "/exhibits/" + exhibit,
        "/exhibits/" + exhibit + "/custody", "/exhibits/" + exhibit + "/files/page.html",
        std::string("/authorisations"), std::string("/jobs/job-1"),
        std::string("/jobs/job-1/events"), std::string("/bundles/bundle-1/file"),
        std::string("/bundles/bundle-1/verify.html")})
    EXPECT_EQ(call(dara_, "GET", path).status, 403) << path;
  EXPECT_EQ(call(dara_, "POST", "/exhibits/" + exhibit + "/replay").status, 403);
  EXPECT_EQ(call(dara_, "POST", "/ledger/verification").status, 403);
  EXPECT_EQ(call(dara_, "POST", "/cases",
                 json::Object{{"reference", "TZ-2"}, {"title", "x"}, {"law_pack", "international"}})
                .status,
            403);
  EXPECT_EQ(count_entries("exhibit.copied"), 0u);
  for (const char* path : {"/session", "/officers", "/law-packs", "/status", "/ledger"})
    EXPECT_EQ(call(dara_, "GET", path).status, 200) << path;
}

TEST_F(ApiTest, EntriesComeInPagesNewestFirst) {
  const std::string of_case = open_case();
  for (int i = 0; i < 150; ++i)
    call(amal_, "POST", "/cases/" + of_case + "/captures",
         json::Object{{"url", "https://forum.tirazan.example/"}});
  std::set<std::int64_t> seen;
  std::string cursor;
  int pages = 0;
  do {
    const Reply page = call(
        amal_, "GET",
        "/cases/" + of_case + "/entries" + (cursor.empty() ? std::string() : "?cursor=" + cursor));
    ASSERT_EQ(page.status, 200);
    std::int64_t last = INT64_MAX;
    for (const auto& item : *page.body["items"].as_array()) {
      EXPECT_LT(item["index"].int_or(-1), last);
      last = item["index"].int_or(-1);
      EXPECT_TRUE(seen.insert(last).second);
    }
    cursor = page.body["next"].string_or("");
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), 151u);
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(call(amal_, "GET", "/cases/" + of_case + "/entries?cursor=x").status, 400);
}

TEST_F(ApiTest, ARecordIsAddressedByThingsThatExist) {
  for (const char* path : {"/cases/x", "/cases/x/entries", "/exhibits/x", "/exhibits/x/custody",
                           "/exhibits/x/files/y", "/jobs/x", "/jobs/x/events", "/bundles/x/file"})
    EXPECT_EQ(call(amal_, "GET", path).status, 404) << path;
  EXPECT_EQ(call(behram_, "POST", "/authorisations/x/approve", json::Object{{"note", ""}}).status,
            404);
  EXPECT_EQ(call(amal_, "POST", "/cases/x/authorisations", request()).status, 404);
}

TEST_F(ApiTest, WhatIsTooLongForTheRecordIsRefusedAndChangesNothing) {
  const std::string of_case = open_case();
  json::Object long_reason = request();
  long_reason.set("necessity", std::string(5000, 'x'));
  EXPECT_EQ(call(amal_, "POST", "/cases/" + of_case + "/authorisations", long_reason).status, 413);
  const std::string id = call(amal_, "POST", "/cases/" + of_case + "/authorisations", request())
                             .body["authorisation"]
                             .string_or("");
  EXPECT_EQ(call(behram_, "POST", "/authorisations/" + id + "/approve",
                 json::Object{{"note", std::string(100'000, 'x')}})
                .status,
            413);
  EXPECT_EQ(count_entries("authorisation.approved"), 0u);
  EXPECT_EQ(count_entries("authorisation.requested"), 1u);
}

}  // namespace
}  // namespace sanad::server
