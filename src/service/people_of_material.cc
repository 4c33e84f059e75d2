#include "service/people_of_material.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "authority/person_review.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

using authority::Role;

constexpr std::array<std::string_view, 3> kMasked = {"account", "chat", "selector"};
constexpr std::size_t kLinksShown = 500;

Result<void> require_reason(std::string_view reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string_view::npos ||
      reason.size() > authority::kMaxReasonBytes || !is_utf8(reason)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("say why the mask is lifted in at most {} bytes; it stands in the "
                             "record",
                             authority::kMaxReasonBytes)};
  }
  return {};
}

// What the ledger calls somebody whose mask was not lifted.
std::string masked_target(Masked what, std::int64_t pseudonym) {
  const char* word = what == Masked::kAccount ? "Person" : what == Masked::kChat ? "Chat" : "Value";
  return fmt::format("{} {}", word, pseudonym);
}

// Why the officer may not, whatever is asked.
std::optional<authority::Refusal> refuse_role(const authority::Officer& caller) {
  if (!caller.active)
    return authority::Refusal{authority::RefusalCode::kOfficerInactive,
                              "this officer's account is closed; ask an administrator", ""};
  if (caller.has(Role::kInvestigator) || caller.has(Role::kSupervisor)) return std::nullopt;
  return authority::Refusal{authority::RefusalCode::kWrongRole,
                            "only an investigator or a supervisor may lift a mask; ask one of the "
                            "case",
                            ""};
}

Result<authority::PersonPermit> permit_for(Workspace& workspace, const authority::Officer& caller,
                                           const Material& material, std::int64_t pseudonym,
                                           std::string_view activity) {
  SANAD_TRY(const case_index::Account account,
            material.facts().account_of(pseudonym, material.unmasked()));
  const std::string& case_id = material.of_case().id;
  const std::string target = masked_target(Masked::kAccount, pseudonym);
  const auto as_sourced = material.facts().account_identifier(account.row);
  if (!as_sourced.ok() && as_sourced.error().code != ErrorCode::kNotFound)
    return as_sourced.error();
  SANAD_TRY(const auto authorisations, workspace.records().authorisations(case_id));
  SANAD_TRY(const authority::Policy policy, policy_of(workspace));
  const auto review =
      policy.authorisations_lapse ? authority::ReviewDay::kLapses : authority::ReviewDay::kReminds;
  const Timestamp now = workspace.clock().now();
  const auto decide = [&](std::string_view identifier) {
    return authority::decide_person(caller, case_id, identifier, authorisations, now, review);
  };
  // By its pseudonym whoever is masked can be named, whatever the source calls them.
  authority::PersonDecision decision = decide(case_index::identifier_of_pseudonym(pseudonym));
  if (!decision.allowed() && as_sourced.ok()) {
    authority::PersonDecision by_source = decide(*as_sourced);
    if (by_source.allowed() || decision.refusal().authorisation.empty())
      decision = std::move(by_source);
  }
  if (decision.allowed()) return decision.permit();
  return refuse(workspace, caller, case_id, activity, target, decision.refusal());
}

Error not_masked() { return {ErrorCode::kConflict, "it is not masked; there is nothing to lift"}; }

// What stands behind a mask, and under which authorisation it may be said.
Result<Unmasking> behind(Workspace& workspace, const authority::Officer& caller,
                         const Material& material, const UnmaskOrder& order) {
  case_index::Unmasked lifted;
  Unmasking found{order.what, order.pseudonym, "", "", ""};
  const case_index::CaseIndex& facts = material.facts();
  if (order.what == Masked::kAccount) {
    SANAD_TRY(const auto permit,
              permit_for(workspace, caller, material, order.pseudonym, "unmask"));
    if (material.unmasked().accounts.contains(order.pseudonym)) return not_masked();
    lifted.accounts.insert(order.pseudonym);
    SANAD_TRY(const auto account, facts.account_of(order.pseudonym, lifted));
    found.identifier = account.id.empty() ? permit.identifier()
                                          : fmt::format("{}:{}", account.platform, account.id);
    found.name = account.name;
    found.authorisation = permit.authorisation();
  } else if (order.what == Masked::kChat) {
    SANAD_TRY(const auto as_seen, facts.chat_of(order.pseudonym, material.unmasked()));
    if (!as_seen.is_masked) return not_masked();
    lifted.chats.insert(order.pseudonym);
    SANAD_TRY(const auto chat, facts.chat_of(order.pseudonym, lifted));
    found.identifier = fmt::format("{}:{}", chat.platform, chat.id);
    found.name = chat.name;
  } else {
    SANAD_TRY(const auto as_seen, facts.selector_of(order.pseudonym, material.unmasked()));
    if (!as_seen.is_masked) return not_masked();
    lifted.selectors.insert(order.pseudonym);
    SANAD_TRY(const auto selector, facts.selector_of(order.pseudonym, lifted));
    found.identifier = selector.value;
  }
  return found;
}

}  // namespace

