// The case as linked data in CASE 1.4.0 / UCO 1.4.0: investigation, authorisations, captures,
// provenance records, files and roles; and of imports that are shown in part what is shown.
// docs/exports.md. Tested by case_uco_test.cc, case_parts_test.cc, and by pySHACL in
// bench/exports.sh.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/stream.h"
#include "json/json.h"
#include "present/record.h"

namespace sanad::present {

// UUID version 5 (RFC 9562 section 5.5) of name within the namespace UUID of URLs.
std::string format_uuid5(std::string_view name);

// A JSON-LD document, canonical JSON. Identifiers follow from those of the records and the ledger's
// origin, so that two bundles of a case name the same things alike.
std::string format_case_uco(const CaseRecord& record);

// An import, and what writes its excerpt (docs/formats/excerpt.md), which is all that is told of
// its parts.
struct ShownExhibit {
  std::string exhibit;
  std::uint64_t list = 0;  // the entry exhibit.parts
  std::function<Result<void>(ByteSink&)> write;
};
struct PartCounts {
  std::uint64_t told = 0, closed = 0, masked_words = 0;
};
// The same document with the parts of these, written piece by piece. kInvalid: an excerpt is not of
// an exhibit of the record, or of another form. Else what an excerpt or the sink answers.
Result<PartCounts> write_case_uco(const CaseRecord& record, const std::vector<ShownExhibit>& shown,
                                  ByteSink& sink);

}  // namespace sanad::present
