#include "service/cases.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/id.h"
#include "four_eyes.h"
#include "service/acts.h"
#include "service/law.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Authorisation;
using authority::Officer;
using authority::Role;

namespace {

constexpr std::size_t kMaxReferenceBytes = 100;
constexpr std::size_t kMaxTitleBytes = 500;

Result<std::string> require_text(std::string_view text, std::string_view what, std::size_t most) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return Error{ErrorCode::kInvalid, fmt::format("{} is empty; fill it in", what)};
  if (text.size() > most || !is_utf8(text))
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} must be UTF-8 text of at most {} bytes", what, most)};
  return std::string(text);
}

Result<authority::LawPack> find_pack(Workspace& workspace, std::string_view id) {
  SANAD_TRY(const Law law, law_of(workspace));
  if (const authority::LawPack* pack = law.library.latest(id)) return *pack;
  return Error{ErrorCode::kInvalid,
               fmt::format("there is no law pack \"{}\"; see \"sanad law list\"", id)};
}

// A citation that leads nowhere is refused; what speaks against one that does is answered.
Result<std::vector<std::string>> check_law(Workspace& workspace,
                                           const authority::AuthorisationRequest& request) {
  SANAD_TRY(const Law law, law_of(workspace));
  SANAD_TRY(authority::Cited cited,
            law.library.cite(request.law_pack, request.law_edition, request.law_provision,
                             day_of(workspace.clock().now())));
  return std::move(cited.warnings);
}

Result<Authorisation> decide_on(Workspace& workspace, const Authorisation& before,
                                custody::Act act) {
  act.case_id = before.case_id;
  act.data.set("authorisation", before.id);
  SANAD_CHECK(workspace.custody().record(act));
  return workspace.records().authorisation(before.id);
}

}  // namespace

Result<records::Case> open_case(Workspace& workspace, const Officer& caller,
                                std::string_view reference, std::string_view title,
                                std::string_view law_pack) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor}, "open a case"));
  SANAD_TRY(const std::string checked_reference,
            require_text(reference, "the reference", kMaxReferenceBytes));
  SANAD_TRY(const std::string checked_title, require_text(title, "the title", kMaxTitleBytes));
  SANAD_TRY(const authority::LawPack pack, find_pack(workspace, law_pack));
  if (workspace.records().find_case(checked_reference).ok()) {
    return Error{
        ErrorCode::kConflict,
        fmt::format("there is a case \"{}\" already; choose another reference", reference)};
  }
  const std::string id = crypto::new_id("case");
  SANAD_CHECK(workspace.keyring().create_case_key(id));
  SANAD_CHECK(workspace.custody().record(
      {"case.opened", caller.id, id,
       json::Object{{"case", id},
                    {"reference", checked_reference},
                    {"title", checked_title},
                    {"officer_in_charge", caller.id},
                    {"law_pack", json::Object{{"id", pack.id}, {"edition", pack.edition}}}}}));
  return workspace.records().find_case(id);
}

Result<std::vector<records::Case>> list_cases(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_act_reader(workspace, caller));
  SANAD_TRY(auto cases, workspace.records().cases());
  SANAD_CHECK(keep_seen(workspace, caller, cases, [](const records::Case& one) { return one.id; }));
  if (reads_acts_only(caller)) {
    for (records::Case& one : cases) leave_out_words(one);
  }
  return cases;
}

Result<records::Case> find_case(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_CHECK(require_act_reader(workspace, caller));
  SANAD_TRY(records::Case found, case_for(workspace, caller, id));
  if (reads_acts_only(caller)) leave_out_words(found);
  return found;
}

Result<Authorisation> request_authorisation(Workspace& workspace, const Officer& caller,
                                            std::string_view case_id, const json::Value& request) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator}, "ask for an authorisation"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(const authority::AuthorisationRequest parsed, authority::parse_request(request));
  SANAD_TRY(const std::vector<std::string> law_warnings, check_law(workspace, parsed));
  if (parsed.valid_to <= workspace.clock().now()) {
    return Error{ErrorCode::kInvalid, "\"valid_to\" has passed; choose a later end"};
  }
  const std::string id = crypto::new_id("authorisation");
  json::Object data = authority::format_request(parsed);
  data.set("authorisation", id);
  data.set("requester", caller.id);
  if (!law_warnings.empty())
    data.set("law_warnings", json::Array(law_warnings.begin(), law_warnings.end()));
  SANAD_CHECK(workspace.custody().record(
      {"authorisation.requested", caller.id, of_case.id, std::move(data)}));
  return workspace.records().authorisation(id);
}