std::string_view masked_name(Masked what) { return kMasked[static_cast<std::size_t>(what)]; }

std::optional<Masked> parse_masked(std::string_view name) {
  const auto found = std::ranges::find(kMasked, name);
  if (found == kMasked.end()) return std::nullopt;
  return static_cast<Masked>(found - kMasked.begin());
}

Result<Unmasking> unmask(Workspace& workspace, const authority::Officer& caller,
                         const UnmaskOrder& order) {
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  if (const auto refusal = refuse_role(caller)) {
    return refuse(workspace, caller, of_case.id, "unmask",
                  masked_target(order.what, order.pseudonym), *refusal);
  }
  SANAD_CHECK(require_reason(order.reason));
  SANAD_TRY(const Material material, Material::open(workspace, caller, of_case.id));
  SANAD_TRY(Unmasking found, behind(workspace, caller, material, order));
  SANAD_CHECK(workspace.custody().record({"person.unmasked", caller.id, of_case.id,
                                          json::Object{{"what", masked_name(order.what)},
                                                       {"pseudonym", order.pseudonym},
                                                       {"identifier", found.identifier},
                                                       {"reason", order.reason},
                                                       {"authorisation", found.authorisation}}}));
  return found;
}

Result<authority::PersonPermit> permit_person(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view case_id, std::int64_t pseudonym) {
  SANAD_TRY(const Material material, Material::open(workspace, caller, case_id));
  return permit_for(workspace, caller, material, pseudonym, "look-at-person");
}

Result<case_index::Rows> edge_documents(Workspace& workspace, const authority::Officer& caller,
                                        const Material& material, const EdgeAsked& edge,
                                        const case_index::Page& page) {
  if (edge.kind == case_index::EdgeKind::kWrote) {
    SANAD_TRY(const case_index::Account account,
              material.facts().account(edge.source.row, material.unmasked()));
    SANAD_CHECK(permit_for(workspace, caller, material, account.pseudonym, "look-at-person"));
  }
  return material.facts().edge_rows(edge.kind, edge.source, edge.target, page, material.unmasked());
}

Result<PersonAnswer> view_person(Workspace& workspace, const authority::Officer& caller,
                                 const PersonQuestion& question) {
  SANAD_TRY(const Material material, Material::open(workspace, caller, question.case_id));
  SANAD_TRY(const auto permit,
            permit_for(workspace, caller, material, question.pseudonym, "look-at-person"));
  if (!question.page.after) {
    SANAD_CHECK(
        workspace.custody().record({"person.viewed", caller.id, material.of_case().id,
                                    json::Object{{"pseudonym", question.pseudonym},
                                                 {"authorisation", permit.authorisation()}}}));
  }
  const case_index::CaseIndex& facts = material.facts();
  const case_index::Unmasked& unmasked = material.unmasked();
  PersonAnswer answer;
  answer.authorisation = permit.authorisation();
  SANAD_TRY(answer.account, facts.account_of(question.pseudonym, unmasked));
  SANAD_TRY(answer.rows, facts.person_rows(permit, {}, question.page, unmasked));
  SANAD_TRY(answer.graph, facts.person_edges(permit, {.edges = kLinksShown}, unmasked));
  SANAD_TRY(answer.timeline, facts.person_timeline(permit, {}, case_index::ClockKind::kSent,
                                                   question.step, question.zone));
  SANAD_TRY(answer.activity, facts.person_activity(permit, {}, question.zone));
  return answer;
}

}  // namespace sanad::service
