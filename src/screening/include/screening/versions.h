// A list as JSON, to leave the cage in which its file was read; and what a new version of it
// changes.
//
// An entry is known by its identifier from one version to the next. Lists without identifiers (a
// CSV without a column for the reference) get one from what the entry says: name and births. There
// a corrected name is a removed and an added entry. Tested by versions_test.cc; fuzzed by
// list_json_fuzz.cc.
#pragma once

#include <string>
#include <vector>

#include "json/json.h"
#include "screening/list.h"

namespace sanad::screening {

json::Value format_list(const List& list);
// As little to be trusted as the file: kInvalid names the member; kLimit.
Result<List> parse_list(const json::Value& value);

inline constexpr std::size_t kMaxIdBytes = 200;
// Gives every entry an identifier that no other of the list has, at most kMaxIdBytes long; the
// list's own where it can be kept.
void name_entries(List& list);

// Identifiers, each in the order of its list.
struct Changes {
  std::vector<std::string> added;
  std::vector<std::string> removed;  // de-listed
  std::vector<std::string> changed;  // anything that the entry says
};
// Of lists whose entries were named.
Changes compare(const List& before, const List& after);

// The columns of a CSV list as JSON, by the words of docs/screening.md ("birth-date", …).
json::Object format_columns(const CsvColumns& columns);
// kInvalid: an unknown word, or no text.
Result<CsvColumns> parse_columns(const json::Value& value);
// Sets one column by its word. kInvalid: no such word; the message lists them.
Result<void> set_column(CsvColumns& columns, std::string_view word, std::string title);

}  // namespace sanad::screening
