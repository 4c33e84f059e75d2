#include "records/records.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "sqlite/sqlite.h"

namespace sanad::records {
namespace {

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "sanad-records-XXXXXX") {
    std::string text = path_.string();
    path_ = ::mkdtemp(text.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

json::Object request() {
  return json::
      parse(R"({"instrument":"own-motion","instrument_reference":"","issuing_authority":"Cyber wing",
    "law":{"pack":"pk","edition":"2026-11-01","provision":"peca-31"},"targets":[{"kind":"host","value":"forum.tirazan.example"}],
    "activities":["capture"],"legitimate_aim":"a","necessity":"b","less_intrusive_means":"c","adequacy":"d","proportionality":"e",
    "collateral_intrusion":"f","protected_groups":[],"valid_from":"2026-11-01T00:00:00.000Z","valid_to":"2026-12-01T00:00:00.000Z",
    "review_on":"2026-11-15T00:00:00.000Z","authorisation":"authorisation-1","requester":"officer-1"})")
          .value()
          .as_object()[0];
}

// The life of one exhibit, as entries.
std::vector<Entry> story() {
  const auto entry = [](std::uint64_t index, const char* kind, const char* actor,
                        const char* case_id, json::Value data) {
    return Entry{index,   {1'000'000 + static_cast<std::int64_t>(index)},
                 kind,    actor,
                 case_id, std::move(data),
                 false};
  };
  std::vector<Entry> entries;
  entries.push_back(
      entry(0, "workspace.created", "system", "", json::Object{{"agency", "Tirazan Cyber Wing"}}));
  entries.push_back(entry(1, "officer.added", "system", "",
                          json::Object{{"officer", "officer-1"},
                                       {"name", "A. Mirani"},
                                       {"roles", json::Array{"investigator"}}}));
  entries.push_back(entry(2, "officer.added", "system", "",
                          json::Object{{"officer", "officer-2"},
                                       {"name", "B. Sorani"},
                                       {"roles", json::Array{"supervisor", "administrator"}}}));
  entries.push_back(
      entry(3, "case.opened", "officer-1", "case-1",
            json::Object{{"case", "case-1"},
                         {"reference", "TZ/2026/1"},
                         {"title", "Lantern"},
                         {"officer_in_charge", "officer-1"},
                         {"law_pack", json::Object{{"id", "pk"}, {"edition", "2026-11-01"}}}}));
  entries.push_back(entry(4, "authorisation.requested", "officer-1", "case-1", request()));
  entries.push_back(
      entry(5, "authorisation.approved", "officer-2", "case-1",
            json::Object{
                {"authorisation", "authorisation-1"}, {"approver", "officer-2"}, {"note", "ok"}}));
  entries.push_back(entry(6, "capture.started", "officer-1", "case-1",
                          json::Object{{"capture", "capture-1"},
                                       {"exhibit", "exhibit-1"},
                                       {"url", "http://forum.tirazan.example/"}}));
  entries.push_back(entry(
      7, "exhibit.sealed", "officer-1", "case-1",
      json::parse(
          R"({"exhibit":"exhibit-1","number":"TZ/2026/1-1","capture":"capture-1","authorisation":"authorisation-1",
      "url":"http://forum.tirazan.example/","title":"Forum","started_at":"2026-11-24T10:00:00.000Z","ended_at":"2026-11-24T10:00:09.000Z",
      "files":[{"name":"capture.wacz","role":"archive","media_type":"application/wacz","size":10,"sha256":"aa","sha512":"bb"}],
      "completeness":{"status":"incomplete","reasons":["limit of time"]}})")
          .value()));
  entries.push_back(entry(
      8, "exhibit.viewed", "officer-1", "case-1",
      json::Object{{"exhibit", "exhibit-1"}, {"file", "screenshot.png"}, {"purpose", "review"}}));
  entries.push_back(entry(9, "bundle.exported", "officer-1", "case-1",
                          json::Object{{"bundle", "bundle-1"},
                                       {"exhibits", json::Array{"exhibit-1"}},
                                       {"sha256", "cc"},
                                       {"size", 7},
                                       {"purpose", "court"}}));
  entries.push_back(
      entry(10, "something.new", "officer-1", "case-1", json::Object{{"later", true}}));
  return entries;
}

TEST(Records, AreWhatTheEntriesSay) {
  const Folder folder;
  auto records = Records::open(folder.file("records.db"));
  ASSERT_TRUE(records.ok()) << records.error().message;
  const auto applied = (*records)->apply(story());
  ASSERT_TRUE(applied.ok()) << applied.error().message;
  EXPECT_EQ((*records)->applied().value(), 11u);
  EXPECT_EQ((*records)->agency().value(), "Tirazan Cyber Wing");
  EXPECT_EQ((*records)->officers()->size(), 2u);
  EXPECT_TRUE((*records)->officer("officer-2")->has(authority::Role::kAdministrator));
  EXPECT_EQ((*records)->officer("B. Sorani")->id, "officer-2");
  EXPECT_EQ((*records)->find_case("TZ/2026/1")->exhibits, 1);
  const auto authorisation = (*records)->authorisation("authorisation-1");
  ASSERT_TRUE(authorisation.ok()) << authorisation.error().message;
  EXPECT_EQ(authorisation->state, authority::AuthorisationState::kApproved);
  EXPECT_EQ(authorisation->decided_by, "officer-2");
  EXPECT_EQ(authorisation->request.targets.size(), 1u);
  const auto exhibit = (*records)->exhibit("TZ/2026/1-1");
  ASSERT_TRUE(exhibit.ok()) << exhibit.error().message;
  EXPECT_EQ(exhibit->id, "exhibit-1");
  EXPECT_EQ(exhibit->reasons, std::vector<std::string>{"limit of time"});
  EXPECT_EQ(exhibit->files.at(0).size, 10u);
  EXPECT_EQ(exhibit->sealed_index, 7u);
  EXPECT_TRUE((*records)->captures("started")->empty());
  EXPECT_EQ((*records)->captures("sealed")->size(), 1u);
  EXPECT_EQ((*records)->bundle("bundle-1")->exhibits, std::vector<std::string>{"exhibit-1"});
  EXPECT_EQ((*records)->bundle("bundle-9").error().code, ErrorCode::kNotFound);
}

TEST(Records, ListTheEntriesOfACaseAndOfAnExhibit) {
  const Folder folder;
  auto records = Records::open(folder.file("records.db")).value();
  ASSERT_TRUE(records->apply(story()).ok());
  EXPECT_EQ(records->entries({.case_id = "case-1"})->size(), 8u);
  EXPECT_EQ(records->entries({.case_id = "case-1"})->front().index, 10u);
  const auto custody = records->entries({.exhibit = "exhibit-1", .oldest_first = true});
  ASSERT_EQ(custody->size(), 3u);
  EXPECT_EQ(custody->at(0).kind, "capture.started");
  EXPECT_EQ(custody->at(2).kind, "exhibit.viewed");
  EXPECT_EQ(records->entries({.before = 3, .limit = 2})->size(), 2u);
  EXPECT_EQ(records->entries({.kind = "case.opened"})->size(), 1u);
}

// A list, an opinion, what resembles an entry of it, and what a person found that to be.
std::vector<Entry> story_of_lists(std::uint64_t first) {
  const auto entry = [&first](const char* kind, const char* case_id, std::string_view data) {
    const std::uint64_t index = first++;
    return Entry{index,   {1'000'000 + static_cast<std::int64_t>(index)},
                 kind,    "officer-1",
                 case_id, json::parse(data).value(),
                 false};
  };
  const auto imported = [&](const char* version, int entries) {
    return entry(
        "list.imported", "",
        std::string(
            R"({"list":"list-1","name":"Pictures","owner":"Sahil Desk","tlp":"green","provenance":"","licence":"",)") +
            R"("sha256":"aa","size":10,"version":")" + version + R"(","entries":)" +
            std::to_string(entries) + "}");
  };
  const std::string found =
      R"("exhibit":"exhibit-1","file":"shot.png","part":"","list":"list-1","list_name":"Pictures","list_version":"1","entry":"e","signal":"pdq"})";
  std::vector<Entry> entries;
  entries.push_back(imported("1", 3));
  entries.push_back(entry("list.feedback", "",
                          R"({"list":"list-1","entry":"e","opinion":"dispute","reason":"news"})"));
  entries.push_back(entry("match.found", "case-1", R"({"match":"match-1",)" + found));
  entries.push_back(entry("match.found", "case-1", R"({"match":"match-2",)" + found));
  entries.push_back(entry("match.reviewed", "case-1",
                          R"({"match":"match-1","outcome":"rejected","reason":"a report"})"));
  entries.push_back(imported("2", 4));
  return entries;
}

TEST(Records, ListsOpinionsAndMatchesFollowFromTheirEntries) {
  Folder folder;
  const auto records = Records::open(folder.file("r.db")).value();
  ASSERT_TRUE(records->apply(story()).ok());
  const std::uint64_t first = records->applied().value();
  ASSERT_TRUE(records->apply(story_of_lists(first)).ok());
  const List list = records->list("Pictures").value();
  EXPECT_EQ(list.id, "list-1");
  EXPECT_EQ(list.version, "2");
  EXPECT_EQ(list.entries, 4);
  EXPECT_EQ(list.changed_index, first + 5);
  EXPECT_EQ(records->lists()->size(), 1U);
  const auto feedback = records->feedback("list-1").value();
  ASSERT_EQ(feedback.size(), 1U);
  EXPECT_EQ(feedback[0].opinion, "dispute");
  // The same item and entry, found twice, is one match.
  const auto matches = records->matches("case-1").value();
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].id, "match-1");
  EXPECT_EQ(matches[0].state, "rejected");
  EXPECT_EQ(matches[0].reason, "a report");
  EXPECT_EQ(records->match("match-2").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(records->list("no such").error().code, ErrorCode::kNotFound);
}

