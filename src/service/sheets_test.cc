#include "service/sheets.h"

#include <algorithm>
#include <array>

#include "service/material.h"
#include "service/worker.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

constexpr const char* kText =
    "The boats lie at the river market, at 8.5, 65.25, since the evening before.";

// A case with an exhibit whose parts are: two messages that say the same, a picture, and one that
// was set aside.
class SheetsTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    approved(case_);
    exhibit_ = seal_one(case_);
    fenna_ = add("Fenna Ruhal", authority::Role::kReviewer);
    list_parts();
  }

  static json::Object said(std::string_view id, std::string_view at) {
    return json::Object{{"kind", "message"},
                        {"platform", "telegram"},
                        {"id", id},
                        {"at", at},
                        {"chat", "4711"},
                        {"author", "Lantern Seven"},
                        {"author_id", "user7"},
                        {"text", kText},
                        {"length", 300},
                        {"selectors", json::Array{json::Object{{"kind", "coordinates"},
                                                               {"value", "8.5,65.25"},
                                                               {"in", "text"},
                                                               {"offset", 38},
                                                               {"length", 10}}}}};
  }

  void list_parts() {
    const json::Value metadata =
        json::parse(R"({"taken_at":{"value":"2026-03-14T17:05:00","source":"exif","zone":"unknown"},
        "place":{"latitude":8.5,"longitude":65.25,"source":"exif"},"thumbnail":{"comparison":"differs"},
        "content_credentials":{"status":"read, signature not checked against a trust list"},
        "fields":[{"group":"exif","name":"Model","value":"TZ-100"},{"group":"mail","name":"From","value":"Lantern Seven"}]})")
            .value();
    const std::array<json::Object, 4> lines = {
        json::Object{
            {"file", "original-1"}, {"way", ""}, {"record", said("2", "2026-03-14T10:00:00Z")}},
        json::Object{
            {"file", "original-1"}, {"way", ""}, {"record", said("1", "2026-03-14T09:00:00Z")}},
        json::Object{{"file", "original-1"},
                     {"way", "photos/boat.jpg"},
                     {"item", json::Object{{"sha256", std::string(64, 'a')},
                                           {"size", 5000},
                                           {"kind", "picture"},
                                           {"metadata", metadata}}}},
        json::Object{{"commitment", std::string(64, '0')}, {"set_aside", "outside the period"}}};
    std::string text;
    for (const json::Object& line : lines) text += json::format_canonical(line) + "\n";
    const std::string sha256 = put_object(case_.id, text);
    ASSERT_TRUE(workspace()
                    .custody()
                    .record({"exhibit.parts", std::string(custody::kSystem), case_.id,
                             json::Object{{"exhibit", exhibit_.id},
                                          {"parts", 4},
                                          {"set_aside", 1},
                                          {"list", json::Object{{"sha256", sha256},
                                                                {"size", text.size()}}}}})
                    .ok());
    std::atomic<bool> stop{false};
    const auto job = queue_indexing(workspace(), case_.id, exhibit_.id, amal_.id).value();
    const auto indexed = run_now(workspace(), job, stop, {});
    ASSERT_TRUE(indexed.ok()) << indexed.error().message;
  }

  json::Value sheet(const char* finding, json::Object cited) {
    return json::Value(json::Object{
        {"claim", "It was written at the river market."},
        {"content", json::Object{{"place", json::Object{{"text", "The market is named."},
                                                        {"finding", finding},
                                                        {"confidence", "moderate"},
                                                        {"reasons", "The writer may not be there."},
                                                        {"evidence", json::Array{cited}}}}}}});
  }
  json::Value sheet(const char* finding = "supports") {
    return sheet(finding, {{"exhibit", exhibit_.id}, {"part", 1}, {"offset", 38}, {"length", 10}});
  }
  Result<records::SheetVersion> save(json::Value content, std::int64_t base = 0,
                                     std::string reason = "",
                                     std::optional<std::uint64_t> part = 0) {
    return save_sheet(workspace(), amal_,
                      {{exhibit_.id, part}, base, std::move(reason), std::move(content)});
  }
  std::string facts(const records::SheetSubject& subject) {
    return json::format_canonical(sheet_facts(workspace(), amal_, subject).value());
  }

  records::Case case_;
  records::Exhibit exhibit_;
  authority::Officer fenna_;
};

