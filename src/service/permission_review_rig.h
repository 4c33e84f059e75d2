// Assessments, complaints, holds and disposals for the tests of the permission matrix.
#pragma once

#include "permission_cases_rig.h"
#include "service/assessments.h"
#include "service/certificates.h"
#include "service/complaints.h"
#include "service/disposal.h"
#include "service/exculpatory.h"
#include "service/exposure.h"
#include "service/reports.h"
#include "service/retention.h"
#include "service/unused.h"

namespace sanad::service {

class PermissionReviews : public PermissionCases {
 public:
  using PermissionCases::PermissionCases;

  // ---- assessments, what speaks for somebody, complaints ----

  static json::Value citing(const std::string& exhibit) {
    return json::Array{json::Object{{"exhibit", exhibit}, {"note", ""}}};
  }
  static json::Object grounds(const std::string& exhibit, json::Object more) {
    more.set("reason", "The thread says so itself.");
    more.set("confidence", "moderate");
    more.set("evidence", citing(exhibit));
    return more;
  }
  static json::Object purpose_step(const std::string& exhibit) {
    return grounds(exhibit, {{"claimed", "journalism"}, {"assessed", "none"}});
  }
  static json::Object outcome_step(const std::string& exhibit, const char* outcome) {
    return grounds(exhibit, {{"outcome", outcome}, {"despite", ""}});
  }
  Subject asked_exhibit(const Setting& of) {
    Subject made = new_exhibit(of);
    must(ask_for_assessment(workspace_, second(), {made.id, std::nullopt}, false, "whose is it?"));
    return made;
  }
  Subject taken_assessment(const Setting& of) {
    const Subject asked = asked_exhibit(of);
    const auto& by = of.is_own ? who(kOwnRole) : second();
    return {must(take_assessment(workspace_, by, {asked.id, std::nullopt})).id, asked.case_id,
            asked.id};
  }
  // Of which the two outcomes differ; with one of the assessments.
  Subject assessed_pair(const Setting& of) {
    const Subject asked = asked_exhibit(of);
    assess(second(), asked.id, "removal");
    const std::string other = assess(author(of), asked.id, "no-action");
    for (const auto& pair : must(list_pairs(workspace_, second(), asked.case_id)))
      if (pair.complete.size() == 2 && pair.complete[1].id == other)
        return {pair.id, asked.case_id, other};
    ADD_FAILURE() << "the pair of " << other << " is not listed";
    return {};
  }
  json::Value adjudication(const Subject& pair) {
    return outcome_step(workspace_.records().assessment(pair.more)->subject.exhibit,
                        "keep-watching");
  }
  Subject exculpatory_note(const Setting& of) {
    const Subject cited = new_exhibit(of);
    const auto& by = of.is_own ? who(kOwnRole) : second();
    return {
        must(note_exculpatory(workspace_, by, cited.case_id, "He reports.", citing(cited.id))).id,
        cited.case_id, ""};
  }
  ComplaintOrder complaint_order(const std::string& of_case, const std::string& about) const {
    ComplaintOrder order;
    order.case_id = of_case;
    order.kind = "complaint";
    order.capacity = "person-concerned";
    order.about = about;
    order.text = "It is a report.";
    order.received_at = now();
    return order;
  }
  // About an authorisation, which somebody asked for.
  Subject complaint(const Setting& of) {
    const Subject about = to_capture({"approved", of.is_own});
    const auto order = complaint_order(about.case_id, about.id);
    return {must(register_complaint(workspace_, who("investigator"), order)).id, about.case_id, ""};
  }

  // ---- retention, holds, disposals: each in a case of its own ----

  Subject new_case_of(const Setting& of) { return new_case(of); }
  RetentionOrder retention_order(const std::string& of_case) {
    return {of_case,
            "everything",
            fresh("at once"),
            "international",
            "bp-minimisation",
            std::nullopt,
            clocks::Period{1, clocks::Unit::kYears},
            "order 7/2026"};
  }
  Subject retention_rule(const Setting& of) {
    const Subject in_case = new_case(of);
    return {must(set_retention(workspace_, second(), retention_order(in_case.id))).id, in_case.id,
            ""};
  }
  Subject hold(const Setting& of) {
    const Subject in_case = new_case(of);
    return {
        must(place_hold(workspace_, second(), {in_case.id, "", "suit 3", "the court asked"})).id,
        in_case.id, ""};
  }
  // A case whose time has come.
  Subject disposable(const Setting& of) {
    const Subject rule = retention_rule(of);
    return {rule.case_id, rule.case_id, rule.id};
  }
  Subject proposed_disposal(const Setting& of) {
    const Subject made = disposable(of);
    const auto& by = of.is_own ? who(kOwnRole) : second();
    return {must(propose_disposal(workspace_, by, {made.case_id, "", "its time has come"})).id,
            made.case_id, ""};
  }
  Subject finished_disposal(const Setting&) {
    const Subject made = proposed_disposal({});
    must(approve_disposal(workspace_, who("supervisor"), made.id, "agreed"));
    must(carry_out_disposals(workspace_));
    return made;
  }

