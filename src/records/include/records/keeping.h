// How long material is kept, what must not go, and what was disposed of, as the ledger says. What
// it means: service/retention.h and service/disposal.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "clocks/rule.h"
#include "json/json.h"

namespace sanad::records {

// How long material of a kind is kept at least, under which provision. A rule of a case takes the
// place of the agency's own for that case.
struct RetentionRule {
  std::string id;        // retention-…
  std::string case_id;   // empty: of the agency, for every case
  std::string material;  // "everything", "captures" or "imports"
  std::string name;
  std::string pack, edition, provision;
  std::optional<clocks::Period>
      period;                    // from the sealing of an exhibit; absent: it may go at once
  clocks::Period review_period;  // from the setting, then from each review
  std::string reason;
  Timestamp set_at;
  std::string set_by;
  std::string review_clock;  // that runs until the next review
  std::optional<Timestamp> reviewed_at;
  std::string finding;                // of the last review
  std::optional<Timestamp> ended_at;  // absent: in force
  std::string ended_by;
  std::string end_reason;
};

// As long as it stands, nothing that it covers is disposed of.
struct Hold {
  std::string id;  // hold-…
  std::string case_id;
  std::string exhibit;  // empty: the whole case
  std::string ground;   // who or what demands it, in words
  std::string reason;
  Timestamp placed_at;
  std::string placed_by;
  std::optional<Timestamp> lifted_at;
  std::string lifted_by;
  std::string lift_reason;
};

// What was proposed to be disposed of, and what became of it. Once it was begun it is a tombstone:
// the exhibit or case is gone and this row is what there is.
struct Disposal {
  std::string id;  // disposal-…
  std::string case_id;
  std::string case_reference;
  std::string exhibit;  // empty: the whole case
  std::string number;   // of the exhibit
  // "proposed", "approved", "returned", "withdrawn", "stopped", "begun" or "done"
  std::string state;
  std::string rule;  // the retention rule that it rests on
  std::string reason;
  Timestamp proposed_at;
  std::string proposed_by;
  std::string decided_by;
  std::optional<Timestamp> decided_at;
  std::string note;  // of who decided, or why it was stopped
  std::optional<Timestamp> begun_at;
  std::optional<Timestamp> done_at;
  json::Value begun, done;  // the bodies of those entries; null before
  std::uint64_t begun_index = 0, done_index = 0;
  bool is_tombstone() const { return begun_at.has_value(); }
};

}  // namespace sanad::records
