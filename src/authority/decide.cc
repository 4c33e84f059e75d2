#include "authority/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "authority/scope.h"

namespace sanad::authority {
namespace {

bool permits_activity(const AuthorisationRequest& request, Activity activity) {
  return std::find(request.activities.begin(), request.activities.end(), activity) !=
         request.activities.end();
}

const Target* first_covering(const std::vector<Target>& targets, const Url& url) {
  const auto found =
      std::find_if(targets.begin(), targets.end(), [&](const Target& t) { return covers(t, url); });
  return found == targets.end() ? nullptr : &*found;
}

std::vector<IpRange> named_private_ranges(const AuthorisationRequest& request) {
  std::vector<IpRange> ranges;
  if (!permits_activity(request, Activity::kContactPrivateAddress)) return ranges;
  for (const auto& target : request.targets) {
    if (target.kind != TargetKind::kAddress) continue;
    auto range = parse_ip_range(target.value);
    if (range.ok()) ranges.push_back(*range);
  }
  return ranges;
}

bool contains(const std::vector<IpRange>& ranges, const IpAddress& address) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const IpRange& r) { return r.contains(address); });
}

// The address that the host itself is, without asking a name server; "localhost" is loopback
// everywhere (RFC 6761).
std::optional<IpAddress> literal_address(const Url& url) {
  if (url.host == "localhost" || url.host.ends_with(".localhost")) return parse_ip("127.0.0.1");
  return parse_ip(url.host);
}

