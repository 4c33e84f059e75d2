#include "service/requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "clock_starts.h"
#include "clocks/calendar.h"
#include "crypto/id.h"
#include "queue.h"
#include "request_acts.h"
#include "service/exculpatory.h"
#include "service/material.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Request;
namespace {

Result<void> require_writer(Workspace& workspace, const Officer& caller) {
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                      "work on a request");
}

// Where nothing was named: the first capture of this very address.
Result<void> add_capture(Workspace& workspace, const std::string& case_id,
                         RequestContent& content) {
  const std::string url = plain_address(content.url);
  if (!content.exhibits.empty() || url.empty()) return {};
  SANAD_TRY(const auto exhibits, workspace.records().exhibits(case_id));
  for (const records::Exhibit& one : exhibits) {
    if (one.is_import() || plain_address(one.url) != url) continue;
    content.exhibits.push_back(one.id);
    return {};
  }
  return {};
}

// What the request that it stands beside, or whose place it takes, says already.
Result<void> take_over(Workspace& workspace, const records::Case& of_case,
                       RequestContent& content) {
  for (std::string* id : {&content.relates_to, &content.corrects}) {
    if (id->empty()) continue;
    SANAD_TRY(const Request other, workspace.records().request(*id));
    if (other.case_id != of_case.id)
      return Error{ErrorCode::kInvalid,
                   fmt::format("the request {} belongs to another case", other.reference)};
    if (id == &content.corrects && !other.issued_at)
      return Error{ErrorCode::kInvalid,
                   fmt::format("{} was not issued: change the draft itself", other.reference)};
    if (id == &content.corrects && !other.corrected_by.empty())
      return Error{ErrorCode::kConflict,
                   fmt::format("{} was corrected already; name the newest one", other.reference)};
    *id = other.id;
    SANAD_TRY(const RequestContent theirs, parse_request_content(other.content));
    if (content.url.empty()) content.url = theirs.url;
    if (content.identifiers.empty()) content.identifiers = theirs.identifiers;
    if (content.basis.empty()) content.basis = theirs.basis;
    if (content.offence.empty()) content.offence = theirs.offence;
    if (content.exhibits.empty()) content.exhibits = theirs.exhibits;
  }
  return {};
}

// Fills in what follows from the rest, and replaces numbers of exhibits by identifiers.
Result<void> complete_content(Workspace& workspace, const records::Case& of_case,
                              const RequestForm* form, RequestContent& content) {
  SANAD_CHECK(take_over(workspace, of_case, content));
  if (!content.url.empty() && plain_address(content.url).empty())
    return Error{ErrorCode::kInvalid,
                 "\"url\" is no full address; give it with https:// or http://"};
  if (content.zone.empty() && form != nullptr) content.zone = form->pack->zone;
  SANAD_CHECK(find_zone(workspace, content.zone));
  SANAD_CHECK(add_capture(workspace, of_case.id, content));
  SANAD_TRY(const auto exhibits, cited_exhibits(workspace, of_case.id, content.exhibits));
  content.exhibits.clear();
  for (const records::Exhibit& one : exhibits) content.exhibits.push_back(one.id);
  if (form == nullptr) return {};
  if (!content.provision.empty() && form->pack->find(content.provision) == nullptr)
    return Error{ErrorCode::kInvalid, fmt::format("the law pack \"{}\" has no provision \"{}\"",
                                                  form->pack->id, content.provision)};
  return check_fields(*form, content);
}

Result<Request> open_draft(Workspace& workspace, const Officer& caller, const RequestDraft& draft,
                           const records::Case& of_case) {
  if (draft.request.empty()) return Request{};
  SANAD_TRY(const Request before, workspace.records().request(draft.request));
  SANAD_CHECK(require_sight(workspace, caller, before.case_id));
  if (before.case_id != of_case.id)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the request {} belongs to another case", before.reference)};
  if (before.state != "draft" && before.state != "approved")
    return refuse_request(workspace, caller, before, "draft-request", "not-a-draft",
                          fmt::format("{} is {} and is not changed any more; make a new request "
                                      "that corrects it",
                                      before.reference, before.state));
  if (draft.base != before.version)
    return Error{ErrorCode::kConflict,
                 fmt::format("version {} of {} was saved meanwhile; look at it and try again",
                             before.version, before.reference)};
  return before;
}

