#include "sharing/indicator.h"

#include <gtest/gtest.h>

#include <set>

#include "lists/import.h"

namespace sanad::sharing {
namespace {

constexpr Timestamp kSince{1'790'000'000'000};
constexpr Timestamp kReleased{1'800'000'000'000};
const Publisher kPublisher{"Tirazan Cyber Wing", kSince};

std::vector<Indicator> two() {
  return {{"release-0000000000000001",
           "domain",
           "shop.tirazan.example",
           {Tlp::kGreen, Pap::kAmber, {"do not visit"}},
           "a shop",
           {"unodc-use:financing"},
           kReleased,
           std::nullopt,
           std::nullopt},
          {"release-0000000000000002",
           "telegram",
           "lantern'circle",
           {Tlp::kAmber, Pap::kAmber, {}},
           "",
           {},
           {kReleased.unix_ms + 1},
           std::nullopt,
           Timestamp{kReleased.unix_ms + 9}}};
}

TEST(Indicator, PapersOfPersonsAndWhatPointsToNothingDoNotLeave) {
  for (const char* type : {"cnic", "date", "coordinates", "text", "pattern", "nonsense"})
    EXPECT_EQ(check_releasable(type, "x").error().code, ErrorCode::kInvalid) << type;
  for (const char* type : {"url", "domain", "onion", "email", "ipv4", "ipv6", "mac", "sha256",
                           "pdq", "telegram", "phone", "iban", "btc", "eth"})
    EXPECT_TRUE(check_releasable(type, "x").ok()) << type;
  EXPECT_FALSE(check_releasable("url", "").ok());
}

TEST(Indicator, HasThePatternThatStixHasForIt) {
  EXPECT_EQ(indicator_pattern("ipv4", "192.0.2.7"), "[ipv4-addr:value = '192.0.2.7']");
  EXPECT_EQ(indicator_pattern("url", "https://a.example/"), "[url:value = 'https://a.example/']");
  EXPECT_EQ(indicator_pattern("telegram", "a'b\\c"),
            "[user-account:account_login = 'a\\'b\\\\c' AND user-account:account_type = "
            "'telegram']");
  EXPECT_EQ(indicator_pattern("iban", "TZ00"),
            "[x-sanad-selector:kind = 'iban' AND x-sanad-selector:value = 'TZ00']");
}

TEST(Stix, EachObjectComesWithWhatItRefersToAndOnlyOnce) {
  const auto versions = stix_versions(kPublisher, two());
  std::set<std::string> there;
  for (const StixVersion& one : versions) {
    const json::Value object(one.object);
    const std::string author = object["created_by_ref"].string_or("");
    EXPECT_TRUE(author.empty() || there.contains(author)) << one.id;
    if (const auto* marks = object["object_marking_refs"].as_array()) {
      for (const json::Value& mark : *marks) EXPECT_TRUE(there.contains(mark.string_or("")));
    }
    there.insert(one.id);
  }
  // Identity; green, its statement, the domain; amber, its statement, the account; and that again.
  EXPECT_EQ(versions.size(), 8u);
  EXPECT_EQ(versions.back().object.find("revoked")->bool_or(false), true);
  EXPECT_EQ(versions.back().id, versions[6].id);
  EXPECT_EQ(versions[1].id, "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb");
  EXPECT_EQ(json::Value(versions[2].object)["definition"]["statement"].string_or(""),
            "PAP:AMBER\ndo not visit");
}

TEST(Stix, ABundleHoldsTheNewestVersionAndTheListsOfThisProgramReadIt) {
  const json::Object bundle = stix_bundle(kPublisher, two());
  EXPECT_EQ(json::Value(bundle)["objects"].as_array()->size(), 7u);
  lists::ImportOptions options;
  options.name = "Released";
  options.imported_at = kReleased;
  auto only_hashes = two();
  only_hashes[0].type = "sha256";
  only_hashes[0].value = std::string(64, 'a');
  const auto imported =
      lists::import_stix(json::format_pretty(stix_bundle(kPublisher, only_hashes)), options);
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  EXPECT_EQ(imported->list.entries.front().value, std::string(64, 'a'));
  EXPECT_EQ(imported->list.owner, "Tirazan Cyber Wing");
}

TEST(Misp, AnEventHoldsWhatWasNotWithdrawnWithItsTags) {
  const json::Value event(misp_event(kPublisher, two(), kReleased));
  const auto& attributes = *event["Event"]["Attribute"].as_array();
  ASSERT_EQ(attributes.size(), 1u);
  EXPECT_EQ(attributes[0]["type"].string_or(""), "domain");
  std::set<std::string> tags;
  for (const json::Value& tag : *attributes[0]["Tag"].as_array())
    tags.insert(tag["name"].string_or(""));
  EXPECT_EQ(tags, (std::set<std::string>{"tlp:green", "PAP:AMBER", "unodc-use:financing"}));
  EXPECT_EQ(event["Event"]["published"].bool_or(true), false);
  EXPECT_EQ(event["Event"]["distribution"].string_or(""), "0");
}

}  // namespace
}  // namespace sanad::sharing