std::optional<Refusal> refuse_officer(const Officer& officer) {
  if (!officer.active) {
    return Refusal{RefusalCode::kOfficerInactive,
                   "this officer's account is closed; ask an administrator", ""};
  }
  if (!officer.has(Role::kInvestigator)) {
    return Refusal{RefusalCode::kWrongRole, "only an investigator may do this; ask one of the case",
                   ""};
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_state(const Authorisation& a, Timestamp now, ReviewDay review) {
  switch (a.state) {
    case AuthorisationState::kRequested:
      return Refusal{RefusalCode::kNotApproved,
                     "the authorisation still waits for a supervisor's approval", a.id};
    case AuthorisationState::kRejected:
      return Refusal{RefusalCode::kRejected,
                     "the authorisation was rejected; ask for one that meets the stated reason",
                     a.id};
    case AuthorisationState::kRevoked:
      return Refusal{RefusalCode::kRevoked, "the authorisation was revoked; ask for a new one",
                     a.id};
    case AuthorisationState::kApproved:
      break;
  }
  if (now < a.request.valid_from) {
    return Refusal{RefusalCode::kNotYetValid,
                   fmt::format("the authorisation begins at {}; wait until then",
                               format_timestamp(a.request.valid_from)),
                   a.id};
  }
  if (!a.is_valid_at(now)) {
    return Refusal{RefusalCode::kExpired,
                   fmt::format("the authorisation ended at {}; ask for a new one",
                               format_timestamp(a.request.valid_to)),
                   a.id};
  }
  if (review == ReviewDay::kLapses && a.review_due() <= now) {
    return Refusal{RefusalCode::kReviewLapsed,
                   fmt::format("the authorisation lapsed at {}, when its review was due; a "
                               "supervisor must record the review",
                               format_timestamp(a.review_due())),
                   a.id};
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_content(const Authorisation& a, const ActRequest& act) {
  // Imports are held against the scope part by part; sharing against the marking.
  const bool is_placeless = has_no_address(act.activity);
  if (!is_placeless && !first_covering(a.request.targets, act.url)) {
    return Refusal{
        RefusalCode::kOutOfScope,
        fmt::format("{} is outside the targets of the authorisation; ask for one that names it",
                    act.url.text()),
        a.id};
  }
  if (!permits_activity(a.request, act.activity)) {
    return Refusal{
        RefusalCode::kActivityNotAuthorised,
        fmt::format("the authorisation does not permit the activity \"{}\"; ask for one that does",
                    activity_name(act.activity)),
        a.id};
  }
  const auto address = is_placeless ? std::nullopt : literal_address(act.url);
  if (address && is_private(*address) && !contains(named_private_ranges(a.request), *address)) {
    return Refusal{RefusalCode::kPrivateAddress,
                   fmt::format("{} is a private address, and the authorisation does not name it; "
                               "such addresses are refused",
                               act.url.host),
                   a.id};
  }
  return std::nullopt;
}

// A higher number came closer to covering the act.
int closeness(RefusalCode code) {
  switch (code) {
    case RefusalCode::kOutOfScope:
      return 1;
    case RefusalCode::kRejected:
      return 2;
    case RefusalCode::kRevoked:
      return 3;
    case RefusalCode::kExpired:
      return 4;
    case RefusalCode::kNotApproved:
      return 5;
    case RefusalCode::kNotYetValid:
      return 6;
    case RefusalCode::kActivityNotAuthorised:
      return 7;
    case RefusalCode::kPrivateAddress:
      return 8;
    case RefusalCode::kReviewLapsed:
      return 9;
    default:
      return 0;
  }
}

// Scope before state: an officer who is out of scope everywhere is told so, not that some other
// authorisation has expired.
std::optional<Refusal> refuse(const Authorisation& a, const ActRequest& act, Timestamp now,
                              ReviewDay review) {
  if (auto content = refuse_content(a, act); content && content->code == RefusalCode::kOutOfScope)
    return content;
  if (auto state = refuse_state(a, now, review)) return state;
  return refuse_content(a, act);
}

}  // namespace

std::string_view refusal_code_name(RefusalCode code) {
  switch (code) {
    case RefusalCode::kOfficerInactive:
      return "officer-inactive";
    case RefusalCode::kWrongRole:
      return "wrong-role";
    case RefusalCode::kNoAuthorisation:
      return "no-authorisation";
    case RefusalCode::kNotApproved:
      return "not-approved";
    case RefusalCode::kRejected:
      return "rejected";
    case RefusalCode::kRevoked:
      return "revoked";
    case RefusalCode::kNotYetValid:
      return "not-yet-valid";
    case RefusalCode::kExpired:
      return "expired";
    case RefusalCode::kActivityNotAuthorised:
      return "activity-not-authorised";
    case RefusalCode::kOutOfScope:
      return "out-of-scope";
    case RefusalCode::kPrivateAddress:
      return "private-address";
    case RefusalCode::kReviewLapsed:
      return "review-lapsed";
    case RefusalCode::kNoPlan:
      return "no-plan";
    case RefusalCode::kNotAssessed:
      return "not-assessed";
    case RefusalCode::kDoNotCollect:
      return "do-not-collect";
    case RefusalCode::kNoLegalityRecord:
      return "no-legality-record";
    case RefusalCode::kNoMandate:
      return "no-mandate";
    case RefusalCode::kNotCompetent:
      return "not-competent";
    case RefusalCode::kNotInForce:
      return "not-in-force";
    case RefusalCode::kFourEyes:
      return "four-eyes";
    case RefusalCode::kMarking:
      return "marking";
    case RefusalCode::kNeedToKnow:
      return "need-to-know";
  }
  return "unknown";
}

bool Permit::covers(const Url& url) const { return first_covering(targets_, url) != nullptr; }

bool Permit::may_contact(const IpAddress& address) const {
  return !is_private(address) || contains(private_ranges_, address);
}

std::optional<std::string> Permit::outside(std::optional<Timestamp> at,
                                           std::span<const std::string> identifiers) const {
  if ((material_from_ || material_to_) && !at)
    return "its time is not known, and the authorisation is for a stretch of time";
  if (material_from_ && *at < *material_from_)
    return fmt::format("it is from before {}, where the authorisation begins",
                       format_timestamp(*material_from_));
  if (material_to_ && !(*at < *material_to_))
    return fmt::format("it is from {} or later, where the authorisation ends",
                       format_timestamp(*material_to_));
  bool names_any = false;
  for (const Target& target : targets_) {
    if (target.kind != TargetKind::kIdentifier) continue;
    names_any = true;
    if (std::ranges::find(identifiers, target.value) != identifiers.end()) return std::nullopt;
  }
  if (!names_any || identifiers.empty()) return std::nullopt;
  return "none of those who take part in it is named in the authorisation";
}

Decision decide(const Officer& officer, const ActRequest& act,
                std::span<const Authorisation> authorisations, Timestamp now, ReviewDay review) {
  if (auto refusal = refuse_officer(officer)) return *refusal;
  const Authorisation* best = nullptr;
  std::optional<Refusal> closest;
  for (const auto& authorisation : authorisations) {
    if (authorisation.case_id != act.case_id) continue;
    if (!act.authorisation.empty() && authorisation.id != act.authorisation) continue;
    auto refusal = refuse(authorisation, act, now, review);
    if (!refusal) {
      if (!best || best->request.valid_to < authorisation.request.valid_to) best = &authorisation;
    } else if (!closest || closeness(closest->code) < closeness(refusal->code)) {
      closest = std::move(refusal);
    }
  }
  if (!best) {
    if (closest) return *closest;
    return Refusal{RefusalCode::kNoAuthorisation,
                   "the case has no such authorisation; ask a supervisor for one",
                   act.authorisation};
  }
  Permit permit;
  permit.officer_ = officer.id;
  permit.case_id_ = act.case_id;
  permit.authorisation_ = best->id;
  permit.activity_ = act.activity;
  permit.url_ = act.url;
  if (!has_no_address(act.activity))
    permit.matched_ = *first_covering(best->request.targets, act.url);
  permit.targets_ = best->request.targets;
  permit.private_ranges_ = named_private_ranges(best->request);
  permit.material_from_ = best->request.material_from;
  permit.material_to_ = best->request.material_to;
  permit.decided_at_ = now;
  permit.valid_to_ = best->request.valid_to;
  permit.accepts_invalid_certificate_ =
      permits_activity(best->request, Activity::kAcceptInvalidCertificate);
  return permit;
}

Result<void> may_approve(const Officer& approver, const Authorisation& authorisation) {
  if (!approver.active || !approver.has(Role::kSupervisor)) {
    return Error{ErrorCode::kDenied, "only a supervisor decides on an authorisation"};
  }
  if (approver.id == authorisation.requester) {
    return Error{ErrorCode::kDenied,
                 "no one decides on their own request; another supervisor must"};
  }
  if (authorisation.state != AuthorisationState::kRequested) {
    return Error{ErrorCode::kConflict,
                 fmt::format("this authorisation is already {}", state_name(authorisation.state))};
  }
  return {};
}

Result<void> may_revoke(const Officer& officer, const Authorisation& authorisation) {
  if (!officer.active || !officer.has(Role::kSupervisor)) {
    return Error{ErrorCode::kDenied, "only a supervisor revokes an authorisation"};
  }
  if (authorisation.state != AuthorisationState::kApproved) {
    return Error{ErrorCode::kConflict,
                 fmt::format("this authorisation is {}, so there is nothing to revoke",
                             state_name(authorisation.state))};
  }
  return {};
}

}  // namespace sanad::authority
