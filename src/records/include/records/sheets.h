// Verification sheets as the ledger says: every version of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "json/json.h"

namespace sanad::records {

// What a sheet is about: an exhibit as a whole, or one of its parts.
struct SheetSubject {
  std::string exhibit;
  std::optional<std::uint64_t> part;
};

struct SheetVersion {
  std::string sheet;         // sheet-…, the same for all versions
  std::int64_t version = 0;  // from 1
  std::string case_id;
  SheetSubject subject;
  std::string reason;   // why it was changed; empty for the first
  json::Value content;  // docs/verification-sheet.md
  Timestamp at;
  std::string actor;
  std::uint64_t index = 0;  // of its entry
};

}  // namespace sanad::records
