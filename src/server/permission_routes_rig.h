// Every act of the permission matrix as a browser asks for it over HTTP. One line for each act, as
// in the service's permission_acts_rig.h; several requests where several show the same thing.
#pragma once

#include "permission_ask_rig.h"
#include "permission_review_routes_rig.h"
#include "permission_sharing_routes_rig.h"

namespace sanad::server::matrix {

inline void add_case_acts(std::map<std::string, RouteAct>& acts) {
  using W = PermissionWorld;
  const json::Object page{{"url", service::kForumPage}};
  const json::Object version{{"version", 1}};
  acts.merge(std::map<std::string, RouteAct>{
      {"capture", {&W::to_capture, {post("/cases/{case}/captures", page)}}},
      {"import", {&W::to_import, {upload_of(1, "a telephone")}}},
      {"bulk-import", {&W::to_bulk_import, {upload_of(3, "a disk")}}},
      {"upload", {&W::home, {upload_of(1, nullptr)}}},
      {"look-at-person", {&W::account, {get("/cases/{case}/people/{number}")}}},
      {"unmask-person",
       {&W::account,
        {post_with("/cases/{case}/unmaskings",
                   [](const Asker& a) {
                     return json::Object{
                         {"what", "account"}, {"pseudonym", a.s.number}, {"reason", "he asked"}};
                   })}}},
      {"unmask-chat",
       {&W::chat_to_unmask,
        {post_with("/cases/{case}/unmaskings",
                   [](const Asker& a) {
                     return json::Object{
                         {"what", "chat"}, {"pseudonym", a.s.number}, {"reason", "he asked"}};
                   })}}},
      {"ask-authorisation",
       {&W::new_case,
        {post_with("/cases/{case}/authorisations",
                   [](const Asker& a) { return json::Value(a.world.plain_request()); })}}},
      {"approve-authorisation",
       {&W::to_capture, {post("/authorisations/{id}/approve", {{"note", "as asked"}})}}},
      {"reject-authorisation",
       {&W::to_capture, {post("/authorisations/{id}/reject", because("too wide"))}}},
      {"revoke-authorisation",
       {&W::to_capture, {post("/authorisations/{id}/revoke", because("aim reached"))}}},
      {"review-authorisation",
       {&W::to_capture,
        {post_with("/reviews",
                   [](const Asker& a) {
                     return json::Object{{"subject", a.s.id},
                                         {"finding", "needed"},
                                         {"next_review", a.world.in(W::kDayMs)}};
                   })}}},
      {"open-case",
       {&W::nothing,
        {post_with("/cases",
                   [](const Asker& a) {
                     return json::Object{{"reference", a.world.fresh("TZ")},
                                         {"title", "t"},
                                         {"law_pack", "international"}};
                   })}}},
      {"read-case",
       {&W::job,
        {get("/cases/{case}"), get("/cases/{case}/entries"), get("/cases/{case}/refusals")}}},
      {"watch-work",
       {&W::job, {get("/cases/{case}/jobs"), get("/jobs/{id}"), refused("/jobs/{id}/events")}}},
      {"list-cases", {&W::home, {get("/cases")}}},
      {"read-authorisations", {&W::home, {get("/cases/{case}/authorisations")}}},
      {"list-waiting", {&W::home, {get("/authorisations")}}},
      {"see-decision",
       {&W::home,
        {post("/cases/{case}/decision", page),
         post("/cases/{case}/intrusive-decision",
              {{"act", "monitoring"}, {"subject", service::kForumPage}})}}},
      {"read-exhibit", {&W::exhibit, {get("/exhibits/{id}")}}},
      {"list-exhibits", {&W::home, {get("/cases/{case}/exhibits")}}},
      {"read-custody", {&W::exhibit, {get("/exhibits/{id}/custody")}}},
      {"copy-file", {&W::exhibit, {get("/exhibits/{id}/files/page.html?purpose=briefing")}}},
      {"copy-network-log",
       {&W::exhibit, {get("/exhibits/{id}/files/netlog.json?purpose=briefing")}}},
      {"replay", {&W::exhibit, {post("/exhibits/{id}/replay")}}},
      {"redact",
       {&W::exhibit,
        {post("/exhibits/{id}/redactions/picture", {{"file", "screenshot.png"}}),
         post("/exhibits/{id}/redactions/suggestions", {{"file", "screenshot.png"}}),
         post("/exhibits/{id}/redactions",
              {{"file", "screenshot.png"},
               {"boxes",
                json::Array{json::Object{
                    {"x", 0}, {"y", 0}, {"width", 16}, {"height", 16}, {"reason", "a face"}}}}})}}},
      {"read-redactions",
       {&W::redacted, {get("/exhibits/{id}/redactions"), get("/exhibits/{id}/redactions/{more}")}}},
      {"read-parts",
       {&W::imported,
        {get("/exhibits/{id}/files"), get("/exhibits/{id}/parts"), get("/exhibits/{id}/parts/0"),
         get("/exhibits/{id}/unread"), get("/exhibits/{id}/chats"),
         refused("/exhibits/{id}/parts/0/picture"), refused("/exhibits/{id}/parts/0/pages/0"),
         refused("/exhibits/{id}/parts/0/sound"), refused("/exhibits/{id}/parts/0/moving"),
         refused("/exhibits/{id}/files/original-1/pages/0"),
         refused("/exhibits/{id}/files/original-1/sound"),
         refused("/exhibits/{id}/files/original-1/moving")}}},
      {"read-material",
       {&W::chat,
        {get("/cases/{case}/documents"), get("/cases/{case}/documents/1/chain"),
         get("/cases/{case}/selectors"), get("/cases/{case}/chats"),
         refused("/cases/{case}/chats/1/messages"), get("/cases/{case}/accounts"),
         get("/cases/{case}/graph"),
         refused("/cases/{case}/graph/documents?kind=replied&source=account:1&target=account:2"),
         get("/cases/{case}/timeline"), get("/cases/{case}/activity"), get("/cases/{case}/places"),
         get("/cases/{case}/duplicates"), refused("/cases/{case}/duplicates/aa"),
         get("/cases/{case}/clusters"), refused("/cases/{case}/clusters/1")}}},
      {"look-for-alike", {&W::home, {post("/cases/{case}/clusters")}}},
      {"search",
       {&W::home,
        {post("/cases/{case}/searches", {{"query", "market"}, {"objective", "who was there"}})}}},
      {"keep-found",
       {&W::search,
        {post_with("/searches/{id}/kept",
                   [](const Asker& a) {
                     return json::Object{
                         {"exhibit", a.s.more}, {"part", 0}, {"reason", "names the pier"}};
                   })}}},
      {"bundle",
       {&W::exhibit,
        {post_with("/cases/{case}/bundles",
                   [](const Asker& a) {
                     return json::Object{{"exhibits", json::Array{a.s.id}}, {"purpose", "court"}};
                   })}}},
      {"list-exercises", {&W::exercise, {get("/exercises")}}},
      {"read-exercise", {&W::exercise, {get("/exercises/{id}")}}},
      {"read-exercise-marks", {&W::exercise, {get("/exercises/{id}/marks")}}},
      {"start-exercise", {&W::no_exercise, {post("/exercises/{id}/start")}}},
      {"answer-exercise",
       {&W::exercise, {post("/exercises/{id}/answers", {{"task", "who"}, {"answer", "seller"}})}}},
      {"take-exercise-hint",
       {&W::exercise, {post("/exercises/{id}/hints", {{"task", "page"}, {"hint", 0}})}}},
      {"submit-exercise", {&W::exercise, {post("/exercises/{id}/submit")}}},
      {"corroborate",
       {&W::two_captures,
        {post_with("/exhibits/{id}/corroborations",
                   [](const Asker& a) { return json::Object{{"with", a.s.more}}; })}}},
      {"read-corroborations", {&W::exhibit, {get("/exhibits/{id}/corroborations")}}},
      {"export-case",
       {&W::exhibit,
        {post_with("/cases/{case}/exports",
                   [](const Asker& a) {
                     return json::Object{{"exhibits", json::Array{a.s.id}},
                                         {"format", "premis"},
                                         {"purpose", "court"}};
                   })}}},
      {"export-files",
       {&W::exhibit,
        {post_with("/cases/{case}/file-exports",
                   [](const Asker& a) {
                     return json::Object{{"exhibits", json::Array{a.s.id}},
                                         {"format", "bag"},
                                         {"purpose", "court"}};
                   })}}},
      {"list-file-exports", {&W::exported_file, {get("/cases/{case}/file-exports")}}},
      {"take-file-export", {&W::exported_file, {get("/cases/{case}/file-exports/{id}/file")}}},
      {"list-bundles",
       {&W::bundle, {get("/cases/{case}/bundles"), get("/bundles/{id}/verify.html")}}},
      {"take-bundle", {&W::bundle, {get("/bundles/{id}/file")}}},
      {"read-bundle-answers", {&W::bundle, {get("/bundles/{id}/questions")}}},
      {"stop-work", {&W::job, {post("/jobs/{id}/cancel")}}},
      {"save-sheet",
       {&W::new_exhibit,
        {post("/exhibits/{id}/sheet", {{"base", 0}, {"content", W::sheet_content()}})}}},
      {"read-sheets",
       {&W::sheet,
        {get("/cases/{case}/sheets"), get("/exhibits/{id}/sheet"),
         get("/exhibits/{id}/sheet/facts"), get("/sheets/{more}/versions/1")}}},
      {"fill-in-paper",
       {&W::home,
        {post_with("/papers", [](const Asker& a) { return paper(a.world, a.s.case_id); })}}},
      {"change-paper",
       {&W::draft_paper,
        {post_with("/papers/{id}/versions",
                   [](const Asker& a) {
                     return json::Object{{"base", 1},
                                         {"reason", "as returned"},
                                         {"content", a.world.next_version(a.s).content}};
                   })}}},
      {"submit-paper", {&W::draft_paper, {post("/papers/{id}/submit", version)}}},
      {"submit-monitored-source", {&W::source_draft, {post("/papers/{id}/submit", version)}}},
      {"submit-virtual-identity", {&W::identity_draft, {post("/papers/{id}/submit", version)}}},
      {"note-monitoring",
       {&W::source_in_force, {post("/papers/{id}/notes", {{"text", "looked from 09:00"}})}}},
      {"approve-paper",
       {&W::submitted_paper, {post("/papers/{id}/approve", {{"version", 1}, {"note", ""}})}}},
      {"return-paper",
       {&W::submitted_paper,
        {post("/papers/{id}/return", {{"version", 1}, {"reason", "name the bridge"}})}}},
      {"close-paper", {&W::others_paper, {post("/papers/{id}/close", because("looked again"))}}},
      {"read-papers",
       {&W::draft_paper, {get("/papers/{id}"), get("/cases/{case}/papers"), get("/papers")}}},
      {"list-papers-waiting", {&W::home, {get("/papers-waiting")}}},
      {"see-reviews", {&W::home, {get("/cases/{case}/reviews")}}},
      {"declare-emergency",
       {&W::new_case, {post("/cases/{case}/emergencies", because("an attack"))}}},
      {"ratify-emergency", {&W::emergency, {post("/emergencies/{id}/ratify", because("rightly"))}}},
      {"refuse-emergency",
       {&W::emergency, {post("/emergencies/{id}/refuse", because("could wait"))}}},
      {"read-emergencies", {&W::home, {get("/cases/{case}/emergencies"), get("/emergencies")}}},
  });
}

inline void add_other_acts(std::map<std::string, RouteAct>& acts) {
  using W = PermissionWorld;
  const json::Object by_mail{{"how", "registered mail"}};
  const json::Object five_days{
      {"by", "the authority"},
      {"reason", "more"},
      {"period", json::Object{{"count", 5}, {"unit", "days"}, {"ending", "same-time"}}}};
  acts.merge(std::map<std::string, RouteAct>{
      {"draft-request", {&W::home, {post("/cases/{case}/requests", {{"content", W::referral()}})}}},
      {"change-request",
       {&W::draft_of_request,
        {post("/requests/{id}/versions", {{"base", 1}, {"content", W::referral()}})}}},
      {"approve-request",
       {&W::draft_of_request, {post("/requests/{id}/approval", {{"note", "as it stands"}})}}},
      {"return-request",
       {&W::draft_of_request, {post("/requests/{id}/return", because("name the thread"))}}},
      {"withdraw-request",
       {&W::draft_of_request, {post("/requests/{id}/withdrawal", because("not needed"))}}},
      {"issue-request", {&W::approved_request, {post("/requests/{id}/issue")}}},
      {"issue-data-request", {&W::data_request, {post("/requests/{id}/issue")}}},
      {"print-request", {&W::issued_request, {post("/requests/{id}/printing")}}},
      {"report-sent", {&W::issued_request, {post_now("/requests/{id}/sent", by_mail)}}},
      {"report-received", {&W::sent_request, {post_now("/requests/{id}/receipt", by_mail)}}},
      {"report-answer",
       {&W::issued_request, {post_now("/requests/{id}/answer", {{"outcome", "removed"}})}}},
      {"register-request",
       {&W::home,
        {post_with("/cases/{case}/incoming-requests",
                   [](const Asker& a) {
                     return json::Object{
                         {"kind", "voluntary-request"},
                         {"received_at", a.world.in(0)},
                         {"content", json::Object{{"addressee", "Tirazan North"},
                                                  {"basis", "They ask for the thread."}}}};
                   })}}},
      {"read-requests",
       {&W::issued_request,
        {get("/requests/{id}"), get("/cases/{case}/requests"), get("/requests"),
         get("/request-forms"), get("/requests/{id}/preview")}}},
      {"take-request-paper", {&W::issued_request, {get("/requests/{id}/papers/{more}")}}},
      {"schedule-recheck",
       {&W::issued_request,
        {post_with("/requests/{id}/recheck-schedule",
                   [](const Asker& a) {
                     return json::Object{{"every_hours", 6}, {"until", a.world.in(W::kDayMs)}};
                   })}}},
      {"recheck", {&W::issued_request, {post("/requests/{id}/rechecks")}}},
      {"end-rechecks",
       {&W::scheduled, {post("/requests/{id}/recheck-schedule/end", because("it is gone"))}}},
      {"start-clock",
       {&W::home,
        {post_now("/cases/{case}/clocks",
                  {{"pack", "eu"}, {"clock", "tco-removal"}, {"reason", "so"}})}}},
      {"suspend-clock",
       {&W::clock, {post_now("/clocks/{id}/suspension", because("force majeure"))}}},
      {"resume-clock",
       {&W::suspended_clock, {post_now("/clocks/{id}/resumption", because("it ended"))}}},
      {"extend-clock", {&W::clock_to_extend, {post_now("/clocks/{id}/extension", five_days)}}},
      {"meet-clock", {&W::clock, {post_now("/clocks/{id}/met", because("removed"))}}},
      {"read-clocks", {&W::home, {get("/clocks"), get("/clock-rules")}}},
      {"import-list",
       {&W::nothing,
        {post_with("/lists",
                   [](const Asker& a) {
                     return json::Object{{"name", a.world.fresh("List")},
                                         {"signal", "sha256"},
                                         {"content", std::string(64, 'b') + "\n"}};
                   })}}},
      {"bank-exhibit",
       {&W::exhibit,
        {post("/exhibits/{id}/files/page.html/bank",
              {{"list", "Judged here"}, {"reason", "judgement"}})}}},
      {"read-list",
       {&W::list_entry, {get("/lists"), get("/lists/{id}"), get("/lists/{id}/entries")}}},
      {"export-list", {&W::list_entry, {get("/lists/{id}/export")}}},
      {"give-feedback",
       {&W::list_entry,
        {post("/lists/{id}/entries/{more}/feedback", {{"opinion", "agree"}, {"reason", "seen"}})}}},
      {"look-up",
       {&W::nothing, {post("/lookups", {{"signal", "sha256"}, {"value", std::string(64, 'a')}})}}},
      {"read-facets", {&W::nothing, {get("/facets")}}},
      {"identify", {&W::home, {post("/cases/{case}/identifications")}}},
      {"read-matches", {&W::match, {get("/cases/{case}/matches"), get("/matches/{id}")}}},
      {"see-evidence",
       {&W::match, {get("/matches/{id}/evidence"), refused("/matches/{id}/pictures/found")}}},
      {"review-match",
       {&W::match,
        {post("/matches/{id}/review", {{"outcome", "rejected"}, {"reason", "a news report"}})}}},
      {"import-people-list",
       {&W::nothing,
        {post_with("/screening/lists",
                   [](const Asker& a) {
                     return json::Object{
                         {"name", a.world.fresh("Tirazan list")},
                         {"format", "csv"},
                         {"version", "1"},
                         {"columns", json::Object{{"name", "name"}, {"reference", "ref"}}},
                         {"content", service::kPeopleCsv}};
                   })}}},
      {"read-people-lists",
       {&W::people_list, {get("/screening/lists"), get("/screening/lists/{id}/versions")}}},
      {"screen-person",
       {&W::home,
        {post("/cases/{case}/screenings",
              {{"name", "Karim Yusuf Tiradari"}, {"reason", "a donor"}})}}},
      {"read-screenings",
       {&W::screening, {get("/cases/{case}/screenings"), get("/screenings/{id}")}}},
      {"review-lead",
       {&W::lead,
        {post("/leads/{id}/review", {{"outcome", "not-same"}, {"reason", "another birth date"}})}}},
      {"import-rules",
       {&W::nothing,
        {post_with("/rules",
                   [](const Asker& a) {
                     return json::Object{{"name", a.world.fresh("Desk")},
                                         {"content", service::kTermRules}};
                   })}}},
      {"read-rules", {&W::rules, {get("/rules"), get("/rules/{id}")}}},
      {"retire-rules", {&W::rules, {post("/rules/{id}/retire", because("too many leads"))}}},
      {"set-policy",
       {&W::nothing,
        {send_with("PUT", "/policy",
                   [](const Asker&) {
                     return json::Object{{"policy", W::policy()}, {"reason", "order 5"}};
                   })}}},
      {"add-law-pack",
       {&W::nothing,
        {post_with("/law",
                   [](const Asker& a) {
                     return json::Object{{"file", "tirazan.json"}, {"text", a.world.pack_text()}};
                   })}}},
      {"adopt-law-pack",
       {&W::pack, {post("/law/{id}/{more}/adopt", because("opinion 12 of counsel"))}}},
      {"issue-token",
       {&W::nothing,
        {post_with("/tokens",
                   [](const Asker& a) {
                     const auto order = a.world.token_order();
                     return json::Object{{"partner", order.partner},
                                         {"purpose", order.purpose},
                                         {"scopes", json::Array{"lookup"}},
                                         {"lists", json::Array{order.lists[0]}},
                                         {"expires_at", format_timestamp(order.expires_at)}};
                   })}}},
      {"read-tokens", {&W::nothing, {get("/tokens")}}},
      {"revoke-token", {&W::token, {post("/tokens/{id}/revoke", because("not needed"))}}},
      {"validate-tool", {&W::nothing, {post("/validations")}}},
      {"read-validations",
       {&W::nothing, {get("/validations"), refused("/validations/validation-0000000000000000")}}},
      {"check-fitness", {&W::nothing, {get("/fitness")}}},
      {"verify-ledger", {&W::nothing, {post("/ledger/verification")}}},
  });
}

inline std::map<std::string, RouteAct> route_acts() {
  std::map<std::string, RouteAct> acts;
  add_case_acts(acts);
  add_other_acts(acts);
  add_review_acts(acts);
  add_keeping_acts(acts);
  add_sharing_acts(acts);
  return acts;
}

// Acts of the matrix that no route does, and why.
inline const std::map<std::string, const char*> kWithoutRoute = {
    {"add-officer", "accounts are kept with the command line"},
    {"certify-officer", "a certificate of training is a file that the command line reads"},
    {"change-setting", "settings are kept with the command line"},
    {"check-fixity", "the server does it by itself; by hand with the command line"},
    {"check-redaction", "whoever doubts a redaction checks it with the command line"},
    {"close-class", "classes are begun and ended with the command line"},
    {"distrust-issuer", "issuers of certificates of training are kept with the command line"},
    {"hand-out-parts", "proofs of single parts are written to files, with the command line"},
    {"issue-credential", "certificates of training are issued with the command line"},
    {"list-revocations", "certificates of training are issued with the command line"},
    {"open-class", "classes are begun and ended with the command line"},
    {"read-credentials", "certificates of training are issued with the command line"},
    {"read-issuers", "issuers of certificates of training are kept with the command line"},
    {"read-pictures", "ordered with an import, or with the command line"},
    {"remove-officer", "accounts are kept with the command line"},
    {"replace-facets", "the words of labels are kept with the command line"},
    {"revoke-credential", "certificates of training are issued with the command line"},
    {"take-revocations", "issuers of certificates of training are kept with the command line"},
    {"trust-issuer", "issuers of certificates of training are kept with the command line"},
};

// Operations that no role is asked for.
inline const std::map<std::string, const char*> kForAnyone = {
    {"POST /session/link", "signs in: whoever has the link"},
    {"POST /session/password", "signs in: whoever has the password"},
};
inline const std::map<std::string, const char*> kForAnyOfficer = {
    {"GET /session", "one's own session"},
    {"PUT /session/password", "one's own password"},
    {"DELETE /session", "one's own session"},
    {"GET /officers", "colleagues' names and roles"},
    {"GET /law-packs", "published law"},
    {"GET /law", "published law"},
    {"GET /exchange/card", "the card that is given to partners"},
    {"GET /exchange/partners", "which agencies there are to share with"},
    {"GET /policy", "what the agency demands of its officers"},
    {"GET /forms", "published forms"},
    {"GET /status", "whether the machine can do the work"},
    {"GET /fitness", "whether the machine can do the work"},
    {"GET /validations", "how the tool was validated"},
    {"GET /validations/{validation}", "how the tool was validated"},
    {"GET /ledger", "the public checkpoint"},
};

}  // namespace sanad::server::matrix