Result<std::string> next_reference(Workspace& workspace, const records::Case& of_case) {
  SANAD_TRY(const std::int64_t count, workspace.records().count_requests(of_case.id));
  return fmt::format("{}-R{:02}", of_case.reference, count + 1);
}

Result<std::vector<std::string>> unanswered_notes(Workspace& workspace, std::string_view case_id,
                                                  const std::vector<records::Exhibit>& exhibits) {
  std::vector<std::string> ids, found;
  for (const records::Exhibit& one : exhibits) ids.push_back(one.id);
  SANAD_TRY(const auto notes, unanswered_on(workspace, case_id, ids));
  for (const records::ExculpatoryNote& one : notes) found.push_back(one.id);
  return found;
}

// May this officer pass it on as it stands? act: "approve" or "issue".
Result<void> check_ready(Workspace& workspace, const Officer& caller, const Request& request,
                         std::string_view act) {
  SANAD_TRY(const auto prepared, prepare_request(workspace, request, caller.name, std::nullopt));
  const auto missing = shortfalls(prepared->form, prepared->content, prepared->facts);
  if (missing.empty()) return {};
  return refuse_request(workspace, caller, request, fmt::format("{}-request", act),
                        missing.front().code, missing.front().reason);
}

// Under which legality record data is asked for; null where none is.
Result<json::Value> permit_to_ask(Workspace& workspace, const Officer& caller,
                                  const Request& request) {
  SANAD_TRY(const auto prepared, prepare_request(workspace, request, caller.name, std::nullopt));
  if (!prepared->form.asks_for_data()) return json::Value(nullptr);
  const authority::IntrusiveRequest act{request.case_id, authority::IntrusiveAct::kProviderRequest,
                                        prepared->content.addressee};
  SANAD_TRY(const authority::IntrusivePermit permitted, permit(workspace, caller, act));
  return json::Value(custody::format_grounds(
      {{"decided_at", format_timestamp(permitted.decided_at())}}, permitted.grounds()));
}

Result<Request> record_on(Workspace& workspace, const Officer& caller, const Request& request,
                          std::string kind, json::Object data) {
  data.set("request", request.id);
  data.set("reference", request.reference);
  SANAD_CHECK(
      workspace.custody().record({std::move(kind), caller.id, request.case_id, std::move(data)}));
  return workspace.records().request(request.id);
}

}  // namespace

Error refuse_request(Workspace& workspace, const Officer& caller, const Request& request,
                     std::string_view activity, std::string_view code, const std::string& reason) {
  const auto recorded = workspace.custody().record({"act.refused", caller.id, request.case_id,
                                                    json::Object{{"activity", activity},
                                                                 {"target", request.reference},
                                                                 {"request", request.id},
                                                                 {"authorisation", ""},
                                                                 {"code", code},
                                                                 {"reason", reason}}});
  if (!recorded.ok()) return recorded.error();
  return Error{ErrorCode::kDenied, reason};
}

Result<void> check_request_text(std::string_view text, std::string_view what) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos ||
      text.size() > kMaxRequestReasonBytes || !is_utf8(text))
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} must be a text of 1 to {} bytes; it stands in the record", what,
                             kMaxRequestReasonBytes)};
  return {};
}

Result<std::vector<records::Exhibit>> cited_exhibits(Workspace& workspace, std::string_view case_id,
                                                     const std::vector<std::string>& ids) {
  std::vector<records::Exhibit> found;
  for (const std::string& id : ids) {
    SANAD_TRY(records::Exhibit exhibit, workspace.records().exhibit(id));
    if (exhibit.case_id != case_id)
      return Error{ErrorCode::kInvalid,
                   fmt::format("the exhibit {} belongs to another case", exhibit.number)};
    const bool twice = std::ranges::any_of(
        found, [&](const records::Exhibit& other) { return other.id == exhibit.id; });
    if (!twice) found.push_back(std::move(exhibit));
  }
  return found;
}

