// The permit to look at everything of one account. People in material are bystanders: a view of one
// person's messages, contacts or hours needs an authorisation whose targets name the account, as
// "identifier" ("telegram:user4521"). Tested by person_test.cc.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "authority/decide.h"

namespace sanad::authority {

class PersonDecision;

// Made by decide_person() alone.
class PersonPermit {
 public:
  const std::string& officer() const { return officer_; }
  const std::string& case_id() const { return case_id_; }
  const std::string& authorisation() const { return authorisation_; }
  const std::string& identifier() const { return identifier_; }
  Timestamp decided_at() const { return decided_at_; }
  Timestamp valid_to() const { return valid_to_; }

 private:
  friend PersonDecision decide_person(const Officer&, std::string_view, std::string_view,
                                      std::span<const Authorisation>, Timestamp);
  PersonPermit() = default;
  std::string officer_;
  std::string case_id_;
  std::string authorisation_;
  std::string identifier_;
  Timestamp decided_at_;
  Timestamp valid_to_;
};

class PersonDecision {
 public:
  PersonDecision(PersonPermit permit) : state_(std::move(permit)) {}  // NOLINT: implicit
  PersonDecision(Refusal refusal) : state_(std::move(refusal)) {}     // NOLINT: implicit
  bool allowed() const { return std::holds_alternative<PersonPermit>(state_); }
  const PersonPermit& permit() const { return std::get<PersonPermit>(state_); }  // only if allowed
  const Refusal& refusal() const { return std::get<Refusal>(state_); }           // only if not

 private:
  std::variant<PersonPermit, Refusal> state_;
};

// identifier: as an authorisation names the account. Pure. Whatever activities an authorisation
// permits, it is that it names this account which counts. Of several the one that is valid longest.
PersonDecision decide_person(const Officer& officer, std::string_view case_id,
                             std::string_view identifier,
                             std::span<const Authorisation> authorisations, Timestamp now);

}  // namespace sanad::authority
