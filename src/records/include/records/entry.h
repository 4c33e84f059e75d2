// One ledger entry, opened: what projections are made from. Kinds and data:
// docs/formats/entries.md.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"
#include "json/json.h"

namespace sanad::records {

struct Entry {
  std::uint64_t index = 0;
  Timestamp at;
  std::string kind;
  std::string actor;
  std::string case_id;  // empty for the workspace
  json::Value data;
  // The body is gone because the law said so: only index, time and kind are known.
  bool destroyed = false;
};

}  // namespace sanad::records
