#include "service/planning.h"

#include "planning_rig.h"
#include "service/imports.h"

namespace sanad::service {
namespace {

using authority::IntrusiveAct;

class PlanningTest : public PlanningRig {};

TEST_F(PlanningTest, ThePolicyIsASupervisorsRecordedDocument) {
  EXPECT_FALSE(policy_of(workspace())->preliminary_assessment);
  const auto set = [&](const authority::Officer& who, const char* text, const char* reason) {
    return set_policy(workspace(), who, json::parse(text).value(), reason);
  };
  for (const auto& officer : {amal_, chand_, dara_, esen_})
    EXPECT_EQ(set(officer, "{}", "r").error().code, ErrorCode::kDenied);
  EXPECT_EQ(set(behram_, R"({"luck":1})", "r").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(set(behram_, "{}", " ").error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(entries("policy.set").empty());
  ASSERT_TRUE(set(behram_, R"({"preliminary_assessment":true})", "order 4").ok());
  EXPECT_TRUE(policy_of(workspace())->preliminary_assessment);
  EXPECT_EQ(entries("policy.set").size(), 1u);
}

TEST_F(PlanningTest, NothingIsCollectedBeforeThePlanTheRisksAndTheLandscapeAreApproved) {
  approved(case_);
  demand({{"before_collection", json::Array{"plan", "risk-assessment", "landscape-assessment"}}});
  EXPECT_EQ(capture_code(), "no-plan");
  const auto plan = in_force("bp-annex-i");
  EXPECT_EQ(capture_code(), "no-plan");
  in_force("bp-annex-ii");
  ASSERT_TRUE(submitted("bp-annex-iii").ok());
  EXPECT_EQ(capture_code(), "no-plan") << "what waits does not count";
  const auto landscape = workspace().records().papers(case_.id)->back();
  approved_paper(landscape);
  EXPECT_EQ(capture_code(), "allowed");
  start_capture(case_);
  const auto begun = entries("capture.started").back().data["permit"];
  EXPECT_EQ(begun["papers"].as_array()->size(), 3u);
  EXPECT_EQ(begun["papers"].as_array()->front().string_or(""), plan.id + "/1");
  ASSERT_TRUE(close_paper(workspace(), behram_, plan.id, "to be redone").ok());
  EXPECT_EQ(capture_code(), "no-plan");
}

TEST_F(PlanningTest, ASourceIsAssessedBeforeItIsCaptured) {
  approved(case_);
  demand({{"preliminary_assessment", true}});
  EXPECT_EQ(capture_code(), "not-assessed");
  ASSERT_TRUE(submitted("bp-preliminary-assessment", {{"url", kForum},
                                                      {"decision", "do-not-collect"},
                                                      {"reason", "Only names of bystanders."}})
                  .ok());
  EXPECT_EQ(capture_code(), "do-not-collect");
  EXPECT_NE(entries("act.refused").back().data["reason"].string_or("").find("bystanders"),
            std::string::npos);
  clock_.advance_ms(1000);
  const auto yes =
      submitted("bp-preliminary-assessment", {{"url", kForum}, {"decision", "collect"}});
  ASSERT_TRUE(yes.ok()) << yes.error().message;
  EXPECT_EQ(yes->newest().state, authority::PaperState::kRecorded) << "one person decides";
  EXPECT_EQ(capture_code(), "allowed");
  EXPECT_EQ(preview(workspace(), amal_,
                    authority::ActRequest{case_.id, authority::Activity::kCapture,
                                          authority::parse_url(kForum).value(), ""})
                ->permit()
                .grounds()
                .papers,
            std::vector<std::string>{yes->id + "/1"});
}

TEST_F(PlanningTest, IntrusiveActsTakeALegalityRecordThatIsInForce) {
  const authority::IntrusiveRequest act{case_.id, IntrusiveAct::kProviderRequest,
                                        "Lantern Hosting"};
  const auto code = [&](const authority::Officer& who) {
    const auto permitted = permit(workspace(), who, act);
    return permitted.ok() ? std::string("allowed") : last_refusal();
  };
  EXPECT_EQ(code(amal_), "no-legality-record");
  EXPECT_EQ(entries("act.refused").back().data["activity"].string_or(""), "provider-request");
  EXPECT_EQ(entries("act.refused").back().data["target"].string_or(""), "Lantern Hosting");
  const auto waiting = submitted("lnp-record", {{"act", "provider-request"},
                                                {"covers", json::Array{"Lantern Hosting"}},
                                                {"expires", in(10 * kDayMs)}})
                           .value();
  EXPECT_EQ(code(amal_), "no-legality-record");
  approved_paper(waiting);
  EXPECT_EQ(code(amal_), "allowed");
  EXPECT_EQ(code(behram_), "wrong-role");
  EXPECT_FALSE(
      preview(workspace(), amal_,
              authority::IntrusiveRequest{case_.id, IntrusiveAct::kProviderRequest, "Another Host"})
          ->allowed());
  clock_.advance_ms(10 * kDayMs);
  EXPECT_EQ(code(amal_), "no-legality-record");
  EXPECT_NE(entries("act.refused").back().data["reason"].string_or("").find("ended"),
            std::string::npos);
}

TEST_F(PlanningTest, AnImportAboveThePolicysNumberIsBulkIntake) {
  json::Object wide = request();
  wide.set("activities", json::Array{"import"});
  const auto asked =
      request_authorisation(workspace(), amal_, case_.id, json::Value(std::move(wide))).value();
  ASSERT_TRUE(approve_authorisation(workspace(), behram_, asked.id, "").ok());
  demand({{"bulk_files", 10}, {"bulk_bytes", 1000}});
  const auto code = [&](std::uint64_t files, std::uint64_t bytes) {
    authority::ActRequest act{case_.id, authority::Activity::kImport, {}, "", "a disk"};
    act.files = files;
    act.bytes = bytes;
    return permit(workspace(), amal_, act).ok() ? std::string("allowed") : last_refusal();
  };
  EXPECT_EQ(code(10, 1000), "allowed");
  EXPECT_EQ(code(11, 1), "no-legality-record");
  EXPECT_EQ(code(1, 1001), "no-legality-record");
  legality_record("bulk-intake", "a disk");
  EXPECT_EQ(code(11, 1001), "allowed");
}

TEST_F(PlanningTest, AnAuthorisationRemindsAndWhereThePolicySaysSoLapses) {
  const std::string id = approved(case_);
  const auto state = [&] {
    const auto due = due_reviews(workspace(), behram_, case_.id).value();
    return due.empty() ? std::string("none") : due.front()["state"].string_or("");
  };
  EXPECT_EQ(state(), "none");
  clock_.advance_ms(2 * kDayMs);
  EXPECT_EQ(state(), "due");
  clock_.advance_ms(13 * kDayMs);
  EXPECT_EQ(state(), "overdue");
  EXPECT_EQ(capture_code(), "allowed");
  demand({{"authorisations_lapse", true}});
  EXPECT_EQ(state(), "lapsed");
  EXPECT_EQ(capture_code(), "review-lapsed");
  const auto review = [&](const authority::Officer& who, const std::string& next) {
    const auto recorded = record_review(workspace(), who, id, "still needed", next);
    return recorded.ok() ? ErrorCode::kIo : recorded.error().code;
  };
  EXPECT_EQ(review(amal_, in(kDayMs)), ErrorCode::kDenied);
  EXPECT_EQ(review(behram_, in(-1)), ErrorCode::kInvalid);
  EXPECT_EQ(review(behram_, in(16 * kDayMs)), ErrorCode::kInvalid) << "beyond its end";
  EXPECT_EQ(review(behram_, "soon"), ErrorCode::kInvalid);
  EXPECT_TRUE(entries("review.recorded").empty());
  EXPECT_EQ(review(behram_, in(10 * kDayMs)), ErrorCode::kIo) << "recorded";
  EXPECT_EQ(capture_code(), "allowed");
  clock_.advance_ms(10 * kDayMs);
  EXPECT_EQ(capture_code(), "review-lapsed");
  clock_.advance_ms(5 * kDayMs);
  EXPECT_EQ(review(behram_, in(kDayMs)), ErrorCode::kConflict) << "ended";
}

TEST_F(PlanningTest, NobodyReviewsWhatTheyAskedFor) {
  const auto both = add_officer(workspace(), custody::kSystem, "Gul Pareen",
                                {authority::Role::kInvestigator, authority::Role::kSupervisor})
                        .value();
  const auto asked =
      request_authorisation(workspace(), both, case_.id, json::Value(request())).value();
  ASSERT_TRUE(approve_authorisation(workspace(), behram_, asked.id, "").ok());
  EXPECT_EQ(record_review(workspace(), both, asked.id, "fine", in(kDayMs)).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "four-eyes");
}

TEST_F(PlanningTest, AMonitoredSourceNeedsARecordAndLapsesOnItsReview) {
  const char* source = "https://channel.tirazan.example/";
  const json::Object entry{
      {"source", source}, {"review-on", in(5 * kDayMs)}, {"expires", in(15 * kDayMs)}};
  const auto draft = fill("monitored-source", entry).value();
  EXPECT_EQ(submit_paper(workspace(), amal_, draft.id, 1).error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "no-legality-record");
  const auto record = legality_record("monitoring", source);
  ASSERT_TRUE(submit_paper(workspace(), amal_, draft.id, 1).ok());
  EXPECT_EQ(note_use(workspace(), amal_, draft.id, "a look").error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "not-in-force");
  approved_paper(draft);
  ASSERT_TRUE(note_use(workspace(), amal_, draft.id, "looked from 09:00 to 09:10").ok());
  EXPECT_EQ(
      entries("paper.noted").back().data["permit"]["papers"].as_array()->front().string_or(""),
      record.id + "/1");
  EXPECT_EQ(note_use(workspace(), chand_, draft.id, "me too").error().code, ErrorCode::kDenied);
  EXPECT_EQ(due_reviews(workspace(), chand_, case_.id)->size(), 1u);
  clock_.advance_ms(5 * kDayMs);
  EXPECT_EQ(note_use(workspace(), amal_, draft.id, "late").error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "not-in-force");
  EXPECT_NE(entries("act.refused").back().data["reason"].string_or("").find("review was due"),
            std::string::npos);
  ASSERT_TRUE(record_review(workspace(), behram_, draft.id, "still needed", in(5 * kDayMs)).ok());
  EXPECT_TRUE(note_use(workspace(), amal_, draft.id, "goes on").ok());
  ASSERT_TRUE(close_paper(workspace(), behram_, record.id, "aim reached").ok());
  EXPECT_EQ(note_use(workspace(), amal_, draft.id, "once more").error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "no-legality-record");
  EXPECT_EQ(note_use(workspace(), amal_, record.id, "a record").error().code, ErrorCode::kInvalid);
}

TEST_F(PlanningTest, ARegistersEntryIsNotApprovedOnceItsRecordIsGone) {
  const auto record = legality_record("virtual-identity", "VID-7");
  const auto identity = submitted("virtual-identity", {{"identity", "VID-7"}}).value();
  ASSERT_TRUE(close_paper(workspace(), behram_, record.id, "withdrawn").ok());
  EXPECT_EQ(decide_paper(workspace(), behram_, identity.id, 1, Verdict::kApprove, "").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "no-legality-record");
}

TEST_F(PlanningTest, ACertificateMustBeValidAtTheTimeOfTheAct) {
  approved(case_);
  demand({{"competency", "warn"}});
  EXPECT_EQ(capture_code(), "allowed");
  start_capture(case_);
  EXPECT_EQ(entries("capture.started").back().data["permit"]["warnings"].as_array()->size(), 1u);
  demand({{"competency", "refuse"}});
  EXPECT_EQ(capture_code(), "not-competent");
  const auto certificate =
      fill_for_agency("competency-certificate", {{"officer", amal_.name},
                                                 {"skills", json::Array{"capture"}},
                                                 {"valid-from", in(kDayMs)},
                                                 {"expires", in(5 * kDayMs)}});
  ASSERT_TRUE(certificate.ok()) << certificate.error().message;
  ASSERT_TRUE(submit_paper(workspace(), amal_, certificate->id, 1).ok());
  EXPECT_EQ(capture_code(), "not-competent");
  approved_paper(*certificate);
  EXPECT_EQ(capture_code(), "not-competent") << "it is not valid yet";
  clock_.advance_ms(kDayMs);
  EXPECT_EQ(capture_code(), "allowed");
  clock_.advance_ms(4 * kDayMs);
  EXPECT_EQ(capture_code(), "not-competent") << "it has expired";
}

TEST_F(PlanningTest, AMandateNamesWhoActsAndIsRecordedWithTheAct) {
  approved(case_);
  demand({{"mandate", "refuse"}});
  EXPECT_EQ(capture_code(), "no-mandate");
  const auto mandate =
      fill_for_agency("mandate", {{"officers", json::Array{"Bibi Lanu", amal_.name}},
                                  {"holder", "joint-team"},
                                  {"valid-from", in(0)}})
          .value();
  EXPECT_EQ(mandate.newest().content["agency"].string_or(""), "Tirazan Cyber Wing");
  ASSERT_TRUE(submit_paper(workspace(), amal_, mandate.id, 1).ok());
  approved_paper(mandate);
  EXPECT_EQ(capture_code(), "allowed");
  start_capture(case_);
  EXPECT_EQ(
      entries("capture.started").back().data["permit"]["papers"].as_array()->front().string_or(""),
      mandate.id + "/1");
}

TEST_F(PlanningTest, AnEmergencyIsFlaggedUntilASupervisorDecides) {
  approved(case_);
  demand({{"before_collection", json::Array{"plan"}}, {"ratify_hours", 2}});
  EXPECT_EQ(declare_emergency(workspace(), behram_, case_.id, "x", 0).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(declare_emergency(workspace(), amal_, case_.id, " ", 0).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(declare_emergency(workspace(), amal_, case_.id, "x", 73).error().code,
            ErrorCode::kInvalid);
  const auto declared =
      declare_emergency(workspace(), amal_, case_.reference, "an attack is announced", 10).value();
  EXPECT_EQ(declare_emergency(workspace(), amal_, case_.id, "again", 0).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(capture_code(), "allowed");
  const auto capture = start_capture(case_);
  const auto begun = entries("capture.started").back().data["permit"];
  EXPECT_EQ(begun["emergency"].string_or(""), declared.id);
  EXPECT_EQ(begun["overridden"].as_array()->front().string_or(""), "no-plan");
  const auto flag = [&] {
    return emergency_flag(workspace(), capture.exhibit).value()["state"].string_or("");
  };
  EXPECT_EQ(flag(), "open");
  const auto decide = [&](const authority::Officer& who) {
    const auto decided = decide_emergency(workspace(), who, declared.id, true, "rightly");
    return decided.ok() ? ErrorCode::kIo : decided.error().code;
  };
  EXPECT_EQ(decide(amal_), ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "wrong-role");
  EXPECT_EQ(entries("act.refused").back().data["activity"].string_or(""), "emergency.decide");
  EXPECT_EQ(decide(esen_), ErrorCode::kDenied);
  EXPECT_EQ(decide(behram_), ErrorCode::kIo);
  EXPECT_EQ(decide(farid_), ErrorCode::kConflict);
  EXPECT_EQ(flag(), "ratified");
  clock_.advance_ms(9 * 3'600'000);
  EXPECT_EQ(capture_code(), "allowed");
  clock_.advance_ms(3'600'000);
  EXPECT_EQ(capture_code(), "no-plan") << "it ended";
}

TEST_F(PlanningTest, AnOverrideThatNobodyRatifiesLapsesAndStaysOnRecord) {
  approved(case_);
  demand({{"before_collection", json::Array{"plan"}}, {"ratify_hours", 2}});
  const auto declared = declare_emergency(workspace(), amal_, case_.id, "tonight", 0).value();
  const auto capture = start_capture(case_);
  clock_.advance_ms(2 * 3'600'000 - 1);
  EXPECT_EQ(capture_code(), "allowed");
  EXPECT_TRUE(entries("emergency.lapsed").empty());
  clock_.advance_ms(1);
  EXPECT_EQ(capture_code(), "no-plan");
  EXPECT_EQ(entries("emergency.lapsed").size(), 1u);
  EXPECT_EQ(decide_emergency(workspace(), behram_, declared.id, true, "late").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(emergency_flag(workspace(), capture.exhibit).value()["state"].string_or(""), "lapsed");
  EXPECT_EQ(list_emergencies(workspace(), chand_, "")->size(), 1u);
  EXPECT_EQ(entries("emergency.lapsed").size(), 1u) << "once";
}

TEST_F(PlanningTest, ARefusedEmergencyEndsAtOnce) {
  approved(case_);
  demand({{"before_collection", json::Array{"plan"}}});
  const auto declared = declare_emergency(workspace(), amal_, case_.id, "tonight", 0).value();
  EXPECT_EQ(capture_code(), "allowed");
  EXPECT_EQ(decide_emergency(workspace(), behram_, declared.id, false, "").error().code,
            ErrorCode::kInvalid);
  ASSERT_TRUE(decide_emergency(workspace(), behram_, declared.id, false, "could wait").ok());
  EXPECT_EQ(capture_code(), "no-plan");
  EXPECT_TRUE(emergency_flag(workspace(), "exhibit-0000000000000000").value().is_null());
}

}  // namespace
}  // namespace sanad::service
