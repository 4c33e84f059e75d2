#include "sharing/taxii.h"

#include <gtest/gtest.h>

namespace sanad::sharing {
namespace {

std::vector<StixVersion> versions() {
  std::vector<StixVersion> all;
  const auto add = [&](const char* id, const char* type, std::int64_t version, std::int64_t added) {
    all.push_back({id,
                   type,
                   {version},
                   {added},
                   json::Object{{"id", id},
                                {"type", type},
                                {"spec_version", "2.1"},
                                {"modified", format_timestamp({version})}}});
  };
  add("identity--1", "identity", 1000, 1000);
  add("indicator--1", "indicator", 1000, 1000);
  add("indicator--2", "indicator", 2000, 2000);
  add("indicator--1", "indicator", 3000, 3000);
  add("indicator--3", "indicator", 4000, 4000);
  return all;
}

TaxiiQuery query(std::initializer_list<std::pair<const char*, const char*>> parameters) {
  TaxiiQuery made;
  for (const auto& [name, value] : parameters) EXPECT_TRUE(take_parameter(made, name, value).ok());
  return made;
}

std::string ids(const TaxiiPage& page) {
  std::string text;
  const json::Value body(page.body);
  if (const auto* objects = body["objects"].as_array()) {
    for (const json::Value& one : *objects) {
      const std::string version =
          one["modified"].string_or(one["version"].string_or("")).substr(17, 2);
      text += one["id"].string_or("") + "@" + version + " ";
    }
  }
  return text + (body["more"].bool_or(false) ? "…" : ".");
}

TEST(Taxii, WithoutFiltersTheNewestVersionOfEachObjectIsThere) {
  const auto all = versions();
  EXPECT_EQ(ids(taxii_objects(all, {})),
            "identity--1@01 indicator--2@02 indicator--1@03 indicator--3@04 .");
  EXPECT_EQ(ids(taxii_manifest(all, {})),
            "identity--1@01 indicator--2@02 indicator--1@03 indicator--3@04 .");
}

TEST(Taxii, FiltersRestrictTogether) {
  const auto all = versions();
  const auto asked = [&](std::initializer_list<std::pair<const char*, const char*>> parameters) {
    return ids(taxii_objects(all, query(parameters)));
  };
  EXPECT_EQ(asked({{"match[id]", "indicator--1,indicator--3"}}),
            "indicator--1@03 indicator--3@04 .");
  EXPECT_EQ(asked({{"match[type]", "identity"}}), "identity--1@01 .");
  EXPECT_EQ(asked({{"match[spec_version]", "2.0"}}), ".");
  EXPECT_EQ(asked({{"match[version]", "all"}, {"match[id]", "indicator--1"}}),
            "indicator--1@01 indicator--1@03 .");
  EXPECT_EQ(asked({{"match[version]", "first"}, {"match[id]", "indicator--1"}}),
            "indicator--1@01 .");
  EXPECT_EQ(asked({{"match[version]", "1970-01-01T00:00:01Z"}}),
            "identity--1@01 indicator--1@01 .");
  EXPECT_EQ(asked({{"added_after", "1970-01-01T00:00:02.000Z"}}),
            "indicator--1@03 indicator--3@04 .");
  EXPECT_EQ(asked({{"added_after", "1970-01-01T00:00:02.000Z"}, {"match[id]", "indicator--3"}}),
            "indicator--3@04 .");
}

TEST(Taxii, PagesFollowEachOtherWithoutGapOrRepetition) {
  const auto all = versions();
  std::string text;
  TaxiiQuery asked = query({{"limit", "1"}, {"match[version]", "all"}});
  for (int page = 0; page < 10; ++page) {
    const TaxiiPage one = taxii_objects(all, asked);
    text += ids(one);
    const json::Value body(one.body);
    if (!body["more"].bool_or(false)) break;
    ASSERT_TRUE(take_parameter(asked, "next", body["next"].string_or("")).ok());
  }
  EXPECT_EQ(text,
            "identity--1@01 …indicator--1@01 …indicator--2@02 …indicator--1@03 …indicator--3@04 .");
  const TaxiiPage page = taxii_objects(all, query({{"limit", "2"}}));
  EXPECT_EQ(page.added_first, "1970-01-01T00:00:01.000Z");
  EXPECT_EQ(page.added_last, "1970-01-01T00:00:02.000Z");
}

TEST(Taxii, VersionsOfOneObjectAreTimes) {
  const auto all = versions();
  const auto page = taxii_versions(all, query({{"match[id]", "indicator--1"}}));
  EXPECT_EQ(json::format_canonical(page.body),
            R"({"more":false,"versions":["1970-01-01T00:00:01.000Z","1970-01-01T00:00:03.000Z"]})");
  EXPECT_EQ(json::format_canonical(taxii_objects({}, {}).body), R"({"more":false})");
}

TEST(Taxii, ParametersThatCannotBeAreRefusedAndUnknownOnesPassedOver) {
  TaxiiQuery asked;
  for (const auto& [name, value] :
       {std::pair{"added_after", "yesterday"}, std::pair{"limit", "0"}, std::pair{"limit", "x"},
        std::pair{"next", "-1"}, std::pair{"match[id]", ""}, std::pair{"match[version]", "newest"}})
    EXPECT_EQ(take_parameter(asked, name, value).error().code, ErrorCode::kInvalid) << name;
  EXPECT_TRUE(take_parameter(asked, "match[colour]", "red").ok());
  EXPECT_TRUE(take_parameter(asked, "limit", "999999").ok());
  EXPECT_EQ(asked.limit, kMaxTaxiiPage);
}

}  // namespace
}  // namespace sanad::sharing
