// Who may dispose of what, what speaks against it, and what is there afterwards.
#include "service/disposal.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "disposal_plan.h"
#include "disposal_rig.h"
#include "request_rig.h"
#include "service/audit.h"
#include "service/exhibits.h"
#include "service/tokens.h"
#include "service/worker.h"

namespace sanad::service {
namespace {

using records::Disposal;
using records::Exhibit;

class DisposalTest : public DisposalRig<RequestRig> {
 protected:
  void SetUp() override {
    RequestRig::SetUp();
    exhibit_ = seal_one(case_);
    other_ = seal_one(case_);
  }
  std::string refused_code() { return entries("act.refused").back().data["code"].string_or(""); }
  // The disposal of the exhibit is refused with this code, and the refusal is an entry.
  void expect_refused(std::string_view code, const std::string& exhibit) {
    const std::size_t before = entries("act.refused").size();
    const auto made = propose_disposal(workspace(), chand_, {case_.id, exhibit, "its time"});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ErrorCode::kDenied) << made.error().message;
    EXPECT_EQ(entries("act.refused").size(), before + 1);
    EXPECT_EQ(refused_code(), code) << made.error().message;
  }
  Result<json::Value> verified() {
    QuietWatch quiet;
    return verify_ledger(workspace(), quiet);
  }
  class QuietWatch final : public capture::Monitor {
   public:
    void on_progress(const capture::Progress&) override {}
    bool is_cancelled() override { return false; }
  };
  Exhibit exhibit_, other_;
};

TEST_F(DisposalTest, NothingGoesWithoutARuleBeforeItsTimeOrUnderAHold) {
  expect_refused("no-retention-rule", exhibit_.id);
  set_rule();
  expect_refused("retention-not-over", exhibit_.id);
  let_time_pass();
  const auto hold = place_hold(workspace(), amal_, {case_.id, "", "the court", "asked"}).value();
  expect_refused("legal-hold", exhibit_.id);
  expect_refused("legal-hold", "");
  ASSERT_TRUE(lift_hold(workspace(), behram_, hold.id, "over").ok());
  EXPECT_TRUE(preview_disposal(workspace(), amal_, {case_.id, exhibit_.id, ""}).value().empty());
  const Disposal made = proposed(case_.id, exhibit_.id);
  EXPECT_EQ(made.state, "proposed");
  EXPECT_EQ(propose_disposal(workspace(), amal_, {case_.id, exhibit_.id, "again"}).error().code,
            ErrorCode::kConflict);
}

TEST_F(DisposalTest, NothingGoesWhileARequestAClockOrAShareAboutItIsOpen) {
  set_rule();
  json::Object content = referral();
  content.set("exhibits", json::Array{exhibit_.id});
  const records::Request request = issued(std::move(content));
  let_time_pass();
  expect_refused("request-open", exhibit_.id);
  EXPECT_TRUE(preview_disposal(workspace(), amal_, {case_.id, other_.id, ""}).value().empty())
      << "the request is not about the other one";
  expect_refused("request-open", "");
  RequestReport answer;
  answer.at = clock_.now();
  answer.outcome = "declined";
  answer.note = "they will not";
  ASSERT_TRUE(report_answer(workspace(), amal_, request.id, answer).ok());
  for (const auto& clock : workspace().records().clocks(case_.id).value()) {
    if (!clock.course.met_at && clock.rule.key != kRetentionReview)
      (void)meet_clock(workspace(), amal_, clock.id, clock_.now(), "done");
  }
  EXPECT_TRUE(preview_disposal(workspace(), amal_, {case_.id, exhibit_.id, ""}).value().empty());
  const auto clock = start_clock(workspace(), amal_,
                                 {case_.id, "pk", "peca-31-court", "", clock_.now(), "acquired"});
  ASSERT_TRUE(clock.ok()) << clock.error().message;
  expect_refused("clock-running", exhibit_.id);
  ASSERT_TRUE(meet_clock(workspace(), amal_, clock->id, clock_.now(), "told").ok());
  EXPECT_TRUE(preview_disposal(workspace(), amal_, {case_.id, exhibit_.id, ""}).value().empty());
}

TEST_F(DisposalTest, TwoPeopleDecideAndNeverTheSame) {
  set_rule();
  let_time_pass();
  EXPECT_EQ(propose_disposal(workspace(), esen_, {case_.id, exhibit_.id, "r"}).error().code,
            ErrorCode::kDenied);
  const Disposal own =
      propose_disposal(workspace(), behram_, {case_.id, exhibit_.id, "its time"}).value();
  EXPECT_EQ(approve_disposal(workspace(), behram_, own.id, "").error().code, ErrorCode::kDenied);
  EXPECT_EQ(refused_code(), "four-eyes");
  EXPECT_EQ(approve_disposal(workspace(), chand_, own.id, "").error().code, ErrorCode::kDenied);
  EXPECT_EQ(refused_code(), "wrong-role");
  EXPECT_EQ(withdraw_disposal(workspace(), chand_, own.id, "r").error().code, ErrorCode::kDenied);
  ASSERT_TRUE(withdraw_disposal(workspace(), behram_, own.id, "too early").ok());
  const Disposal second = proposed(case_.id, exhibit_.id);
  EXPECT_EQ(return_disposal(workspace(), behram_, second.id, "").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(return_disposal(workspace(), behram_, second.id, "ask the court").value().state,
            "returned");
  EXPECT_EQ(approve_disposal(workspace(), behram_, second.id, "").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(carry_out_disposals(workspace()).value(), 0u);
  EXPECT_TRUE(workspace().records().exhibit(exhibit_.id).ok());
}

TEST_F(DisposalTest, AHoldThatComesBetweenStopsIt) {
  set_rule();
  let_time_pass();
  const Disposal agreed = approved_disposal(case_.id, exhibit_.id);
  ASSERT_TRUE(place_hold(workspace(), amal_, {case_.id, exhibit_.id, "the court", "late"}).ok());
  EXPECT_EQ(carry_out_disposals(workspace()).value(), 0u);
  const Disposal stopped = workspace().records().disposal(agreed.id).value();
  EXPECT_EQ(stopped.state, "stopped");
  EXPECT_NE(stopped.note.find("the court"), std::string::npos);
  EXPECT_TRUE(workspace().records().exhibit(exhibit_.id).ok());
}

TEST_F(DisposalTest, WhileSomebodyWorksWithTheCaseItWaits) {
  set_rule();
  let_time_pass();
  const Disposal agreed = approved_disposal(case_.id, exhibit_.id);
  {
    const auto inside = workspace().gates().enter(case_.id);
    EXPECT_EQ(carry_out_disposals(workspace()).value(), 0u);
    EXPECT_EQ(workspace().records().disposal(agreed.id).value().state, "approved");
  }
  EXPECT_EQ(carry_out_disposals(workspace()).value(), 1u);
}

TEST_F(DisposalTest, AnExhibitIsGoneAndItsTombstoneAndEveryProofStay) {
  set_rule();
  const std::string unshared = exhibit_.files.front().sha256, shared = exhibit_.files[1].sha256;
  ASSERT_TRUE(
      open_file(workspace(), amal_, exhibit_, "page.html", Access::kView, "to read it").ok());
  const auto proof = workspace().ledger().proof_file({exhibit_.sealed_index}).value();
  const auto root = workspace().ledger().checkpoint().value().head;
  let_time_pass();
  const Disposal done = dispose_of(case_.id, exhibit_.number);
  ASSERT_EQ(done.state, "done");
  EXPECT_EQ(done.begun["digests"].int_or(0), 3);
  EXPECT_EQ(done.begun["shared"].int_or(0), 2) << "the other exhibit has the same bytes";
  EXPECT_EQ(done.begun["accesses"].as_array()->front()["viewed"].int_or(0), 1);
  const auto in_vault = [&](const std::string& digest) {
    return workspace().vault().contains(case_.id, parse_digest256(digest).value()).value();
  };
  EXPECT_FALSE(in_vault(unshared));
  EXPECT_TRUE(in_vault(shared));
  EXPECT_TRUE(open_file(workspace(), amal_, other_, "page.html", Access::kView, "still").ok());
  const auto gone = find_exhibit(workspace(), amal_, exhibit_.number);
  ASSERT_FALSE(gone.ok());
  EXPECT_NE(gone.error().message.find("was disposed of"), std::string::npos);
  EXPECT_EQ(list_exhibits(workspace(), amal_, case_.id).value().size(), 1u);
  EXPECT_FALSE(workspace().ledger().entry({exhibit_.sealed_index}).value().body);
  EXPECT_NE(proof, "");
  EXPECT_EQ(workspace().ledger().inclusion_proof({exhibit_.sealed_index}, root.size).ok(), true);
  const auto report = verified();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ((*report)["bodies_destroyed"].int_or(0), done.begun["bodies"].int_or(-1));
  const auto certificate = disposal_certificate(workspace(), chand_, done.id).value();
  EXPECT_EQ(certificate.find("digests")->as_array()->size(), 3u);
  for (const char* language : {"en", "ur"}) {
    const std::string page =
        disposal_certificate_html(workspace(), chand_, done.id, language).value();
    for (const std::string& text : {exhibit_.number, unshared, amal_.name, behram_.name})
      EXPECT_NE(page.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(disposal_certificate_html(workspace(), chand_, done.id, "fr").error().code,
            ErrorCode::kInvalid);
  // A later exhibit does not get the number of one that is gone.
  const auto before = workspace().records().count_acquisitions(case_.id).value();
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(workspace().records().count_acquisitions(case_.id).value(), before);
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  EXPECT_EQ(workspace().records().count_acquisitions(case_.id).value(), before);
  EXPECT_EQ(workspace().records().disposal(done.id).value().state, "done");
  EXPECT_FALSE(workspace().records().exhibit(exhibit_.id).ok());
  EXPECT_TRUE(workspace().records().exhibit(other_.id).ok());
}

TEST_F(DisposalTest, ACaseGoesWithItsKey) {
  set_rule();
  let_time_pass();
  const auto root = workspace().ledger().checkpoint().value().head;
  const Disposal done = dispose_of(case_.reference, "");
  ASSERT_EQ(done.state, "done");
  EXPECT_TRUE(done.done["key_destroyed"].bool_or(false));
  EXPECT_EQ(done.begun["exhibits"].int_or(0), 2);
  EXPECT_TRUE(workspace().keyring().case_key_destroyed(case_.id).value());
  EXPECT_FALSE(workspace().records().find_case(case_.id).ok());
  EXPECT_NE(find_exhibit(workspace(), amal_, other_.number).error().message.find("disposed of"),
            std::string::npos);
  EXPECT_TRUE(verified().ok());
  EXPECT_TRUE(workspace().ledger().consistency_proof(root.size, workspace().ledger().size()).ok());
  EXPECT_EQ(list_disposals(workspace(), chand_, case_.reference).value().size(), 1u);
  ASSERT_TRUE(disposal_certificate(workspace(), chand_, done.id).ok());
  EXPECT_EQ(open_case(workspace(), amal_, "TZ-2026-0002", "Another", "international").ok(), true);
  ASSERT_TRUE(reopen().ok());
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  EXPECT_FALSE(workspace().records().find_case(case_.id).ok());
  EXPECT_EQ(workspace().records().disposal(done.id).value().proposed_by, chand_.id);
}

// As after a crash at any step: what was begun is completed when the workspace is opened.
TEST_F(DisposalTest, WhatWasBegunIsCompletedAtTheNextOpening) {
  set_rule();
  let_time_pass();
  const std::string digest = exhibit_.files.front().sha256;
  const Disposal agreed = approved_disposal(case_.id, exhibit_.id);
  // The tombstone alone, as if the process ended right behind it.
  const DisposalPlan plan = plan_disposal(workspace(), agreed).value();
  const auto items = [&](const char* what, const std::vector<std::string>& list) {
    json::Array some(list.begin(), list.end());
    ASSERT_TRUE(workspace()
                    .custody()
                    .record({"disposal.items", "system", "",
                             json::Object{{"disposal", agreed.id},
                                          {"case", case_.id},
                                          {"what", what},
                                          {"items", std::move(some)}}})
                    .ok());
  };
  items("digest", plan.digests);
  items("entry", plan.entries);
  ASSERT_TRUE(workspace()
                  .custody()
                  .record({"disposal.begun", "system", "",
                           json::Object{{"disposal", agreed.id},
                                        {"case", case_.id},
                                        {"case_reference", case_.reference},
                                        {"exhibit", exhibit_.id},
                                        {"number", exhibit_.number},
                                        {"rule", json::Object{{"rule", agreed.rule}}},
                                        {"reason", agreed.reason},
                                        {"proposed_by", agreed.proposed_by},
                                        {"proposed_at", format_timestamp(agreed.proposed_at)},
                                        {"approved_by", agreed.decided_by},
                                        {"approved_at", format_timestamp(*agreed.decided_at)},
                                        {"note", ""}}})
                  .ok());
  EXPECT_FALSE(find_exhibit(workspace(), amal_, exhibit_.id).ok()) << "it is gone from here on";
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(workspace().records().disposal(agreed.id).value().state, "done");
  EXPECT_FALSE(workspace().vault().contains(case_.id, parse_digest256(digest).value()).value());
  EXPECT_TRUE(verified().ok());
}

TEST_F(DisposalTest, AnErasureThatNoDisposalNamesIsFound) {
  ASSERT_TRUE(workspace()
                  .ledger()
                  .erase_bodies(std::vector<ledger::LeafIndex>{{exhibit_.sealed_index}})
                  .ok());
  const auto report = verified();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(report.error().message.find("no disposal names it"), std::string::npos);
}

TEST(DisposalRangesTest, RangesComeBackAsTheyWent) {
  const std::vector<std::uint64_t> indexes{1, 2, 3, 7, 9, 10};
  const auto ranges = format_ranges(indexes);
  EXPECT_EQ(ranges, (std::vector<std::string>{"1-3", "7", "9-10"}));
  EXPECT_EQ(parse_ranges(ranges).value(), indexes);
  for (const char* wrong : {"", "a", "3-1", "1-", "1-2-3"})
    EXPECT_EQ(parse_ranges({wrong}).error().code, ErrorCode::kIntegrity) << wrong;
}

}  // namespace
}  // namespace sanad::service
