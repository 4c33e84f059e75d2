// Acts of the permission matrix that review, keep, dispose of and oversee, as a browser asks for
// them.
#pragma once

#include "permission_ask_rig.h"

namespace sanad::server::matrix {

inline void add_review_acts(std::map<std::string, RouteAct>& acts) {
  using W = PermissionWorld;
  acts.merge(std::map<std::string, RouteAct>{
      {"ask-assessment",
       {&W::new_exhibit, {post("/exhibits/{id}/assessment-asks", because("whose is it?"))}}},
      {"see-assessment-queue", {&W::home, {get("/assessment-queue?case={case}")}}},
      {"take-assessment", {&W::asked_exhibit, {post("/exhibits/{id}/assessments")}}},
      {"write-assessment",
       {&W::taken_assessment,
        {post_with(
            "/assessments/{id}/steps/purpose",
            [](const Asker& a) { return json::Object{{"content", W::purpose_step(a.s.more)}}; })}}},
      {"give-assessment-back",
       {&W::taken_assessment, {post("/assessments/{id}/give-back", because("ill today"))}}},
      {"read-assessment-form", {&W::nothing, {get("/assessment-form")}}},
      {"read-assessments",
       {&W::assessed_pair,
        {get("/assessment-pairs?case={case}"), get("/assessment-pairs/{id}"),
         get("/assessments/{more}"), get("/assessment-agreement?case={case}")}}},
      {"adjudicate",
       {&W::assessed_pair,
        {post_with(
            "/assessment-pairs/{id}/adjudication",
            [](const Asker& a) { return json::Object{{"content", a.world.adjudication(a.s)}}; })}}},
      {"note-exculpatory",
       {&W::new_exhibit,
        {post_with("/cases/{case}/exculpatory-notes",
                   [](const Asker& a) {
                     return json::Object{{"text", "He reports."}, {"cited", W::citing(a.s.id)}};
                   })}}},
      {"answer-exculpatory",
       {&W::exculpatory_note,
        {post("/exculpatory-notes/{id}/answer",
              {{"answer", "outweighed"}, {"reason", "it names an hour"}})}}},
      {"decide-unused",
       {&W::exhibit,
        {post_with(
            "/cases/{case}/unused",
            [](const Asker& a) { return json::Object{{"item", a.s.id}, {"test", "neither"}}; })}}},
      {"seal-aliases",
       {&W::defence_bundle,
        {post_with("/bundles/{id}/aliases",
                   [](const Asker& a) {
                     return json::Object{{"recipients", a.s.more}, {"reason", "order 9"}};
                   })}}},
      {"list-unused", {&W::home, {get("/cases/{case}/unused")}}},
      {"read-exculpatory", {&W::home, {get("/cases/{case}/exculpatory-notes")}}},
      {"read-report",
       {&W::home,
        {get("/cases/{case}/report"), get("/cases/{case}/report/preview?language=ur"),
         get("/cases/{case}/report/preview.html?language=ur")}}},
      {"state-in-report",
       {&W::home,
        {post_with("/cases/{case}/report/statements",
                   [](const Asker&) { return json::Value(W::statement()); })}}},
      {"withdraw-statement",
       {&W::stated_report,
        {{post_with("/cases/{case}/report/statements/{more}/versions",
                    [](const Asker&) {
                      json::Object version = W::statement();
                      version.set("base", 1);
                      version.set("reason", "said better");
                      return json::Value(std::move(version));
                    })
              .send,
          true},
         post("/cases/{case}/report/statements/{more}/withdrawal", because("another thread"))}}},
      {"sign-report", {&W::stated_report, {post("/cases/{case}/report/sign-off")}}},
      {"make-report", {&W::stated_report, {post("/cases/{case}/reports")}}},
      {"take-report",
       {&W::made_report, {get("/cases/{case}/reports/{more}/pages/report.en.html")}}},
      {"register-complaint",
       {&W::home,
        {post_with("/cases/{case}/complaints",
                   [](const Asker& a) {
                     return json::Object{{"kind", "complaint"},
                                         {"capacity", "person-concerned"},
                                         {"about", a.s.case_id},
                                         {"text", "It is a report."}};
                   })}}},
      {"answer-complaint",
       {&W::complaint,
        {post("/complaints/{id}/answer", {{"outcome", "not-upheld"}, {"reason", "it stands"}})}}},
      {"read-complaints", {&W::home, {get("/cases/{case}/complaints")}}},
      {"see-own-exposure", {&W::nothing, {get("/exposure")}}},
      {"see-reached-limits", {&W::nothing, {get("/exposure/reached")}}},
      {"look-together",
       {&W::exhibit,
        {post_with("/exhibits/{id}/companions",
                   [](const Asker& a) {
                     return json::Object{{"officer", a.world.second().id}, {"minutes", 10}};
                   })}}},
  });
}

inline void add_keeping_acts(std::map<std::string, RouteAct>& acts) {
  using W = PermissionWorld;
  acts.merge(std::map<std::string, RouteAct>{
      {"set-retention",
       {&W::new_case_of,
        {post_with("/retention",
                   [](const Asker& a) {
                     return json::Object{{"case", a.s.case_id},
                                         {"material", "everything"},
                                         {"name", a.world.fresh("at once")},
                                         {"pack", "international"},
                                         {"provision", "bp-minimisation"},
                                         {"keep", "at once"},
                                         {"review", "1 year"},
                                         {"reason", "order 7/2026"}};
                   })}}},
      {"review-retention",
       {&W::retention_rule, {post("/retention/{id}/review", {{"finding", "still right"}})}}},
      {"end-retention", {&W::retention_rule, {post("/retention/{id}/end", because("order 9"))}}},
      {"read-retention",
       {&W::retention_rule, {get("/retention?case={case}"), get("/cases/{case}/retention")}}},
      {"place-hold",
       {&W::new_case_of,
        {post("/cases/{case}/holds", {{"ground", "suit 3"}, {"reason", "the court asked"}})}}},
      {"lift-hold", {&W::hold, {post("/holds/{id}/lift", because("the suit ended"))}}},
      {"read-holds", {&W::hold, {get("/holds"), get("/cases/{case}/holds")}}},
      {"preview-disposal", {&W::disposable, {post("/cases/{case}/disposals/preview")}}},
      {"propose-disposal",
       {&W::disposable, {post("/cases/{case}/disposals", because("its time has come"))}}},
      {"approve-disposal",
       {&W::proposed_disposal, {post("/disposals/{id}/approve", {{"note", "agreed"}})}}},
      {"return-disposal",
       {&W::proposed_disposal, {post("/disposals/{id}/return", because("not yet"))}}},
      {"withdraw-disposal",
       {&W::proposed_disposal, {post("/disposals/{id}/withdraw", because("by another"))}}},
      {"read-disposals",
       {&W::proposed_disposal,
        {get("/disposals"), get("/cases/{case}/disposals"), get("/disposals/{id}")}}},
      {"certify-disposal", {&W::finished_disposal, {get("/disposals/{id}/certificate")}}},
      {"count-acts", {&W::nothing, {get("/oversight/statistics?period=2020")}}},
      {"report-acts",
       {&W::nothing,
        {get("/oversight/report?from=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z")}}},
      {"list-acts",
       {&W::home, {get("/oversight/entries"), get("/oversight/entries?case={case}&cursor=9")}}},
      {"count-registers",
       {&W::home, {get("/oversight/registers"), get("/oversight/registers?case={case}")}}},
      {"report-access", {&W::exhibit, {get("/oversight/access?subject={id}")}}},
  });
}

}  // namespace sanad::server::matrix
