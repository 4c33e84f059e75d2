#include "authority/types.h"

#include <gtest/gtest.h>

#include <string>

namespace sanad::authority {
namespace {

json::Object complete() {
  return json::Object{
      {"instrument", "supervisor-order"},
      {"instrument_reference", "TZ/OPS/2026/17"},
      {"issuing_authority", "Head of the cyber wing, Tirazan"},
      {"law",
       json::Object{
           {"pack", "international"}, {"edition", "2026-11-01"}, {"provision", "bp-collection"}}},
      {"targets", json::Array{json::Object{{"kind", "host"}, {"value", "forum.tirazan.example"}}}},
      {"activities", json::Array{"capture"}},
      {"legitimate_aim", "Prevention of recruitment."},
      {"necessity", "The posts are removed within hours."},
      {"less_intrusive_means", "A screenshot would not prove what was served."},
      {"adequacy", "The capture shows the posts as published."},
      {"proportionality", "Public pages of one forum only."},
      {"collateral_intrusion", "Names of bystanders; masked in exports."},
      {"protected_groups", json::Array{}},
      {"valid_from", "2026-11-01T00:00:00.000Z"},
      {"valid_to", "2026-12-01T00:00:00.000Z"},
      {"review_on", "2026-11-15T00:00:00.000Z"},
  };
}

TEST(AuthorisationRequest, SurvivesWritingAndReading) {
  const auto request = parse_request(complete());
  ASSERT_TRUE(request.ok()) << request.error().message;
  EXPECT_EQ(json::format_canonical(format_request(*request)), json::format_canonical(complete()));
}

TEST(AuthorisationRequest, EveryMemberIsRequiredAndNamedWhenItIsMissing) {
  for (const auto& member : complete()) {
    json::Object without = complete();
    without.erase(member.name);
    const auto request = parse_request(without);
    ASSERT_FALSE(request.ok()) << member.name;
    EXPECT_NE(request.error().message.find(member.name), std::string::npos)
        << member.name << ": " << request.error().message;
  }
}

TEST(AuthorisationRequest, BadValuesAreRefused) {
  const std::vector<std::pair<const char*, json::Value>> changes = {
      {"instrument", "verbal"},
      {"targets", json::Array{}},
      {"targets", json::Array{json::Object{{"kind", "planet"}, {"value", "x"}}}},
      {"targets", json::Array{json::Object{{"kind", "host"}, {"value", "a/b"}}}},
      {"activities", json::Array{"intercept"}},
      {"activities", json::Array{}},
      {"necessity", "   "},
      {"necessity", std::string(kMaxReasonBytes + 1, 'x')},
      {"protected_groups", json::Array{"nobody"}},
      {"valid_to", "2026-11-01T00:00:00.000Z"},
      {"valid_to", "tomorrow"},
      {"review_on", "2026-12-02T00:00:00.000Z"},
      {"review_on", "2026-10-02T00:00:00.000Z"},
  };
  for (const auto& [name, value] : changes) {
    json::Object changed = complete();
    changed.set(name, value);
    EXPECT_FALSE(parse_request(changed).ok()) << name;
  }
  json::Object many = complete();
  json::Array targets(kMaxTargets + 1,
                      json::Object{{"kind", "host"}, {"value", "forum.tirazan.example"}});
  many.set("targets", targets);
  EXPECT_FALSE(parse_request(many).ok());
}

TEST(Names, AreReadBackAsTheyAreWritten) {
  for (const char* name :
       {"investigator", "supervisor", "evidence-officer", "reviewer", "administrator", "auditor"}) {
    EXPECT_EQ(role_name(parse_role(name).value()), name);
  }
  for (const char* name : {"capture", "capture.series", "import", "accept-invalid-certificate",
                           "contact-private-address"}) {
    EXPECT_EQ(activity_name(parse_activity(name).value()), name);
  }
  EXPECT_FALSE(parse_role("Investigator").ok());
}

}  // namespace
}  // namespace sanad::authority
