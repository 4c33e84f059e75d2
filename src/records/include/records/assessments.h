// Assessments, what speaks for somebody, and complaints, as the ledger says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "json/json.h"
#include "records/sheets.h"
#include "review/steps.h"

namespace sanad::records {

// An officer asked that an exhibit or a part be assessed.
struct AssessmentAsk {
  std::string case_id;
  SheetSubject subject;
  bool is_urgent = false;
  std::string reason;
  std::string actor;
  Timestamp at;
  std::uint64_t index = 0;
};

// One person's assessment.
struct Assessment {
  std::string id;    // assessment-…
  std::string pair;  // pair-…
  std::string case_id;
  SheetSubject subject;
  std::string assessor;
  Timestamp taken_at;
  std::string state;  // "open", "complete" or "given-back"
  std::optional<Timestamp> completed_at;
  std::string reason;       // why it was given back
  review::Written written;  // what stands: a step that was written again took away later ones
};

// The two assessments of one exhibit or part, and the decision of a third person where they differ.
struct AssessmentPair {
  std::string id;  // pair-…
  std::string case_id;
  SheetSubject subject;
  Timestamp opened_at;
  std::vector<Assessment> complete;  // at most two, in the order in which they were completed
  // Of the adjudication; empty and absent where there was none:
  std::string adjudicated_by;
  std::optional<Timestamp> adjudicated_at;
  json::Value adjudication;                                // a step "outcome"
  bool is_closed() const { return complete.size() >= 2; }  // both may be read
};

// What speaks for somebody, or against the suspicion.
struct ExculpatoryNote {
  std::string id;  // note-…
  std::string case_id;
  std::string text;
  json::Value cited;  // [{"exhibit", "part", "note"}], at least one
  std::string noted_by;
  Timestamp noted_at;
  std::string answer;  // empty: unanswered
  std::string reason;
  std::string answered_by;
  std::optional<Timestamp> answered_at;
  bool cites(std::string_view exhibit) const;
};

struct Complaint {
  std::string id;         // complaint-…
  std::string reference;  // "TZ-2026-0001-C01"
  std::string case_id;
  json::Value data;  // of its entry: who, in what capacity, about what (docs/formats/entries.md)
  std::string registered_by;
  Timestamp registered_at;
  std::string outcome;  // empty: unanswered
  std::string reason;
  std::string answered_by;
  std::optional<Timestamp> answered_at;
};

// An officer reached a limit of looks at covered material.
struct ReachedLimit {
  std::string officer;
  std::string limit;  // "day", "week" or "break"
  Timestamp until;
  Timestamp at;
};

}  // namespace sanad::records
