// What the ledger says of keeping and disposal, as rows; and rows made anew without what went.
#include "records/keeping.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "records/records.h"

namespace sanad::records {
namespace {

constexpr std::string_view kMarker = "lantern-marker-5512";

class KeepingTest : public testing::Test {
 protected:
  KeepingTest() {
    std::string name = (std::filesystem::temp_directory_path() / "sanad-keeping-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    records_ = Records::open((folder_ / "records.db").string()).value();
  }
  ~KeepingTest() override { std::filesystem::remove_all(folder_); }

  Entry entry(const char* kind, const char* case_id, json::Value data) {
    const std::uint64_t index = entries_.size();
    entries_.push_back({index,
                        {1'000'000 + static_cast<std::int64_t>(index)},
                        kind,
                        "officer-1",
                        case_id,
                        std::move(data),
                        false});
    return entries_.back();
  }
  void apply(const Entry& one) { ASSERT_TRUE(records_->apply({one}).ok()); }

  void open_and_seal() {
    apply(entry("case.opened", "case-1",
                json::Object{{"case", "case-1"},
                             {"reference", "TZ-1"},
                             {"title", "T"},
                             {"officer_in_charge", "officer-1"},
                             {"law_pack", json::Object{{"id", "pk"}, {"edition", "e"}}}}));
    apply(entry("capture.started", "case-1",
                json::Object{{"capture", "capture-1"}, {"exhibit", "exhibit-1"}, {"url", "u"}}));
    apply(entry("exhibit.sealed", "case-1",
                json::Object{{"exhibit", "exhibit-1"},
                             {"number", "TZ-1-001"},
                             {"capture", "capture-1"},
                             {"authorisation", "authorisation-1"},
                             {"url", "u"},
                             {"title", kMarker},
                             {"started_at", "2026-11-01T00:00:00.000Z"},
                             {"ended_at", "2026-11-01T00:00:01.000Z"},
                             {"files", json::Array{}},
                             {"completeness",
                              json::Object{{"status", "complete"}, {"reasons", json::Array{}}}}}));
  }
  Entry begun(std::string exhibit, std::string number) {
    return entry("disposal.begun", "",
                 json::Object{{"disposal", "disposal-1"},
                              {"case", "case-1"},
                              {"case_reference", "TZ-1"},
                              {"exhibit", std::move(exhibit)},
                              {"number", std::move(number)},
                              {"rule", json::Object{{"rule", "retention-1"}}},
                              {"reason", "time"},
                              {"proposed_by", "officer-1"},
                              {"proposed_at", "2026-11-02T00:00:00.000Z"},
                              {"approved_by", "officer-2"},
                              {"approved_at", "2026-11-03T00:00:00.000Z"},
                              {"note", ""}});
  }
  bool file_holds(std::string_view text) const {
    for (const auto& item : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(item.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }

  std::filesystem::path folder_;
  std::vector<Entry> entries_;
  std::unique_ptr<Records> records_;
};

TEST_F(KeepingTest, WhatWasDisposedOfIsSaidToBeAndItsNumberIsNotGivenAgain) {
  open_and_seal();
  EXPECT_EQ(records_->count_acquisitions("case-1").value(), 1);
  apply(begun("exhibit-1", "TZ-1-001"));
  for (const char* id : {"exhibit-1", "TZ-1-001"}) {
    const auto gone = records_->exhibit(id);
    ASSERT_FALSE(gone.ok());
    EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
    EXPECT_NE(gone.error().message.find("was disposed of on 1970-01-01 (disposal-1)"),
              std::string::npos)
        << gone.error().message;
    EXPECT_EQ(records_->tombstone(id).value()->id, "disposal-1");
  }
  EXPECT_TRUE(records_->exhibits("case-1").value().empty());
  EXPECT_EQ(records_->count_acquisitions("case-1").value(), 1);
  EXPECT_TRUE(records_->find_case("TZ-1").ok());
}

TEST_F(KeepingTest, AWholeCaseGoesWithItsExhibits) {
  open_and_seal();
  apply(entry("disposal.items", "",
              json::Object{{"disposal", "disposal-1"},
                           {"what", "exhibit"},
                           {"items", json::Array{"exhibit-1", "TZ-1-001"}}}));
  EXPECT_TRUE(records_->exhibit("TZ-1-001").ok()) << "items alone are no disposal";
  apply(begun("", ""));
  EXPECT_FALSE(records_->find_case("TZ-1").ok());
  EXPECT_TRUE(records_->cases().value().empty());
  EXPECT_NE(records_->exhibit("TZ-1-001").error().message.find("was disposed of"),
            std::string::npos);
}

TEST_F(KeepingTest, RenewedRowsAreThoseOfTheEntriesThatAreLeftAndTheFileHoldsNothingElse) {
  open_and_seal();
  apply(begun("exhibit-1", "TZ-1-001"));
  ASSERT_TRUE(file_holds(kMarker));
  for (Entry& one : entries_) {
    if (one.kind.starts_with("disposal.") || one.kind == "case.opened") continue;
    one.destroyed = true;
    one.data = json::Object{};
    one.actor.clear();
  }
  const auto renewed = records_->renew([&](const Records::Taker& take) -> Result<void> {
    for (const Entry& one : entries_) SANAD_CHECK(take(one));
    return {};
  });
  ASSERT_TRUE(renewed.ok()) << renewed.error().message;
  EXPECT_FALSE(file_holds(kMarker));
  EXPECT_EQ(records_->applied().value(), entries_.size());
  EXPECT_EQ(records_->count_acquisitions("case-1").value(), 1);
  EXPECT_EQ(records_->entries({.case_id = "case-1"}).value().size(), 3u);
  EXPECT_FALSE(records_->exhibit("exhibit-1").ok());
  // What cannot be made anew leaves all as it was.
  EXPECT_FALSE(records_->renew([&](const Records::Taker& take) { return take(entries_[1]); }).ok());
  EXPECT_EQ(records_->applied().value(), entries_.size());
}

TEST_F(KeepingTest, RulesAndHoldsComeAndEnd) {
  const json::Object period{{"count", 1}, {"unit", "years"}, {"ending", "same-time"}};
  apply(entry("retention.set", "",
              json::Object{{"rule", "retention-1"},
                           {"material", "everything"},
                           {"name", "a year"},
                           {"pack", "pk"},
                           {"edition", "e"},
                           {"provision", "p"},
                           {"period", period},
                           {"review_period", period},
                           {"reason", "r"},
                           {"clocks", json::Array{}}}));
  apply(entry("retention.reviewed", "",
              json::Object{{"rule", "retention-1"}, {"finding", "still right"}}));
  apply(entry("retention.ended", "", json::Object{{"rule", "retention-1"}, {"reason", "law"}}));
  const RetentionRule rule = records_->retention_rule("retention-1").value();
  EXPECT_EQ(rule.period->count, 1);
  EXPECT_EQ(rule.finding, "still right");
  EXPECT_TRUE(rule.ended_at.has_value());
  EXPECT_EQ(rule.end_reason, "law");
  apply(entry("hold.placed", "case-1",
              json::Object{{"hold", "hold-1"}, {"exhibit", ""}, {"ground", "g"}, {"reason", "r"}}));
  EXPECT_FALSE(records_->hold("hold-1").value().lifted_at);
  apply(entry("hold.lifted", "case-1", json::Object{{"hold", "hold-1"}, {"reason", "over"}}));
  EXPECT_EQ(records_->holds("case-1").value().front().lift_reason, "over");
}

}  // namespace
}  // namespace sanad::records
