#include "custody/custody.h"

#include <gtest/gtest.h>

#include "files/files.h"
#include "keyring/keyring.h"

namespace sanad::custody {
namespace {

class CustodyTest : public testing::Test {
 protected:
  void SetUp() override {
    keyring_ = keyring::Keyring::create(fs_, root() / "keys", keyring::KeyFile{},
                                        {"log.tirazan.example", "Tirazan"})
                   .value();
    ASSERT_TRUE(keyring_->create_case_key(kCase).ok());
    reopen();
  }
  files::Path root() const { return folder_.path(); }
  void reopen() {
    custody_.reset();
    ledger_.reset();
    ledger_ =
        ledger::Ledger::open(fs_, root() / "ledger", *keyring_, clock_, ledger::Access::kWrite)
            .value();
    records_ = records::Records::open((root() / "records.db").string()).value();
    custody_ = Custody::open(*ledger_, *records_).value();
  }

  static constexpr const char* kCase = "case-0000000000000001";
  files::TempDir folder_ = files::TempDir::create().value();
  files::PosixFileSystem fs_;
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  std::unique_ptr<keyring::Keyring> keyring_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<records::Records> records_;
  std::unique_ptr<Custody> custody_;
};

Act officer(const char* id) {
  return {"officer.added", std::string(kSystem), "",
          json::Object{{"officer", id}, {"name", id}, {"roles", json::Array{"investigator"}}}};
}

TEST_F(CustodyTest, WhatIsRecordedIsInTheLedgerAndShownByTheRecords) {
  EXPECT_EQ(custody_->record(officer("officer-1")).value(), 0u);
  EXPECT_EQ(ledger_->size().value, 1u);
  EXPECT_EQ(records_->officer("officer-1")->name, "officer-1");
}

TEST_F(CustodyTest, WhatTheLedgerRefusesHappensNowhere) {
  Act act = officer("officer-1");
  act.data.set("note", std::string(100'000, 'x'));
  EXPECT_EQ(custody_->record(act).error().code, ErrorCode::kLimit);
  EXPECT_FALSE(records_->officer("officer-1").ok());
}

TEST_F(CustodyTest, RecordsThatWereLostAreMadeAgain) {
  for (int i = 0; i < 1200; ++i)
    ASSERT_TRUE(custody_->record(officer(("officer-" + std::to_string(i)).c_str())).ok());
  custody_.reset();
  records_.reset();
  for (const char* name : {"records.db", "records.db-wal", "records.db-shm"})
    std::filesystem::remove(root() / name);
  reopen();
  EXPECT_EQ(records_->officers()->size(), 1200u);
}

TEST_F(CustodyTest, AnEntryWhoseBodyWasDestroyedIsStillCounted) {
  ASSERT_TRUE(
      custody_
          ->record({"exhibit.viewed", "officer-1", kCase, json::Object{{"exhibit", "exhibit-1"}}})
          .ok());
  ASSERT_TRUE(custody_->record(officer("officer-1")).ok());
  custody_.reset();
  records_.reset();
  for (const char* name : {"records.db", "records.db-wal", "records.db-shm"})
    std::filesystem::remove(root() / name);
  ASSERT_TRUE(keyring_->destroy_case_key(kCase).ok());
  reopen();
  const auto entries = records_->entries({.oldest_first = true});
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_TRUE(entries->at(0).destroyed);
  EXPECT_FALSE(entries->at(1).destroyed);
}

TEST_F(CustodyTest, ARefusalSaysWhatWasRefusedAndWhy) {
  const authority::Officer who{"officer-1", "A", {authority::Role::kInvestigator}, true};
  const authority::ActRequest request{kCase, authority::Activity::kCapture,
                                      authority::parse_url("http://news.tirazan.example/").value(),
                                      ""};
  ASSERT_TRUE(
      custody_
          ->record_refusal(who, request,
                           {authority::RefusalCode::kOutOfScope, "outside", "authorisation-1"})
          .ok());
  const auto entries = records_->entries({.case_id = kCase, .kind = "act.refused"});
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->front().data["code"].string_or(""), "out-of-scope");
  EXPECT_EQ(entries->front().data["target"].string_or(""), "http://news.tirazan.example/");
}

TEST(Body, OfAnotherFormIsRefused) {
  for (const char* text : {"{}", R"({"v":2,"kind":"a","actor":"b","case":"","data":{}})",
                           R"({"v":1,"kind":"a","actor":"b","case":"","data":[]})",
                           R"({"v":1,"actor":"b","case":"","data":{}})", "[]", "1"}) {
    EXPECT_EQ(parse_body(json::parse(text).value()).error().code, ErrorCode::kIntegrity) << text;
  }
}

}  // namespace
}  // namespace sanad::custody