TEST(Records, EveryVersionOfASheetStaysAndTheNewestIsListed) {
  const Folder folder;
  const auto records = Records::open(folder.file("records.db")).value();
  const auto saved = [](std::uint64_t index, const char* sheet, json::Value part, int version) {
    return Entry{index,
                 {static_cast<std::int64_t>(index)},
                 "sheet.saved",
                 "officer-1",
                 "case-1",
                 json::Object{{"sheet", sheet},
                              {"exhibit", "exhibit-1"},
                              {"part", std::move(part)},
                              {"version", version},
                              {"reason", "r"},
                              {"content", json::Object{{"claim", std::to_string(version)}}}},
                 false};
  };
  Entry destroyed = saved(4, "sheet-3", 9, 1);
  destroyed.destroyed = true;
  destroyed.data = json::Object{};
  ASSERT_TRUE(records
                  ->apply({saved(0, "sheet-1", nullptr, 1), saved(1, "sheet-2", 17, 1),
                           saved(2, "sheet-2", 17, 2), saved(3, "sheet-2", 17, 3), destroyed})
                  .ok());
  const auto versions = records->sheet_versions({"exhibit-1", 17}).value();
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_EQ(versions[0].version, 3);
  EXPECT_EQ(versions[0].content["claim"].string_or(""), "3");
  EXPECT_EQ(versions[2].index, 1U);
  EXPECT_EQ(records->sheet_versions({"exhibit-1", std::nullopt})->size(), 1U);
  EXPECT_TRUE(records->sheet_versions({"exhibit-1", 0})->empty());
  EXPECT_TRUE(records->sheet_versions({"exhibit-1", 9})->empty());
  EXPECT_EQ(records->sheet_version("sheet-2", 2)->content["claim"].string_or(""), "2");
  EXPECT_EQ(records->sheet_version("sheet-2", 4).error().code, ErrorCode::kNotFound);
  const auto sheets = records->sheets("case-1", "").value();
  ASSERT_EQ(sheets.size(), 2U);
  EXPECT_FALSE(sheets[0].subject.part);
  EXPECT_EQ(sheets[1].version, 3);
  EXPECT_EQ(records->sheets("case-1", "exhibit-1")->size(), 2U);
  EXPECT_TRUE(records->sheets("case-1", "exhibit-2")->empty());
  EXPECT_TRUE(records->sheets("case-2", "")->empty());
}

