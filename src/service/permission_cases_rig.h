// Officers of each role; and cases, authorisations in each state, exhibits and papers for the tests
// of the permission matrix.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "crypto/id.h"
#include "permission_table_rig.h"
#include "redaction/picture.h"
#include "service/accounts.h"
#include "service/captures.h"
#include "service/cases.h"
#include "service/exhibits.h"
#include "service/import_reading.h"
#include "service/imports.h"
#include "service/papers.h"
#include "service/planning.h"
#include "service/redactions.h"
#include "service/worker.h"

namespace sanad::service {

inline constexpr const char* kForumPage = "https://forum.tirazan.example/";
inline constexpr const char* kChatAccount = "telegram:user7";

// What an act is aimed at.
struct Subject {
  std::string id;
  std::string case_id;
  std::string more;
  std::int64_t number = 0;
};

struct Setting {
  std::string state;
  bool is_own = false;  // the one who acts asked for it or wrote it
};

class QuietWork final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return false; }
};

class PermissionCases {
 public:
  static constexpr std::int64_t kSecondMs = 1000, kDayMs = 24LL * 60 * 60 * kSecondMs;

  PermissionCases(Workspace& workspace, std::function<void(std::int64_t)> advance_ms)
      : workspace_(workspace), advance_ms_(std::move(advance_ms)) {
    using authority::Role;
    add("investigator", {Role::kInvestigator});
    add("supervisor", {Role::kSupervisor});
    add("evidence-officer", {Role::kEvidenceOfficer});
    add("reviewer", {Role::kReviewer});
    add("administrator", {Role::kAdministrator});
    add("auditor", {Role::kAuditor});
    add("removed", {Role::kInvestigator, Role::kSupervisor, Role::kAdministrator});
    add(kOwnRole, {Role::kInvestigator, Role::kSupervisor});
    add("second", {Role::kInvestigator, Role::kSupervisor});
  }

  Workspace& workspace() { return workspace_; }
  const authority::Officer& who(const std::string& role) const { return officers_.at(role); }
  const std::map<std::string, authority::Officer>& officers() const { return officers_; }
  // Sessions, where there are any, were opened before.
  void close_account() {
    must(remove_officer(workspace_, who("administrator"), who("removed").id, "left"));
    officers_.at("removed") = workspace_.records().officer(who("removed").id).value();
  }

