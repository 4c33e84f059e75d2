// A workspace in which every act of the permission matrix can be tried: on demand it has a subject
// for each act, in each state. Tests of two layers share it.
#pragma once

#include "permission_exercise_rig.h"
#include "permission_sharing_rig.h"
#include "permission_training_rig.h"
#include "service/analysis.h"
#include "service/bundles.h"
#include "service/case_exports.h"
#include "service/corroborations.h"
#include "service/file_exports.h"
#include "service/lists.h"
#include "service/material.h"
#include "service/people_of_material.h"
#include "service/rechecks.h"
#include "service/requests.h"
#include "service/rule_sets.h"
#include "service/running_clocks.h"
#include "service/screening.h"
#include "service/search.h"
#include "service/sheets.h"
#include "service/tokens.h"

namespace sanad::service {

inline constexpr const char* kTermRules =
    "sanad-rules 1\nrule lantern-call\nversion 2\nwhy The call of an invented group.\nany "
    "lanterns\n"
    "match seven lanterns\nno-match a window\n";
inline constexpr const char* kPeopleCsv = "name,ref\nKarim Yusuf Tiradari,1\n";
inline constexpr const char* kFacets =
    R"({"edition": "2026-11-02", "facets": [{"facet": "harbour-use", "title": "Uses",
        "source": "the agency", "status": "agency", "values": [{"value": "pier", "title": "Pier"}]}]})";

class PermissionWorld : public PermissionTraining {
 public:
  PermissionWorld(Workspace& workspace, std::function<void(std::int64_t)> advance_ms)
      : PermissionTraining(workspace, std::move(advance_ms)) {
    must(set_policy(workspace_, second(), policy(), "order 4"));
    must(change_setting(workspace_, custody::kSystem, kPowersSetting, "eu:tco-3 pk:peca-31"));
    must(assign_seat(workspace_, seat_of_tests()));
    make_home();
  }

  // ---- requests and clocks ----

  static json::Object referral() {
    return {{"pack", "international"},
            {"form", "platform-referral"},
            {"addressee", "Forum of Tirazan, trust and safety"},
            {"provision", "iccpr-19-3"},
            {"basis", "The thread calls for violence against the market's visitors."},
            {"url", kForumPage},
            {"identifiers", json::Array{"thread 17", "user lantern4"}},
            {"preservation_considered", "Asked for in R02."},
            {"deconfliction", "Cleared with the desk of Tirazan North."},
            {"fields", json::Object{{"purpose-assessed", "No educational purpose."}}}};
  }
  static json::Object notice() {
    return {{"pack", "pk"},
            {"form", "peca-31-notice"},
            {"addressee", "Forum of Tirazan"},
            {"provision", "peca-31"},
            {"basis", "Posts of the account are evidence of recruitment."},
            {"url", kForumPage},
            {"identifiers", json::Array{"user lantern4"}},
            {"offence", "Recruitment, as the pack has it"},
            {"fields", json::Object{{"mandate", "JIT order 4/2026"},
                                    {"data-specified", "Posts in November 2026"},
                                    {"necessity", "They show who recruits."},
                                    {"risk", "They are deleted within days."},
                                    {"period-days", "90"}}}};
  }
  Subject drafted_request(const std::string& of_case, json::Object content,
                          const authority::Officer& by) {
    return {
        must(draft_request(workspace_, by, {of_case, "", 0, json::Value(std::move(content))})).id,
        of_case, ""};
  }
  Subject draft_of_request(const Setting& of) {
    return drafted_request(home_.id, referral(), author(of));
  }
  Subject approved_request(const Setting& of) {
    Subject made = draft_of_request(of);
    must(approve_request(workspace_, second(), made.id, "as it stands"));
    return made;
  }
  Subject issued_request(const Setting& of) {
    Subject made = approved_request(of);
    const auto out = must(issue_request(workspace_, author(of), made.id));
    made.more = out.documents.front().name;
    return made;
  }
  Subject sent_request(const Setting& of) {
    Subject made = issued_request(of);
    must(report_sent(workspace_, author(of), made.id, report()));
    return made;
  }
  Subject data_request(const Setting& of) {
    const Subject in_case = new_case();
    seal(in_case.case_id);
    if (of.state == "record")
      legality_record(in_case.case_id, "provider-request", "Forum of Tirazan");
    Subject made = drafted_request(in_case.case_id, notice(), who("investigator"));
    must(approve_request(workspace_, second(), made.id, "as it stands"));
    return made;
  }
  RequestReport report(const char* outcome = "") const {
    RequestReport one;
    one.at = now();
    one.how = "registered mail";
    one.outcome = outcome;
    return one;
  }
  Subject scheduled(const Setting& of) {
    Subject made = issued_request(of);
    must(schedule_recheck(workspace_, who("investigator"), made.id, 6, {now().unix_ms + kDayMs}));
    return made;
  }
  Subject clock_of(const char* key) {
    return {
        must(start_clock(workspace_, second(), {home_.id, "eu", key, "", now(), "for the test"}))
            .id,
        home_.id, ""};
  }
  Subject clock(const Setting&) { return clock_of("tco-removal"); }
  Subject clock_to_extend(const Setting&) { return clock_of("epoc-pr"); }
  Subject suspended_clock(const Setting&) {
    Subject made = clock_of("tco-removal");
    must(suspend_clock(workspace_, second(), made.id, now(), "force majeure"));
    return made;
  }

