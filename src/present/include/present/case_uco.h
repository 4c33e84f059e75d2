// The case as linked data in CASE 1.4.0 / UCO 1.4.0: investigation, authorisations, captures,
// provenance records, files and roles.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "present/record.h"

namespace sanad::present {

// UUID version 5 (RFC 9562 section 5.5) of name within the namespace UUID of URLs.
std::string format_uuid5(std::string_view name);

// A JSON-LD document, canonical JSON. Identifiers follow from those of the records and the ledger's
// origin, so that two bundles of a case name the same things alike.
std::string format_case_uco(const CaseRecord& record);

}  // namespace sanad::present
