#include "service/exhibits.h"

#include "service/bundles.h"
#include "service/views.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class ExhibitsTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    approved(case_);
    exhibit_ = seal_one(case_);
  }
  std::string text_of(OpenedFile& opened) {
    std::string text(opened.reader->size() + 1, '\0');
    const auto got =
        opened.reader->read({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    EXPECT_TRUE(got.ok());
    text.resize(got.ok() ? *got : 0);
    return text;
  }
  records::Case case_;
  records::Exhibit exhibit_;
};

TEST_F(ExhibitsTest, EveryLookIsAnEntryBeforeAByteIsShown) {
  auto viewed = open_file(workspace(), chand_, exhibit_, "page.html", Access::kView, "audit");
  ASSERT_TRUE(viewed.ok());
  ASSERT_EQ(entries("exhibit.viewed").size(), 1u);
  EXPECT_EQ(text_of(*viewed), "<title>" + exhibit_.capture + "</title>");
  ASSERT_TRUE(open_file(workspace(), amal_, exhibit_, "page.html", Access::kCopy, "briefing").ok());
  const auto copied = entries("exhibit.copied");
  ASSERT_EQ(copied.size(), 1u);
  EXPECT_EQ(copied.front().actor, amal_.id);
  EXPECT_EQ(copied.front().data["file"].string_or(""), "page.html");
  EXPECT_EQ(copied.front().data["purpose"].string_or(""), "briefing");
}

TEST_F(ExhibitsTest, TheCustodyRecordHoldsEveryActOnTheExhibitInOrder) {
  ASSERT_TRUE(open_file(workspace(), amal_, exhibit_, "page.html", Access::kCopy, "a").ok());
  const auto other = seal_one(case_);
  ASSERT_TRUE(open_file(workspace(), amal_, other, "page.html", Access::kCopy, "b").ok());
  ASSERT_TRUE(open_file(workspace(), amal_, exhibit_, "page.html", Access::kView, "c").ok());
  std::vector<std::string> kinds;
  const auto custody = custody_record(workspace(), chand_, exhibit_).value();
  for (const auto& entry : custody) kinds.push_back(entry.kind);
  EXPECT_EQ(kinds, (std::vector<std::string>{"capture.started", "exhibit.sealed", "exhibit.copied",
                                             "exhibit.viewed"}));
}

TEST_F(ExhibitsTest, TheNetworkLogIsNeverShownWhole) {
  const auto refused = open_file(workspace(), amal_, exhibit_, "netlog.json", Access::kCopy, "x");
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  EXPECT_TRUE(entries("exhibit.copied").empty());
}

TEST_F(ExhibitsTest, WhatIsRefusedOrAbsentLeavesNoEntryOfAccess) {
  EXPECT_EQ(open_file(workspace(), dara_, exhibit_, "page.html", Access::kView, "").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(open_file(workspace(), amal_, exhibit_, "../keys", Access::kView, "").error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(find_exhibit(workspace(), amal_, "nothing").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(find_exhibit(workspace(), dara_, exhibit_.id).error().code, ErrorCode::kDenied);
  EXPECT_TRUE(entries("exhibit.viewed").empty());
}

TEST_F(ExhibitsTest, AnExhibitIsFoundByItsIdAndItsNumber) {
  EXPECT_EQ(find_exhibit(workspace(), amal_, exhibit_.number)->id, exhibit_.id);
  EXPECT_EQ(find_exhibit(workspace(), amal_, exhibit_.id)->number, exhibit_.number);
  EXPECT_TRUE(read_acquisition(workspace(), amal_, exhibit_).value()["not_kept"].as_array());
}

TEST_F(ExhibitsTest, ABundleNeedsAnExhibitOfTheCaseAPurposeAndTheRole) {
  const auto empty = open_one("TZ-2026-0002");
  const auto code = [&](const authority::Officer& who, BundleOrder order) {
    return order_bundle(workspace(), who, order).error();
  };
  EXPECT_EQ(code(chand_, {empty.id, {}, "court"}).code, ErrorCode::kInvalid);
  const Error foreign = code(chand_, {empty.id, {exhibit_.id}, "court"});
  EXPECT_EQ(foreign.code, ErrorCode::kInvalid);
  EXPECT_NE(foreign.message.find("another case"), std::string::npos);
  EXPECT_EQ(code(chand_, {case_.id, {"nothing"}, "court"}).code, ErrorCode::kNotFound);
  EXPECT_EQ(code(chand_, {case_.id, {}, " \n"}).code, ErrorCode::kInvalid);
  EXPECT_EQ(code(chand_, {case_.id, {}, std::string(5000, 'x')}).code, ErrorCode::kInvalid);
  EXPECT_EQ(code(chand_, {case_.id, {}, "\xff"}).code, ErrorCode::kInvalid);
  EXPECT_EQ(code(chand_, {"nothing", {}, "court"}).code, ErrorCode::kNotFound);
  for (const auto& officer : {dara_, esen_})
    EXPECT_EQ(code(officer, {case_.id, {}, "court"}).code, ErrorCode::kDenied);
  EXPECT_TRUE(workspace().jobs().of_case(case_.id, 10)->empty());
}

TEST_F(ExhibitsTest, AnExhibitThatIsNamedTwiceIsBundledOnce) {
  const auto ordered =
      order_bundle(workspace(), chand_, {case_.id, {exhibit_.id, exhibit_.number}, "court"})
          .value();
  const auto job = workspace().jobs().find(ordered.job).value();
  EXPECT_EQ(job.payload["exhibits"].as_array()->size(), 1u);
  EXPECT_EQ(view(job).find("subject")->operator[]("bundle").string_or(""), ordered.bundle);
}

TEST_F(ExhibitsTest, OnlyThoseWhoMayExportTakeABundle) {
  EXPECT_EQ(open_bundle(workspace(), esen_, "bundle-1").error().code, ErrorCode::kDenied);
  EXPECT_EQ(open_bundle(workspace(), chand_, "bundle-1").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(list_bundles(workspace(), dara_, case_.id).error().code, ErrorCode::kDenied);
  EXPECT_TRUE(list_bundles(workspace(), chand_, case_.id)->empty());
}

}  // namespace
}  // namespace sanad::service
