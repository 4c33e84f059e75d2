#include "service/rechecks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "crypto/id.h"
#include "queue.h"
#include "recheck_outcome.h"
#include "request_acts.h"
#include "service/captures.h"
#include "service/cases.h"
#include "service/exhibits.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Request;
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kJobsLookedAt = 500;
constexpr std::uint64_t kMaxDocumentBytes = 8U << 20;

Result<void> require_writer(Workspace& workspace, const Officer& caller) {
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                      "re-check a page");
}

// The first capture of the address among the exhibits that the request relies on.
Result<records::Exhibit> first_capture(Workspace& workspace, const Request& request) {
  SANAD_TRY(const RequestContent content, parse_request_content(request.content));
  SANAD_TRY(const auto exhibits, cited_exhibits(workspace, request.case_id, content.exhibits));
  const std::string url = plain_address(content.url);
  for (const records::Exhibit& one : exhibits) {
    if (!one.is_import() && !url.empty() && plain_address(one.url) == url) return one;
  }
  return Error{ErrorCode::kInvalid,
               fmt::format("{} relies on no capture of its address, so there is nothing to compare "
                           "with",
                           request.reference)};
}

Result<Request> open_issued(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_TRY(Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (!request.issued_at)
    return Error{ErrorCode::kConflict,
                 fmt::format("{} was not issued; re-checks follow a request", request.reference)};
  SANAD_CHECK(first_capture(workspace, request));
  return request;
}

// Decided now; a refusal is recorded.
Result<void> check_permit(Workspace& workspace, const Officer& caller, const Request& request) {
  SANAD_TRY(const authority::Url url, authority::parse_url(request.content["url"].string_or("")));
  SANAD_CHECK(permit(workspace, caller, {request.case_id, authority::Activity::kCapture, url, ""}));
  return {};
}

Result<bool> is_under_way(Workspace& workspace, const records::Recheck& schedule) {
  SANAD_TRY(const auto jobs, workspace.jobs().of_case(schedule.case_id, kJobsLookedAt));
  return std::ranges::any_of(jobs, [&](const records::Job& job) {
    return job.kind == "recheck" && !records::is_final(job.state) &&
           job.payload["request"].string_or("") == schedule.request;
  });
}

Result<std::string> read_document(Workspace& workspace, const records::Exhibit& exhibit) {
  const auto file =
      std::ranges::find(exhibit.files, std::string("dom"), &records::ExhibitFile::role);
  if (file == exhibit.files.end()) return std::string();
  SANAD_TRY(const auto opened, open_recorded(workspace, exhibit, file->name));
  Bytes bytes(std::min<std::uint64_t>(opened.reader->size(), kMaxDocumentBytes));
  SANAD_TRY(const std::size_t got, opened.reader->read_at(0, bytes));
  return std::string(as_text(ByteView(bytes.data(), got)));
}

Result<RecheckSide> side_of(Workspace& workspace, const Officer& officer,
                            const records::Exhibit& exhibit) {
  SANAD_TRY(const json::Value record, read_acquisition(workspace, officer, exhibit));
  RecheckSide side;
  side.status = record["http_status"].int_or(0);
  side.final_url = record["url_final"].string_or(exhibit.url);
  side.load_error = record["loading"]["error"].string_or("");
  side.html_sha256 = record["html_sha256"].string_or("");
  SANAD_TRY(side.document, read_document(workspace, exhibit));
  return side;
}

Result<void> record_result(Workspace& workspace, const records::Job& job, const Request& request,
                           const RecheckOutcome& outcome, const records::Exhibit& first,
                           const std::string& exhibit, const RecheckSide& later) {
  SANAD_CHECK(workspace.custody().record(
      {"recheck.done", job.actor, request.case_id,
       json::Object{{"check", crypto::new_id("check")},
                    {"request", request.id},
                    {"reference", request.reference},
                    {"outcome", outcome.outcome},
                    {"reason", outcome.reason},
                    {"exhibit", exhibit},
                    {"first", first.id},
                    {"status", later.status},
                    {"final_url", later.final_url},
                    {"likeness_percent", outcome.likeness_percent < 0
                                             ? json::Value(nullptr)
                                             : json::Value(outcome.likeness_percent)}}}));
  return {};
}

// The job of a capture like any other; begin and end are recorded by it.
records::Job capture_job(const records::Job& job, const std::string& url,
                         const std::string& exhibit) {
  records::Job of_capture = job;
  of_capture.kind = "capture";
  of_capture.payload = json::Object{{"capture", crypto::new_id("capture")},
                                    {"exhibit", exhibit},
                                    {"url", url},
                                    {"authorisation", ""},
                                    {"options", json::Object{}}};
  return of_capture;
}

json::Value answer(const Request& request, std::string_view outcome, const std::string& exhibit) {
  json::Object object{{"request", request.id}, {"outcome", outcome}};
  if (!exhibit.empty()) object.set("exhibit", exhibit);
  return json::Value(std::move(object));
}

}  // namespace