  // ---- reports ----

  static json::Object statement(const char* kind = "gap") {
    return {{"section", "gaps"},
            {"kind", kind},
            {"text", "Nothing was found that speaks for anybody; every part was read."},
            {"cites", json::Array{}}};
  }
  static StatementOrder statement_order(const std::string& of_case, const char* kind = "gap") {
    return {of_case, "",           0, "gaps", kind, statement().find("text")->string_or(""),
            "",      json::Array{}};
  }
  // A case in whose report something is stated; with the statement.
  Subject stated_report(const Setting& of) {
    const Subject in_case = new_case(of);
    const auto made =
        must(state_in_report(workspace_, author(of), statement_order(in_case.id, "exculpatory")));
    return {in_case.id, in_case.id, made.id};
  }
  // A list of one exhibit, drafted from the record; with the exhibit.
  Subject drafted_certificate(const Setting& of) {
    const Subject listed = new_exhibit(of);
    const auto made = must(draft_certificate(workspace_, second(),
                                             {listed.case_id, "uk", "exhibit-list", {listed.id}}));
    return {made.id, made.case_id, listed.id};
  }
  Subject signed_certificate(const Setting& of) {
    const Subject made = drafted_certificate(of);
    must(sign_certificate(workspace_, second(), made.id, {}));
    return made;
  }
  // With a page that no browser printed.
  Subject made_certificate(const Setting& of) {
    const Subject made = signed_certificate(of);
    const auto writer = workspace_.vault().begin(made.case_id).value();
    must(writer->write(as_bytes("<title>Certificate</title>")));
    const auto sealed = must(writer->seal());
    record({"certificate.made", second().id, made.case_id,
            json::Object{
                {"certificate", made.id},
                {"exhibits", json::Array{made.more}},
                {"documents", json::Array{json::Object{{"name", "certificate.en.html"},
                                                       {"media_type", "text/html"},
                                                       {"sha256", format_hex(sealed.info.sha256)},
                                                       {"size", sealed.info.size_bytes}}}}}});
    return made;
  }
  // A report that was made, as its entry says, with a page that no browser printed.
  Subject made_report(const Setting& of) {
    Subject made = stated_report(of);
    const auto writer = workspace_.vault().begin(made.case_id).value();
    must(writer->write(as_bytes("<title>Report</title>")));
    const auto sealed = must(writer->seal());
    made.more = crypto::new_id("report");
    record({"report.made", second().id, made.case_id,
            json::Object{
                {"report", made.more},
                {"statements", 1},
                {"signed_by", ""},
                {"exhibits", json::Array{}},
                {"documents", json::Array{json::Object{{"name", "report.en.html"},
                                                       {"language", "en"},
                                                       {"media_type", "text/html"},
                                                       {"sha256", format_hex(sealed.info.sha256)},
                                                       {"size", sealed.info.size_bytes}}}}}});
    return made;
  }

 private:
  std::string assess(const authority::Officer& by, const std::string& exhibit,
                     const char* outcome) {
    const std::string id = must(take_assessment(workspace_, by, {exhibit, std::nullopt})).id;
    json::Array none;
    for (const char* facet : {"gifct-behaviour", "unodc-use", "unodc-function"})
      none.emplace_back(json::Object{{"facet", facet}, {"reason", "Nothing of it is there."}});
    const json::Object uses{
        {"uses", json::Array{}}, {"none", std::move(none)}, {"incitement", false}};
    const auto write = [&](review::Step step, json::Object content) {
      must(write_step(workspace_, by, id, step, json::Value(std::move(content))));
    };
    write(review::Step::kPurpose, purpose_step(exhibit));
    write(review::Step::kSource, grounds(exhibit, {{"text", "An account."}}));
    write(review::Step::kContent,
          grounds(exhibit, {{"text", "A poem."}, {"languages", json::Array{"ur"}}}));
    write(review::Step::kUses, uses);
    write(review::Step::kOutcome, outcome_step(exhibit, outcome));
    return id;
  }
};

}  // namespace sanad::service