Result<Authorisation> approve_authorisation(Workspace& workspace, const Officer& caller,
                                            std::string_view id, std::string_view note) {
  SANAD_TRY(const Authorisation before, workspace.records().authorisation(id));
  SANAD_CHECK(require_sight(workspace, caller, before.case_id));
  SANAD_CHECK(enforce(workspace, caller, before.case_id, "authorisation.approve", before.id,
                      authority::may_approve(caller, before)));
  if (before.request.valid_to <= workspace.clock().now()) {
    return Error{ErrorCode::kConflict,
                 "the period that was asked for has passed; ask for a new one"};
  }
  return decide_on(workspace, before,
                   {"authorisation.approved", caller.id, "",
                    json::Object{{"approver", caller.id}, {"note", note}}});
}

Result<Authorisation> reject_authorisation(Workspace& workspace, const Officer& caller,
                                           std::string_view id, std::string_view reason) {
  SANAD_TRY(const std::string checked,
            require_text(reason, "the reason", authority::kMaxReasonBytes));
  SANAD_TRY(const Authorisation before, workspace.records().authorisation(id));
  SANAD_CHECK(require_sight(workspace, caller, before.case_id));
  SANAD_CHECK(enforce(workspace, caller, before.case_id, "authorisation.reject", before.id,
                      authority::may_approve(caller, before)));
  return decide_on(workspace, before,
                   {"authorisation.rejected", caller.id, "",
                    json::Object{{"approver", caller.id}, {"reason", checked}}});
}

Result<Authorisation> revoke_authorisation(Workspace& workspace, const Officer& caller,
                                           std::string_view id, std::string_view reason) {
  SANAD_TRY(const std::string checked,
            require_text(reason, "the reason", authority::kMaxReasonBytes));
  SANAD_TRY(const Authorisation before, workspace.records().authorisation(id));
  SANAD_CHECK(require_sight(workspace, caller, before.case_id));
  SANAD_CHECK(enforce(workspace, caller, before.case_id, "authorisation.revoke", before.id,
                      authority::may_revoke(caller, before)));
  return decide_on(workspace, before,
                   {"authorisation.revoked", caller.id, "",
                    json::Object{{"by", caller.id}, {"reason", checked}}});
}

Result<std::vector<Authorisation>> list_authorisations(Workspace& workspace, const Officer& caller,
                                                       std::string_view case_id) {
  SANAD_CHECK(require_act_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(auto all, workspace.records().authorisations(of_case.id));
  if (reads_acts_only(caller)) {
    for (Authorisation& one : all) leave_out_words(one);
  }
  return all;
}

Result<Authorisation> find_authorisation(Workspace& workspace, const Officer& caller,
                                         std::string_view id) {
  SANAD_CHECK(require_act_reader(workspace, caller));
  SANAD_TRY(Authorisation found, workspace.records().authorisation(id));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id));
  if (reads_acts_only(caller)) leave_out_words(found);
  return found;
}

Result<std::vector<Authorisation>> list_waiting(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(auto all, workspace.records().authorisations(""));
  std::erase_if(all,
                [&](const Authorisation& a) { return !authority::may_approve(caller, a).ok(); });
  SANAD_CHECK(
      keep_seen(workspace, caller, all, [](const Authorisation& one) { return one.case_id; }));
  return all;
}

Result<authority::Decision> preview(Workspace& workspace, const Officer& caller,
                                    const authority::ActRequest& act) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, act.case_id));
  SANAD_TRY(const auto authorisations, workspace.records().authorisations(of_case.id));
  SANAD_TRY(const auto circumstances, circumstances_of(workspace, of_case.id));
  authority::ActRequest resolved = act;
  resolved.case_id = of_case.id;
  return authority::decide(caller, resolved, authorisations, circumstances,
                           workspace.clock().now());
}

Result<authority::Permit> permit(Workspace& workspace, const Officer& caller,
                                 const authority::ActRequest& act) {
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, act.case_id));
  authority::ActRequest resolved = act;
  resolved.case_id = of_case.id;
  SANAD_TRY(const auto authorisations, workspace.records().authorisations(of_case.id));
  SANAD_CHECK(record_lapsed_emergencies(workspace, of_case.id));
  SANAD_TRY(const auto circumstances, circumstances_of(workspace, of_case.id));
  const authority::Decision decision =
      authority::decide(caller, resolved, authorisations, circumstances, workspace.clock().now());
  if (decision.allowed()) return decision.permit();
  SANAD_CHECK(workspace.custody().record_refusal(caller, resolved, decision.refusal()));
  return Error{ErrorCode::kDenied, decision.refusal().reason};
}

}  // namespace sanad::service