  // ---- lists, matches, screenings, searches, jobs, tokens ----

  Subject list_entry(const Setting&) { return {list_, home_.id, entry_}; }
  Subject match(const Setting&) {
    // A file resembles an entry once.
    const std::string id = crypto::new_id("match"), exhibit = seal(home_.id).id;
    record({"match.found", who("investigator").id, home_.id,
            json::Object{{"match", id},
                         {"exhibit", exhibit},
                         {"file", "page.html"},
                         {"part", ""},
                         {"list", list_},
                         {"list_name", "Lantern files"},
                         {"list_version", "1"},
                         {"entry", entry_},
                         {"signal", "sha256"},
                         {"algorithm", "sha256"},
                         {"distance", 0},
                         {"threshold", 0},
                         {"disputed", false},
                         {"labels", json::Array{}},
                         {"details", json::Object{}}}});
    return {id, home_.id, ""};
  }
  Subject rules(const Setting&) {
    RuleSetOrder order;
    order.name = fresh("Lantern desk");
    return {must(import_rules(workspace_, second(), kTermRules, order)).set.id, home_.id, ""};
  }
  PeopleListOrder people_order() {
    return {.name = fresh("Tirazan list"), .format = "csv", .version = "1"};
  }
  Subject people_list(const Setting&) { return {people_, home_.id, ""}; }
  ScreeningOrder screening_order() {
    ScreeningOrder order;
    order.case_id = home_.id;
    order.asked.name = "Karim Yusuf Tiradari";
    order.reason = "a donor of the mill fund";
    return order;
  }
  Subject screening(const Setting&) {
    const auto made = must(screen_person(workspace_, second(), screening_order()));
    const auto read = must(read_screening(workspace_, second(), made.id));
    return {made.id, home_.id, read.leads.front().id};
  }
  Subject lead(const Setting& of) {
    const Subject made = screening(of);
    return {made.more, home_.id, made.id};
  }
  SearchOrder search_order() {
    SearchOrder order;
    order.case_id = home_.id;
    order.query = "market";
    order.objective = "who was at the market";
    return order;
  }
  Subject search(const Setting&) {
    return {must(search_case(workspace_, second(), search_order())).search, home_.id, imported_.id};
  }
  static json::Value sheet_content() {
    return json::Object{{"claim", "It was written at the river market."}};
  }
  Subject sheet(const Setting& of) {
    Subject made = new_exhibit(of);
    made.more =
        must(save_sheet(workspace_, second(), {{made.id, std::nullopt}, 0, "", sheet_content()}))
            .sheet;
    return made;
  }
  Subject bundle(const Setting&) {
    const auto made = must(order_bundle(workspace_, second(), {home_.id, {exhibit_.id}, "court"}));
    run(made.job);
    return {made.bundle, home_.id, ""};
  }
  Subject exported_file(const Setting&) {
    const auto made = must(order_files_export(
        workspace_, second(), {home_.id, {exhibit_.id}, FilesFormat::kBag, "the archive"}));
    run(made.job);
    return {made.id, home_.id, ""};
  }
  Subject job(const Setting& of) {
    const auto& by = of.is_own ? who(kOwnRole) : second();
    CaptureOrder order;
    order.case_id = home_.id;
    order.url = kForumPage;
    return {must(order_capture(workspace_, by, order)).job, home_.id, ""};
  }
  TokenOrder token_order() {
    return {"Sahil Media Desk", "checks of uploads", {"lookup"}, {list_}, {now().unix_ms + kDayMs}};
  }
  Subject token(const Setting&) {
    return {must(issue_token(workspace_, second(), token_order())).token.id, "", ""};
  }
  Subject someone(const Setting&) {
    return {must(add_officer(workspace_, custody::kSystem, fresh("Somebody"),
                             {authority::Role::kAuditor}))
                .id,
            "", ""};
  }
  Subject pack(const Setting&) {
    return {"uk", "", must(law_of(workspace_)).library.latest("uk")->edition};
  }
  // A law pack of the agency's own, each time another edition.
  std::string pack_text() {
    std::ifstream file(SANAD_SOURCE_DIR "/src/authority/testdata/pack.json");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string_view before = "\"edition\": \"2026-03-01\"";
    return text.replace(text.find(before), before.size(),
                        fmt::format("\"edition\": \"20{:02}-01-01\"", 30 + ++editions_));
  }

