// Facets: the words that labels may use, as data. The set that ships (facets/default.json) is
// recalled from public documents and says so; an agency puts its own file in its place.
// Format: docs/formats/list.md. Tested by facets_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/model.h"

namespace sanad::lists {

struct FacetValue {
  std::string value;
  std::string title;
};

struct Facet {
  std::string facet;  // "unodc-use"
  std::string title;
  std::string source;              // where the words come from
  std::string status;              // "recalled, configurable", "confirmed" or "agency"
  std::vector<FacetValue> values;  // empty: any value will do
};

struct FacetSet {
  std::string edition;  // "2026-11-01"
  std::vector<Facet> facets;
  const Facet* find(std::string_view facet) const;  // borrowed, null if absent
  bool knows(const Label& label) const;
};

Result<FacetSet> parse_facets(std::string_view text);  // kInvalid names what is wrong
Result<FacetSet> shipped_facets();

// Labels of the list that the set does not know, each once, sorted; "tag:" labels are left out.
std::vector<Label> unknown_labels(const FacetSet& facets, const List& list);

}  // namespace sanad::lists
