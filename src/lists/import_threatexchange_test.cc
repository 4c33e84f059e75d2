#include <gtest/gtest.h>

#include <algorithm>

#include "list_fixture.h"
#include "lists/import.h"

namespace sanad::lists {
namespace {

const Timestamp kNow = at("2026-11-24T10:00:00Z");

ImportOptions options() { return {.name = "N", .owner = "O", .imported_at = kNow}; }

const Entry& entry_of(const Imported& imported, std::string_view value) {
  for (const auto& entry : imported.list.entries) {
    if (entry.value == value) return entry;
  }
  ADD_FAILURE() << "no entry " << value;
  static const Entry kNone;
  return kNone;
}

TEST(ThreatExchangeCsv, ReadsTheDatasetOfPythonThreatexchange) {
  const auto imported = import_threatexchange_csv(
      "signal_type,signal_str,collab,category,tags\r\n"
      "pdq," +
          hex_of('a', 64) +
          ",Harbour,POSITIVE_CLASS,poster red\r\n"
          "video_md5," +
          hex_of('b', 32) +
          ",Harbour,DISPUTED,\r\n"
          "raw_text,\"two, \"\"lines\"\"\nhere\",Harbour,INVESTIGATION_SEED,\r\n"
          "photodna,zzz,Harbour,POSITIVE_CLASS,\r\n"
          "url,https://pier.example/,Harbour,NEGATIVE_CLASS,\r\n",
      options());
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  EXPECT_EQ(imported->counts.taken, 4U);
  EXPECT_EQ(imported->counts.not_understood, 1U);
  EXPECT_EQ(imported->problems[0].where, "line 6");
  EXPECT_EQ(entry_of(*imported, hex_of('a', 64)).labels,
            (std::vector<Label>{{"tag", "poster"}, {"tag", "red"}}));
  EXPECT_EQ(dispute_state(imported->list, entry_of(*imported, hex_of('b', 32))),
            DisputeState::kInDispute);
  EXPECT_EQ(entry_of(*imported, "two, \"lines\"\nhere").labels[0].value, "investigation_seed");
  EXPECT_EQ(entry_of(*imported, "https://pier.example/").feedback[0].opinion, Opinion::kDisagree);
  EXPECT_EQ(entry_of(*imported, "https://pier.example/").feedback[0].by, "Harbour");
}

TEST(ThreatExchangeCsv, ReadsTheCacheWithoutAHeaderWhenTheSignalIsGiven) {
  const std::string four = hex_of('a', 64) + ",123,2026-01-01T00:00:00+0000,poster red\n";
  const std::string five = hex_of('a', 64) + ",77,123,2026-01-01T00:00:00+0000,poster red\n";
  for (const auto& text : {four, five}) {
    auto with = options();
    with.signal = "pdq";
    const auto imported = import_threatexchange_csv(text, with);
    ASSERT_TRUE(imported.ok());
    const Entry& entry = entry_of(*imported, hex_of('a', 64));
    EXPECT_EQ(entry.added_at, at("2026-01-01T00:00:00Z"));
    EXPECT_EQ(entry.labels.size(), 2U);
    EXPECT_FALSE(import_threatexchange_csv(text, options()).ok());
  }
}

TEST(ThreatExchangeCsv, ReadsBulkFilesByTheNamesOfTheirColumns) {
  const auto imported = import_threatexchange_csv(
      "td_indicator_type,td_raw_indicator,td_share_level,td_status,td_description,td_expired_on,"
      "td_severity\n"
      "HASH_SHA256," +
          hex_of('A', 64) +
          ",GREEN,NON_MALICIOUS,A poster,2027-01-01T00:00:00+0000,"
          "INFO\n"
          "HASH_SHA1," +
          hex_of('c', 40) +
          ",PURPLE,MALICIOUS,,soon,INFO\n"
          "HASH_SHA1,\"never closed\n",
      options());
  ASSERT_TRUE(imported.ok());
  const Entry& entry = entry_of(*imported, hex_of('a', 64));
  EXPECT_EQ(imported->list.tlp, Tlp::kGreen);
  EXPECT_EQ(entry.note, "A poster");
  EXPECT_EQ(entry.expires_at, at("2027-01-01T00:00:00Z"));
  EXPECT_EQ(entry.feedback[0].by, "unknown");
  EXPECT_EQ(imported->counts.not_understood, 1U);
  std::string all;
  for (const auto& problem : imported->problems) all += problem.sentence + "\n";
  for (const auto* said : {"td_severity", "a time was not", "share level", "never closed"})
    EXPECT_NE(all.find(said), std::string::npos) << said << "\n" << all;
}

TEST(ThreatExchangeJson, ReadsDescriptorsWithTagsOwnersAndReactions) {
  const auto imported = import_threatexchange_json(R"({"data": [
    {"id": "11", "raw_indicator": ")" + hex_of('A', 64) +
                                                       R"(", "type": "HASH_PDQ",
     "owner": {"id": "5", "name": "Lantern Trust"}, "status": "MALICIOUS", "share_level": "AMBER",
     "tags": {"data": [{"id": "1", "text": "poster"}]}, "added_on": "2026-01-01T00:00:00+0000",
     "expired_on": 0, "description": "A poster",
     "reactions": [{"key": "HELPFUL", "value": "7,8"}, {"key": "DISAGREE_WITH_TAGS", "value": "9"},
                   {"key": "SAW_THIS_TOO", "value": "10"}]},
    {"id": "12", "indicator": {"indicator": ")" + hex_of('b', 32) +
                                                       R"(", "type": "HASH_MD5"},
     "status": "NON_MALICIOUS", "owner": {"id": "6"}, "tags": ["x"], "severity": "INFO"},
    {"id": "13", "raw_indicator": "pier.example", "type": "DOMAIN"}],
    "paging": {"next": "https://pier.example/2"}})",
                                                   options());
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  EXPECT_EQ(imported->counts.taken, 2U);
  EXPECT_EQ(imported->counts.not_understood, 1U);
  EXPECT_EQ(imported->list.tlp, Tlp::kAmber);
  const Entry& first = entry_of(*imported, hex_of('a', 64));
  EXPECT_EQ(first.id, "11");
  EXPECT_EQ(first.note, "A poster");
  EXPECT_EQ(first.labels[0].value, "poster");
  EXPECT_EQ(first.feedback.size(), 3U);
  EXPECT_EQ(dispute_state(imported->list, first), DisputeState::kInDispute);
  EXPECT_EQ(entry_of(*imported, hex_of('b', 32)).feedback[0].by, "6");
  EXPECT_TRUE(std::ranges::any_of(imported->problems, [](const Problem& problem) {
    return problem.where == "/data/1" && problem.sentence.find("severity") != std::string::npos;
  }));
  EXPECT_EQ(imported->counts.feedback_read, imported->counts.feedback_taken + 1);
}

