// Who may act, on what, under what: the values that a decision is made from.
// Field names and their meaning: docs/formats/authorisation.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::authority {

enum class Role {
  kInvestigator,
  kSupervisor,
  kEvidenceOfficer,
  kReviewer,
  kAdministrator,
  kAuditor
};
std::string_view role_name(Role role);  // "evidence-officer"
Result<Role> parse_role(std::string_view name);

struct Officer {
  std::string id;  // officer-…
  std::string name;
  std::vector<Role> roles;
  bool active = true;
  bool has(Role role) const;
};

enum class Activity {
  kCapture,
  kCaptureSeries,
  kImport,
  kShare,  // sealing a package for partners, releasing an indicator
  kAcceptInvalidCertificate,
  kContactPrivateAddress
};
std::string_view activity_name(Activity activity);  // "accept-invalid-certificate"
Result<Activity> parse_activity(std::string_view name);
// Activities that are held against no address: taking in what was handed over, and sharing.
constexpr bool has_no_address(Activity activity) {
  return activity == Activity::kImport || activity == Activity::kShare;
}

// kIdentifier names an account or a chat in material that was handed over: "telegram:user4521".
enum class TargetKind { kHost, kUrl, kAccount, kAddress, kIdentifier };
struct Target {
  TargetKind kind = TargetKind::kHost;
  std::string value;
};
std::string_view target_kind_name(TargetKind kind);

inline constexpr std::size_t kMaxTargets = 64;
inline constexpr std::size_t kMaxReasonBytes = 4096;

// What was asked for. As many reasons as law asks: none may be empty.
struct AuthorisationRequest {
  std::string instrument;
  std::string instrument_reference;
  std::string issuing_authority;
  std::string law_pack;
  std::string law_edition;
  std::string law_provision;
  std::vector<Target> targets;
  std::vector<Activity> activities;
  std::string legitimate_aim;
  std::string necessity;
  std::string less_intrusive_means;
  std::string adequacy;
  std::string proportionality;
  std::string collateral_intrusion;
  std::vector<std::string> protected_groups;
  Timestamp valid_from;
  Timestamp valid_to;
  Timestamp review_on;
  // Of when imported material must be; what is outside is set aside unread. Absent: no bound.
  std::optional<Timestamp> material_from;
  std::optional<Timestamp> material_to;
};

// Members as docs/formats/authorisation.md names them. kInvalid names the member and what it wants:
// targets are parsed, reasons must be there, the period must be in order.
Result<AuthorisationRequest> parse_request(const json::Value& value);
json::Object format_request(const AuthorisationRequest& request);

enum class AuthorisationState { kRequested, kApproved, kRejected, kRevoked };
std::string_view state_name(AuthorisationState state);

struct Authorisation {
  std::string id;  // authorisation-…
  std::string case_id;
  std::string requester;
  Timestamp requested_at;
  AuthorisationState state = AuthorisationState::kRequested;
  std::string decided_by;  // empty while requested
  std::optional<Timestamp> decided_at;
  std::string note;
  AuthorisationRequest request;
  // Said when it was asked for: an edition or provision that is superseded, unconfirmed, …
  std::vector<std::string> law_warnings;
  std::optional<Timestamp> reviewed_until;  // as the last recorded review says
  Timestamp review_due() const { return reviewed_until.value_or(request.review_on); }
  // "expired" is no state of its own: it follows from the time.
  bool is_valid_at(Timestamp now) const {
    return state == AuthorisationState::kApproved && request.valid_from <= now &&
           now < request.valid_to;
  }
};

}  // namespace sanad::authority
