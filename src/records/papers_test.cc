#include "records/papers.h"

#include <gtest/gtest.h>

#include "records/records.h"
#include "sqlite/sqlite.h"

namespace sanad::records {
namespace {

Entry made(std::uint64_t index, const char* kind, const char* data, const char* actor = "officer-1",
           const char* of_case = "case-1") {
  return {index,   {static_cast<std::int64_t>(1'800'000'000'000 + index * 1000)},
          kind,    actor,
          of_case, json::parse(data).value(),
          false};
}

std::vector<Entry> papers_story() {
  return {
      made(
          0, "paper.filled",
          R"({"paper":"paper-1","pack":"international","edition":"2026-11-01","form":"bp-annex-i","document":"plan",
               "version":1,"second_person":true,"reason":"","content":{"summary":"one"},"review_on":"2027-02-01T00:00:00.000Z"})"),
      made(1, "paper.submitted", R"({"paper":"paper-1","version":1})"),
      made(2, "paper.decided",
           R"({"paper":"paper-1","version":1,"outcome":"returned","note":"too short"})",
           "officer-2"),
      made(
          3, "paper.filled",
          R"({"paper":"paper-1","pack":"international","edition":"2027-01-01","form":"bp-annex-i","document":"plan",
               "version":2,"second_person":true,"reason":"longer","content":{"summary":"two"}})"),
      made(4, "paper.submitted", R"({"paper":"paper-1","version":2})"),
      made(5, "paper.decided", R"({"paper":"paper-1","version":2,"outcome":"approved","note":""})",
           "officer-2"),
      made(
          6, "paper.filled",
          R"({"paper":"paper-2","pack":"international","edition":"2026-11-01","form":"virtual-identity",
               "document":"virtual-identity","version":1,"second_person":true,"reason":"",
               "sealed":{"sha256":"00ff","size":7},"expires":"2027-03-01T00:00:00.000Z"})"),
      made(7, "paper.closed", R"({"paper":"paper-2","reason":"not needed"})"),
      made(
          8, "paper.filled",
          R"({"paper":"paper-3","pack":"international","edition":"2026-11-01","form":"bp-preliminary-assessment",
               "document":"preliminary-assessment","version":1,"second_person":false,"reason":"","content":{}})"),
      made(9, "paper.submitted", R"({"paper":"paper-3","version":1})"),
      made(
          10, "review.recorded",
          R"({"subject":"paper-1","finding":"still needed","next_review":"2027-05-01T00:00:00.000Z"})",
          "officer-2"),
      made(11, "emergency.declared",
           R"({"emergency":"emergency-1","reason":"tonight","until":"2027-01-20T00:00:00.000Z",
               "ratify_by":"2027-01-18T00:00:00.000Z"})"),
      made(
          12, "capture.started",
          R"({"capture":"capture-1","exhibit":"exhibit-1","authorisation":"a","activity":"capture","url":"https://a.tirazan.example/",
               "permit":{"decided_at":"x","emergency":"emergency-1","overridden":["no-plan"]}})"),
      made(13, "emergency.decided",
           R"({"emergency":"emergency-1","outcome":"ratified","reason":"rightly"})", "officer-2"),
      made(
          14, "law.added",
          R"({"pack":"tirazan","edition":"2026-03-01","title":"t","status":"draft","file":"t.json","sha256":"aa","size":9})",
          "officer-2", ""),
      made(15, "law.adopted",
           R"({"pack":"tirazan","edition":"2026-03-01","sha256":"bb","reason":"counsel"})",
           "officer-2", ""),
      made(16, "policy.set", R"({"policy":{"bulk_files":3},"reason":"order"})", "officer-2", ""),
      made(17, "policy.set", R"({"policy":{"bulk_files":4},"reason":"order"})", "officer-2", ""),
  };
}

TEST(Papers, EveryVersionKeepsItsStateAndTheLastApprovedCounts) {
  const auto records = Records::open(":memory:").value();
  const auto applied = records->apply(papers_story());
  ASSERT_TRUE(applied.ok()) << applied.error().message;
  const auto papers = records->papers("case-1").value();
  ASSERT_EQ(papers.size(), 3u);
  const auto& plan = papers[0];
  ASSERT_EQ(plan.versions.size(), 2u);
  EXPECT_EQ(plan.versions[0].state, authority::PaperState::kReturned);
  EXPECT_EQ(plan.versions[0].note, "too short");
  ASSERT_TRUE(plan.versions[0].review_on);
  EXPECT_EQ(plan.standing()->version, 2);
  EXPECT_EQ(plan.standing()->edition, "2027-01-01");
  EXPECT_EQ(plan.standing()->decided_by, "officer-2");
  EXPECT_EQ(plan.standing()->submitted_by, "officer-1");
  EXPECT_EQ(plan.standing()->content["summary"].string_or(""), "two");
  EXPECT_FALSE(plan.review_due()) << "this version has no day of review";
  EXPECT_EQ(records->reviews("paper-1")->front().finding, "still needed");
  EXPECT_TRUE(papers[1].restricted);
  EXPECT_EQ(papers[1].newest().sealed, "00ff");
  EXPECT_TRUE(papers[1].newest().content.is_null());
  EXPECT_EQ(papers[1].close_reason, "not needed");
  EXPECT_EQ(papers[2].newest().state, authority::PaperState::kRecorded);
  EXPECT_TRUE(papers[2].is_in_force({1'800'000'100'000}));
  EXPECT_EQ(records->paper("paper-9").error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(records->papers("")->empty());
}

TEST(Papers, AnEmergencyKeepsWhatWasDoneUnderIt) {
  const auto records = Records::open(":memory:").value();
  ASSERT_TRUE(records->apply(papers_story()).ok());
  const auto emergency = records->emergency("emergency-1").value();
  EXPECT_EQ(emergency.decided, authority::EmergencyState::kRatified);
  EXPECT_EQ(emergency.note, "rightly");
  EXPECT_EQ(records->emergency_of("exhibit-1").value(), "emergency-1");
  EXPECT_EQ(records->emergency_of("exhibit-2").value(), "");
  EXPECT_EQ(records->exhibits_of_emergency("emergency-1").value(),
            std::vector<std::string>{"exhibit-1"});
  EXPECT_EQ(records->emergencies("case-2")->size(), 0u);
  EXPECT_EQ(records->emergencies("")->size(), 1u);
}

TEST(Papers, LawAndPolicyAreThoseLastRecorded) {
  const auto records = Records::open(":memory:").value();
  ASSERT_TRUE(records->apply(papers_story()).ok());
  EXPECT_EQ(records->law_packs()->front().file, "t.json");
  EXPECT_EQ(records->law_adoptions()->front().sha256, "bb");
  EXPECT_EQ(records->setting("policy").value(), R"({"bulk_files":4})");
}

}  // namespace
}  // namespace sanad::records
