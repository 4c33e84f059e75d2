// Lists of people kept in a workspace: who may ask, what is recorded, and what a new version does
// to what was found.
#include "service/screening.h"

#include <fmt/format.h>

#include <filesystem>

#include "service/worker.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

struct Listed {
  const char* id;
  const char* name;
  const char* more = "";
};

std::string un_list(const char* version, std::initializer_list<Listed> people) {
  std::string xml = fmt::format("<CONSOLIDATED_LIST dateGenerated=\"{}\"><INDIVIDUALS>\n", version);
  for (const Listed& one : people) {
    xml += fmt::format(
        "<INDIVIDUAL><DATAID>{0}</DATAID><FIRST_NAME>{1}</FIRST_NAME>"
        "<REFERENCE_NUMBER>TZi.{0}</REFERENCE_NUMBER>{2}</INDIVIDUAL>\n",
        one.id, one.name, one.more);
  }
  return xml + "</INDIVIDUALS></CONSOLIDATED_LIST>";
}

constexpr Listed kKarim{"1", "Karim Yusuf Tiradari",
                        "<INDIVIDUAL_DATE_OF_BIRTH><DATE>1970-05-02</DATE>"
                        "</INDIVIDUAL_DATE_OF_BIRTH><NATIONALITY><VALUE>Tirazan</VALUE>"
                        "</NATIONALITY>"};
constexpr Listed kZaynab{"2", "Zaynab Lorekuri"};
constexpr Listed kBilal{"3", "Bilal Sarendarudi"};

class ScreeningTest : public Rig {
 protected:
  Result<ImportedPeopleList> import(const std::string& bytes,
                                    const PeopleListOrder& order = {.name = "Tirazan list"}) {
    return import_people_list(workspace(), amal_, bytes, order);
  }
  Result<records::Screening> screen(const records::Case& of_case, const std::string& name,
                                    screening::Query asked = {}) {
    asked.name = name;
    return screen_person(workspace(), amal_, {of_case.id, asked, "a donor of the mill fund"});
  }
  std::vector<records::ScreeningLead> leads(const records::Screening& screening) {
    return read_screening(workspace(), chand_, screening.id)->leads;
  }
  json::Value run(const std::string& job) {
    const auto done = run_now(workspace(), job, stop_, {});
    EXPECT_TRUE(done.ok()) << done.error().message;
    return done.ok() ? done->result : json::Value();
  }
  std::atomic<bool> stop_{false};
};

TEST_F(ScreeningTest, AListIsSealedAsItCameAndItsVersionsAreKept) {
  const std::string first = un_list("2026-01-01", {kKarim, kZaynab});
  const auto imported = import(first, {.name = "Tirazan list", .publisher = "Tirazan Council"});
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  EXPECT_TRUE(imported->is_first);
  EXPECT_EQ(imported->list.version, "2026-01-01");
  EXPECT_EQ(imported->list.sha256, format_hex(crypto::sha256(as_bytes(first))));
  EXPECT_EQ(imported->list.entries, 2);
  const Listed changed{"1", "Karim Yusuf Abd al-Rahman Tiradari"};
  const auto next = import(un_list("2026-02-01", {changed, kBilal}));
  ASSERT_TRUE(next.ok()) << next.error().message;
  EXPECT_EQ(next->list.list, imported->list.list);
  EXPECT_EQ(next->list.publisher, "Tirazan Council");
  EXPECT_EQ(next->list.added, 1);
  EXPECT_EQ(next->list.removed, 1);
  EXPECT_EQ(next->list.changed, 1);
  const auto versions = people_list_versions(workspace(), chand_, "Tirazan list").value();
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[0].version, "2026-02-01");
  EXPECT_EQ(versions[1].version, "2026-01-01");
  EXPECT_EQ(list_people_lists(workspace(), chand_)->size(), 1U);
  const auto changes = entries("screening.list-changes");
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].data["removed"].as_array()->front().string_or(""), "2");
  EXPECT_EQ(entries("screening.list-imported").size(), 2U);
}

