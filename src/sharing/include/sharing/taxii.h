// What a TAXII 2.1 collection answers (OASIS Standard, 10 June 2021), from the versions of objects
// that it holds: filters (3.4.1), paging (3.5), objects, manifest, versions. Pure: the server asks
// with words of a query, and gets resources. Tested by taxii_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "sharing/indicator.h"

namespace sanad::sharing {

inline constexpr std::string_view kTaxiiMediaType = "application/taxii+json;version=2.1";
inline constexpr std::string_view kStixMediaType = "application/stix+json;version=2.1";
inline constexpr std::size_t kMaxTaxiiPage = 1000;
inline constexpr std::size_t kMaxMatched = 100;  // values of one match[…]

struct TaxiiQuery {
  std::optional<Timestamp> added_after;
  std::vector<std::string> ids, types,
      spec_versions;                  // match[id], match[type], match[spec_version]
  std::vector<std::string> versions;  // match[version]: "last", "first", "all" or a time
  std::size_t limit = kMaxTaxiiPage;
  std::size_t next = 0;  // as the page before said: how many were passed
};

// value: decoded. kInvalid: the parameter has a value that it cannot have. A name that is none of
// these is passed over, as the standard asks.
Result<void> take_parameter(TaxiiQuery& query, std::string_view name, std::string_view value);

struct TaxiiPage {
  json::Object body;
  std::string added_first, added_last;  // X-TAXII-Date-Added-First and -Last; empty: no object
};

TaxiiPage taxii_objects(std::span<const StixVersion> versions, const TaxiiQuery& query);
TaxiiPage taxii_manifest(std::span<const StixVersion> versions, const TaxiiQuery& query);
// Of the one object in query.ids.
TaxiiPage taxii_versions(std::span<const StixVersion> versions, const TaxiiQuery& query);

}  // namespace sanad::sharing
