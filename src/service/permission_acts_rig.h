// Every act of the permission matrix as the service layer does it: what there must be before, and
// the act. A new act is one line here, one in the drivers of the API and the command line, and rows
// in testdata/permission_matrix.tsv.
#pragma once

#include "permission_review_acts_rig.h"
#include "permission_sharing_acts_rig.h"
#include "permission_training_acts_rig.h"
#include "service/bundles.h"
#include "service/doctor.h"
#include "service/evidence.h"
#include "service/facets.h"
#include "service/hand_work.h"
#include "service/identification.h"
#include "service/picture_texts.h"
#include "service/rechecks.h"
#include "service/redactions.h"
#include "service/uploads.h"
#include "service/validations.h"

namespace sanad::service {

inline Result<void> try_import(const Try& t, int files, const char* source) {
  QuietWork quiet;
  return done(import_files(t.w, t.who, t.world.import_order(t.s, files, source), quiet));
}
inline Result<void> try_upload(const Try& t) {
  auto& uploads = t.w.uploads();
  SANAD_TRY(const auto begun, uploads.begin(t.w, t.who, t.s.case_id, "folder", {{"a.txt", 1, {}}}));
  SANAD_CHECK(uploads.add(t.w, t.who, begun.id, 0, as_bytes("a")));
  return uploads.drop(t.who, begun.id);
}
inline PersonQuestion person_of(const Try& t) {
  PersonQuestion question;
  question.case_id = t.s.case_id;
  question.pseudonym = t.s.number;
  return question;
}
inline Result<void> try_unmask(const Try& t, Masked what) {
  return done(unmask(t.w, t.who, {t.s.case_id, what, t.s.number, "He asked for the meeting."}));
}
inline Result<void> try_file(const Try& t, const char* name, Access access) {
  SANAD_TRY(const auto exhibit, find_exhibit(t.w, t.who, t.s.id));
  return done(open_file(t.w, t.who, exhibit, name, access, "briefing"));
}
inline records::Exhibit exhibit_of(const Try& t) { return t.w.records().exhibit(t.s.id).value(); }
inline Result<void> try_bank(const Try& t) {
  return done(bank(t.w, t.who, {"Judged here", t.s.id, "page.html", "", "judgement", {}}));
}
inline Result<void> try_redaction(const Try& t) {
  const PictureSubject subject{"screenshot.png", {}, {}};
  SANAD_CHECK(picture_to_redact(t.w, t.who, exhibit_of(t), subject));
  SANAD_CHECK(suggest_boxes(t.w, t.who, exhibit_of(t), subject));
  return done(redact(t.w, t.who, exhibit_of(t), subject, {{0, 0, 16, 16, "a face"}}));
}
inline Result<void> try_redactions(const Try& t) {
  SANAD_CHECK(list_redactions(t.w, t.who, exhibit_of(t)));
  return done(redacted_picture(t.w, t.who, exhibit_of(t), t.s.more));
}
inline Result<void> try_parts(const Try& t) {
  return read_part_list(t.w, t.who, exhibit_of(t), "reading",
                        [](const part_list::Reader::Line&) { return Result<void>(); });
}
inline Result<void> try_preview(const Try& t) {
  return done(preview(t.w, t.who,
                      authority::ActRequest{t.s.case_id, authority::Activity::kCapture,
                                            authority::parse_url(kForumPage).value(), ""}));
}
inline Result<void> try_clock(const Try& t) {
  return done(start_clock(t.w, t.who, {t.s.case_id, "eu", "tco-removal", "", t.world.now(), "so"}));
}
inline Result<void> try_extension(const Try& t) {
  const auto days =
      clocks::parse_period(json::Object{{"count", 5}, {"unit", "days"}, {"ending", "same-time"}})
          .value();
  return done(extend_clock(t.w, t.who, t.s.id, {t.world.now(), days, "the authority", "more"}));
}
inline Result<void> try_list(const Try& t) {
  ListOrder order;
  order.name = t.world.fresh("List");
  order.signal = "sha256";
  return done(import_list(t.w, t.who, std::string(64, 'b') + "\n", order));
}
inline Result<void> try_people_list(const Try& t) {
  PeopleListOrder order = t.world.people_order();
  order.columns = PermissionWorld::columns();
  return done(import_people_list(t.w, t.who, kPeopleCsv, order));
}
inline Result<void> try_incoming(const Try& t) {
  return done(register_request(
      t.w, t.who,
      {t.s.case_id, "voluntary-request", t.world.now(), "N-7",
       json::Object{{"addressee", "Tirazan North"}, {"basis", "They ask for the thread."}}}));
}
inline Result<void> try_officer(const Try& t) {
  return done(add_officer(t.w, t.who, t.world.fresh("Officer"), {authority::Role::kAuditor}));
}

inline std::map<std::string, PermissionAct> permission_acts() {
  using W = PermissionWorld;
  std::map<std::string, PermissionAct> acts = {
      // Under an authorisation, or upon one.
      {"capture",
       {&W::to_capture,
        SANAD_TRY_ACT(order_capture(t.w, t.who, {t.s.case_id, kForumPage, "", {}}))}},
      {"import", {&W::to_import, SANAD_TRY_ACT(try_import(t, 1, "a telephone"))}},
      {"look-at-person", {&W::account, SANAD_TRY_ACT(view_person(t.w, t.who, person_of(t)))}},
      {"unmask-person", {&W::account, SANAD_TRY_ACT(try_unmask(t, Masked::kAccount))}},
      {"ask-authorisation",
       {&W::new_case, SANAD_TRY_ACT(request_authorisation(t.w, t.who, t.s.id,
                                                          json::Value(t.world.plain_request())))}},
      {"approve-authorisation",
       {&W::to_capture, SANAD_TRY_ACT(approve_authorisation(t.w, t.who, t.s.id, "as asked"))}},
      {"reject-authorisation",
       {&W::to_capture, SANAD_TRY_ACT(reject_authorisation(t.w, t.who, t.s.id, "too wide"))}},
      {"revoke-authorisation",
       {&W::to_capture, SANAD_TRY_ACT(revoke_authorisation(t.w, t.who, t.s.id, "aim reached"))}},
      {"review-authorisation",
       {&W::to_capture,
        SANAD_TRY_ACT(record_review(t.w, t.who, t.s.id, "needed", t.world.in(W::kDayMs)))}},
      // Under a legality record.
      {"submit-monitored-source",
       {&W::source_draft, SANAD_TRY_ACT(submit_paper(t.w, t.who, t.s.id, 1))}},
      {"note-monitoring",
       {&W::source_in_force, SANAD_TRY_ACT(note_use(t.w, t.who, t.s.id, "looked from 09:00"))}},
      {"submit-virtual-identity",
       {&W::identity_draft, SANAD_TRY_ACT(submit_paper(t.w, t.who, t.s.id, 1))}},
      {"bulk-import", {&W::to_bulk_import, SANAD_TRY_ACT(try_import(t, 3, "a disk"))}},
      {"issue-data-request", {&W::data_request, SANAD_TRY_ACT(issue_request(t.w, t.who, t.s.id))}},
      // Cases and their material.
      {"open-case",
       {&W::nothing,
        SANAD_TRY_ACT(open_case(t.w, t.who, t.world.fresh("TZ"), "t", "international"))}},
      {"read-case", {&W::home, SANAD_TRY_ACT(find_case(t.w, t.who, t.s.id))}},
      {"watch-work", {&W::job, SANAD_TRY_ACT(find_job(t.w, t.who, t.s.id))}},
      {"list-cases", {&W::home, SANAD_TRY_ACT(list_cases(t.w, t.who))}},
      {"read-authorisations", {&W::home, SANAD_TRY_ACT(list_authorisations(t.w, t.who, t.s.id))}},
      {"list-waiting", {&W::home, SANAD_TRY_ACT(list_waiting(t.w, t.who))}},
      {"see-decision", {&W::home, SANAD_TRY_ACT(try_preview(t))}},
      {"read-exhibit", {&W::exhibit, SANAD_TRY_ACT(find_exhibit(t.w, t.who, t.s.id))}},
      {"list-exhibits", {&W::home, SANAD_TRY_ACT(list_exhibits(t.w, t.who, t.s.id))}},
      {"read-custody", {&W::exhibit, SANAD_TRY_ACT(custody_record(t.w, t.who, exhibit_of(t)))}},
      {"copy-file", {&W::exhibit, SANAD_TRY_ACT(try_file(t, "page.html", Access::kCopy))}},
      {"copy-network-log", {&W::exhibit, SANAD_TRY_ACT(try_file(t, "netlog.json", Access::kCopy))}},
      {"replay", {&W::exhibit, SANAD_TRY_ACT(try_file(t, "capture.wacz", Access::kView))}},
      {"redact", {&W::exhibit, SANAD_TRY_ACT(try_redaction(t))}},
      {"read-redactions", {&W::redacted, SANAD_TRY_ACT(try_redactions(t))}},
      {"check-redaction", {&W::redacted, SANAD_TRY_ACT(check_redaction(t.w, t.who, t.s.more))}},
      {"read-parts", {&W::imported, SANAD_TRY_ACT(try_parts(t))}},
      {"hand-out-parts",
       {&W::imported, SANAD_TRY_ACT(disclose_parts(t.w, t.who, exhibit_of(t), {0}, "court"))}},
      {"read-pictures",
       {&W::imported, SANAD_TRY_ACT(order_picture_texts(t.w, t.who, exhibit_of(t)))}},
      {"read-material", {&W::chat, SANAD_TRY_ACT(Material::open(t.w, t.who, t.s.id))}},
      {"unmask-chat", {&W::chat_to_unmask, SANAD_TRY_ACT(try_unmask(t, Masked::kChat))}},
      {"look-for-alike", {&W::home, SANAD_TRY_ACT(order_clusters(t.w, t.who, t.s.id, {}))}},
      {"search", {&W::home, SANAD_TRY_ACT(search_case(t.w, t.who, t.world.search_order()))}},
      {"keep-found",
       {&W::search, SANAD_TRY_ACT(keep_result(t.w, t.who, t.s.id, t.s.more, 0, "names the pier"))}},
      {"upload", {&W::home, SANAD_TRY_ACT(try_upload(t))}},
      {"bundle",
       {&W::exhibit, SANAD_TRY_ACT(order_bundle(t.w, t.who, {t.s.case_id, {t.s.id}, "court"}))}},
      {"list-exercises", {&W::exercise, SANAD_TRY_ACT(list_exercises(t.w, t.who))}},
      {"read-exercise", {&W::exercise, SANAD_TRY_ACT(show_exercise(t.w, t.who, t.s.id))}},
      {"read-exercise-marks", {&W::exercise, SANAD_TRY_ACT(exercise_marks(t.w, t.who, t.s.id))}},
      {"start-exercise", {&W::no_exercise, SANAD_TRY_ACT(start_exercise(t.w, t.who, t.s.id))}},
      {"answer-exercise",
       {&W::exercise, SANAD_TRY_ACT(answer_exercise(t.w, t.who, t.s.id, "who", "seller"))}},
      {"take-exercise-hint",
       {&W::exercise, SANAD_TRY_ACT(take_hint(t.w, t.who, t.s.id, "page", 0))}},
      {"submit-exercise", {&W::exercise, SANAD_TRY_ACT(submit_exercise(t.w, t.who, t.s.id))}},
      {"corroborate",
       {&W::two_captures, SANAD_TRY_ACT(record_corroboration(t.w, t.who, {t.s.id, t.s.more, ""}))}},
      {"read-corroborations",
       {&W::exhibit, SANAD_TRY_ACT(list_corroborations(t.w, t.who, t.s.id))}},
      {"export-case",
       {&W::exhibit, SANAD_TRY_ACT(export_case(
                         t.w, t.who, {t.s.case_id, {t.s.id}, CaseFormat::kPremis, "court"}))}},
      {"export-files",
       {&W::exhibit, SANAD_TRY_ACT(export_files(
                         t.w, t.who, {t.s.case_id, {t.s.id}, FilesFormat::kBag, "court"}))}},
      {"list-file-exports", {&W::home, SANAD_TRY_ACT(list_files_exports(t.w, t.who, t.s.id))}},
      {"take-file-export",
       {&W::exported_file, SANAD_TRY_ACT(open_files_export(t.w, t.who, t.s.case_id, t.s.id))}},
      {"list-bundles", {&W::home, SANAD_TRY_ACT(list_bundles(t.w, t.who, t.s.id))}},
      {"take-bundle", {&W::bundle, SANAD_TRY_ACT(open_bundle(t.w, t.who, t.s.id))}},
      {"read-bundle-answers", {&W::bundle, SANAD_TRY_ACT(read_bundle_answers(t.w, t.who, t.s.id))}},
      {"stop-work", {&W::job, SANAD_TRY_ACT(cancel_job(t.w, t.who, t.s.id))}},
      {"save-sheet",
       {&W::new_exhibit, SANAD_TRY_ACT(save_sheet(
                             t.w, t.who, {{t.s.id, std::nullopt}, 0, "", W::sheet_content()}))}},
      {"read-sheets", {&W::sheet, SANAD_TRY_ACT(read_sheet(t.w, t.who, t.s.more, 1))}},
      // Papers, reviews, emergencies.
      {"fill-in-paper",
       {&W::home,
        SANAD_TRY_ACT(fill_paper(t.w, t.who, t.world.paper_order(t.s.id, "bp-annex-i")))}},
      {"change-paper",
       {&W::draft_paper, SANAD_TRY_ACT(fill_paper(t.w, t.who, t.world.next_version(t.s)))}},
      {"submit-paper", {&W::draft_paper, SANAD_TRY_ACT(submit_paper(t.w, t.who, t.s.id, 1))}},
      {"approve-paper",
       {&W::submitted_paper,
        SANAD_TRY_ACT(decide_paper(t.w, t.who, t.s.id, 1, Verdict::kApprove, ""))}},
      {"return-paper",
       {&W::submitted_paper,
        SANAD_TRY_ACT(decide_paper(t.w, t.who, t.s.id, 1, Verdict::kReturn, "name the bridge"))}},
      {"close-paper",
       {&W::others_paper, SANAD_TRY_ACT(close_paper(t.w, t.who, t.s.id, "looked again"))}},
      {"read-papers", {&W::draft_paper, SANAD_TRY_ACT(find_paper(t.w, t.who, t.s.id))}},
      {"list-papers-waiting", {&W::home, SANAD_TRY_ACT(list_waiting_papers(t.w, t.who))}},
      {"see-reviews", {&W::home, SANAD_TRY_ACT(due_reviews(t.w, t.who, t.s.id))}},
      {"declare-emergency",
       {&W::new_case, SANAD_TRY_ACT(declare_emergency(t.w, t.who, t.s.id, "an attack", 0))}},
      {"ratify-emergency",
       {&W::emergency, SANAD_TRY_ACT(decide_emergency(t.w, t.who, t.s.id, true, "rightly"))}},
      {"refuse-emergency",
       {&W::emergency, SANAD_TRY_ACT(decide_emergency(t.w, t.who, t.s.id, false, "could wait"))}},
      {"read-emergencies", {&W::home, SANAD_TRY_ACT(list_emergencies(t.w, t.who, t.s.id))}},
      // Requests and clocks.
      {"draft-request",
       {&W::home, SANAD_TRY_ACT(draft_request(t.w, t.who, {t.s.id, "", 0, W::referral()}))}},
      {"change-request",
       {&W::draft_of_request,
        SANAD_TRY_ACT(draft_request(t.w, t.who, {t.s.case_id, t.s.id, 1, W::referral()}))}},
      {"approve-request",
       {&W::draft_of_request, SANAD_TRY_ACT(approve_request(t.w, t.who, t.s.id, "as it stands"))}},
      {"return-request",
       {&W::draft_of_request,
        SANAD_TRY_ACT(return_request(t.w, t.who, t.s.id, "name the thread"))}},
      {"withdraw-request",
       {&W::draft_of_request, SANAD_TRY_ACT(withdraw_request(t.w, t.who, t.s.id, "not needed"))}},
      {"issue-request", {&W::approved_request, SANAD_TRY_ACT(issue_request(t.w, t.who, t.s.id))}},
      {"print-request",
       {&W::issued_request, SANAD_TRY_ACT(order_request_printing(t.w, t.who, t.s.id))}},
      {"report-sent",
       {&W::issued_request, SANAD_TRY_ACT(report_sent(t.w, t.who, t.s.id, t.world.report()))}},
      {"report-received",
       {&W::sent_request, SANAD_TRY_ACT(report_received(t.w, t.who, t.s.id, t.world.report()))}},
      {"report-answer",
       {&W::issued_request,
        SANAD_TRY_ACT(report_answer(t.w, t.who, t.s.id, t.world.report("removed")))}},
      {"register-request", {&W::home, SANAD_TRY_ACT(try_incoming(t))}},
      {"read-requests", {&W::issued_request, SANAD_TRY_ACT(find_request(t.w, t.who, t.s.id))}},
      {"take-request-paper",
       {&W::issued_request, SANAD_TRY_ACT(open_paper(t.w, t.who, t.s.id, t.s.more))}},
      {"schedule-recheck",
       {&W::issued_request, SANAD_TRY_ACT(schedule_recheck(t.w, t.who, t.s.id, 6,
                                                           {t.world.now().unix_ms + W::kDayMs}))}},
      {"recheck", {&W::issued_request, SANAD_TRY_ACT(order_recheck(t.w, t.who, t.s.id))}},
      {"end-rechecks",
       {&W::scheduled, SANAD_TRY_ACT(end_rechecks(t.w, t.who, t.s.id, "it is gone"))}},
      {"start-clock", {&W::home, SANAD_TRY_ACT(try_clock(t))}},
      {"suspend-clock",
       {&W::clock,
        SANAD_TRY_ACT(suspend_clock(t.w, t.who, t.s.id, t.world.now(), "force majeure"))}},
      {"resume-clock",
       {&W::suspended_clock,
        SANAD_TRY_ACT(resume_clock(t.w, t.who, t.s.id, t.world.now(), "it ended"))}},
      {"extend-clock", {&W::clock_to_extend, SANAD_TRY_ACT(try_extension(t))}},
      {"meet-clock",
       {&W::clock, SANAD_TRY_ACT(meet_clock(t.w, t.who, t.s.id, t.world.now(), "removed"))}},
      {"read-clocks", {&W::home, SANAD_TRY_ACT(wall_of_clocks(t.w, t.who, t.s.id, true))}},
      // Lists, matches, names, rules.
      {"import-list", {&W::nothing, SANAD_TRY_ACT(try_list(t))}},
      {"bank-exhibit", {&W::exhibit, SANAD_TRY_ACT(try_bank(t))}},
      {"read-list", {&W::list_entry, SANAD_TRY_ACT(find_list(t.w, t.who, t.s.id))}},
      {"export-list",
       {&W::list_entry,
        SANAD_TRY_ACT(export_list(t.w, t.who, t.s.id, lists::Format::kOwn, "sha256"))}},
      {"give-feedback",
       {&W::list_entry, SANAD_TRY_ACT(give_feedback(t.w, t.who, t.s.id, t.s.more,
                                                    lists::Opinion::kAgree, "seen"))}},
      {"look-up",
       {&W::nothing, SANAD_TRY_ACT(look_up(t.w, t.who, "sha256", std::string(64, 'a'), 0, ""))}},
      {"read-facets", {&W::nothing, SANAD_TRY_ACT(list_facets(t.w, t.who))}},
      {"replace-facets", {&W::nothing, SANAD_TRY_ACT(replace_facets(t.w, t.who, kFacets))}},
      {"identify", {&W::home, SANAD_TRY_ACT(order_identification(t.w, t.who, t.s.id))}},
      {"read-matches", {&W::match, SANAD_TRY_ACT(find_match(t.w, t.who, t.s.id))}},
      {"see-evidence", {&W::match, SANAD_TRY_ACT(match_evidence(t.w, t.who, t.s.id))}},
      {"review-match",
       {&W::match, SANAD_TRY_ACT(review_match(t.w, t.who, t.s.id, "rejected", "a news report"))}},
      {"import-people-list", {&W::nothing, SANAD_TRY_ACT(try_people_list(t))}},
      {"read-people-lists", {&W::nothing, SANAD_TRY_ACT(list_people_lists(t.w, t.who))}},
      {"screen-person",
       {&W::home, SANAD_TRY_ACT(screen_person(t.w, t.who, t.world.screening_order()))}},
      {"read-screenings", {&W::screening, SANAD_TRY_ACT(read_screening(t.w, t.who, t.s.id))}},
      {"review-lead",
       {&W::lead,
        SANAD_TRY_ACT(review_lead(t.w, t.who, t.s.id, "not-same", "another birth date"))}},
      {"import-rules",
       {&W::nothing,
        SANAD_TRY_ACT(import_rules(t.w, t.who, kTermRules, {.name = t.world.fresh("Desk")}))}},
      {"read-rules", {&W::rules, SANAD_TRY_ACT(read_rules(t.w, t.who, t.s.id))}},
      {"retire-rules",
       {&W::rules, SANAD_TRY_ACT(retire_rules(t.w, t.who, t.s.id, "too many leads"))}},
      // The agency.
      {"set-policy", {&W::nothing, SANAD_TRY_ACT(set_policy(t.w, t.who, W::policy(), "order 5"))}},
      {"add-law-pack",
       {&W::nothing, SANAD_TRY_ACT(add_law_pack(t.w, t.who, "tirazan.json", t.world.pack_text()))}},
      {"adopt-law-pack",
       {&W::pack,
        SANAD_TRY_ACT(adopt_law_pack(t.w, t.who, t.s.id, t.s.more, "opinion 12 of counsel"))}},
      {"issue-token", {&W::nothing, SANAD_TRY_ACT(issue_token(t.w, t.who, t.world.token_order()))}},
      {"read-tokens", {&W::nothing, SANAD_TRY_ACT(list_tokens(t.w, t.who))}},
      {"revoke-token", {&W::token, SANAD_TRY_ACT(revoke_token(t.w, t.who, t.s.id, "not needed"))}},
      {"add-officer", {&W::nothing, SANAD_TRY_ACT(try_officer(t))}},
      {"remove-officer", {&W::someone, SANAD_TRY_ACT(remove_officer(t.w, t.who, t.s.id, "left"))}},
      {"change-setting",
       {&W::nothing, SANAD_TRY_ACT(change_setting(t.w, t.who, "capture.clock_source", "NTP"))}},
      {"verify-ledger", {&W::nothing, SANAD_TRY_ACT(order_ledger_verification(t.w, t.who))}},
      {"validate-tool", {&W::nothing, SANAD_TRY_ACT(order_validation(t.w, t.who, {}))}},
      {"read-validations", {&W::nothing, SANAD_TRY_ACT(list_validations(t.w, t.who))}},
      {"check-fitness", {&W::nothing, SANAD_TRY_ACT(diagnose(t.w, t.who))}},
      {"check-fixity", {&W::nothing, SANAD_TRY_ACT(check_fixity(t.w, t.who, 1))}},
  };
  acts.merge(review_acts());
  acts.merge(keeping_acts());
  acts.merge(sharing_acts());
  acts.merge(training_acts());
  return acts;
}

}  // namespace sanad::service
