// What is demanded of an act beside an authorisation: planning, assessments, legality records, a
// mandate, competency. Which demands there are is the agency's policy; the acts that always take a
// legality record have a permit of their own. Pure. Tested by demands_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "authority/decide.h"
#include "authority/paper.h"
#include "authority/policy.h"

namespace sanad::authority {

// All that is on record and bears on a decision.
struct Circumstances {
  Policy policy;
  std::vector<Paper> papers;           // of the case and of the agency
  std::vector<Emergency> emergencies;  // of the case
};

// As decide() without circumstances, and all demands of the policy. A holding emergency overrides
// the want of a plan, an assessment, a legality record or a review, and nothing else; the permit
// says so.
Decision decide(const Officer& officer, const ActRequest& act,
                std::span<const Authorisation> authorisations, const Circumstances& circumstances,
                Timestamp now);

// Acts that are no collection, and intrude.
enum class IntrusiveAct { kMonitoring, kVirtualIdentity, kBulkIntake, kProviderRequest };
std::string_view intrusive_act_name(IntrusiveAct act);  // "provider-request"
Result<IntrusiveAct> parse_intrusive_act(std::string_view name);

struct IntrusiveRequest {
  std::string case_id;
  IntrusiveAct act = IntrusiveAct::kMonitoring;
  // The source, identity, provider or material, as the legality record's "covers" names it.
  std::string subject;
};

class IntrusiveDecision;
IntrusiveDecision decide(const Officer& officer, const IntrusiveRequest& act,
                         const Circumstances& circumstances, Timestamp now);

class IntrusivePermit {
 public:
  const std::string& officer() const { return officer_; }
  const IntrusiveRequest& act() const { return act_; }
  const Grounds& grounds() const { return grounds_; }
  Timestamp decided_at() const { return decided_at_; }

 private:
  friend IntrusiveDecision decide(const Officer&, const IntrusiveRequest&, const Circumstances&,
                                  Timestamp);
  IntrusivePermit() = default;
  std::string officer_;
  IntrusiveRequest act_;
  Grounds grounds_;
  Timestamp decided_at_;
};

class IntrusiveDecision {
 public:
  IntrusiveDecision(IntrusivePermit permit) : state_(std::move(permit)) {}  // NOLINT: implicit
  IntrusiveDecision(Refusal refusal) : state_(std::move(refusal)) {}        // NOLINT: implicit
  bool allowed() const { return std::holds_alternative<IntrusivePermit>(state_); }
  const IntrusivePermit& permit() const { return std::get<IntrusivePermit>(state_); }
  const Refusal& refusal() const { return std::get<Refusal>(state_); }

 private:
  std::variant<IntrusivePermit, Refusal> state_;
};

// Why no legality record in force covers the act; absent: one does, and used names it.
std::optional<Refusal> want_of_legality_record(const IntrusiveRequest& act,
                                               const Circumstances& circumstances, Timestamp now,
                                               std::string& used);

}  // namespace sanad::authority
