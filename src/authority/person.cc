#include "authority/person.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace sanad::authority {
namespace {

bool names(const Authorisation& authorisation, std::string_view identifier) {
  return std::ranges::any_of(authorisation.request.targets, [&](const Target& target) {
    return target.kind == TargetKind::kIdentifier && target.value == identifier;
  });
}

std::optional<Refusal> refuse_officer(const Officer& officer) {
  if (!officer.active) {
    return Refusal{RefusalCode::kOfficerInactive,
                   "this officer's account is closed; ask an administrator", ""};
  }
  if (!officer.has(Role::kInvestigator) && !officer.has(Role::kSupervisor)) {
    return Refusal{RefusalCode::kWrongRole,
                   "only an investigator or a supervisor may look at one account; ask one of the "
                   "case",
                   ""};
  }
  return std::nullopt;
}

Refusal refuse_state(const Authorisation& a, Timestamp now) {
  switch (a.state) {
    case AuthorisationState::kRequested:
      return {RefusalCode::kNotApproved,
              "the authorisation that names this account still waits for a supervisor's approval",
              a.id};
    case AuthorisationState::kRejected:
      return {RefusalCode::kRejected,
              "the authorisation that names this account was rejected; ask for one that meets the "
              "stated reason",
              a.id};
    case AuthorisationState::kRevoked:
      return {RefusalCode::kRevoked,
              "the authorisation that names this account was revoked; ask for a new one", a.id};
    case AuthorisationState::kApproved:
      break;
  }
  if (now < a.request.valid_from) {
    return {RefusalCode::kNotYetValid,
            fmt::format("the authorisation that names this account begins at {}; wait until then",
                        format_timestamp(a.request.valid_from)),
            a.id};
  }
  return {RefusalCode::kExpired,
          fmt::format("the authorisation that names this account ended at {}; ask for a new one",
                      format_timestamp(a.request.valid_to)),
          a.id};
}

}  // namespace

PersonDecision decide_person(const Officer& officer, std::string_view case_id,
                             std::string_view identifier,
                             std::span<const Authorisation> authorisations, Timestamp now) {
  if (auto refusal = refuse_officer(officer)) return *refusal;
  const Authorisation* best = nullptr;
  const Authorisation* closest = nullptr;
  for (const Authorisation& authorisation : authorisations) {
    if (authorisation.case_id != case_id || !names(authorisation, identifier)) continue;
    if (!authorisation.is_valid_at(now)) {
      closest = &authorisation;
    } else if (!best || best->request.valid_to < authorisation.request.valid_to) {
      best = &authorisation;
    }
  }
  if (!best && closest) return refuse_state(*closest, now);
  if (!best) {
    return Refusal{
        RefusalCode::kOutOfScope,
        "no authorisation of the case names this account; ask for one that does, or look "
        "at the chat instead",
        ""};
  }
  PersonPermit permit;
  permit.officer_ = officer.id;
  permit.case_id_ = case_id;
  permit.authorisation_ = best->id;
  permit.identifier_ = identifier;
  permit.decided_at_ = now;
  permit.valid_to_ = best->request.valid_to;
  return permit;
}

}  // namespace sanad::authority
