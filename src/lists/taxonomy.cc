#include "lists/taxonomy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/numbers.h"
#include "json/json.h"

namespace sanad::lists {
namespace {

struct Predicate {
  std::string_view facet;
  std::string_view value;
};
constexpr std::array<Predicate, 2> kPredicates = {
    {{"unodc-use", "use"}, {"unodc-function", "function"}}};

}  // namespace

Result<std::string> format_taxonomy(const FacetSet& facets) {
  std::string digits = facets.edition;
  std::erase(digits, '-');
  const auto version = parse_decimal(digits);
  if (!version.ok() || digits.size() != 8)
    return Error{ErrorCode::kInvalid, "the edition of the facets is no day"};
  json::Array predicates, values;
  for (const Predicate& one : kPredicates) {
    const Facet* facet = facets.find(one.facet);
    if (facet == nullptr)
      return Error{ErrorCode::kInvalid, fmt::format("there is no facet \"{}\"", one.facet)};
    predicates.emplace_back(json::Object{
        {"value", one.value}, {"expanded", facet->title}, {"description", facet->source}});
    json::Array entries;
    for (const FacetValue& value : facet->values)
      entries.emplace_back(json::Object{{"value", value.value}, {"expanded", value.title}});
    values.emplace_back(json::Object{{"predicate", one.value}, {"entry", std::move(entries)}});
  }
  return json::format_pretty(json::Object{
             {"namespace", kTaxonomyNamespace},
             {"expanded", "Uses of the internet for terrorist purposes"},
             {"description",
              "What content is used for, and how it works, in the two facets of the UNODC report "
              "The use of the Internet for terrorist purposes (2012). A label says what a person "
              "judged; it is no finding about a person."},
             {"version", *version},
             {"exclusive", false},
             {"predicates", std::move(predicates)},
             {"values", std::move(values)}}) +
         "\n";
}

}  // namespace sanad::lists