TEST(Records, AnEntryThatWasBankedNamesTheFirstExhibitThatGaveIt) {
  const Folder folder;
  const auto records = Records::open(folder.file("records.db")).value();
  const auto banked = [](std::uint64_t index, const char* exhibit, const char* entries) {
    const std::string data = std::string(R"({"list":"list-1","name":"Judged here","banked":)") +
                             R"({"exhibit":")" + exhibit + R"(","file":"shot.png","part":"p",)" +
                             R"("entries":)" + entries + "}}";
    return Entry{index, {1}, "list.imported", "officer-1", "", json::parse(data).value(), false};
  };
  ASSERT_TRUE(
      records
          ->apply({banked(0, "exhibit-1", R"(["a","b"])"), banked(1, "exhibit-2", R"(["b","c"])")})
          .ok());
  const auto source_of = [&](const char* entry) {
    return records->list_source("list-1", entry).value();
  };
  EXPECT_EQ(source_of("a")->exhibit, "exhibit-1");
  EXPECT_EQ(source_of("b")->exhibit, "exhibit-1");
  EXPECT_EQ(source_of("c")->exhibit, "exhibit-2");
  EXPECT_EQ(source_of("c")->file, "shot.png");
  EXPECT_EQ(source_of("c")->part, "p");
  EXPECT_FALSE(source_of("d"));
  EXPECT_FALSE(records->list_source("list-2", "a").value());
}

