// What the indexes of a case answer, as JSON (api/openapi.json). People stand there by pseudonyms,
// unless their masks were lifted.
#pragma once

#include "case_index/case_index.h"
#include "service/search.h"

namespace sanad::service {

json::Object view(const case_index::Account& account);
// number: of the exhibit, for people; empty where the caller shows it otherwise.
json::Object view(const case_index::Row& row, std::string_view number);
json::Object view(const FoundPart& found);
// "next" is where the next page begins, as parse_place() reads it; kInvalid: it is no such text.
json::Object view(const SearchAnswer& answer);
Result<search_index::Place> parse_place(std::string_view text);

}  // namespace sanad::service