Result<records::Recheck> schedule_recheck(Workspace& workspace, const Officer& caller,
                                          std::string_view id, std::int64_t every_hours,
                                          Timestamp until) {
  SANAD_TRY(const Request request, open_issued(workspace, caller, id));
  const Timestamp now = workspace.clock().now();
  if (every_hours < 1 || every_hours > kMaxRecheckHours)
    return Error{ErrorCode::kInvalid,
                 fmt::format("a page is re-checked every 1 to {} hours", kMaxRecheckHours)};
  if (until <= now || until.unix_ms > now.unix_ms + kMaxRecheckDays * kDayMs)
    return Error{ErrorCode::kInvalid,
                 fmt::format("re-checks end in the future, within {} days", kMaxRecheckDays)};
  SANAD_CHECK(check_permit(workspace, caller, request));
  SANAD_CHECK(workspace.custody().record({"recheck.scheduled", caller.id, request.case_id,
                                          json::Object{{"request", request.id},
                                                       {"reference", request.reference},
                                                       {"url", request.content["url"]},
                                                       {"every_hours", every_hours},
                                                       {"until", format_timestamp(until)}}}));
  return workspace.records().recheck(request.id);
}

Result<records::Recheck> end_rechecks(Workspace& workspace, const Officer& caller,
                                      std::string_view id, std::string_view reason) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_CHECK(check_request_text(reason, "the reason"));
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  SANAD_TRY(const records::Recheck schedule, workspace.records().recheck(request.id));
  if (!schedule.next_at)
    return Error{ErrorCode::kConflict,
                 fmt::format("the re-checks of {} have ended already", request.reference)};
  SANAD_CHECK(workspace.custody().record(
      {"recheck.ended", caller.id, request.case_id,
       json::Object{
           {"request", request.id}, {"reference", request.reference}, {"reason", reason}}}));
  return workspace.records().recheck(request.id);
}

Result<std::string> order_recheck(Workspace& workspace, const Officer& caller,
                                  std::string_view id) {
  SANAD_TRY(const Request request, open_issued(workspace, caller, id));
  SANAD_CHECK(check_permit(workspace, caller, request));
  return queue_job(workspace, "recheck", request.case_id, caller.id,
                   json::Object{{"request", request.id}, {"url", request.content["url"]}});
}

Result<std::size_t> queue_due_rechecks(Workspace& workspace) {
  SANAD_TRY(const auto due, workspace.records().rechecks_due(workspace.clock().now()));
  std::size_t queued = 0;
  for (const records::Recheck& schedule : due) {
    SANAD_TRY(const bool runs, is_under_way(workspace, schedule));
    if (runs) continue;
    SANAD_CHECK(queue_job(workspace, "recheck", schedule.case_id, schedule.by,
                          json::Object{{"request", schedule.request}, {"url", schedule.url}}));
    ++queued;
  }
  return queued;
}