TEST(Records, TakeEachEntryOnceAndInOrder) {
  const Folder folder;
  auto records = Records::open(folder.file("records.db")).value();
  auto entries = story();
  EXPECT_EQ(records->apply({entries[1]}).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(records->apply({entries[0]}).ok());
  EXPECT_EQ(records->apply({entries[0]}).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(records->apply({entries.begin() + 1, entries.end()}).ok());
}

TEST(Records, KeepNothingOfABatchThatFails) {
  const Folder folder;
  auto records = Records::open(folder.file("records.db")).value();
  auto entries = story();
  entries[2].data = entries[1].data;  // the same officer twice
  EXPECT_FALSE(records->apply(entries).ok());
  EXPECT_EQ(records->applied().value(), 0u);
  EXPECT_TRUE(records->officers()->empty());
}

TEST(Records, ListAnEntryWhoseBodyIsGoneAndProjectNothingFromIt) {
  const Folder folder;
  auto records = Records::open(folder.file("records.db")).value();
  Entry entry = story()[0];
  entry.data = json::Object{};
  entry.destroyed = true;
  ASSERT_TRUE(records->apply({entry}).ok());
  EXPECT_TRUE(records->entries({})->front().destroyed);
  EXPECT_EQ(records->agency().value(), "");
}

TEST(Records, AreTheSameAgainAfterReopening) {
  const Folder folder;
  ASSERT_TRUE(Records::open(folder.file("records.db")).value()->apply(story()).ok());
  auto records = Records::open(folder.file("records.db")).value();
  EXPECT_EQ(records->applied().value(), 11u);
}

TEST(Records, DamageIsNoticedAndSaysToRebuild) {
  const Folder folder;
  const std::string path = folder.file("records.db");
  {
    ASSERT_TRUE(Records::open(path).value()->apply(story()).ok());
  }
  const auto size = std::filesystem::file_size(path);
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    for (std::uintmax_t offset = 4096; offset < size; offset += 64) {
      file.seekp(static_cast<std::streamoff>(offset));
      file.write("damaged!", 8);
    }
  }
  const auto damaged = Records::open(path);
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(damaged.error().message.find("sanad rebuild"), std::string::npos);
  {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << "this is no database, and longer than a header of one hundred bytes would be in any "
            "case, as it must be here";
  }
  const auto other = Records::open(path);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, ErrorCode::kIntegrity);
}

TEST(Records, AFileOfAnotherVersionIsRefused) {
  const Folder folder;
  const std::string path = folder.file("records.db");
  ASSERT_TRUE(sqlite::Database::open(path, "CREATE TABLE t (a)", 99).ok());
  EXPECT_EQ(Records::open(path).error().code, ErrorCode::kConflict);
}

Entry found(std::uint64_t index, const std::string& match, const char* of_case,
            std::int64_t at_ms) {
  return Entry{index,
               {at_ms},
               "match.found",
               "officer-1",
               of_case,
               json::Object{{"match", match},
                            {"exhibit", "exhibit-1"},
                            {"file", match},
                            {"part", ""},
                            {"list", "list-1"},
                            {"entry", "entry-1"}},
               false};
}

TEST(MatchPages, TogetherAreTheWholeWhateverTheirSizeAndState) {
  auto records = Records::open(":memory:").value();
  std::vector<Entry> entries;
  // Many of one time, so that identifiers decide too.
  for (std::uint64_t i = 0; i < 40; ++i) {
    entries.push_back(found(i, fmt::format("match-{:02}", i * 7 % 40),
                            i % 5 == 0 ? "case-2" : "case-1",
                            1'000 + static_cast<std::int64_t>(i / 6)));
  }
  entries.push_back(Entry{40,
                          {2'000},
                          "match.reviewed",
                          "officer-1",
                          "case-1",
                          json::Object{{"match", "match-07"}, {"outcome", "confirmed"}},
                          false});
  ASSERT_TRUE(records->apply(entries).ok());
  for (const char* state : {"", "open", "confirmed"}) {
    std::vector<std::string> whole;
    for (const Match& match : records->matches("case-1").value()) {
      if (*state == 0 || match.state == state) whole.push_back(match.id);
    }
    for (const std::size_t limit : {1u, 3u, 7u, 100u}) {
      std::vector<std::string> paged;
      std::string after;
      while (true) {
        const auto page = records->matches({"case-1", state, "", after, limit}).value();
        for (const Match& match : page) paged.push_back(match.id);
        if (page.size() < limit) break;
        after = page.back().id;
      }
      EXPECT_EQ(paged, whole) << state << " " << limit;
    }
  }
}

TEST(MatchPages, BeginBehindAMatchOfTheCaseOnly) {
  auto records = Records::open(":memory:").value();
  ASSERT_TRUE(
      records->apply({found(0, "match-1", "case-1", 1), found(1, "match-2", "case-2", 1)}).ok());
  EXPECT_EQ(records->matches({"case-1", "", "", "match-3", 10}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(records->matches({"case-1", "", "", "match-2", 10}).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(records->matches({"case-1", "", "", "match-1", 10})->empty());
}

}  // namespace
}  // namespace sanad::records
