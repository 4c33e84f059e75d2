#include "service/papers.h"

#include "planning_rig.h"
#include "service/captures.h"

namespace sanad::service {
namespace {

using authority::PaperState;

class PapersTest : public PlanningRig {
 protected:
  Result<authority::Paper> change(const authority::Paper& paper, json::Object given,
                                  std::string reason, std::int64_t base) {
    PaperOrder order;
    order.paper = paper.id;
    order.base = base;
    order.reason = std::move(reason);
    order.content = content(paper.form.c_str(), std::move(given));
    return fill_paper(workspace(), amal_, order);
  }
  json::Object shown(const authority::Officer& who, const authority::Paper& paper) {
    const Law law = law_of(workspace()).value();
    return view(workspace(), who, law, paper, true).value();
  }
};

TEST_F(PapersTest, APlanGoesFromDraftToApprovedByASecondPerson) {
  const auto draft = fill("bp-annex-i", {{"summary", "The river market."}});
  ASSERT_TRUE(draft.ok()) << draft.error().message;
  EXPECT_EQ(draft->newest().state, PaperState::kDraft);
  EXPECT_EQ(draft->newest().content["reference"].string_or(""), "TZ-2026-0001") << "prefilled";
  EXPECT_EQ(decide_paper(workspace(), behram_, draft->id, 1, Verdict::kApprove, "").error().code,
            ErrorCode::kConflict)
      << "nothing was submitted";
  const auto waiting = submit_paper(workspace(), amal_, draft->id, 1);
  ASSERT_TRUE(waiting.ok()) << waiting.error().message;
  EXPECT_FALSE(waiting->is_in_force(clock_.now()));
  EXPECT_EQ(list_waiting_papers(workspace(), behram_)->size(), 1u);
  EXPECT_TRUE(list_waiting_papers(workspace(), amal_)->empty());
  EXPECT_EQ(decide_paper(workspace(), behram_, draft->id, 1, Verdict::kReturn, " ").error().code,
            ErrorCode::kInvalid);
  const auto returned =
      decide_paper(workspace(), behram_, draft->id, 1, Verdict::kReturn, "name the bridge");
  EXPECT_EQ(returned->newest().state, PaperState::kReturned);
  EXPECT_EQ(submit_paper(workspace(), amal_, draft->id, 1).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(change(*draft, {{"summary", "The bridge."}}, "as returned", 1).ok());
  ASSERT_TRUE(submit_paper(workspace(), amal_, draft->id, 2).ok());
  const auto approved =
      decide_paper(workspace(), behram_, draft->id, 2, Verdict::kApprove, "for a month");
  ASSERT_TRUE(approved.ok()) << approved.error().message;
  EXPECT_TRUE(approved->is_in_force(clock_.now()));
  EXPECT_EQ(approved->standing()->version, 2);
  for (const auto& [kind, count] : std::vector<std::pair<const char*, std::size_t>>{
           {"paper.filled", 2}, {"paper.submitted", 2}, {"paper.decided", 2}})
    EXPECT_EQ(entries(kind).size(), count) << kind;
  const json::Object whole = shown(chand_, *approved);
  const json::Array& versions = *whole.find("versions")->as_array();
  ASSERT_EQ(versions.size(), 2u);
  const json::Array& changes = *versions[1]["changes"].as_array();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0]["before"].string_or(""), "The river market.");
  EXPECT_EQ(changes[0]["after"].string_or(""), "The bridge.");
  EXPECT_EQ(whole.find("cautions")->as_array()->front().string_or(""),
            "draft: to be confirmed by counsel");
}

TEST_F(PapersTest, NobodyApprovesWhatTheyWroteOrSubmitted) {
  const auto both = add_officer(workspace(), custody::kSystem, "Gul Pareen",
                                {authority::Role::kInvestigator, authority::Role::kSupervisor})
                        .value();
  const auto own = fill("bp-annex-ii", {}, &both).value();
  ASSERT_TRUE(submit_paper(workspace(), both, own.id, 1).ok());
  EXPECT_EQ(decide_paper(workspace(), both, own.id, 1, Verdict::kApprove, "").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "four-eyes");
  const auto sent = fill("bp-annex-ii").value();
  ASSERT_TRUE(submit_paper(workspace(), both, sent.id, 1).ok());
  EXPECT_EQ(decide_paper(workspace(), both, sent.id, 1, Verdict::kApprove, "").error().code,
            ErrorCode::kDenied);
  for (const auto& officer : {amal_, chand_, dara_, esen_}) {
    EXPECT_EQ(decide_paper(workspace(), officer, sent.id, 1, Verdict::kApprove, "").error().code,
              ErrorCode::kDenied);
    EXPECT_EQ(last_refusal(), "wrong-role");
  }
  EXPECT_EQ(entries("act.refused").size(), 6u);
  EXPECT_TRUE(entries("paper.decided").empty());
  EXPECT_TRUE(decide_paper(workspace(), behram_, sent.id, 1, Verdict::kApprove, "").ok());
}

TEST_F(PapersTest, AnApprovedVersionStandsUntilALaterOneIsApproved) {
  const auto plan = in_force("bp-annex-i", {{"summary", "one"}});
  const auto draft = change(plan, {{"summary", "two"}}, "wider", 1).value();
  EXPECT_EQ(draft.standing()->version, 1);
  EXPECT_TRUE(draft.is_in_force(clock_.now()));
  ASSERT_TRUE(submit_paper(workspace(), amal_, plan.id, 2).ok());
  EXPECT_EQ(change(plan, {{"summary", "three"}}, "again", 2).error().code, ErrorCode::kConflict)
      << "what waits for a decision is not edited";
  ASSERT_TRUE(decide_paper(workspace(), behram_, plan.id, 2, Verdict::kReturn, "too wide").ok());
  EXPECT_EQ(workspace().records().paper(plan.id)->standing()->version, 1);
}

TEST_F(PapersTest, WhatDoesNotFitIsRefusedAndChangesNothing) {
  const auto code = [&](const char* pack, const char* form, const char* of_case,
                        json::Object given) {
    PaperOrder order;
    order.case_id = of_case;
    order.pack = pack;
    order.form = form;
    order.content = json::Value(std::move(given));
    const auto filled = fill_paper(workspace(), amal_, order);
    return filled.ok() ? std::string("fine") : filled.error().message;
  };
  EXPECT_NE(code("atlantis", "bp-annex-i", "TZ-2026-0001", {}).find("no form"), std::string::npos);
  EXPECT_NE(code("international", "poem", "TZ-2026-0001", {}).find("poem"), std::string::npos);
  EXPECT_NE(code("international", "preservation-request", "TZ-2026-0001", {}).find("goes out"),
            std::string::npos);
  EXPECT_NE(code("international", "bp-annex-i", "", {}).find("case"), std::string::npos);
  EXPECT_NE(code("international", "competency-certificate", "TZ-2026-0001", {}).find("no case"),
            std::string::npos);
  EXPECT_NE(code("international", "bp-annex-i", "TZ-9", {}).find("TZ-9"), std::string::npos);
  EXPECT_NE(code("international", "bp-annex-i", "TZ-2026-0001", {{"rhyme", "x"}}).find("rhyme"),
            std::string::npos);
  EXPECT_NE(code("international", "bp-annex-i", "TZ-2026-0001", {{"date", "soon"}}).find("day"),
            std::string::npos);
  EXPECT_TRUE(entries("paper.filled").empty());
  for (const auto& officer : {chand_, dara_, esen_})
    EXPECT_EQ(fill("bp-annex-i", {}, &officer).error().code, ErrorCode::kDenied);
  const auto plan = fill("bp-annex-i").value();
  EXPECT_EQ(change(plan, {{"summary", "x"}}, "late", 0).error().code, ErrorCode::kConflict);
  EXPECT_EQ(change(plan, {{"summary", "x"}}, " ", 1).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(change(plan, {}, "the same", 1).error().code, ErrorCode::kConflict);
  EXPECT_EQ(submit_paper(workspace(), amal_, plan.id, 2).error().code, ErrorCode::kConflict);
}

TEST_F(PapersTest, ASubmissionIsCompleteAndItsDatesLieAhead) {
  PaperOrder order;
  order.case_id = case_.id;
  order.pack = "international";
  order.form = "bp-annex-i";
  order.content = json::Value(json::Object{{"summary", "only this"}});
  const auto gaps = fill_paper(workspace(), amal_, order).value();
  EXPECT_NE(submit_paper(workspace(), amal_, gaps.id, 1).error().message.find("fill it in"),
            std::string::npos);
  const auto code = [&](json::Object dates) {
    const auto paper = submitted("lnp-record", std::move(dates));
    return paper.ok() ? std::string("fine") : paper.error().message;
  };
  EXPECT_NE(code({{"expires", in(-1)}}).find("expires"), std::string::npos);
  EXPECT_NE(code({{"review-on", in(0)}}).find("review-on"), std::string::npos);
  EXPECT_NE(code({{"review-on", in(kDayMs)}, {"expires", in(kDayMs - 1)}}).find("not come after"),
            std::string::npos);
  EXPECT_EQ(code({{"review-on", in(kDayMs)}}), "fine");
  const auto late = submitted("lnp-record", {{"expires", in(kDayMs)}}).value();
  clock_.advance_ms(kDayMs);
  EXPECT_EQ(decide_paper(workspace(), behram_, late.id, 1, Verdict::kApprove, "").error().code,
            ErrorCode::kInvalid);
}

TEST_F(PapersTest, AClosedPaperNoLongerCountsAndIsNotChanged) {
  const auto plan = in_force("bp-annex-i");
  EXPECT_EQ(close_paper(workspace(), chand_, plan.id, "mine now").error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "wrong-role");
  EXPECT_EQ(close_paper(workspace(), amal_, plan.id, "").error().code, ErrorCode::kInvalid);
  const auto closed = close_paper(workspace(), amal_, plan.id, "aim reached").value();
  EXPECT_FALSE(closed.is_in_force(clock_.now()));
  EXPECT_EQ(change(plan, {{"summary", "x"}}, "on", 1).error().code, ErrorCode::kConflict);
  EXPECT_EQ(close_paper(workspace(), behram_, plan.id, "again").error().code, ErrorCode::kConflict);
}

TEST_F(PapersTest, ARestrictedPaperIsSealedAndReadOnlyByItsAuthorsAndSupervisors) {
  legality_record("virtual-identity", "VID-7");
  const auto identity =
      in_force("virtual-identity", {{"identity", "VID-7"}, {"purpose", "A secret purpose."}});
  for (const auto& entry : entries("paper.filled")) {
    EXPECT_EQ(json::format_canonical(entry.data).find("secret purpose"), std::string::npos);
  }
  EXPECT_EQ(shown(amal_, identity).find("subject")->string_or(""), "VID-7");
  EXPECT_TRUE(shown(behram_, identity).find("readable")->bool_or(false));
  const auto bibi = add("Bibi Lanu", authority::Role::kInvestigator);
  for (const auto& officer : {chand_, bibi}) {
    const std::string text = json::format_canonical(shown(officer, identity));
    EXPECT_EQ(text.find("secret purpose"), std::string::npos);
    EXPECT_EQ(text.find("VID-7"), std::string::npos);
  }
  EXPECT_EQ(content_of(workspace(), chand_, identity, identity.newest()).error().code,
            ErrorCode::kDenied);
  PaperOrder order;
  order.paper = identity.id;
  order.base = 1;
  order.reason = "curious";
  order.content = json::Value(json::Object{});
  EXPECT_EQ(fill_paper(workspace(), bibi, order).error().code, ErrorCode::kDenied);
  ASSERT_TRUE(note_use(workspace(), amal_, identity.id, "A secret visit.").ok());
  EXPECT_EQ(json::format_canonical(entries("paper.noted").back().data).find("secret visit"),
            std::string::npos);
  EXPECT_EQ(shown(behram_, identity).find("notes")->as_array()->front()["text"].string_or(""),
            "A secret visit.");
  EXPECT_TRUE(shown(chand_, identity).find("notes")->as_array()->empty());
  approved(case_);
  start_capture(case_);
  ASSERT_TRUE(settle_interrupted_captures(workspace()).ok());
  EXPECT_TRUE(entries("capture.failed").back().data["kept"].as_array()->empty())
      << "what is sealed here counts as named";
}

TEST_F(PapersTest, TheRecordsAreMadeAgainFromTheLedger) {
  const auto plan = in_force("bp-annex-i");
  ASSERT_TRUE(change(plan, {{"summary", "two"}}, "wider", 1).ok());
  legality_record("virtual-identity", "VID-7");
  in_force("virtual-identity", {{"identity", "VID-7"}});
  ASSERT_TRUE(
      record_review(workspace(), farid_, approved(case_), "still needed", in(20 * kDayMs)).ok());
  demand({{"bulk_files", 3}});
  ASSERT_TRUE(declare_emergency(workspace(), amal_, case_.id, "tonight", 0).ok());
  const auto all = [&] {
    std::string text;
    for (const auto& paper : workspace().records().papers(case_.id).value())
      text += json::format_canonical(json::Value(shown(behram_, paper))) + "\n";
    for (const auto& one : list_emergencies(workspace(), chand_, case_.id).value())
      text += json::format_canonical(json::Value(view(workspace(), one).value()));
    return text + json::format_canonical(authority::format_policy(*policy_of(workspace()))) +
           json::format_canonical(json::Value(due_reviews(workspace(), chand_, case_.id).value()));
  };
  const std::string before = all();
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  EXPECT_EQ(all(), before);
}

}  // namespace
}  // namespace sanad::service