  // ---- exercises ----

  Subject no_exercise(const Setting&) {
    close_exercises(workspace_);
    return {kStudy, "", ""};
  }
  Subject exercise(const Setting&) {
    open_exercise(workspace_, who("investigator"));
    return {kStudy, "", ""};
  }

  static screening::CsvColumns columns() {
    return screening::parse_columns(json::Object{{"name", "name"}, {"reference", "ref"}}).value();
  }

 private:
  // The case in which acts are tried that take no authorisation of a state of its own.
  void make_home() {
    const Subject made = new_case();
    home_ = workspace_.records().find_case(made.id).value();
    const auto asked = must(request_authorisation(
        workspace_, who("investigator"), home_.id,
        json::Value(request({"capture", "import"}, {target("host", "forum.tirazan.example")}))));
    must(approve_authorisation(workspace_, second(), asked.id, ""));
    home_authorisation_ = asked.id;
    exhibit_ = seal(home_.id, true);
    QuietWork quiet;
    const auto taken =
        must(import_files(workspace_, who("investigator"), import_order(made), quiet));
    run(taken.job);
    imported_ = workspace_.records().exhibit(taken.exhibit).value();
    for (const auto& waiting : workspace_.jobs().of_case(home_.id, 20).value())
      if (waiting.kind == "index") run(waiting.id);
    ListOrder list;
    list.name = "Lantern files";
    list.signal = "sha256";
    list.tlp = lists::Tlp::kGreen;
    list_ = must(import_list(workspace_, second(), std::string(64, 'a') + "\n", list)).list.id;
    entry_ = must(read_list(workspace_, second(), list_)).entries.front().id;
    PeopleListOrder people = people_order();
    people.columns = columns();
    people_ = must(import_people_list(workspace_, second(), kPeopleCsv, people)).list.list;
  }

  std::string list_, entry_, people_;
  int editions_ = 0;
};

}  // namespace sanad::service