  template <typename T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
    return std::move(result).value();
  }
  static void must(const Result<void>& result) {
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  }

  // So that authorisations lapse on the day of their review, and three files are bulk.
  static json::Value policy() {
    return json::Object{{"authorisations_lapse", true}, {"bulk_files", 2}};
  }
  Timestamp now() const { return workspace_.clock().now(); }
  std::string in(std::int64_t ms) const { return format_timestamp({now().unix_ms + ms}); }
  std::string fresh(const char* stem) { return fmt::format("{} {}", stem, ++count_); }
  // The investigator, or the one who is both.
  const authority::Officer& author(const Setting& of) const {
    return who(of.is_own ? kOwnRole : "investigator");
  }
  const authority::Officer& second() const { return who("second"); }

  // ---- cases and authorisations ----

  Subject home(const Setting&) { return {home_.id, home_.id, home_.reference}; }
  Subject nothing(const Setting&) { return {fresh("new"), home_.id, ""}; }
  Subject new_case(const Setting& = {}) {
    const auto made = must(open_case(workspace_, second(), fmt::format("TZ-{}", ++count_),
                                     "Red Lantern Circle", "international"));
    return {made.id, made.id, made.reference};
  }

  json::Object request(json::Array activities, json::Array targets) {
    json::Object asked{{"instrument", "supervisor-order"},
                       {"instrument_reference", "TZ/OPS/2026/17"},
                       {"issuing_authority", "Head of the Tirazan Cyber Wing"},
                       {"law", json::Object{{"pack", "international"},
                                            {"edition", "2026-11-01"},
                                            {"provision", "bp-collection"}}},
                       {"targets", std::move(targets)},
                       {"activities", std::move(activities)},
                       {"protected_groups", json::Array{}},
                       {"valid_from", in(-60 * kSecondMs)},
                       {"valid_to", in(30 * kDayMs)},
                       {"review_on", in(15 * kDayMs)}};
    for (const char* reason : {"legitimate_aim", "necessity", "less_intrusive_means", "adequacy",
                               "proportionality", "collateral_intrusion"})
      asked.set(reason, "A sentence that gives the reason.");
    return asked;
  }
  json::Object plain_request() {
    return request({"capture"}, {target("host", "forum.tirazan.example")});
  }
  static json::Value target(const char* kind, const char* value) {
    return json::Object{{"kind", kind}, {"value", value}};
  }

  // An authorisation as it was asked for, in that state. Its targets: the page, or the account.
  Subject authorised(const char* activity, const Setting& of) {
    const Subject in_case = new_case();
    if (of.state == "none") return {"", in_case.case_id, ""};
    const bool is_person = std::string_view(activity) == "person";
    const bool other_target = of.state == "other-target";
    json::Array targets{
        is_person
            ? target("identifier", other_target ? "telegram:user9" : kChatAccount)
            : target("host", other_target ? "news.tirazan.example" : "forum.tirazan.example")};
    const char* permitted = is_person ? "import" : activity;
    if (of.state == "other-activity")
      permitted = std::string_view(permitted) == "capture" ? "import" : "capture";
    json::Object asked = request({permitted}, std::move(targets));
    if (of.state == "expired") asked.set("valid_to", in(kSecondMs));
    if (of.state == "expired" || of.state == "review-lapsed") asked.set("review_on", in(kSecondMs));
    if (of.state == "not-yet-valid") {
      asked.set("valid_from", in(kDayMs));
    }
    const std::string to = of.state == "other-case" ? new_case().case_id : in_case.case_id;
    const auto made = must(request_authorisation(workspace_, author(of), to, json::Value(asked)));
    if (of.state == "rejected") {
      must(reject_authorisation(workspace_, second(), made.id, "too wide"));
    } else if (of.state != "requested") {
      must(approve_authorisation(workspace_, second(), made.id, "public pages only"));
    }
    if (of.state == "revoked")
      must(revoke_authorisation(workspace_, second(), made.id, "aim reached"));
    if (of.state == "expired" || of.state == "review-lapsed") advance_ms_(2 * kSecondMs);
    return {made.id, in_case.case_id, ""};
  }
  Subject to_capture(const Setting& of) { return authorised("capture", of); }
  Subject to_import(const Setting& of) { return authorised("import", of); }

  // A chat of two accounts in the case of an authorisation that speaks of one of them.
  Subject account(const Setting& of) {
    Subject made = authorised("person", of);
    fill(made);
    return made;
  }
  Subject chat(const Setting&) {
    Subject made = new_case();
    fill(made);
    return made;
  }

  // The chat's own pseudonym in the place of the account's.
  Subject chat_to_unmask(const Setting& of) {
    Subject made = chat(of);
    const auto facts = workspace_.case_indexes().facts(made.case_id).value();
    made.number = facts->chats(0, 10, {}).value().front().pseudonym;
    return made;
  }

  // ---- exhibits ----

  // What a capture that went well leaves, with small files in place of the browser's. begun: with
  // the entry of its beginning, which takes a permit, and without which no bundle holds it.
  records::Exhibit seal(const std::string& of_case, bool begun = false,
                        const std::string& acquisition = "{\"not_kept\":[]}") {
    const std::string capture = crypto::new_id("capture"), exhibit = crypto::new_id("exhibit");
    std::string authorisation = home_authorisation_;
    if (begun) {
      const authority::ActRequest act{of_case, authority::Activity::kCapture,
                                      authority::parse_url(kForumPage).value(), ""};
      const auto granted = must(permit(workspace_, who("investigator"), act));
      authorisation = granted.authorisation();
      must(workspace_.custody().record_capture_started(granted, capture, exhibit));
    }
    json::Array files{file(of_case, "page.html", "dom", "<title>" + exhibit + "</title>"),
                      file(of_case, "capture.wacz", "archive", "0123456789"),
                      file(of_case, "netlog.json", "netlog", "{}"),
                      file(of_case, "acquisition.json", "acquisition", acquisition),
                      file(of_case, "screenshot.png", "screenshot", picture_of(exhibit))};
    record({"exhibit.sealed", who("investigator").id, of_case,
            json::Object{{"exhibit", exhibit},
                         {"number", fmt::format("TZ-X{}", ++count_)},
                         {"capture", capture},
                         {"authorisation", authorisation},
                         {"url", kForumPage},
                         {"title", "Threads"},
                         {"started_at", in(0)},
                         {"ended_at", in(0)},
                         {"files", std::move(files)},
                         {"completeness",
                          json::Object{{"status", "complete"}, {"reasons", json::Array{}}}}}});
    return workspace_.records().exhibit(exhibit).value();
  }
  Subject exhibit(const Setting&) { return {exhibit_.id, home_.id, exhibit_.number}; }
  Subject redacted(const Setting&) {
    const auto made = must(redact(workspace_, second(), exhibit_, {"screenshot.png", {}, {}},
                                  {{0, 0, 16, 16, "a face"}}));
    return {exhibit_.id, home_.id, made["redaction"].string_or("")};
  }
  Subject new_exhibit(const Setting&) {
    const auto made = seal(home_.id);
    return {made.id, home_.id, made.number};
  }
  // Two captures of one page, as their records tell of them.
  Subject two_captures(const Setting&) {
    const std::string acquisition =
        json::format_canonical(json::Object{{"method", "browser"},
                                            {"not_kept", json::Array{}},
                                            {"start_utc", in(0)},
                                            {"url_requested", kForumPage}});
    const auto first = seal(home_.id, false, acquisition);
    return {first.id, home_.id, seal(home_.id, false, acquisition).id};
  }
  Subject imported(const Setting&) { return {imported_.id, home_.id, imported_.number}; }
  // A folder to import: more than the policy lets pass where it is to be bulk.
  std::string folder(int files) {
    const auto path = folder_.path() / fmt::format("folder-{}", files);
    std::filesystem::create_directories(path);
    for (int i = 0; i < files; ++i)
      std::ofstream(path / fmt::format("note-{}.txt", i)) << "a note of the river market";
    return path.string();
  }
  ImportOrder import_order(const Subject& of, int files = 1, const char* source = "a telephone") {
    ImportOrder order;
    order.case_id = of.case_id;
    order.source = source;
    order.found = must(find_files(folder(files)));
    return order;
  }

  // ---- papers, reviews, emergencies ----

  json::Value paper_content(const char* form_key, json::Object given = {}) {
    const Law law = must(law_of(workspace_));
    for (const auto& field : law.library.latest("international")->form(form_key)->fields) {
      if (given.find(field.key) || !field.required) continue;
      if (field.source == "case" || field.source == "agency") continue;
      const std::string& type = field.type;
      if (type == "list")
        given.set(field.key, json::Array{"one"});
      else if (type == "choice")
        given.set(field.key, field.choices[0].value);
      else if (type == "choices")
        given.set(field.key, json::Array{field.choices[0].value});
      else if (type == "date")
        given.set(field.key, "2027-01-24");
      else if (type == "time")
        given.set(field.key, in(20 * kDayMs));
      else if (type == "url")
        given.set(field.key, kForumPage);
      else
        given.set(field.key, "A sentence.");
    }
    return json::Value(std::move(given));
  }
  PaperOrder paper_order(const std::string& of_case, const char* form, json::Object given = {}) {
    PaperOrder order;
    order.case_id = of_case;
    order.pack = "international";
    order.form = form;
    order.content = paper_content(form, std::move(given));
    return order;
  }
  Subject drafted_in(const std::string& of_case, const char* form, const authority::Officer& by,
                     json::Object given = {}) {
    return {must(fill_paper(workspace_, by, paper_order(of_case, form, std::move(given)))).id,
            of_case, ""};
  }
  Subject draft_paper(const Setting& of) { return drafted_in(home_.id, "bp-annex-i", author(of)); }
  Subject submitted_paper(const Setting& of) {
    Subject made = draft_paper(of);
    must(submit_paper(workspace_, author(of), made.id, 1));
    return made;
  }
  PaperOrder next_version(const Subject& of) {
    PaperOrder order;
    order.paper = of.id;
    order.base = 1;
    order.reason = "as returned";
    order.content = paper_content("bp-annex-i", {{"summary", fresh("The bridge")}});
    return order;
  }
  // By the one who is both, so that the investigator is not its author.
  Subject others_paper(const Setting&) { return draft_paper({"", true}); }
  std::string legality_record(const std::string& of_case, const char* act, const char* covers) {
    const Subject made = drafted_in(of_case, "lnp-record", who("investigator"),
                                    {{"act", act}, {"covers", json::Array{covers}}});
    must(submit_paper(workspace_, who("investigator"), made.id, 1));
    must(decide_paper(workspace_, second(), made.id, 1, Verdict::kApprove, ""));
    return made.id;
  }
  Subject register_draft(const char* form, const char* act, const char* member, const char* value,
                         const Setting& of) {
    const Subject in_case = new_case();
    Subject made = drafted_in(in_case.case_id, form, who("investigator"), {{member, value}});
    if (of.state == "record") made.more = legality_record(in_case.case_id, act, value);
    return made;
  }
  Subject source_draft(const Setting& of) {
    return register_draft("monitored-source", "monitoring", "source", kForumPage, of);
  }
  Subject identity_draft(const Setting& of) {
    return register_draft("virtual-identity", "virtual-identity", "identity", "VID-7", of);
  }
  // An entry of the register in force, whose legality record was closed since, or stands.
  Subject source_in_force(const Setting& of) {
    Subject made = source_draft({"record", false});
    must(submit_paper(workspace_, who("investigator"), made.id, 1));
    must(decide_paper(workspace_, second(), made.id, 1, Verdict::kApprove, ""));
    if (of.state == "no-record") must(close_paper(workspace_, second(), made.more, "aim reached"));
    return made;
  }
  Subject to_bulk_import(const Setting& of) {
    Subject made = authorised("import", {"approved", false});
    if (of.state == "record") legality_record(made.case_id, "bulk-intake", "a disk");
    return made;
  }
  Subject emergency(const Setting& of) {
    const Subject in_case = new_case();
    return {must(declare_emergency(workspace_, author(of), in_case.case_id, "an attack", 0)).id,
            in_case.case_id, ""};
  }

 protected:
  // A small picture, another for each exhibit.
  static std::string picture_of(const std::string& exhibit) {
    redaction::Picture picture{40, 40, {}};
    for (std::size_t i = 0; i < 40 * 40 * 3; ++i)
      picture.pixels.push_back(static_cast<std::uint8_t>(exhibit[i % exhibit.size()]));
    return to_text(redaction::write_png(picture).value());
  }
  void add(const char* role, const std::vector<authority::Role>& roles) {
    officers_[role] =
        must(add_officer(workspace_, custody::kSystem, fmt::format("Officer {}", role), roles));
  }
  void record(const custody::Act& act) {
    const auto recorded = workspace_.custody().record(act);
    EXPECT_TRUE(recorded.ok()) << (recorded.ok() ? "" : recorded.error().message);
  }
  json::Value file(const std::string& of_case, const char* name, const char* role,
                   std::string_view text) {
    auto writer = workspace_.vault().begin(of_case).value();
    EXPECT_TRUE(writer->write(as_bytes(text)).ok());
    return json::Object{{"name", name},
                        {"role", role},
                        {"media_type", "text/plain"},
                        {"size", static_cast<std::uint64_t>(text.size())},
                        {"sha256", format_hex(writer->seal().value().info.sha256)},
                        {"sha512", format_hex(crypto::sha512(as_bytes(text)))}};
  }
  void run(const std::string& job) {
    const std::atomic<bool> stop{false};
    must(run_now(workspace_, job, stop, {}));
  }

  void fill(Subject& made) {
    const auto facts = workspace_.case_indexes().facts(made.case_id).value();
    case_index::Document document;
    document.id = 1;
    document.kind = case_index::Kind::kMessage;
    document.platform = "telegram";
    document.source = {.exhibit = seal(made.case_id).id,
                       .original = 0,
                       .original_name = "chat/result.json",
                       .part = 1};
    document.chat = {"4711", "Harbour"};
    document.number = "1";
    document.author = {"user7", "Lantern Seven"};
    document.sent_ms = 1'773'480'413'000;
    must(facts->add(document));
    must(facts->commit());
    made.number = facts->accounts(0, 10, {}).value().front().pseudonym;
  }

  Workspace& workspace_;
  std::function<void(std::int64_t)> advance_ms_;
  files::TempDir folder_ = files::TempDir::create().value();
  std::map<std::string, authority::Officer> officers_;
  records::Case home_;
  records::Exhibit exhibit_, imported_;
  std::string home_authorisation_;
  int count_ = 0;
};

}  // namespace sanad::service
