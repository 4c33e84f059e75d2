// Indicators that a person released, in the forms of others: STIX 2.1 objects and a MISP event.
// Identifiers follow from the agency's name and the release's identifier, so that the same release
// is the same object wherever it arrives. Tested by indicator_test.cc.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/json.h"
#include "sharing/marking.h"

namespace sanad::sharing {

struct Indicator {
  std::string release;  // "release-…"
  std::string type;     // a kind of selector or a signal of a list: "domain", "pdq"
  std::string value;
  Marking marking;
  std::string note;                 // for the reader; may be empty
  std::vector<std::string> labels;  // machine tags: "unodc-use:recruitment"
  Timestamp released_at;
  std::optional<Timestamp> valid_until;
  std::optional<Timestamp> withdrawn_at;
};

struct Publisher {
  std::string agency;
  Timestamp since;  // when its workspace was made: its identity's own time
};

// Whether indicators of this type can be released at all; kInvalid says why not. Papers of persons
// (identity cards) never leave so, nor what points to nothing by itself (dates, coordinates).
Result<void> check_releasable(std::string_view type, std::string_view value);

// A pattern of STIX; what STIX has no object for is written as x-sanad-selector.
std::string indicator_pattern(std::string_view type, std::string_view value);

std::string identity_id(const Publisher& publisher);
std::string indicator_id(const Publisher& publisher, const Indicator& indicator);

// One version of an object, and when it came into the collection.
struct StixVersion {
  std::string id, type;
  Timestamp version;  // "modified", or "created" of what has no versions
  Timestamp date_added;
  json::Object object;
};
// The identity, the markings and the indicators, each indicator in one version or, where it was
// withdrawn, in two; by date_added, then in this order.
std::vector<StixVersion> stix_versions(const Publisher& publisher,
                                       std::span<const Indicator> indicators);
// The newest versions alone, as a bundle for a file.
json::Object stix_bundle(const Publisher& publisher, std::span<const Indicator> indicators);
// One event with those that were not withdrawn; unpublished, for the reader's organisation alone.
json::Object misp_event(const Publisher& publisher, std::span<const Indicator> indicators,
                        Timestamp now);

}  // namespace sanad::sharing
