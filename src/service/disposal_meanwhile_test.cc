// What came about an exhibit meanwhile: assessments, what speaks for somebody, complaints and
// packages speak against its disposal, and are in order after it.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "disposal_rig.h"
#include "review_rig.h"
#include "service/complaints.h"
#include "service/exhibits.h"
#include "sharing_rig.h"

namespace sanad::service {
namespace {

std::string first_objection(Workspace& workspace, const std::string& case_id,
                            const std::string& exhibit) {
  const auto found = objections_to(workspace, case_id, exhibit);
  EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
  return !found.ok() || found->empty() ? "" : found->front().code;
}

class DisposalReviewTest : public DisposalRig<ReviewRig> {
 protected:
  void SetUp() override {
    ReviewRig::SetUp();
    other_ = seal_one(case_);
    set_rule();
    let_time_pass();
  }
  std::string against(const records::Exhibit& exhibit) {
    return first_objection(workspace(), case_.id, exhibit.id);
  }
  // Whether the text stands in any file of the workspace.
  bool is_written(std::string_view text) const {
    for (const auto& item : std::filesystem::recursive_directory_iterator(options().directory)) {
      if (!item.is_regular_file()) continue;
      std::ifstream file(item.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }
  records::Exhibit other_;
};

TEST_F(DisposalReviewTest, AnUnfinishedAssessmentOrADisagreementSpeaksAgainstIt) {
  ask();
  EXPECT_EQ(against(exhibit_), "") << "nobody began";
  const std::string id = take(gul_).id;
  EXPECT_EQ(against(exhibit_), "assessment-open");
  EXPECT_EQ(against(other_), "") << "it is about the other one";
  EXPECT_EQ(first_objection(workspace(), case_.id, ""), "assessment-open");
  ASSERT_TRUE(give_assessment_back(workspace(), gul_, id, "I know the author").ok());
  EXPECT_EQ(against(exhibit_), "");
  assessed(gul_, "no-action");
  EXPECT_EQ(against(exhibit_), "assessment-open");
  assessed(hamid_, "referral");
  EXPECT_EQ(against(exhibit_), "assessment-open") << "they differ";
  const auto pair = workspace().records().assessment_pairs(case_.id)->front();
  const auto decided = adjudicate(workspace(), ilya_, pair.id, json::Value(outcome("no-action")));
  ASSERT_TRUE(decided.ok()) << decided.error().message;
  EXPECT_EQ(against(exhibit_), "");
}

TEST_F(DisposalReviewTest, WhatNobodyAnsweredSpeaksAgainstIt) {
  const auto note = noted(amal_);
  EXPECT_EQ(against(exhibit_), "unanswered");
  EXPECT_EQ(against(other_), "");
  ASSERT_TRUE(answer_exculpatory(workspace(), behram_, note.id, "outweighed", "It is more.").ok());
  EXPECT_EQ(against(exhibit_), "");
  ComplaintOrder order;
  order.case_id = case_.id;
  order.kind = "correction";
  order.capacity = "person-concerned";
  order.about = exhibit_.number;
  order.text = "That was not me.";
  order.received_at = clock_.now();
  const auto complaint = register_complaint(workspace(), amal_, order);
  ASSERT_TRUE(complaint.ok()) << complaint.error().message;
  EXPECT_EQ(against(exhibit_), "unanswered");
  EXPECT_EQ(against(other_), "");
  ASSERT_TRUE(answer_complaint(workspace(), behram_, complaint->id, "not-upheld", "It is.").ok());
  EXPECT_EQ(against(exhibit_), "");
}

TEST_F(DisposalReviewTest, AssessmentsGoWithTheExhibitAndNotesOfOfficersStay) {
  ask();
  assessed(gul_, "no-action");
  assessed(hamid_, "no-action");
  const auto note = noted(amal_);
  ASSERT_TRUE(answer_exculpatory(workspace(), behram_, note.id, "outweighed", "It is more.").ok());
  for (const char* text : {"A poem and a map.", "An account of the circle."})
    EXPECT_TRUE(is_written(text)) << text;
  ASSERT_EQ(dispose_of(case_.id, exhibit_.id).state, "done");
  for (const char* text : {"A poem and a map.", "An account of the circle."})
    EXPECT_FALSE(is_written(text)) << text;
  EXPECT_TRUE(workspace().records().assessment_pairs(case_.id)->empty());
  EXPECT_TRUE(list_pairs(workspace(), behram_, case_.id)->empty());
  const auto notes = list_exculpatory(workspace(), amal_, case_.id);
  ASSERT_TRUE(notes.ok()) << notes.error().message;
  ASSERT_EQ(notes->size(), 1u);
  const auto shown = view(workspace(), notes->front());
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  EXPECT_EQ(shown->find("cited")->as_array()->front()["exhibit_number"].string_or(""),
            exhibit_.number);
}

class DisposalSharingTest : public DisposalRig<SharingRig> {
 protected:
  void SetUp() override {
    SharingRig::SetUp();
    introduce();
    permit_sharing();
    exhibit_ = seal_folder();
    std::filesystem::remove_all(folder());
    std::filesystem::create_directories(folder());
    other_ = seal_folder("other.txt", "nothing of the kind\n");
    mark(case_.id, {Tlp::kAmber, Pap::kAmber, {}});
    set_rule();
  }
  records::Package sealed(const records::Exhibit& exhibit) {
    PackageOrder order = package_order(export_bundle({exhibit.id}));
    order.expires_at = {clock_.now().unix_ms + 40 * kDayMs};
    const auto made = seal_package(workspace(), amal_, order, monitor_);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : records::Package{};
  }
  bool has(const json::Value& digest) {
    const auto parsed = parse_digest256(digest.string_or(""));
    return parsed.ok() && workspace().vault().contains(case_.id, *parsed).value();
  }
  records::Exhibit exhibit_, other_;
};

TEST_F(DisposalSharingTest, APackageOnItsWaySpeaksAgainstItAndGoesWithIt) {
  const auto package = sealed(exhibit_), stays = sealed(other_);
  let_time_pass();
  EXPECT_EQ(first_objection(workspace(), case_.id, exhibit_.id), "shared");
  clock_.advance_ms(10 * kDayMs);
  ASSERT_EQ(dispose_of(case_.id, exhibit_.id).state, "done");
  EXPECT_FALSE(has(package.data["sha256"])) << "the package holds the content";
  EXPECT_FALSE(has(package.data["header_sha256"])) << "its line names the exhibit";
  EXPECT_TRUE(has(stays.data["sha256"]));
  EXPECT_TRUE(has(stays.data["header_sha256"])) << "that of another is left alone";
  const auto all = list_packages(workspace(), amal_, case_.id);
  ASSERT_TRUE(all.ok()) << all.error().message;
  EXPECT_EQ(all->size(), 2u);
  const auto shown = view(find_package(workspace(), amal_, package.id).value());
  EXPECT_EQ(shown.find("purpose")->string_or(""), "joint inquiry 7/2026");
  EXPECT_TRUE(shown.find("exhibits")->as_array()->empty());
  EXPECT_EQ(
      view(find_package(workspace(), amal_, stays.id).value()).find("exhibits")->as_array()->size(),
      1u);
}

TEST_F(DisposalSharingTest, WhoMayNotSeeAnExhibitIsNotToldUntilWhenItIsKept) {
  mark(exhibit_.id, {Tlp::kRed, Pap::kAmber, {}}, {amal_.id});
  EXPECT_EQ(kept_exhibits(workspace(), amal_, case_.id)->size(), 2u);
  EXPECT_EQ(kept_exhibits(workspace(), chand_, case_.id)->size(), 1u);
  EXPECT_EQ(preview_disposal(workspace(), chand_, {case_.id, exhibit_.id, ""}).error().code,
            ErrorCode::kDenied);
  EXPECT_TRUE(preview_disposal(workspace(), chand_, {case_.id, other_.id, ""}).ok());
}

TEST_F(DisposalSharingTest, WhatCameFromAPartnerLeavesNoPackageBehind) {
  permit_their_imports();
  const auto opened = open_there(file_of(sealed(exhibit_))).value();
  const auto taken = take_package(*theirs_, nadir_, opened.id, "", monitor_).value();
  const auto there = [&](const json::Value& digest) {
    return theirs_->vault()
        .contains(their_case_.id, parse_digest256(digest.string_or("")).value())
        .value();
  };
  ASSERT_TRUE(there(opened.data["bundle"]["sha256"]));
  ASSERT_TRUE(set_retention(*theirs_, orhan_,
                            {"", "everything", "at once", "international", "bp-minimisation",
                             std::nullopt, clocks::Period{1, clocks::Unit::kYears}, "order 7/2026"})
                  .ok());
  const auto proposed = propose_disposal(*theirs_, parwin_,
                                         {their_case_.id, taken.exhibits[0].exhibit, "not needed"});
  ASSERT_TRUE(proposed.ok()) << proposed.error().message;
  ASSERT_TRUE(approve_disposal(*theirs_, orhan_, proposed->id, "agreed").ok());
  ASSERT_EQ(carry_out_disposals(*theirs_).value(), 1u);
  EXPECT_FALSE(there(opened.data["bundle"]["sha256"])) << "the sender's bundle holds it too";
  EXPECT_FALSE(there(opened.data["header_sha256"]));
  EXPECT_TRUE(list_packages(*theirs_, nadir_, their_case_.id).ok());
}

}  // namespace
}  // namespace sanad::service
