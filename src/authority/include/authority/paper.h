// Papers: forms of law packs that were filled in for a case or for the agency, kept in versions,
// submitted, and decided upon by a second person. And emergencies, in which a demand for a paper is
// overridden for a time. Format: docs/formats/paper.md. Pure. Tested by demands_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::authority {

// kRecorded: in force without a second person, where its form asks for none.
enum class PaperState { kDraft, kSubmitted, kApproved, kReturned, kRecorded };
std::string_view paper_state_name(PaperState state);

struct PaperVersion {
  std::int64_t version = 0;    // from 1
  std::string edition;         // of the law pack whose form was filled in
  json::Value content;         // null where the paper is restricted
  std::string sealed;          // then the SHA-256 of its content in the vault, else empty
  bool second_person = false;  // whether one must decide
  std::string reason;          // why it was changed; empty for the first
  Timestamp at;
  std::string author;
  PaperState state = PaperState::kDraft;
  std::string submitted_by;  // empty until then, as below
  std::string decided_by;
  std::optional<Timestamp> decided_at;  // since when it is in force, or was returned
  std::string note;
  std::optional<Timestamp> expires, review_on;  // as its fields of that name say
  std::uint64_t index = 0;                      // of its entry
  bool is_final() const { return state == PaperState::kApproved || state == PaperState::kRecorded; }
};

struct Paper {
  std::string id;       // paper-…
  std::string case_id;  // empty: of the agency
  std::string pack;
  std::string form;
  std::string document;  // what kind of paper: "plan", "legality-record", …
  bool restricted = false;
  std::vector<PaperVersion> versions;  // oldest first, at least one
  std::optional<Timestamp> closed_at;
  std::string closed_by;
  std::string close_reason;
  std::optional<Timestamp> reviewed_at, reviewed_until;  // as the last recorded review says

  const PaperVersion& newest() const { return versions.back(); }
  // The newest version that was approved or recorded: what counts. Null: none was.
  const PaperVersion* standing() const;
  // When its next review is due; absent: it has none.
  std::optional<Timestamp> review_due() const;
  bool is_in_force(Timestamp now) const { return why_not_in_force(now).empty(); }
  // As what follows "it", and what to do; empty: it is in force.
  std::string why_not_in_force(Timestamp now) const;
  // "paper-…/2": the version that counts, as entries name it.
  std::string reference() const;
};

// A supervisor decides on what was submitted, never on what they wrote or submitted themselves.
Result<void> may_decide(const Officer& officer, const Paper& paper, std::int64_t version);

enum class EmergencyState { kOpen, kRatified, kRefused, kLapsed };
std::string_view emergency_state_name(EmergencyState state);

struct Emergency {
  std::string id;  // emergency-…
  std::string case_id;
  std::string reason;
  std::string declared_by;
  Timestamp declared_at;
  Timestamp until;                                 // when it ends in any case
  Timestamp ratify_by;                             // when it lapses if nobody has decided
  EmergencyState decided = EmergencyState::kOpen;  // as decided; kLapsed follows from the time too
  std::string decided_by;
  std::optional<Timestamp> decided_at;
  std::string note;
  EmergencyState state_at(Timestamp now) const;
  bool holds_at(Timestamp now) const;
};
// A supervisor, never the one who declared it, and in time.
Result<void> may_decide(const Officer& officer, const Emergency& emergency, Timestamp now);

}  // namespace sanad::authority
