// The two facets of uses of the internet for terrorist purposes, as a taxonomy that MISP reads
// (machinetag.json), so that others can give the same labels. Pure. Tested by taxonomy_test.cc.
#pragma once

#include <string>

#include "base/result.h"
#include "lists/facets.h"

namespace sanad::lists {

inline constexpr std::string_view kTaxonomyNamespace = "terrorist-use-of-internet";

// The facets "unodc-use" and "unodc-function", as predicates "use" and "function". The version is
// the set's edition as a number. kInvalid: one of the two is missing, or the edition is no day.
Result<std::string> format_taxonomy(const FacetSet& facets);

}  // namespace sanad::lists
