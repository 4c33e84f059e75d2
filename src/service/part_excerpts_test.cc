#include "service/part_excerpts.h"

#include "import_rig.h"
#include "part_list/excerpt.h"
#include "service/bundles.h"

namespace sanad::service {
namespace {

TEST(PartRanges, AreReadJoinedAndAscending) {
  const auto read = [](std::string_view text) { return parse_part_ranges(text).value(); };
  EXPECT_EQ(read("7"), (std::vector<PartRange>{{7, 7}}));
  EXPECT_EQ(read("9,0-2,3"), (std::vector<PartRange>{{0, 3}, {9, 9}}));
  EXPECT_EQ(read("5-18446744073709551615,7"), (std::vector<PartRange>{{5, UINT64_MAX}}));
  EXPECT_EQ(read("5-9,6-7"), (std::vector<PartRange>{{5, 9}}));
  for (const char* bad : {"", ",", "1,", "-", "1-", "-2", "3-1", "one", "1..3", "1 2", "+1"})
    EXPECT_EQ(parse_part_ranges(bad).error().code, ErrorCode::kInvalid) << bad;
}

class PartExcerptsTest : public ImportRig {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    permit_imports({{"material_from", "2026-03-01T00:00:00.000Z"},
                    {"material_to", "2026-04-01T00:00:00.000Z"}});
    write("notes.txt", "The harvest is late.");
    write("more.txt", "The boat is early.");
    write("third.txt", "The lamp is out.");
    exhibit_ = import_folder();
  }
  Result<OrderedBundle> order(std::vector<PartRange> shown, std::string reason = "a bystander") {
    BundleOrder wanted{case_.id, {exhibit_.id}, "trial"};
    wanted.excerpts.push_back({exhibit_.number, std::move(shown), std::move(reason)});
    return order_bundle(workspace(), amal_, wanted);
  }
  records::Exhibit exhibit_;
};

TEST_F(PartExcerptsTest, AnExcerptLeadsToTheRootAndTellsNothingElse) {
  const records::PartList list = workspace().records().part_list(exhibit_.id).value();
  const auto total = static_cast<std::uint64_t>(list.data["parts"].int_or(0));
  ASSERT_GE(total, 3u);
  const auto value = check_excerpt(workspace(), exhibit_, {exhibit_.id, {{1, 1}}, "a bystander"});
  ASSERT_TRUE(value.ok()) << value.error().message;
  present::BundledExhibit item;
  ASSERT_TRUE(show_in_part(workspace(), exhibit_, *value, item).ok());
  EXPECT_EQ(item.parts->value, list.index);
  EXPECT_EQ(item.withheld.size(), 3u) << "the files are not handed out beside it";
  MemorySink sink, again;
  ASSERT_TRUE(item.write_excerpt(sink).ok());
  ASSERT_TRUE(item.write_excerpt(again).ok());
  EXPECT_EQ(sink.bytes(), again.bytes());
  std::vector<std::string> shown;
  part_list::ExcerptReader reader(
      part_list::kAlgorithm, {{total}, parse_digest256(list.data["root"].string_or("")).value()},
      [&](std::uint64_t, std::string_view line) -> Result<void> {
        shown.emplace_back(line);
        return {};
      });
  ASSERT_TRUE(reader.update(sink.bytes()).ok());
  ASSERT_TRUE(reader.finish().ok());
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(reader.closed(), total - 1);
  int told = 0;
  for (const char* text : {"harvest", "boat", "lamp"})
    told += as_text(sink.bytes()).find(text) != std::string_view::npos ? 1 : 0;
  EXPECT_LE(told, 1);
}

TEST_F(PartExcerptsTest, NumbersOfAnEarlierReadingShowNothingOfALaterOne) {
  const auto value = check_excerpt(workspace(), exhibit_, {exhibit_.id, {{1, 1}}, "a bystander"});
  present::BundledExhibit item, later;
  ASSERT_TRUE(show_in_part(workspace(), exhibit_, *value, item).ok());
  const records::PartList list = workspace().records().part_list(exhibit_.id).value();
  ASSERT_TRUE(
      workspace()
          .custody()
          .record({"exhibit.parts", amal_.id, case_.id, json::Object(*list.data.as_object())})
          .ok());
  EXPECT_EQ(show_in_part(workspace(), exhibit_, *value, later).error().code, ErrorCode::kConflict);
  MemorySink sink;
  EXPECT_EQ(item.write_excerpt(sink).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(sink.bytes().empty());
}

TEST_F(PartExcerptsTest, BadOnesAreRefusedByName) {
  EXPECT_TRUE(order({{0, 1}}).ok());
  EXPECT_EQ(order({}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(order({{0, 0}}, " ").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(order({{0, 0}}, std::string(501, 'x')).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(order({{0, 900}}).error().code, ErrorCode::kNotFound);
  BundleOrder twice{case_.id, {exhibit_.id}, "trial"};
  twice.excerpts = {{exhibit_.id, {{0, 0}}, "x"}, {exhibit_.number, {{1, 1}}, "x"}};
  EXPECT_EQ(order_bundle(workspace(), amal_, twice).error().code, ErrorCode::kInvalid);
  approved(case_);
  const records::Exhibit captured = seal_one(case_);
  EXPECT_EQ(check_excerpt(workspace(), captured, {captured.id, {{0, 0}}, "x"}).error().code,
            ErrorCode::kInvalid);
}

TEST_F(PartExcerptsTest, WhatWasSetAsideIsShownToNobody) {
  write("mail.eml",
        "From: Amal <amal@mill.tirazan.example>\r\nTo: Behram <behram@mill.tirazan.example>\r\n"
        "Date: Thu, 01 Jan 2015 10:00:00 +0000\r\nSubject: Lamps\r\n\r\nThe lamp is out.\r\n");
  exhibit_ = import_folder();
  const records::PartList now = workspace().records().part_list(exhibit_.id).value();
  ASSERT_GT(now.data["set_aside"].int_or(0), 0);
  const auto total = static_cast<std::uint64_t>(now.data["parts"].int_or(0));
  const auto refused = order({{0, total - 1}});
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  const auto refusals = entries("act.refused");
  ASSERT_FALSE(refusals.empty());
  EXPECT_EQ(refusals.front().data["code"].string_or(""), "set-aside");
}

}  // namespace
}  // namespace sanad::service
