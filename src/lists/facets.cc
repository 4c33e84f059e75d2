#include "lists/facets.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/embedded.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::lists {

std::span<const EmbeddedFile> facet_files();

namespace {

constexpr std::size_t kMaxFacets = 64;
constexpr std::size_t kMaxFacetValues = 1000;

Result<Facet> parse_facet(const json::Value& value) {
  Facet facet;
  SANAD_TRY(facet.facet, json::require_string(value, "facet"));
  SANAD_TRY_WITH(facet.title, json::require_string(value, "title"), facet.facet);
  SANAD_TRY_WITH(facet.source, json::require_string(value, "source"), facet.facet);
  SANAD_TRY_WITH(facet.status, json::require_string(value, "status"), facet.facet);
  SANAD_CHECK_WITH(parse_label(facet.facet + ":x"), "\"facet\"");
  if (facet.facet == "tag")
    return Error{ErrorCode::kInvalid, "the facet \"tag\" is kept for tags of others; rename it"};
  const auto* values = value["values"].as_array();
  if (!values || values->size() > kMaxFacetValues)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}: \"values\" must list at most {}", facet.facet, kMaxFacetValues)};
  for (const auto& item : *values) {
    FacetValue one;
    SANAD_TRY_WITH(one.value, json::require_string(item, "value"), facet.facet);
    SANAD_TRY_WITH(one.title, json::require_string(item, "title"), facet.facet);
    SANAD_CHECK_WITH(parse_label(facet.facet + ":" + one.value), facet.facet);
    const bool twice = std::any_of(facet.values.begin(), facet.values.end(),
                                   [&](const FacetValue& v) { return v.value == one.value; });
    if (twice)
      return Error{ErrorCode::kInvalid,
                   fmt::format("{}: the value \"{}\" stands twice", facet.facet, one.value)};
    facet.values.push_back(std::move(one));
  }
  return facet;
}

}  // namespace

const Facet* FacetSet::find(std::string_view facet) const {
  const auto found =
      std::find_if(facets.begin(), facets.end(), [&](const Facet& f) { return f.facet == facet; });
  return found == facets.end() ? nullptr : &*found;
}

bool FacetSet::knows(const Label& label) const {
  const Facet* facet = find(label.facet);
  return facet && (facet->values.empty() ||
                   std::any_of(facet->values.begin(), facet->values.end(),
                               [&](const FacetValue& v) { return v.value == label.value; }));
}

Result<FacetSet> parse_facets(std::string_view text) {
  SANAD_TRY(const json::Value value, json::parse(text));
  FacetSet set;
  SANAD_TRY(set.edition, json::require_string(value, "edition"));
  SANAD_CHECK_WITH(parse_timestamp(set.edition + "T00:00:00Z"), "\"edition\"");
  const auto* facets = value["facets"].as_array();
  if (!facets || facets->empty() || facets->size() > kMaxFacets)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"facets\" must list 1 to {} facets", kMaxFacets)};
  for (const auto& item : *facets) {
    SANAD_TRY_WITH(Facet facet, parse_facet(item), "a facet");
    if (set.find(facet.facet))
      return Error{ErrorCode::kInvalid, fmt::format("the facet \"{}\" stands twice", facet.facet)};
    set.facets.push_back(std::move(facet));
  }
  return set;
}

Result<FacetSet> shipped_facets() {
  const EmbeddedFile* file = find_embedded(facet_files(), "default.json");
  if (!file) return Error{ErrorCode::kNotFound, "the facets that ship are not in this program"};
  return parse_facets(file->bytes);
}

std::vector<Label> unknown_labels(const FacetSet& facets, const List& list) {
  std::set<Label> unknown;
  for (const auto& entry : list.entries) {
    for (const auto& label : entry.labels) {
      if (label.facet != "tag" && !facets.knows(label)) unknown.insert(label);
    }
  }
  return {unknown.begin(), unknown.end()};
}

}  // namespace sanad::lists
