// Acts of the permission matrix (permission_acts_rig.h) that review, keep, dispose of and oversee.
#pragma once

#include "permission_try_rig.h"
#include "service/alias_keys.h"
#include "service/assessment_queue.h"
#include "service/oversight.h"

namespace sanad::service {

inline records::SheetSubject whole(const std::string& exhibit) { return {exhibit, std::nullopt}; }
inline Result<void> try_assessments(const Try& t) {
  SANAD_CHECK(list_pairs(t.w, t.who, t.s.case_id));
  SANAD_CHECK(read_pair(t.w, t.who, t.s.id));
  SANAD_CHECK(agreement_figures(t.w, t.who, t.s.case_id));
  return done(read_assessment(t.w, t.who, t.s.more));
}
inline Result<void> try_complaint(const Try& t) {
  return done(register_complaint(t.w, t.who, t.world.complaint_order(t.s.case_id, t.s.case_id)));
}
inline Result<void> try_step(const Try& t) {
  return done(
      write_step(t.w, t.who, t.s.id, review::Step::kPurpose, t.world.purpose_step(t.s.more)));
}

inline Result<void> try_report(const Try& t) {
  SANAD_CHECK(case_report(t.w, t.who, t.s.id));
  return done(preview_report(t.w, t.who, t.s.id, "en"));
}

inline std::map<std::string, PermissionAct> review_acts() {
  using W = PermissionWorld;
  return {
      {"ask-assessment",
       {&W::new_exhibit, SANAD_TRY_ACT(ask_for_assessment(t.w, t.who, whole(t.s.id), false,
                                                          "is it the circle's own?"))}},
      {"see-assessment-queue", {&W::home, SANAD_TRY_ACT(assessment_queue(t.w, t.who, t.s.id))}},
      {"take-assessment",
       {&W::asked_exhibit, SANAD_TRY_ACT(take_assessment(t.w, t.who, whole(t.s.id)))}},
      {"write-assessment", {&W::taken_assessment, SANAD_TRY_ACT(try_step(t))}},
      {"give-assessment-back",
       {&W::taken_assessment,
        SANAD_TRY_ACT(give_assessment_back(t.w, t.who, t.s.id, "ill today"))}},
      {"read-assessment-form", {&W::nothing, SANAD_TRY_ACT(assessment_form(t.w, t.who))}},
      {"read-assessments", {&W::assessed_pair, SANAD_TRY_ACT(try_assessments(t))}},
      {"adjudicate",
       {&W::assessed_pair,
        SANAD_TRY_ACT(adjudicate(t.w, t.who, t.s.id, t.world.adjudication(t.s)))}},
      {"note-exculpatory",
       {&W::new_exhibit, SANAD_TRY_ACT(note_exculpatory(t.w, t.who, t.s.case_id, "He reports.",
                                                        W::citing(t.s.id)))}},
      {"answer-exculpatory",
       {&W::exculpatory_note,
        SANAD_TRY_ACT(answer_exculpatory(t.w, t.who, t.s.id, "outweighed", "it names an hour"))}},
      {"decide-unused",
       {&W::exhibit,
        SANAD_TRY_ACT(decide_unused(t.w, t.who, t.s.case_id, {t.s.id, "", "neither", ""}))}},
      {"seal-aliases",
       {&W::defence_bundle,
        SANAD_TRY_ACT(seal_alias_key(t.w, t.who, {t.s.id, t.s.more, "order 9"}))}},
      {"list-unused", {&W::home, SANAD_TRY_ACT(list_unused(t.w, t.who, t.s.id))}},
      {"read-exculpatory", {&W::home, SANAD_TRY_ACT(list_exculpatory(t.w, t.who, t.s.id))}},
      {"read-report", {&W::home, try_report}},
      {"state-in-report",
       {&W::home, SANAD_TRY_ACT(state_in_report(t.w, t.who, W::statement_order(t.s.id)))}},
      {"withdraw-statement",
       {&W::stated_report,
        SANAD_TRY_ACT(withdraw_statement(t.w, t.who, t.s.case_id, t.s.more, "another thread"))}},
      {"sign-report", {&W::stated_report, SANAD_TRY_ACT(sign_report(t.w, t.who, t.s.id, "read"))}},
      {"make-report", {&W::stated_report, SANAD_TRY_ACT(order_report(t.w, t.who, t.s.id))}},
      {"take-report",
       {&W::made_report,
        SANAD_TRY_ACT(open_report(t.w, t.who, t.s.case_id, t.s.more, "report.en.html"))}},
      {"register-complaint", {&W::home, SANAD_TRY_ACT(try_complaint(t))}},
      {"answer-complaint",
       {&W::complaint,
        SANAD_TRY_ACT(answer_complaint(t.w, t.who, t.s.id, "not-upheld", "it stands"))}},
      {"read-complaints", {&W::home, SANAD_TRY_ACT(list_complaints(t.w, t.who, t.s.id))}},
      {"see-own-exposure", {&W::nothing, SANAD_TRY_ACT(my_exposure(t.w, t.who))}},
      {"see-reached-limits", {&W::nothing, SANAD_TRY_ACT(who_reached_a_limit(t.w, t.who))}},
      {"look-together",
       {&W::exhibit, SANAD_TRY_ACT(look_together(t.w, t.who, t.s.id, t.world.second().id, 10))}},
  };
}

inline Result<void> try_retention(const Try& t) {
  return done(set_retention(t.w, t.who, t.world.retention_order(t.s.case_id)));
}
inline Result<void> try_kept(const Try& t) {
  SANAD_CHECK(kept_exhibits(t.w, t.who, t.s.case_id));
  return done(list_retention(t.w, t.who, t.s.case_id));
}
inline Result<void> try_hold(const Try& t) {
  return done(place_hold(t.w, t.who, {t.s.case_id, "", "suit 3", "the court asked"}));
}
inline Result<void> try_disposals(const Try& t) {
  SANAD_CHECK(list_disposals(t.w, t.who, ""));
  return done(find_disposal(t.w, t.who, t.s.id));
}

inline std::map<std::string, PermissionAct> keeping_acts() {
  using W = PermissionWorld;
  return {
      {"set-retention", {&W::new_case_of, SANAD_TRY_ACT(try_retention(t))}},
      {"review-retention",
       {&W::retention_rule, SANAD_TRY_ACT(review_retention(t.w, t.who, t.s.id, "still right"))}},
      {"end-retention",
       {&W::retention_rule, SANAD_TRY_ACT(end_retention(t.w, t.who, t.s.id, "order 9"))}},
      {"read-retention", {&W::retention_rule, SANAD_TRY_ACT(try_kept(t))}},
      {"place-hold", {&W::new_case_of, SANAD_TRY_ACT(try_hold(t))}},
      {"lift-hold", {&W::hold, SANAD_TRY_ACT(lift_hold(t.w, t.who, t.s.id, "the suit ended"))}},
      {"read-holds", {&W::hold, SANAD_TRY_ACT(list_holds(t.w, t.who, t.s.case_id))}},
      {"preview-disposal",
       {&W::disposable, SANAD_TRY_ACT(preview_disposal(t.w, t.who, {t.s.case_id, "", ""}))}},
      {"propose-disposal",
       {&W::disposable,
        SANAD_TRY_ACT(propose_disposal(t.w, t.who, {t.s.case_id, "", "its time has come"}))}},
      {"approve-disposal",
       {&W::proposed_disposal, SANAD_TRY_ACT(approve_disposal(t.w, t.who, t.s.id, "agreed"))}},
      {"return-disposal",
       {&W::proposed_disposal, SANAD_TRY_ACT(return_disposal(t.w, t.who, t.s.id, "not yet"))}},
      {"withdraw-disposal",
       {&W::proposed_disposal, SANAD_TRY_ACT(withdraw_disposal(t.w, t.who, t.s.id, "by another"))}},
      {"read-disposals", {&W::proposed_disposal, SANAD_TRY_ACT(try_disposals(t))}},
      {"certify-disposal",
       {&W::finished_disposal, SANAD_TRY_ACT(disposal_certificate(t.w, t.who, t.s.id))}},
      {"count-acts", {&W::nothing, SANAD_TRY_ACT(oversight_statistics(t.w, t.who, "2020"))}},
      {"report-acts",
       {&W::nothing, SANAD_TRY_ACT(oversight_report(t.w, t.who, {0}, t.world.now()))}},
      {"list-acts", {&W::nothing, SANAD_TRY_ACT(oversight_entries(t.w, t.who, {}))}},
      {"count-registers", {&W::nothing, SANAD_TRY_ACT(oversight_registers(t.w, t.who, ""))}},
      {"report-access", {&W::exhibit, SANAD_TRY_ACT(oversight_access(t.w, t.who, t.s.id))}},
  };
}

}  // namespace sanad::service