TEST_F(ScreeningTest, ALeadSaysForEachFieldWhatWasAskedAndWhatTheListSays) {
  const auto of_case = open_one();
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim, kZaynab})).ok());
  const auto screened = screen(of_case, "Kareem Youssef Tiradary",
                               {.birth_date = "1970-05-02", .nationality = "Sarendar"});
  ASSERT_TRUE(screened.ok()) << screened.error().message;
  EXPECT_EQ(screened->leads, 1);
  EXPECT_EQ(screened->data["reason"].string_or(""), "a donor of the mill fund");
  const auto found = leads(*screened);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].outcome, "open");
  EXPECT_FALSE(found[0].standing);
  EXPECT_EQ(found[0].data["primary_name"].string_or(""), "Karim Yusuf Tiradari");
  const json::Array& fields = *found[0].data["fields"].as_array();
  ASSERT_EQ(fields.size(), 6U);
  EXPECT_EQ(fields[0]["listed"].string_or(""), "Karim Yusuf Tiradari");
  EXPECT_EQ(fields[2]["asked"].string_or(""), "1970-05-02");
  EXPECT_EQ(fields[2]["listed"].string_or(""), "1970-05-02");
  EXPECT_EQ(fields[2]["agreement"].string_or(""), "agree");
  EXPECT_EQ(fields[5]["agreement"].string_or(""), "disagree");
  // The act, then its leads.
  const auto act = entries("screening.ran");
  ASSERT_EQ(act.size(), 1U);
  EXPECT_EQ(act[0].actor, amal_.id);
  EXPECT_EQ(act[0].case_id, of_case.id);
  EXPECT_EQ(act[0].data["asked"]["name"].string_or(""), "Kareem Youssef Tiradary");
  EXPECT_EQ(act[0].data["lists"].as_array()->front()["version"].string_or(""), "2026-01-01");
  EXPECT_LT(act[0].index, entries("screening.lead")[0].index);
}

TEST_F(ScreeningTest, AScreeningThatFindsNobodyIsRecordedToo) {
  const auto of_case = open_one();
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim})).ok());
  const auto screened = screen(of_case, "Behram Sorani");
  ASSERT_TRUE(screened.ok());
  EXPECT_EQ(screened->leads, 0);
  EXPECT_EQ(list_screenings(workspace(), chand_, of_case.reference)->size(), 1U);
}

TEST_F(ScreeningTest, OnlyThoseWhoInvestigateOrReviewMayAskImportAndJudge) {
  const auto of_case = open_one();
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim})).ok());
  const auto screened = screen(of_case, "Karim Yusuf Tiradari").value();
  const std::string lead = leads(screened)[0].id;
  const std::size_t before = entries("").size();
  for (const auto& officer : {dara_, esen_, chand_}) {
    EXPECT_EQ(import_people_list(workspace(), officer, un_list("2026-02-01", {kKarim}), {"L"})
                  .error()
                  .code,
              ErrorCode::kDenied);
    EXPECT_EQ(screen_person(workspace(), officer, {of_case.id, {"Karim"}, "because"}).error().code,
              ErrorCode::kDenied);
    EXPECT_EQ(review_lead(workspace(), officer, lead, "same", "because").error().code,
              ErrorCode::kDenied);
  }
  // An administrator reads no cases.
  EXPECT_EQ(list_screenings(workspace(), dara_, of_case.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(read_screening(workspace(), dara_, screened.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(list_people_lists(workspace(), dara_).error().code, ErrorCode::kDenied);
  EXPECT_EQ(people_list_versions(workspace(), dara_, "Tirazan list").error().code,
            ErrorCode::kDenied);
  const auto refused = entries("act.refused");
  EXPECT_EQ(refused.size(), 3U * 3U + 4U);
  EXPECT_EQ(entries("").size(), before + refused.size()) << "nothing else happened";
}

TEST_F(ScreeningTest, WhatIsNotAskedProperlyIsRefusedAndNotRecorded) {
  const auto of_case = open_one();
  EXPECT_EQ(screen(of_case, "Karim").error().code, ErrorCode::kInvalid);  // no list yet
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim})).ok());
  const auto refused = [&](const ScreeningOrder& order) {
    return screen_person(workspace(), amal_, order).error().code;
  };
  EXPECT_EQ(refused({"case-x", {"Karim"}, "because"}), ErrorCode::kNotFound);
  EXPECT_EQ(refused({of_case.id, {""}, "because"}), ErrorCode::kInvalid);
  EXPECT_EQ(refused({of_case.id, {"Karim"}, " "}), ErrorCode::kInvalid);
  EXPECT_EQ(refused({of_case.id, {"Karim"}, std::string(5000, 'a')}), ErrorCode::kInvalid);
  EXPECT_EQ(refused({of_case.id, {std::string(500, 'a')}, "because"}), ErrorCode::kInvalid);
  EXPECT_EQ(refused({of_case.id, {"\xff"}, "because"}), ErrorCode::kInvalid);
  EXPECT_EQ(refused({of_case.id, {"Karim", "", "in spring"}, "because"}), ErrorCode::kInvalid);
  EXPECT_EQ(refused({of_case.id, {"Karim"}, "because", 0}), ErrorCode::kInvalid);
  EXPECT_TRUE(entries("screening.ran").empty());
}

