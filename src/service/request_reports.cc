// What became of a request outside Sanad, as officers report it, and the clocks that follow.
#include <fmt/format.h>

#include <algorithm>

#include "clock_starts.h"
#include "given_time.h"
#include "request_acts.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Request;
namespace {

constexpr std::size_t kMaxShortBytes = 500;

Result<void> check_short(std::string_view text, std::string_view what, bool is_required) {
  if (text.size() > kMaxShortBytes || !is_utf8(text) || (is_required && text.empty()))
    return Error{ErrorCode::kInvalid, fmt::format("{} is a text of {} to {} bytes", what,
                                                  is_required ? 1 : 0, kMaxShortBytes)};
  return {};
}

// Since when something can have become of it.
Timestamp since(const Request& request) {
  if (request.issued_at) return *request.issued_at;
  for (const records::RequestEvent& event : request.events) {
    const auto received = parse_timestamp(event.data["received_at"].string_or(""));
    if (received.ok()) return *received;
  }
  return request.created_at;
}

Result<Request> open_reported(Workspace& workspace, const Officer& caller, std::string_view id,
                              RequestReport& report) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                           "report what became of a request"));
  SANAD_CHECK(check_short(report.how, "how it went", false));
  SANAD_CHECK(check_short(report.reference, "the addressee's reference", false));
  if (report.note.size() > kMaxRequestReasonBytes || !is_utf8(report.note))
    return Error{ErrorCode::kInvalid,
                 fmt::format("the note has at most {} bytes", kMaxRequestReasonBytes)};
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (request.direction == "out" && !request.issued_at)
    return Error{ErrorCode::kConflict,
                 fmt::format("{} is {}; nothing can have become of it before it is issued",
                             request.reference, request.state)};
  if (report.at > workspace.clock().now())
    return Error{ErrorCode::kInvalid, "the time has not come yet; report what has happened"};
  report.at = given_after(report.at, since(request));
  if (report.at < since(request))
    return Error{ErrorCode::kInvalid,
                 fmt::format("the time lies before {}, when the request was issued or came in",
                             format_timestamp(since(request)))};
  return request;
}

bool has_event(const Request& request, std::string_view kind) {
  return std::ranges::any_of(
      request.events, [&](const records::RequestEvent& event) { return event.kind == kind; });
}

Result<Request> record_report(Workspace& workspace, const Officer& caller, const Request& request,
                              std::string kind, const RequestReport& report, json::Object data) {
  data.set("request", request.id);
  data.set("reference", request.reference);
  data.set("at", format_timestamp(report.at));
  data.set("note", report.note);
  SANAD_CHECK(
      workspace.custody().record({std::move(kind), caller.id, request.case_id, std::move(data)}));
  return workspace.records().request(request.id);
}

// A paper to a court that stands beside another request: the court was told of that one's matter.
Result<json::Array> met_by_telling(Workspace& workspace, const Request& request, Timestamp at) {
  if (request.relates_to.empty() || request.law["form"].is_null()) return json::Array{};
  SANAD_TRY(const authority::LawLibrary library, request_law(workspace));
  const authority::LawPack* pack = library.latest(request.law["pack"].string_or(""));
  const authority::Form* form =
      pack == nullptr ? nullptr : pack->form(request.law["form"].string_or(""));
  if (form == nullptr || form->addressee != "court") return json::Array{};
  SANAD_TRY(const Request other, workspace.records().request(request.relates_to));
  return met_by(workspace, other, "court-told", at);
}

std::string_view event_of(std::string_view outcome) {
  if (outcome == "removed") return "removal";
  if (outcome == "preserved") return "acceptance";
  if (outcome == "disclosed") return "acquisition";
  return {};
}

bool is_answer(std::string_view outcome) {
  return outcome != "clarification" && outcome != "no-answer" && outcome != "impossible";
}

void append(json::Array& to, json::Array from) {
  for (json::Value& one : from) to.push_back(std::move(one));
}

}  // namespace

Result<Request> report_sent(Workspace& workspace, const Officer& caller, std::string_view id,
                            const RequestReport& given) {
  RequestReport report = given;
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request request, open_reported(workspace, caller, id, report));
  SANAD_CHECK(check_short(report.how, "how it was sent", true));
  if (request.direction != "out")
    return Error{ErrorCode::kConflict, "this request came in; report what was done about it"};
  SANAD_TRY(json::Array met, met_by_telling(workspace, request, report.at));
  return record_report(workspace, caller, request, "request.sent", report,
                       {{"how", report.how}, {"met", std::move(met)}});
}

Result<Request> report_received(Workspace& workspace, const Officer& caller, std::string_view id,
                                const RequestReport& given) {
  RequestReport report = given;
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request request, open_reported(workspace, caller, id, report));
  SANAD_CHECK(check_short(report.how, "how its receipt is known", true));
  if (request.direction != "out" || has_event(request, "request.received"))
    return Error{ErrorCode::kConflict,
                 "the receipt of this request stands in the register already"};
  if (!has_event(request, "request.sent"))
    return Error{ErrorCode::kConflict, "report first how and when the request was sent"};
  SANAD_TRY(json::Array clocks, begun_by(workspace, request, "receipt", report.at));
  return record_report(workspace, caller, request, "request.received", report,
                       {{"how", report.how}, {"clocks", std::move(clocks)}});
}

Result<Request> report_answer(Workspace& workspace, const Officer& caller, std::string_view id,
                              const RequestReport& given) {
  RequestReport report = given;
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request request, open_reported(workspace, caller, id, report));
  if (std::ranges::find(kOutcomes, report.outcome) == std::end(kOutcomes))
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"outcome\" is one of: {}", fmt::join(kOutcomes, ", "))};
  SANAD_TRY(const auto exhibits, cited_exhibits(workspace, request.case_id, report.exhibits));
  json::Array ids;
  for (const records::Exhibit& one : exhibits) ids.emplace_back(one.id);
  json::Array clocks, met;
  for (const std::string_view event :
       {event_of(report.outcome),
        is_answer(report.outcome) ? std::string_view("answer") : std::string_view()}) {
    if (event.empty() || request.direction != "out") continue;
    SANAD_TRY(json::Array begun, begun_by(workspace, request, event, report.at));
    SANAD_TRY(json::Array done, met_by(workspace, request, event, report.at));
    append(clocks, std::move(begun));
    append(met, std::move(done));
  }
  return record_report(workspace, caller, request, "request.answered", report,
                       {{"outcome", report.outcome},
                        {"their_reference", report.reference},
                        {"exhibits", std::move(ids)},
                        {"clocks", std::move(clocks)},
                        {"met", std::move(met)}});
}

}  // namespace sanad::service
