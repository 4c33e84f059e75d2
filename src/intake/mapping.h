// How the columns of a table become members of records (docs/formats/import.md).
//
//   {"kind": "message", "platform": "forum", "delimiter": ";", "header": true, "rows": "items",
//    "columns": {"Sent": "at", "Who": "author", "3": "text"},
//    "time": "%d/%m/%Y %H:%M", "zone": "+05:00"}
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::intake {

struct Mapping {
  std::string kind = "row", platform;
  std::map<std::string, std::string, std::less<>> columns;  // name or number (from 1) → member
  std::string time;                                         // of strptime(3)
  std::optional<int> zone_minutes;
  std::optional<char> delimiter, quote;
  std::optional<bool> has_header;
  std::string rows;  // of JSON: the array whose objects are the rows
};

// Null: nothing is mapped. kInvalid names the member that is wrong.
Result<Mapping> parse_mapping(const json::Value& mapping);

using Cells = std::vector<std::pair<std::string, std::string>>;  // column, value
json::Object row_record(const Mapping& mapping, const Cells& cells);

}  // namespace sanad::intake