TEST_F(ScreeningTest, WhatIsNoListIsRefusedAndNothingIsKept) {
  const auto code = [&](const std::string& bytes, const PeopleListOrder& order) {
    return import(bytes, order).error().code;
  };
  const std::string good = un_list("2026-01-01", {kKarim});
  EXPECT_EQ(code("<CONSOLIDATED_LIST", {.name = "L"}), ErrorCode::kInvalid);
  EXPECT_EQ(code(un_list("2026-01-01", {}), {.name = "L"}), ErrorCode::kInvalid);
  EXPECT_EQ(code(good, {.name = " "}), ErrorCode::kInvalid);
  EXPECT_EQ(code(good, {.name = "L", .format = "pdf"}), ErrorCode::kInvalid);
  EXPECT_EQ(code(good, {.name = "L", .publisher = std::string(300, 'a')}), ErrorCode::kInvalid);
  EXPECT_EQ(code("name\nKarim\n", {.name = "L"}), ErrorCode::kInvalid);  // no version
  EXPECT_EQ(code("who\nKarim\n", {.name = "L", .version = "1"}), ErrorCode::kInvalid);
  EXPECT_TRUE(entries("screening.list-imported").empty());
  ASSERT_TRUE(import(good).ok());
  EXPECT_EQ(code(good, {.name = "Tirazan list"}), ErrorCode::kConflict);
  EXPECT_EQ(code(un_list("2025-12-31", {kKarim}), {.name = "Tirazan list"}), ErrorCode::kConflict);
  EXPECT_EQ(people_list_versions(workspace(), chand_, "Tirazan list")->size(), 1U);
  EXPECT_EQ(people_list_versions(workspace(), chand_, "none").error().code, ErrorCode::kNotFound);
}

TEST_F(ScreeningTest, ANationalListIsCsvWhoseColumnsAreKept) {
  const auto of_case = open_one();
  PeopleListOrder order{.name = "National list", .version = "1"};
  order.columns.name = "Name";
  order.columns.weak_aliases = "Nicknames";
  ASSERT_TRUE(import("Name,Nicknames\nSalim Marwan,Abu Lantern\n", order).ok());
  const auto found = leads(screen(of_case, "Abu Lantern").value());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].data["weak_alias"].bool_or(false));
  EXPECT_EQ(found[0].data["name_kind"].string_or(""), "weak alias");
  const auto next = import("Nicknames,Name\n,Bilal Ghalib\nAbu Lantern,Salim Marwan\n",
                           {.name = "National list", .version = "2"});
  ASSERT_TRUE(next.ok()) << next.error().message;
  EXPECT_EQ(next->list.added, 1);
  EXPECT_EQ(next->list.removed, 0);
}

TEST_F(ScreeningTest, DeListingReachesEveryLeadOfThePast) {
  const auto one = open_one(), other = open_one("TZ-2026-0002");
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim, kZaynab})).ok());
  const auto karim = screen(one, "Karim Yusuf Tiradari").value();
  const auto again = screen(other, "Karim Yusuf Tiradari").value();
  const auto zaynab = screen(one, "Zaynab Lorekuri").value();
  clock_.advance_ms(1000);
  const Listed changed{"2", "Zaynab Lorekuri", "<LISTED_ON>2026-01-31</LISTED_ON>"};
  const auto next = import(un_list("2026-02-01", {changed, kBilal}));
  ASSERT_TRUE(next.ok()) << next.error().message;
  EXPECT_EQ(next->leads_delisted, 2);
  EXPECT_EQ(next->leads_changed, 1);
  EXPECT_EQ(next->cases.size(), 2U);
  for (const auto& screening : {karim, again}) {
    const auto lead = leads(screening)[0];
    ASSERT_TRUE(lead.standing);
    EXPECT_EQ(lead.standing->change, "removed");
    EXPECT_EQ(lead.standing->version, "2026-02-01");
    EXPECT_EQ(lead.standing->since, clock_.now());
    EXPECT_EQ(json::Value(view(lead))["standing"]["state"].string_or(""), "de-listed");
  }
  EXPECT_EQ(leads(zaynab)[0].standing->change, "changed");
  // A version that says nothing new of the entry leaves it as it stands; a later listing is told.
  ASSERT_TRUE(import(un_list("2026-03-01", {changed, kBilal, {"9", "Mirwan Zarin"}})).ok());
  EXPECT_EQ(leads(karim)[0].standing->version, "2026-02-01");
  ASSERT_TRUE(import(un_list("2026-04-01", {changed, kKarim})).ok());
  EXPECT_EQ(leads(karim)[0].standing->change, "added");
  EXPECT_EQ(leads(karim)[0].standing->version, "2026-04-01");
  // Who is asked about now is compared with the newest version only.
  EXPECT_FALSE(leads(screen(one, "Karim Yusuf Tiradari").value())[0].standing);
}

