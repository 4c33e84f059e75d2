// The fields of the query language, with their names in English, Urdu and Arabic.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "search/query.h"

namespace sanad::search {

struct FieldRule {
  enum class Kind { kWords, kFact, kDates, kStrict };
  Kind kind = Kind::kWords;
  std::string_view name;  // the one that print_query() writes
  Field field = Field::kText;
  TermClass fact = TermClass::kKind;
};

// name: as typed, in any case and spelling. Null for none.
const FieldRule* find_field(std::string_view name);
// The field that a node is of; kWords without a field gives null.
const FieldRule* field_of(const Node& node);
// "author, before, …"
std::string field_names();

// The period of on:, before:, after: and between:. value: a year, month, day or minute in UTC, or
// two of these with .. between. kInvalid says how to write it.
struct Period {
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  std::string text;  // in ASCII
};
Result<Period> parse_period(std::string_view field, std::string_view value);

}  // namespace sanad::search
