// A workspace in a folder of its own with one officer of each role, for tests of the use cases.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/bytes.h"
#include "crypto/id.h"
#include "service/cases.h"
#include "service/people.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
inline constexpr const char* kForum = "https://forum.tirazan.example/";

class Rig : public testing::Test {
 protected:
  void SetUp() override {
    workspace_ = Workspace::create(options(), "Tirazan Cyber Wing", clock_).value();
    using authority::Role;
    amal_ = add("Amal Mirani", Role::kInvestigator);
    behram_ = add("Behram Sorani", Role::kSupervisor);
    chand_ = add("Chand Zarin", Role::kEvidenceOfficer);
    dara_ = add("Dara Keli", Role::kAdministrator);
    esen_ = add("Esen Tovar", Role::kAuditor);
  }

  WorkspaceOptions options() const {
    return {(folder_.path() / "workspace").string(), keyring::KeyFile{}};
  }
  Workspace& workspace() { return *workspace_; }
  std::string path(std::string_view name) const {
    return options().directory + "/" + std::string(name);
  }

  authority::Officer add(std::string_view name, authority::Role role) {
    return add_officer(workspace(), custody::kSystem, name, {role}).value();
  }

  // As after the end of the process: all that is in memory is gone.
  Result<void> reopen() {
    workspace_.reset();
    SANAD_TRY(workspace_, Workspace::open(options(), clock_));
    return {};
  }

  records::Case open_one(std::string_view reference = "TZ-2026-0001") {
    return open_case(workspace(), amal_, reference, "Red Lantern Circle", "international").value();
  }

  json::Object request() {
    const Timestamp now = clock_.now();
    const auto at = [&](std::int64_t ms) { return format_timestamp({now.unix_ms + ms}); };
    return json::Object{
        {"instrument", "supervisor-order"},
        {"instrument_reference", "TZ/OPS/2026/17"},
        {"issuing_authority", "Head of the Tirazan Cyber Wing"},
        {"law",
         json::Object{
             {"pack", "international"}, {"edition", "2026-11-01"}, {"provision", "bp-collection"}}},
        {"targets",
         json::Array{json::Object{{"kind", "host"}, {"value", "forum.tirazan.example"}}}},
        {"activities", json::Array{"capture"}},
        {"legitimate_aim", "To prevent recruitment into a fictional circle."},
        {"necessity", "The posts are taken down within hours."},
        {"less_intrusive_means", "A screenshot would not show what the server sent."},
        {"adequacy", "The capture holds the page as it was published."},
        {"proportionality", "Public pages of one forum, for thirty days."},
        {"collateral_intrusion", "Names of bystanders in the thread."},
        {"protected_groups", json::Array{}},
        {"valid_from", at(-60'000)},
        {"valid_to", at(30 * kDayMs)},
        {"review_on", at(15 * kDayMs)}};
  }

  std::string approved(const records::Case& of_case) {
    const auto asked =
        request_authorisation(workspace(), amal_, of_case.id, json::Value(request())).value();
    EXPECT_TRUE(approve_authorisation(workspace(), behram_, asked.id, "public pages only").ok());
    return asked.id;
  }

  std::string put_object(const std::string& case_id, std::string_view text) {
    auto writer = workspace().vault().begin(case_id).value();
    EXPECT_TRUE(writer->write(as_bytes(text)).ok());
    return format_hex(writer->seal().value().info.sha256);
  }

  records::Capture start_capture(const records::Case& of_case) {
    const auto permitted = permit(workspace(), amal_,
                                  {of_case.id, authority::Activity::kCapture,
                                   authority::parse_url(kForum).value(), ""})
                               .value();
    records::Capture capture{
        crypto::new_id("capture"), crypto::new_id("exhibit"), of_case.id, "", "", "", ""};
    EXPECT_TRUE(
        workspace().custody().record_capture_started(permitted, capture.id, capture.exhibit).ok());
    return capture;
  }

  static json::Object file(const char* name, const char* role, std::string_view text,
                           const std::string& sha256) {
    return {{"name", name},
            {"role", role},
            {"media_type", "text/plain"},
            {"size", static_cast<std::uint64_t>(text.size())},
            {"sha256", sha256},
            {"sha512", std::string(128, '0')}};
  }

  // What a capture leaves when it went well, without a browser: the objects and the two entries.
  records::Exhibit seal_one(const records::Case& of_case) {
    const auto capture = start_capture(of_case);
    const std::string number = of_case.reference + "-" + capture.exhibit.substr(8, 4);
    const std::string record = "{\"not_kept\":[]}";
    const std::string page = "<title>" + capture.id + "</title>";
    json::Array files{
        file("page.html", "dom", page, put_object(of_case.id, page)),
        file("netlog.json", "netlog", "{}", put_object(of_case.id, "{}")),
        file("acquisition.json", "acquisition", record, put_object(of_case.id, record))};
    EXPECT_TRUE(
        workspace()
            .custody()
            .record({"exhibit.sealed", amal_.id, of_case.id,
                     json::Object{{"exhibit", capture.exhibit},
                                  {"number", number},
                                  {"capture", capture.id},
                                  {"authorisation", "authorisation-0000000000000001"},
                                  {"url", kForum},
                                  {"title", "Threads"},
                                  {"started_at", format_timestamp(clock_.now())},
                                  {"ended_at", format_timestamp(clock_.now())},
                                  {"files", std::move(files)},
                                  {"completeness", json::Object{{"status", "complete"},
                                                                {"reasons", json::Array{}}}}}})
            .ok());
    return workspace().records().exhibit(capture.exhibit).value();
  }

  std::vector<records::Entry> entries(std::string_view kind) {
    return workspace()
        .records()
        .entries({.kind = std::string(kind), .limit = 10'000, .oldest_first = true})
        .value();
  }

  files::TempDir folder_ = files::TempDir::create().value();
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  std::unique_ptr<Workspace> workspace_;
  authority::Officer amal_, behram_, chand_, dara_, esen_;
};

}  // namespace sanad::service