TEST_F(ScreeningTest, WhatIsNewIsLookedForInThePast) {
  const auto of_case = open_one();
  open_one("TZ-2026-0002");  // nobody was screened there
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim})).ok());
  const auto screened = screen(of_case, "Zaynab Lorekuri").value();
  EXPECT_EQ(screened.leads, 0);
  const auto next = import(un_list("2026-02-01", {kKarim, kZaynab})).value();
  ASSERT_EQ(next.jobs.size(), 1U);
  const json::Value result = run(next.jobs[0]);
  EXPECT_EQ(result["screenings"].int_or(0), 1);
  EXPECT_EQ(result["found"].int_or(0), 1);
  const auto found = leads(screened);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].data["origin"].string_or(""), "list-update");
  EXPECT_EQ(found[0].data["list_version"].string_or(""), "2026-02-01");
  EXPECT_EQ(entries("screening.ran-again").size(), 1U);
  // A version without anything new asks nothing again; the same lead is not found twice.
  EXPECT_TRUE(import(un_list("2026-03-01", {kZaynab}))->jobs.empty());
  const auto last = import(un_list("2026-04-01", {kZaynab, kBilal})).value();
  EXPECT_EQ(run(last.jobs[0])["found"].int_or(-1), 0);
}

TEST_F(ScreeningTest, AReviewIsByAPersonAndCountsInHowOftenListsAreWrong) {
  const auto of_case = open_one();
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim, kZaynab})).ok());
  const auto karim = leads(screen(of_case, "Karim Yusuf Tiradari").value())[0];
  const auto zaynab = leads(screen(of_case, "Zaynab Lorekuri").value())[0];
  EXPECT_NE(how_often_wrong(lead_record(workspace(), 75).value()).find("No lead"),
            std::string::npos);
  const auto code = [&](const std::string& lead, const char* outcome, const std::string& reason) {
    return review_lead(workspace(), behram_, lead, outcome, reason).error().code;
  };
  EXPECT_EQ(code(karim.id, "confirmed", "x"), ErrorCode::kInvalid);
  EXPECT_EQ(code(karim.id, "same", " "), ErrorCode::kInvalid);
  EXPECT_EQ(code(karim.id, "same", std::string(5000, 'a')), ErrorCode::kInvalid);
  EXPECT_EQ(code("lead-0000000000000000", "same", "x"), ErrorCode::kNotFound);
  EXPECT_TRUE(entries("screening.reviewed").empty());
  ASSERT_TRUE(review_lead(workspace(), behram_, karim.id, "not-same", "born elsewhere").ok());
  const auto reviewed = review_lead(workspace(), amal_, zaynab.id, "undecided", "no papers");
  ASSERT_TRUE(reviewed.ok());
  EXPECT_EQ(reviewed->outcome, "undecided");
  EXPECT_EQ(reviewed->reviewed_by, amal_.id);
  const LeadRecord record = lead_record(workspace(), 75).value();
  EXPECT_EQ(record.counts.not_same, 1);
  EXPECT_EQ(record.counts.undecided, 1);
  EXPECT_EQ(record.counts.same + record.counts.open, 0);
  const std::string sentence = how_often_wrong(record);
  EXPECT_NE(sentence.find("Of 2 leads reviewed in this workspace, 1 were not"), std::string::npos);
  EXPECT_NE(sentence.find("10000 invented names"), std::string::npos);
}

TEST_F(ScreeningTest, RecordsMadeAgainAreTheSame) {
  const auto of_case = open_one();
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim, kZaynab})).ok());
  const auto screened = screen(of_case, "Karim Yusuf Tiradari").value();
  ASSERT_TRUE(review_lead(workspace(), amal_, leads(screened)[0].id, "same", "his papers").ok());
  ASSERT_TRUE(import(un_list("2026-02-01", {kZaynab})).ok());
  const auto all = [&] {
    std::string text;
    for (const auto& list : list_people_lists(workspace(), chand_).value())
      for (const auto& version : people_list_versions(workspace(), chand_, list.list).value())
        text += json::format_canonical(json::Value(view(version)));
    const auto read = read_screening(workspace(), chand_, screened.id).value();
    return text +
           json::format_canonical(json::Value(view(read, lead_record(workspace(), 75).value())));
  };
  const std::string before = all();
  EXPECT_NE(before.find("de-listed"), std::string::npos);
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  EXPECT_EQ(all(), before);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(all(), before);
  EXPECT_TRUE(entries("objects.unclaimed").empty());
}