TEST_F(SheetsTest, EveryVersionStaysWithItsAuthorAndTime) {
  const auto first = save(sheet("supports"));
  ASSERT_TRUE(first.ok()) << first.error().message;
  clock_.advance_ms(60'000);
  const auto second =
      save_sheet(workspace(), fenna_,
                 {{exhibit_.number, 0}, 1, "The tower is missing.", sheet("contradicts")});
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(second->sheet, first->sheet);
  const auto history = sheet_history(workspace(), chand_, {exhibit_.id, 0}).value();
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].version, 2);
  EXPECT_EQ(history[0].actor, fenna_.id);
  EXPECT_EQ(history[0].reason, "The tower is missing.");
  EXPECT_EQ(history[0].content["content"]["place"]["finding"].string_or(""), "contradicts");
  EXPECT_EQ(history[1].actor, amal_.id);
  EXPECT_EQ(history[1].content["content"]["place"]["finding"].string_or(""), "supports");
  EXPECT_EQ(history[0].at.unix_ms - history[1].at.unix_ms, 60'000);
  const auto earlier = read_sheet(workspace(), chand_, first->sheet, 1).value();
  EXPECT_EQ(json::format_canonical(earlier.content), json::format_canonical(history[1].content));
  const auto written = entries("sheet.saved");
  ASSERT_EQ(written.size(), 2u);
  EXPECT_EQ(written[1].data["exhibit"].string_or(""), exhibit_.id);
  EXPECT_EQ(written[1].data["part"].int_or(-1), 0);
}

TEST_F(SheetsTest, TheRecordsAreMadeAgainFromTheLedger) {
  ASSERT_TRUE(save(sheet()).ok());
  ASSERT_TRUE(save(sheet("neither"), 1, "On reflection.").ok());
  ASSERT_TRUE(save(sheet(), 0, "", std::nullopt).ok());
  const auto all = [&] {
    std::string text;
    for (const auto& newest : list_sheets(workspace(), amal_, case_.id, "").value())
      for (const auto& one : sheet_history(workspace(), amal_, newest.subject).value())
        text += json::format_canonical(view(workspace(), one, true).value()) + "\n";
    return text;
  };
  const std::string before = all();
  EXPECT_EQ(std::ranges::count(before, '\n'), 3);
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  EXPECT_EQ(all(), before);
}