Result<json::Value> run_recheck(Workspace& workspace, const records::Job& job,
                                capture::Monitor& monitor) {
  SANAD_TRY(const Request request,
            workspace.records().request(job.payload["request"].string_or("")));
  SANAD_TRY(const Officer officer, workspace.records().officer(job.actor));
  SANAD_TRY(const records::Exhibit first, first_capture(workspace, request));
  const std::string exhibit = crypto::new_id("exhibit");
  const auto captured = run_capture(
      workspace, capture_job(job, request.content["url"].string_or(""), exhibit), monitor);
  if (!captured.ok()) {
    const bool is_refused = captured.error().code == ErrorCode::kDenied;
    const RecheckOutcome none{is_refused ? "refused" : "unclear", captured.error().message, -1};
    SANAD_CHECK(record_result(workspace, job, request, none, first, "", {}));
    if (is_refused) return captured.error();
    return answer(request, none.outcome, "");
  }
  SANAD_TRY(const records::Exhibit later, workspace.records().exhibit(exhibit));
  SANAD_TRY(const RecheckSide before, side_of(workspace, officer, first));
  SANAD_TRY(const RecheckSide now, side_of(workspace, officer, later));
  const RecheckOutcome outcome = compare_captures(before, now);
  SANAD_CHECK(record_result(workspace, job, request, outcome, first, exhibit, now));
  return answer(request, outcome.outcome, exhibit);
}

Result<std::vector<records::Match>> uploads_again(Workspace& workspace, const Request& request) {
  std::vector<records::Match> again;
  if (!request.issued_at) return again;
  std::set<std::string> relied_on;
  if (const json::Array* ids = request.content["exhibits"].as_array()) {
    for (const json::Value& id : *ids) relied_on.insert(id.string_or(""));
  }
  // Captures of re-checks are the same page again, not another place.
  SANAD_TRY(const auto results, workspace.records().recheck_results(request.id));
  std::set<std::string> own = relied_on;
  for (const records::RecheckResult& one : results) own.insert(one.exhibit);
  SANAD_TRY(const auto matches, workspace.records().matches(request.case_id));
  std::set<std::pair<std::string, std::string>> entries;
  for (const records::Match& one : matches)
    if (relied_on.contains(one.exhibit)) entries.emplace(one.list, one.entry);
  for (const records::Match& one : matches) {
    if (own.contains(one.exhibit) || one.state == "rejected" || one.found_at < *request.issued_at)
      continue;
    bool is_same = entries.contains({one.list, one.entry});
    if (!is_same) {
      SANAD_TRY(const auto source, workspace.records().list_source(one.list, one.entry));
      is_same = source && relied_on.contains(source->exhibit);
    }
    if (is_same) again.push_back(one);
  }
  return again;
}

Result<void> add_rechecks(Workspace& workspace, const Request& request, json::Object& object) {
  json::Value schedule(nullptr);
  if (const auto found = workspace.records().recheck(request.id); found.ok()) {
    schedule = json::Object{
        {"every_hours", found->every_hours},
        {"scheduled_at", format_timestamp(found->scheduled_at)},
        {"until", format_timestamp(found->until)},
        {"by", found->by},
        {"next_at", found->next_at ? json::Value(format_timestamp(*found->next_at)) : nullptr},
        {"end_reason", found->end_reason}};
  }
  json::Array results, again;
  SANAD_TRY(const auto checks, workspace.records().recheck_results(request.id));
  for (const records::RecheckResult& one : checks) {
    json::Value exhibit(nullptr), number(nullptr);
    if (!one.exhibit.empty()) {
      SANAD_TRY(const auto gone, workspace.records().tombstone(one.exhibit));
      if (gone) {
        number = gone->number;  // what it was stays known; there is nothing to open
      } else {
        SANAD_TRY(const records::Exhibit sealed, workspace.records().exhibit(one.exhibit));
        exhibit = sealed.id;
        number = sealed.number;
      }
    }
    results.emplace_back(json::Object{{"check", one.check},
                                      {"at", format_timestamp(one.at)},
                                      {"outcome", one.outcome},
                                      {"reason", one.reason},
                                      {"exhibit", std::move(exhibit)},
                                      {"exhibit_number", std::move(number)},
                                      {"likeness_percent", one.data["likeness_percent"]}});
  }
  SANAD_TRY(const auto matches, uploads_again(workspace, request));
  for (const records::Match& one : matches) {
    SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(one.exhibit));
    again.emplace_back(json::Object{{"match", one.id},
                                    {"exhibit", exhibit.id},
                                    {"exhibit_number", exhibit.number},
                                    {"list_name", one.list_name},
                                    {"found_at", format_timestamp(one.found_at)},
                                    {"state", one.state}});
  }
  object.set("recheck", std::move(schedule));
  object.set("recheck_results", std::move(results));
  object.set("uploads_again", std::move(again));
  return {};
}

}  // namespace sanad::service