Result<std::unique_ptr<PreparedRequest>> prepare_request(Workspace& workspace,
                                                         const Request& request,
                                                         std::string_view officer_name,
                                                         std::optional<Timestamp> issued_at) {
  auto prepared = std::make_unique<PreparedRequest>();
  SANAD_TRY(prepared->library, request_law(workspace));
  SANAD_TRY(prepared->content, parse_request_content(request.content));
  SANAD_TRY(prepared->form,
            find_request_form(prepared->library, prepared->content.pack, prepared->content.form));
  RequestFacts& facts = prepared->facts;
  SANAD_TRY(facts.of_case, workspace.records().find_case(request.case_id));
  SANAD_TRY(facts.agency, workspace.records().agency());
  SANAD_TRY(facts.powers, workspace.records().setting(kPowersSetting));
  facts.reference = request.reference;
  facts.officer = officer_name;
  facts.issued_at = issued_at;
  SANAD_TRY(facts.exhibits, cited_exhibits(workspace, request.case_id, prepared->content.exhibits));
  SANAD_TRY(facts.unanswered, unanswered_notes(workspace, request.case_id, facts.exhibits));
  SANAD_TRY(prepared->zone, find_zone(workspace, prepared->content.zone));
  SANAD_TRY(prepared->law_zone, find_zone(workspace, prepared->form.pack->zone));
  facts.zone = &prepared->zone;
  facts.law_zone = &prepared->law_zone;
  facts.now_day = clocks::format_day(
      clocks::local_day(prepared->law_zone, issued_at.value_or(workspace.clock().now())));
  return prepared;
}

Result<Request> draft_request(Workspace& workspace, const Officer& caller,
                              const RequestDraft& draft) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_TRY(RequestContent content, parse_request_content(draft.content));
  SANAD_TRY(const authority::LawLibrary library, request_law(workspace));
  SANAD_TRY(const RequestForm form, find_request_form(library, content.pack, content.form));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, draft.case_id));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request before, open_draft(workspace, caller, draft, of_case));
  SANAD_CHECK(complete_content(workspace, of_case, &form, content));
  const bool is_new = before.id.empty();
  std::string reference = before.reference;
  if (is_new) {
    SANAD_TRY(reference, next_reference(workspace, of_case));
  }
  const std::string id = is_new ? crypto::new_id("request") : before.id;
  SANAD_CHECK(
      workspace.custody().record({"request.drafted", caller.id, of_case.id,
                                  json::Object{{"request", id},
                                               {"reference", reference},
                                               {"version", before.version + 1},
                                               {"direction", "out"},
                                               {"kind", form.form->document},
                                               {"law", json::Object{{"pack", form.pack->id},
                                                                    {"edition", form.pack->edition},
                                                                    {"form", form.form->key}}},
                                               {"relates_to", content.relates_to},
                                               {"corrects", content.corrects},
                                               {"content", format_request_content(content)}}}));
  return workspace.records().request(id);
}

Result<Request> approve_request(Workspace& workspace, const Officer& caller, std::string_view id,
                                std::string_view note) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "approve a request"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (request.state != "draft")
    return Error{ErrorCode::kConflict, fmt::format("{} is {}; only a draft is approved",
                                                   request.reference, request.state)};
  if (std::ranges::find(request.authors, caller.id) != request.authors.end())
    return refuse_request(workspace, caller, request, "approve-request", "four-eyes",
                          "nobody approves what they wrote; another supervisor has to");
  SANAD_CHECK(check_ready(workspace, caller, request, "approve"));
  return record_on(workspace, caller, request, "request.approved",
                   {{"version", request.version}, {"note", note}});
}