TEST_F(ScreeningTest, NobodyIsScreenedAgainstAListThatIsDamaged) {
  const auto of_case = open_one();
  ASSERT_TRUE(import(un_list("2026-01-01", {kKarim, kZaynab})).ok());
  const auto karim = screen(of_case, "Karim Yusuf Tiradari").value();
  std::filesystem::remove_all(path("vault/case-0000000000000000"));
  const auto refused = screen(of_case, "Zaynab Lorekuri");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(refused.error().message.find("Tirazan list"), std::string::npos);
  EXPECT_EQ(entries("screening.ran").size(), 1U);
  // Another version heals it, and still says who is no longer listed.
  const auto next = import(un_list("2026-02-01", {kZaynab}));
  ASSERT_TRUE(next.ok()) << next.error().message;
  EXPECT_FALSE(next->is_compared);
  EXPECT_EQ(next->leads_delisted, 1);
  EXPECT_EQ(leads(karim)[0].standing->change, "removed");
  EXPECT_TRUE(screen(of_case, "Zaynab Lorekuri").ok());
}

TEST_F(ScreeningTest, AListIsReadOnceAndANewVersionIsSeenAtOnce) {
  const auto of_case = open_one();
  auto& cache = workspace().screener_cache();
  const auto first = import(un_list("2026-01-01", {kKarim, kZaynab})).value().list;
  EXPECT_EQ(leads(screen(of_case, "Karim Yusuf Tiradari").value()).size(), 1U);
  const auto kept = cache.find(first.list, first.id);
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(cache.bytes(), first.size);
  EXPECT_EQ(leads(screen(of_case, "Zaynab Lorekuri").value()).size(), 1U);
  EXPECT_EQ(cache.find(first.list, first.id), kept);
  const auto next = import(un_list("2026-02-01", {kZaynab, kBilal})).value().list;
  EXPECT_TRUE(leads(screen(of_case, "Karim Yusuf Tiradari").value()).empty());
  EXPECT_EQ(leads(screen(of_case, "Bilal Sarendarudi").value()).size(), 1U);
  EXPECT_EQ(cache.find(first.list, first.id), nullptr);
  EXPECT_NE(cache.find(next.list, next.id), nullptr);
  EXPECT_EQ(cache.bytes(), next.size);
}

TEST_F(ScreeningTest, TheSameFileReadByOtherColumnsIsAnotherState) {
  const auto of_case = open_one();
  const std::string csv = "first,second\nKarim Yusuf Tiradari,Bilal Sarendarudi\n";
  PeopleListOrder order{.name = "Two columns", .version = "1"};
  order.columns.name = "first";
  ASSERT_TRUE(import(csv, order).ok());
  EXPECT_EQ(leads(screen(of_case, "Karim Yusuf Tiradari").value()).size(), 1U);
  order.version = "2";
  order.columns.name = "second";
  ASSERT_TRUE(import(csv, order).ok());
  EXPECT_TRUE(leads(screen(of_case, "Karim Yusuf Tiradari").value()).empty());
  EXPECT_EQ(leads(screen(of_case, "Bilal Sarendarudi").value()).size(), 1U);
}

TEST_F(ScreeningTest, ManyChangesFillSeveralEntriesAndNoneIsLost) {
  std::string before = "name,reference\nKarim,K-1\n", after = "name,reference\nKarim,K-1\n";
  for (int i = 0; i < 1200; ++i)
    before += fmt::format("Person {0},{1}-{0}\n", i, std::string(60, 'r'));
  PeopleListOrder order{.name = "Long list", .version = "1"};
  order.columns.name = "name";
  order.columns.reference = "reference";
  ASSERT_TRUE(import(before, order).ok());
  order.version = "2";
  const auto next = import(after, order);
  ASSERT_TRUE(next.ok()) << next.error().message;
  EXPECT_EQ(next->list.removed, 1200);
  std::size_t named = 0;
  const auto changes = entries("screening.list-changes");
  EXPECT_GT(changes.size(), 1U);
  for (const auto& entry : changes) named += entry.data["removed"].as_array()->size();
  EXPECT_EQ(named, 1200U);
}

}  // namespace
}  // namespace sanad::service