TEST(ThreatExchangeJson, ReadsUpdatesAsOneEntryWithEachPartysOpinion) {
  const auto imported =
      import_threatexchange_json(R"([
    {"id": 1, "indicator": ")" + hex_of('a', 64) +
                                     R"(", "type": "HASH_SHA256", "should_delete": false,
     "descriptors": {"data": [{"owner": {"id": "5"}, "status": "MALICIOUS", "tags": ["poster"]},
                              {"owner": {"id": "6"}, "status": "NON_MALICIOUS", "tags": []}]}},
    {"id": 2, "indicator": ")" + hex_of('b', 64) +
                                     R"(", "type": "HASH_SHA256", "should_delete": true}])",
                                 options());
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->counts.not_understood, 1U);
  const Entry& entry = entry_of(*imported, hex_of('a', 64));
  ASSERT_EQ(entry.feedback.size(), 2U);
  EXPECT_EQ(imported->list.entries.size(), 1U);
}

TEST(ThreatExchangeJson, ReadsAnswersByIdAndSingleRecords) {
  const std::string one =
      R"({"raw_indicator": ")" + hex_of('a', 32) + R"(", "type": "HASH_MD5", "id": "3"})";
  EXPECT_EQ(import_threatexchange_json(one, options())->counts.taken, 1U);
  EXPECT_EQ(import_threatexchange_json(R"({"3": )" + one + "}", options())->counts.taken, 1U);
}

TEST(ThreatExchangeJson, ReadsContentOfHmaBanks) {
  const auto imported = import_threatexchange_json(R"([
    {"id": 4, "disable_until_ts": 1, "original_media_uri": null, "note": "A poster",
     "bank": {"name": "HARBOUR", "matching_enabled_ratio": 1.0}, "metadata": {"content_id": "9"},
     "signals": {"pdq": ")" + hex_of('a', 64) + R"(", "video_md5": ")" +
                                                       hex_of('b', 32) + R"(",
                 "photodna": "1,2"}},
    {"id": 5, "disable_until_ts": 0, "signals": {"pdq": ")" +
                                                       hex_of('c', 64) + R"("}},
    {"id": 6, "disable_until_ts": 1, "signals": {}}])",
                                                   options());
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->counts.taken, 2U);
  EXPECT_EQ(imported->counts.not_understood, 3U);
  const Entry& entry = entry_of(*imported, hex_of('a', 64));
  EXPECT_EQ(entry.id, "hma-4:pdq");
  EXPECT_EQ(entry.provenance, "HMA bank HARBOUR");
  EXPECT_EQ(entry.note, "A poster");
}

TEST(ThreatExchangeJson, RefusesWhatIsNoneOfItsShapes) {
  for (const auto* text : {"", "7", "{}", "nothing", R"({"a": 1})", R"({"objects": []})"})
    EXPECT_FALSE(import_threatexchange_json(text, options()).ok()) << text;
  EXPECT_FALSE(import_threatexchange_csv("", options()).ok());
  EXPECT_FALSE(import_threatexchange_csv("a,b\n1,2\n", options()).ok());
}

}  // namespace
}  // namespace sanad::lists
