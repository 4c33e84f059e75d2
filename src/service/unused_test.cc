#include "service/unused.h"

#include <algorithm>
#include <map>

#include "service/bundles.h"
#include "service/exculpatory.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class UnusedTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    approved(case_);
    first_ = seal_one(case_);
    second_ = seal_one(case_);
  }
  Result<OrderedBundle> order(const records::Exhibit& exhibit, std::string build) {
    BundleOrder wanted{case_.id, {exhibit.id}, "trial"};
    wanted.build = std::move(build);
    return order_bundle(workspace(), amal_, wanted);
  }
  std::vector<present::ScheduledItem> items(std::set<std::string> exhibits = {},
                                            std::set<std::uint64_t> entries = {}) {
    auto found = unused_items(workspace(), case_, exhibits, entries);
    EXPECT_TRUE(found.ok()) << found.error().message;
    return std::move(found).value();
  }
  Result<IssuedSchedules> issue(std::vector<present::ScheduledItem> of) {
    return issue_schedules(workspace(), amal_.id, case_, "bundle-1", present::Build::kOperational,
                           std::move(of));
  }
  std::size_t entries_of_case() {
    return workspace().records().entries({.case_id = case_.id, .limit = 10'000})->size();
  }

  records::Case case_;
  records::Exhibit first_, second_;
};

TEST_F(UnusedTest, WhatABundleLeavesOutMustHaveBeenDecidedUpon) {
  const auto refused = order(first_, "disclosable");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_NE(refused.error().message.find(second_.number), std::string::npos);
  ASSERT_TRUE(
      decide_unused(workspace(), amal_, case_.id, {second_.number, "", "neither", ""}).ok());
  EXPECT_TRUE(order(first_, "disclosable").ok());
  EXPECT_TRUE(order(first_, "operational").ok());
  EXPECT_EQ(order(first_, "other").error().code, ErrorCode::kInvalid);
}

TEST_F(UnusedTest, EveryExhibitAndEntryOfTheCaseIsInTheBundleOrListed) {
  const std::size_t all = entries_of_case();
  EXPECT_EQ(items().size(), all + 2);
  const std::uint64_t sealed = first_.sealed_index;
  EXPECT_EQ(items({first_.id}, {sealed}).size(), all);
  for (const auto& item : items({first_.id}, {sealed})) {
    EXPECT_NE(item.item, first_.id);
    EXPECT_NE(item.entry, sealed);
    EXPECT_FALSE(item.description.empty());
  }
}

TEST_F(UnusedTest, NumbersStayAndAreNeverGivenAgain) {
  ASSERT_TRUE(issue(items({first_.id})).ok());
  std::map<std::string, std::uint64_t> given;
  for (const auto& item : items()) given[item.item] = item.number;
  EXPECT_EQ(given.at(first_.id), 0u) << "it was in the bundle";
  ASSERT_TRUE(decide_unused(workspace(), amal_, case_.id, {first_.id, "", "neither", ""}).ok());
  ASSERT_TRUE(note_exculpatory(workspace(), amal_, case_.id, "He was elsewhere.",
                               json::Array{json::Object{{"exhibit", first_.id}, {"part", nullptr}}})
                  .ok());
  ASSERT_TRUE(issue(items()).ok());
  std::set<std::uint64_t> numbers;
  for (const auto& item : items()) {
    EXPECT_GT(item.number, 0u) << item.item;
    EXPECT_TRUE(numbers.insert(item.number).second);
    if (given.contains(item.item) && given[item.item] != 0) {
      EXPECT_EQ(item.number, given[item.item]) << item.item;
    }
  }
  EXPECT_EQ(*numbers.rbegin(), numbers.size());
}

TEST_F(UnusedTest, TheNewestDecisionCountsAndIsOnTheSchedule) {
  ASSERT_TRUE(
      decide_unused(workspace(), amal_, case_.id, {second_.id, "it names a source", "neither", ""})
          .ok());
  const auto listed = [&] {
    const auto all = list_unused(workspace(), amal_, case_.id).value();
    return *std::ranges::find(all, second_.id, &present::ScheduledItem::item);
  };
  EXPECT_EQ(listed().sensitive, "it names a source");
  ASSERT_TRUE(
      decide_unused(workspace(), behram_, case_.id, {second_.id, "", "assists", "an alibi"}).ok());
  EXPECT_EQ(listed().sensitive, "");
  EXPECT_EQ(listed().test, "assists");
  EXPECT_EQ(listed().decided_by, behram_.id);
  const auto issued = issue(items());
  ASSERT_TRUE(issued.ok());
  EXPECT_NE(issued->files[0].json.find("an alibi"), std::string::npos);
}

TEST_F(UnusedTest, WhatIsNotOfTheCaseOrNoDecisionIsRefused) {
  const auto code = [&](const UnusedDecision& decision) {
    const auto made = decide_unused(workspace(), amal_, case_.id, decision);
    return made.ok() ? std::optional<ErrorCode>() : made.error().code;
  };
  const records::Case other = open_one("TZ-2026-0002");
  approved(other);
  const records::Exhibit elsewhere = seal_one(other);
  EXPECT_EQ(code({"exhibit-none", "", "neither", ""}), ErrorCode::kNotFound);
  EXPECT_EQ(code({elsewhere.id, "", "neither", ""}), ErrorCode::kNotFound);
  EXPECT_EQ(code({"entry 0", "", "neither", ""}), ErrorCode::kNotFound);
  EXPECT_EQ(code({"entry x", "", "neither", ""}), ErrorCode::kInvalid);
  EXPECT_EQ(code({first_.id, "", "", ""}), ErrorCode::kInvalid);
  EXPECT_EQ(code({first_.id, " ", "neither", ""}), ErrorCode::kInvalid);
  EXPECT_EQ(code({first_.id, "", "neither", std::string(100'000, 'x')}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"entry " + std::to_string(first_.sealed_index), "", "neither", ""}),
            std::nullopt);
}

}  // namespace
}  // namespace sanad::service