TEST_F(SheetsTest, WhoWroteOnAnOlderVersionIsToldAndNothingIsLost) {
  ASSERT_TRUE(save(sheet()).ok());
  const auto other = save(sheet("contradicts"));
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, ErrorCode::kConflict);
  EXPECT_NE(other.error().message.find("newest version of the sheet is 1"), std::string::npos);
  EXPECT_EQ(save(sheet("contradicts"), 2, "So.").error().code, ErrorCode::kConflict);
  EXPECT_EQ(save(sheet(), 1, "No change.").error().code, ErrorCode::kConflict);
  EXPECT_EQ(save(sheet("contradicts"), 1, " ").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(save(sheet("contradicts"), 1, std::string(kMaxSheetReasonBytes + 1, 'a')).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(entries("sheet.saved").size(), 1u);
}

TEST_F(SheetsTest, InvestigatorsSupervisorsAndReviewersWriteAndReadersOfCasesRead) {
  const records::SheetSubject whole{exhibit_.id, std::nullopt};
  std::int64_t version = 0;
  for (const auto& who : {amal_, behram_, fenna_}) {
    const char* finding = who.id == behram_.id ? "contradicts" : "supports";
    const auto saved = save_sheet(workspace(), who, {whole, version, "Next.", sheet(finding)});
    ASSERT_TRUE(saved.ok()) << who.name << saved.error().message;
    version = saved->version;
  }
  for (const auto& who : {chand_, dara_, esen_})
    EXPECT_EQ(
        save_sheet(workspace(), who, {whole, version, "Next.", sheet("neither")}).error().code,
        ErrorCode::kDenied);
  for (const auto& who : {amal_, behram_, chand_, fenna_}) {
    EXPECT_EQ(sheet_history(workspace(), who, whole)->size(), 3u);
    EXPECT_TRUE(sheet_facts(workspace(), who, whole).ok());
    EXPECT_EQ(list_sheets(workspace(), who, case_.reference, exhibit_.number)->size(), 1u);
  }
  EXPECT_EQ(sheet_history(workspace(), dara_, whole).error().code, ErrorCode::kDenied);
  EXPECT_EQ(sheet_facts(workspace(), dara_, whole).error().code, ErrorCode::kDenied);
  EXPECT_EQ(list_sheets(workspace(), dara_, case_.id, "").error().code, ErrorCode::kDenied);
  EXPECT_EQ(read_sheet(workspace(), dara_, "sheet-0000000000000000", 1).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(read_sheet(workspace(), amal_, "sheet-0000000000000000", 1).error().code,
            ErrorCode::kNotFound);
}

TEST_F(SheetsTest, EvidenceIsOfTheCaseAndCanBeLookedAt) {
  const auto cite = [&](json::Object one) { return save(sheet("supports", std::move(one))); };
  const auto other = open_one("TZ-2026-0002");
  approved(other);
  const auto foreign = seal_one(other);
  const auto expect = [&](json::Object one, ErrorCode code, std::string_view says) {
    const auto saved = cite(std::move(one));
    ASSERT_FALSE(saved.ok()) << says;
    EXPECT_EQ(saved.error().code, code) << says;
    EXPECT_NE(saved.error().message.find(says), std::string::npos) << saved.error().message;
  };
  const std::string& id = exhibit_.id;
  expect({{"exhibit", foreign.id}}, ErrorCode::kInvalid, "another case");
  expect({{"exhibit", exhibit_.number}}, ErrorCode::kInvalid, "by its identifier");
  expect({{"exhibit", "exhibit-0000000000000000"}}, ErrorCode::kNotFound, "evidence");
  expect({{"exhibit", id}, {"part", 4}}, ErrorCode::kNotFound, "no part 4");
  expect({{"exhibit", id}, {"part", 3}}, ErrorCode::kDenied, "set aside");
  // Whoever names what the authorisation does not cover is refused in the record too.
  const auto refused = entries("act.refused");
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].data["activity"].string_or(""), "cite");
  EXPECT_EQ(refused[0].data["code"].string_or(""), "set-aside");
  EXPECT_EQ(refused[0].data["target"].string_or(""), id);
  expect({{"exhibit", id}, {"part", 2}, {"offset", 5000}}, ErrorCode::kInvalid, "beyond");
  expect({{"exhibit", id}, {"part", 0}, {"offset", 290}, {"length", 11}}, ErrorCode::kInvalid,
         "beyond");
  expect({{"exhibit", id}, {"file", "absent.html"}}, ErrorCode::kNotFound, "absent.html");
  expect({{"exhibit", id}, {"file", "page.html"}, {"offset", 9'999}}, ErrorCode::kInvalid,
         "beyond");
  EXPECT_TRUE(entries("sheet.saved").empty());
  EXPECT_TRUE(cite({{"exhibit", id}, {"file", "page.html"}, {"offset", 0}, {"length", 7}}).ok());
}

TEST_F(SheetsTest, WhatHasNoSheetIsSaid) {
  EXPECT_TRUE(sheet_history(workspace(), amal_, {exhibit_.id, 2})->empty());
  EXPECT_EQ(sheet_history(workspace(), amal_, {exhibit_.id, 3}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(sheet_facts(workspace(), amal_, {exhibit_.id, 3}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(save(sheet(), 0, "", 3).error().code, ErrorCode::kDenied);
  EXPECT_EQ(save(sheet(), 0, "", 4).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(sheet_history(workspace(), amal_, {"exhibit-0", {}}).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(save(json::Value(json::Object{})).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(save(json::Value("verified")).error().code, ErrorCode::kInvalid);
}

TEST_F(SheetsTest, FactsStandBesideAndAreNeverFindings) {
  const std::string message = facts({exhibit_.id, 0});
  for (const char* there :
       {R"("fact":"first-in-case","panel":"source","question":"first_copy_found")",
        R"("value":"2026-03-14T09:00:00.000Z")", R"("fact":"place-in-text")",
        R"("value":"8.500000, 65.250000")", R"("fact":"sent-at")", R"("value":"Person )"})
    EXPECT_NE(message.find(there), std::string::npos) << there << " in " << message;
  const std::string picture = facts({exhibit_.id, 2});
  for (const char* there : {R"("fact":"taken_at")", "2026-03-14T17:05:00 (zone unknown)",
                            R"("fact":"place-in-metadata")", R"("fact":"thumbnail")",
                            R"("fact":"content-credentials")", R"("name":"exif: Model")"})
    EXPECT_NE(picture.find(there), std::string::npos) << there << " in " << picture;
  const std::string whole = facts({exhibit_.id, std::nullopt});
  for (const char* there : {R"("fact":"address")", R"("fact":"sha256")", R"("fact":"source-file")"})
    EXPECT_NE(whole.find(there), std::string::npos) << there << " in " << whole;
  for (const std::string* text : {&message, &picture, &whole}) {
    EXPECT_EQ(text->find("Lantern Seven"), std::string::npos) << "a name behind a mask";
    EXPECT_EQ(text->find("\"finding\""), std::string::npos);
  }
  EXPECT_TRUE(sheet_history(workspace(), amal_, {exhibit_.id, 0})->empty());
}

TEST_F(SheetsTest, LookingAtThePartBesideItsSheetIsAnEntryOnce) {
  (void)facts({exhibit_.id, 0});
  (void)facts({exhibit_.id, 2});
  const auto looks = entries("exhibit.viewed");
  ASSERT_EQ(looks.size(), 1u);
  EXPECT_EQ(looks[0].data["purpose"].string_or(""), "the facts beside a verification sheet");
}

TEST_F(SheetsTest, TheQuestionsAreThoseOfTheThreePanels) {
  const json::Array all = sheet_questions();
  EXPECT_EQ(all.size(), 20u);
  EXPECT_EQ(all.front()["panel"].string_or(""), "source");
  EXPECT_EQ(all.back()["question"].string_or(""), "external_corroboration");
}

}  // namespace
}  // namespace sanad::service
