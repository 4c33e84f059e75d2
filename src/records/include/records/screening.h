// Lists of people, who was screened against them, and the leads, as the ledger says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "json/json.h"

namespace sanad::records {

// One version of a list of people; its publisher's file is sealed in the vault.
struct PeopleListVersion {
  std::string id;    // people-version-…
  std::string list;  // people-list-…, the same for all versions
  std::string name;
  std::string publisher;
  std::string format;   // "un-xml" or "csv"
  json::Value columns;  // of a CSV: words and titles
  std::string version;  // the list's own word
  std::string sha256;   // of the publisher's file
  std::uint64_t size = 0;
  std::int64_t entries = 0;
  // Against the version before; all 0 for the first.
  std::int64_t added = 0, removed = 0, changed = 0;
  Timestamp imported_at;
  std::string imported_by;
  std::int64_t versions = 0;  // of the list, so far in all
};

struct Screening {
  std::string id;
  std::string case_id;
  json::Value data;  // the body of its entry "screening.ran"
  Timestamp at;
  std::string actor;
  std::int64_t leads = 0;    // recorded, also by later versions
  std::int64_t open = 0;     // of them not reviewed
  std::int64_t at_once = 0;  // of them found when it was asked
};

// What a newer version says of the entry that a lead is about.
struct LeadStanding {
  std::string change;  // "removed", "changed" or "added" (again)
  std::string version_id;
  std::string version;
  Timestamp since;
};

struct ScreeningLead {
  std::string id;
  std::string screening;
  std::string case_id;
  std::string list;
  std::string version_id;
  std::string entry;
  json::Value data;  // the body of its entry "screening.lead"
  Timestamp found_at;
  std::string outcome;  // "open", "same", "not-same" or "undecided"
  std::string reviewed_by;
  std::optional<Timestamp> reviewed_at;
  std::string reason;
  std::optional<LeadStanding> standing;
};

// Of all leads of a workspace, or of one list.
struct LeadCounts {
  std::int64_t same = 0, not_same = 0, undecided = 0, open = 0;
};

}  // namespace sanad::records