Result<Request> return_request(Workspace& workspace, const Officer& caller, std::string_view id,
                               std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "return a request"));
  SANAD_CHECK(check_request_text(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (request.state != "draft" && request.state != "approved")
    return Error{ErrorCode::kConflict, fmt::format("{} is {}; it is not returned any more",
                                                   request.reference, request.state)};
  return record_on(workspace, caller, request, "request.returned",
                   {{"version", request.version}, {"reason", reason}});
}

Result<Request> withdraw_request(Workspace& workspace, const Officer& caller, std::string_view id,
                                 std::string_view reason) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_CHECK(check_request_text(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (request.state != "draft" && request.state != "approved")
    return refuse_request(workspace, caller, request, "withdraw-request", "not-a-draft",
                          fmt::format("{} is {} and stays in the register as it is; make a new "
                                      "request that corrects it",
                                      request.reference, request.state));
  return record_on(workspace, caller, request, "request.withdrawn", {{"reason", reason}});
}

Result<Request> issue_request(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_TRY(const Request asked, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, asked.case_id));
  if (asked.state != "approved")
    return refuse_request(workspace, caller, asked, "issue-request",
                          asked.issued_at ? "already-issued" : "not-approved",
                          fmt::format("{} is {}; a request is issued once, after another officer "
                                      "approved it",
                                      asked.reference, asked.state));
  SANAD_CHECK(check_ready(workspace, caller, asked, "issue"));
  const auto inside = workspace.gates().enter(asked.case_id);
  // Before the lock, which the record of a lapsed emergency takes too.
  SANAD_TRY(json::Value permitted, permit_to_ask(workspace, caller, asked));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Request request, workspace.records().request(id));
  SANAD_CHECK(require_sight(workspace, caller, request.case_id));
  if (request.state != "approved" || request.version != asked.version)
    return Error{
        ErrorCode::kConflict,
        fmt::format("{} was changed meanwhile; look at it and try again", request.reference)};
  const Timestamp now = workspace.clock().now();
  SANAD_TRY(const auto prepared, prepare_request(workspace, request, caller.name, now));
  if (prepared->form.pack->edition != request.law["edition"].string_or(""))
    return Error{ErrorCode::kConflict,
                 fmt::format("the law pack \"{}\" has a newer edition than the one that was "
                             "approved; save the draft again and have it approved",
                             prepared->form.pack->id)};
  SANAD_TRY(json::Array documents, seal_papers(workspace, request, *prepared));
  SANAD_TRY(json::Array clocks, begun_by(workspace, request, "issue", now));
  SANAD_TRY(const Request issued, record_on(workspace, caller, request, "request.issued",
                                            {{"version", request.version},
                                             {"issued_at", format_timestamp(now)},
                                             {"law", request.law},
                                             {"corrects", request.corrects},
                                             {"permit", std::move(permitted)},
                                             {"documents", std::move(documents)},
                                             {"clocks", std::move(clocks)}}));
  // It is issued, whatever becomes of this: the pages can be printed from a browser too.
  (void)queue_job(workspace, "request-print", request.case_id, caller.id,
                  json::Object{{"request", request.id}});
  return issued;
}

Result<Request> register_request(Workspace& workspace, const Officer& caller,
                                 const IncomingRequest& incoming) {
  SANAD_CHECK(require_writer(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, incoming.case_id));
  SANAD_TRY(RequestContent content, parse_request_content(incoming.content));
  if (!is_request_document(incoming.kind))
    return Error{ErrorCode::kInvalid,
                 "\"kind\" is one of: referral, removal-order, notice, court-intimation, "
                 "preservation-request, voluntary-request, emergency-request, "
                 "mutual-assistance-request"};
  if (incoming.received_at > workspace.clock().now())
    return Error{ErrorCode::kInvalid, "\"received_at\" has not come yet"};
  SANAD_CHECK(check_request_text(content.addressee, "\"addressee\" (who asks)"));
  SANAD_CHECK(check_request_text(content.basis, "\"basis\" (what is asked, and why)"));
  json::Value law(nullptr);
  if (!content.pack.empty()) {
    SANAD_TRY(const authority::LawLibrary library, request_law(workspace));
    SANAD_TRY(const RequestForm form, find_request_form(library, content.pack, content.form));
    law = json::Object{
        {"pack", form.pack->id}, {"edition", form.pack->edition}, {"form", form.form->key}};
  }
  const std::lock_guard lock(workspace.versioning());
  SANAD_CHECK(complete_content(workspace, of_case, nullptr, content));
  SANAD_TRY(const std::string reference, next_reference(workspace, of_case));
  const std::string id = crypto::new_id("request");
  SANAD_CHECK(workspace.custody().record(
      {"request.registered", caller.id, of_case.id,
       json::Object{{"request", id},
                    {"reference", reference},
                    {"direction", "in"},
                    {"kind", incoming.kind},
                    {"received_at", format_timestamp(incoming.received_at)},
                    {"their_reference", incoming.their_reference},
                    {"law", std::move(law)},
                    {"relates_to", content.relates_to},
                    {"corrects", ""},
                    {"content", format_request_content(content)}}}));
  return workspace.records().request(id);
}

}  // namespace sanad::service
