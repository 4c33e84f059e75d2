#include "lists/taxonomy.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "json/json.h"

namespace sanad::lists {
namespace {

TEST(Taxonomy, ThePublishedFileIsWhatTheShippedFacetsGive) {
  std::ifstream file(SANAD_SOURCE_DIR "/docs/taxonomies/terrorist-use-of-internet/machinetag.json");
  const std::string published{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(format_taxonomy(shipped_facets().value()).value(), published);
}

TEST(Taxonomy, HasTheSixUsesAndEveryFunctionUnderTheirPredicates) {
  const auto facets = shipped_facets().value();
  const auto value = json::parse(format_taxonomy(facets).value()).value();
  const auto& values = *value["values"].as_array();
  ASSERT_EQ(values.size(), 2u);
  EXPECT_EQ(values[0]["predicate"].string_or(""), "use");
  EXPECT_EQ(values[0]["entry"].as_array()->size(), 6u);
  EXPECT_EQ(values[1]["entry"].as_array()->size(), facets.find("unodc-function")->values.size());
  EXPECT_EQ(value["version"].int_or(0), 20261101);
}

TEST(Taxonomy, NeedsBothFacetsAndADay) {
  auto facets = shipped_facets().value();
  facets.edition = "draft";
  EXPECT_EQ(format_taxonomy(facets).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(format_taxonomy({"2026-11-01", {}}).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::lists
