#include "authority/paper.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::authority {

std::string_view paper_state_name(PaperState state) {
  switch (state) {
    case PaperState::kDraft:
      return "draft";
    case PaperState::kSubmitted:
      return "submitted";
    case PaperState::kApproved:
      return "approved";
    case PaperState::kReturned:
      return "returned";
    case PaperState::kRecorded:
      return "recorded";
  }
  return "unknown";
}

const PaperVersion* Paper::standing() const {
  const auto found = std::find_if(versions.rbegin(), versions.rend(),
                                  [](const PaperVersion& one) { return one.is_final(); });
  return found == versions.rend() ? nullptr : &*found;
}

std::optional<Timestamp> Paper::review_due() const {
  const PaperVersion* counts = standing();
  if (!counts || !counts->review_on) return std::nullopt;
  // A version that was decided upon after the review brings a day of its own.
  if (reviewed_at && counts->decided_at && *counts->decided_at <= *reviewed_at)
    return reviewed_until;
  return counts->review_on;
}

std::string Paper::why_not_in_force(Timestamp now) const {
  const PaperVersion* counts = standing();
  if (closed_at)
    return fmt::format("was closed at {}; write another", format_timestamp(*closed_at));
  if (!counts) {
    return newest().state == PaperState::kSubmitted
               ? "waits for a supervisor's decision"
               : fmt::format("is {}; complete and submit it", paper_state_name(newest().state));
  }
  if (counts->expires && *counts->expires <= now)
    return fmt::format("ended at {}; have a new version approved",
                       format_timestamp(*counts->expires));
  if (const auto due = review_due(); due && *due <= now)
    return fmt::format("lapsed at {}, when its review was due; a supervisor must record the review",
                       format_timestamp(*due));
  return {};
}

std::string Paper::reference() const {
  const PaperVersion* counts = standing();
  return fmt::format("{}/{}", id, counts ? counts->version : newest().version);
}

Result<void> may_decide(const Officer& officer, const Paper& paper, std::int64_t version) {
  if (!officer.active || !officer.has(Role::kSupervisor))
    return Error{ErrorCode::kDenied, "only a supervisor decides on a paper"};
  if (paper.newest().version != version)
    return Error{ErrorCode::kConflict,
                 fmt::format("version {} is not the newest, which is {}; read that, then decide",
                             version, paper.newest().version)};
  if (paper.closed_at) return Error{ErrorCode::kConflict, "this paper was closed"};
  if (paper.newest().state != PaperState::kSubmitted)
    return Error{ErrorCode::kConflict, fmt::format("this version is {}; there is nothing to decide",
                                                   paper_state_name(paper.newest().state))};
  const bool wrote_it = std::ranges::any_of(
      paper.versions, [&](const PaperVersion& one) { return one.author == officer.id; });
  if (wrote_it || paper.newest().submitted_by == officer.id)
    return Error{ErrorCode::kDenied,
                 "no one decides on what they wrote or submitted themselves; another supervisor "
                 "must"};
  return {};
}

std::string_view emergency_state_name(EmergencyState state) {
  switch (state) {
    case EmergencyState::kOpen:
      return "open";
    case EmergencyState::kRatified:
      return "ratified";
    case EmergencyState::kRefused:
      return "refused";
    case EmergencyState::kLapsed:
      return "lapsed";
  }
  return "unknown";
}

EmergencyState Emergency::state_at(Timestamp now) const {
  if (decided == EmergencyState::kOpen && ratify_by <= now) return EmergencyState::kLapsed;
  return decided;
}

bool Emergency::holds_at(Timestamp now) const {
  const EmergencyState state = state_at(now);
  return declared_at <= now && now < until &&
         (state == EmergencyState::kOpen || state == EmergencyState::kRatified);
}

Result<void> may_decide(const Officer& officer, const Emergency& emergency, Timestamp now) {
  if (!officer.active || !officer.has(Role::kSupervisor))
    return Error{ErrorCode::kDenied, "only a supervisor decides on an emergency"};
  if (officer.id == emergency.declared_by)
    return Error{ErrorCode::kDenied,
                 "no one decides on their own emergency; another supervisor must"};
  const EmergencyState state = emergency.state_at(now);
  if (state == EmergencyState::kLapsed)
    return Error{ErrorCode::kConflict,
                 fmt::format("the emergency lapsed at {} without a decision; that stays on record",
                             format_timestamp(emergency.ratify_by))};
  if (state != EmergencyState::kOpen)
    return Error{ErrorCode::kConflict,
                 fmt::format("this emergency is already {}", emergency_state_name(state))};
  return {};
}

}  // namespace sanad::authority
