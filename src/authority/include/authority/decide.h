// The decision whether an act may be done, and the permit that proves it.
//
// No permit, no act: every function that touches content takes a Permit, and a Permit comes from
// decide() alone. decide() is pure: the same officer, act, authorisations and time give the same
// answer, so it can be tested as a table and explained afterwards. Tested by decide_test.cc.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "authority/types.h"
#include "authority/url.h"
#include "base/time.h"

namespace sanad::authority {

struct ActRequest {
  std::string case_id;
  Activity activity = Activity::kCapture;
  Url url;  // of a capture
  // Narrows the search to one authorisation where the officer names it; empty: any of the case.
  std::string authorisation;
  std::string source;  // of an import: whence the material came; of sharing: with whom; in words
  std::uint64_t files = 0, bytes = 0;  // of an import: how much of it there is
  // What the act is aimed at, for people.
  std::string target() const { return has_no_address(activity) ? source : url.text(); }
};

enum class RefusalCode {
  kOfficerInactive,
  kWrongRole,
  kNoAuthorisation,
  kNotApproved,
  kRejected,
  kRevoked,
  kNotYetValid,
  kExpired,
  kActivityNotAuthorised,
  kOutOfScope,
  kPrivateAddress,
  kReviewLapsed,
  kNoPlan,
  kNotAssessed,
  kDoNotCollect,
  kNoLegalityRecord,
  kNoMandate,
  kNotCompetent,
  kNotInForce,
  kFourEyes,
  kMarking,
  kNeedToKnow,
};
std::string_view refusal_code_name(RefusalCode code);  // "out-of-scope"

struct Refusal {
  RefusalCode code = RefusalCode::kNoAuthorisation;
  std::string reason;         // one sentence for the officer that says what to do
  std::string authorisation;  // the one that came closest; empty if there is none
};

// On what an act rests beside its authorisation (authority/demands.h); recorded with the act.
struct Grounds {
  std::vector<std::string> papers;      // "paper-…/2": the version that counted
  std::string emergency;                // that overrode a demand; empty: none was overridden
  std::vector<std::string> overridden;  // refusal codes
  std::vector<std::string> warnings;    // demands that the policy only warns of
};

struct Circumstances;
class Decision;

// What the day of an authorisation's review means for acts after it.
enum class ReviewDay { kReminds, kLapses };

class Permit {
 public:
  const std::string& officer() const { return officer_; }
  const std::string& case_id() const { return case_id_; }
  const std::string& authorisation() const { return authorisation_; }
  Activity activity() const { return activity_; }
  const Url& url() const { return url_; }
  const Target& matched() const { return matched_; }
  Timestamp decided_at() const { return decided_at_; }
  Timestamp valid_to() const { return valid_to_; }
  const Grounds& grounds() const { return grounds_; }
  // Why something in imported material may not be read under this authorisation; nullopt if it may.
  // at: when it was sent or made; identifiers: "platform:id" of its author, its addressees and its
  // chat. With a window, what has no time is outside; with identifiers named, what has none is not.
  std::optional<std::string> outside(std::optional<Timestamp> at,
                                     std::span<const std::string> identifiers) const;
  bool accepts_invalid_certificate() const { return accepts_invalid_certificate_; }
  // The same authorisation covers this address too (a redirect, a frame's navigation).
  bool covers(const Url& url) const;
  // Public addresses always; others only where the authorisation names them.
  bool may_contact(const IpAddress& address) const;

 private:
  friend Decision decide(const Officer&, const ActRequest&, std::span<const Authorisation>,
                         Timestamp, ReviewDay);
  friend Decision decide(const Officer&, const ActRequest&, std::span<const Authorisation>,
                         const Circumstances&, Timestamp);
  Permit() = default;
  std::string officer_;
  std::string case_id_;
  std::string authorisation_;
  Activity activity_ = Activity::kCapture;
  Url url_;
  Target matched_;
  std::vector<Target> targets_;
  std::vector<IpRange> private_ranges_;
  std::optional<Timestamp> material_from_, material_to_;
  Timestamp decided_at_;
  Timestamp valid_to_;
  Grounds grounds_;
  bool accepts_invalid_certificate_ = false;
};

class Decision {
 public:
  Decision(Permit permit) : state_(std::move(permit)) {}     // NOLINT: implicit
  Decision(Refusal refusal) : state_(std::move(refusal)) {}  // NOLINT: implicit
  bool allowed() const { return std::holds_alternative<Permit>(state_); }
  const Permit& permit() const { return std::get<Permit>(state_); }     // only if allowed
  const Refusal& refusal() const { return std::get<Refusal>(state_); }  // only if not

 private:
  std::variant<Permit, Refusal> state_;
};

// Of several authorisations that cover the act, the one that is valid longest is used; of several
// that do not, the refusal speaks of the one that came closest.
Decision decide(const Officer& officer, const ActRequest& act,
                std::span<const Authorisation> authorisations, Timestamp now,
                ReviewDay review = ReviewDay::kReminds);

// Four eyes: a supervisor decides, never on their own request, and only while it waits. kDenied or
// kConflict says why not.
Result<void> may_approve(const Officer& approver, const Authorisation& authorisation);
Result<void> may_revoke(const Officer& officer, const Authorisation& authorisation);

}  // namespace sanad::authority
