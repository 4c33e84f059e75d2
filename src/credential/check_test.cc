#include "credential/check.h"

#include <gtest/gtest.h>

#include "credential/compact.h"
#include "credential/status_list.h"
#include "fixture.h"

namespace sanad::credential {
namespace {

std::string list_text(const std::vector<std::uint32_t>& revoked, std::uint8_t key = 1,
                      const char* id = kListId, Timestamp at = kIssued) {
  return json::format_canonical(with_proof(
      format_status_list(id, format_did(key_of(key).public_key()), revoked, at), key_of(key), at));
}

CredentialReport report_of(const std::string& text,
                           const Expectation& expected = {kWithin, {}, {}}) {
  return check_credential(text, expected).value();
}
using Codes = std::vector<std::string>;

TEST(CheckCredential, AGoodOneIsValidAndSaysWhatWasNotLookedAt) {
  const CredentialReport report = report_of(signed_text(sample()));
  EXPECT_TRUE(report.certifies_competency());
  EXPECT_EQ(report.revocation, Revocation::kNotLooked);
  EXPECT_EQ(report.issuer, IssuerIs::kNotCompared);
  EXPECT_NE(report_text(report).find("Not looked whether it was revoked"), std::string::npos);
  EXPECT_NE(report_text(report).find("Whose key this is was not compared"), std::string::npos);
}

TEST(CheckCredential, TheTextOfItsCodeIsJudgedAlike) {
  const std::string text = signed_text(sample());
  EXPECT_EQ(json::format_canonical(report_json(report_of(format_compact(text)))),
            json::format_canonical(report_json(report_of(text))));
}

TEST(CheckCredential, EachThingThatSpeaksAgainstItIsToldApart) {
  const std::string good = signed_text(sample());
  EXPECT_EQ(report_of(signed_text(sample(), 2)).against(), Codes{"wrong-key"});
  EXPECT_EQ(report_of(good, {kIssued, {}, {}}).against(), Codes{});
  EXPECT_EQ(report_of(good, {{kIssued.unix_ms - 1}, {}, {}}).against(), Codes{"not-yet-valid"});
  EXPECT_EQ(report_of(good, {{kEnd.unix_ms - 1}, {}, {}}).against(), Codes{});
  EXPECT_EQ(report_of(good, {kEnd, {}, {}}).against(), Codes{"expired"});
  EXPECT_EQ(report_of(good, {kWithin, {sample().issuer}, {}}).issuer, IssuerIs::kExpected);
  EXPECT_EQ(report_of(good, {kWithin, {format_did(key_of(3).public_key())}, {}}).against(),
            Codes{"other-issuer"});
  std::string altered = good;
  altered.replace(altered.find("Amal"), 4, "Omar");
  EXPECT_EQ(report_of(altered).against(), Codes{"proof-broken"});
  for (const char* code : {"wrong-key", "not-yet-valid", "expired", "other-issuer", "proof-broken",
                           "revoked", "list-other-list", "list-not-taken"})
    EXPECT_FALSE(words_against(code).empty()) << code;
}

TEST(CheckCredential, RevocationIsByTheIssuersOwnListOnly) {
  const std::string good = signed_text(sample());
  const auto looked = [&](const std::string& list) { return report_of(good, {kWithin, {}, list}); };
  const std::uint32_t own = sample().status->index;
  EXPECT_EQ(looked(list_text({own})).against(), Codes{"revoked"});
  const CredentialReport cleared = looked(list_text({own - 1, own + 1}));
  EXPECT_EQ(cleared.revocation, Revocation::kNotRevoked);
  EXPECT_TRUE(cleared.is_valid());
  EXPECT_EQ(cleared.revocations_at, kIssued);
  EXPECT_EQ(looked(list_text({}, 2)).against(), Codes{"list-other-list"});
  EXPECT_EQ(looked(list_text({}, 1, "urn:uuid:1")).against(), Codes{"list-other-list"});
  EXPECT_EQ(looked("{}").against(), Codes{"list-not-taken"});
  EXPECT_EQ(looked(list_text({}, 1, kListId, kEnd)).against(), Codes{"list-not-taken"});
  std::string forged = list_text({own});
  const std::string cleared_text = list_text({});
  const auto encoded = [](const std::string& text) {
    return json::parse(text).value()["credentialSubject"]["encodedList"].string_or("");
  };
  forged.replace(forged.find(encoded(forged)), encoded(forged).size(), encoded(cleared_text));
  EXPECT_EQ(looked(forged).against(), Codes{"list-not-taken"});
  Badge without = sample();
  without.status.reset();
  EXPECT_EQ(report_of(signed_text(without), {kWithin, {}, list_text({})}).revocation,
            Revocation::kNoStatus);
}

TEST(CheckCredential, AttendanceIsValidAndNoCompetency) {
  Badge badge = sample();
  badge.achieved = Achieved::kAttendance;
  badge.skills.clear();
  const CredentialReport report = report_of(signed_text(badge));
  EXPECT_TRUE(report.is_valid());
  EXPECT_FALSE(report.certifies_competency());
  EXPECT_NE(report_text(report).find(attendance_words()), std::string::npos);
}

TEST(CheckCredential, NoOneByteCanBeChanged) {
  const std::string good = signed_text(sample());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int other : {good[at] ^ 1, good[at] ^ 0x20, static_cast<int>(' ')}) {
      std::string changed = good;
      changed[at] = static_cast<char>(other);
      if (changed == good) continue;
      const auto report = check_credential(changed, {kWithin, {}, {}});
      ASSERT_FALSE(report.ok() && report->is_valid()) << "byte " << at << ": " << changed;
    }
  }
}

TEST(CheckCredential, WhatCannotBeReadIsAnError) {
  for (const std::string& text : {std::string(), std::string("{}"), std::string("[]"),
                                  std::string("SC1:"), std::string(70'000, ' ')})
    EXPECT_FALSE(check_credential(text, {kWithin, {}, {}}).ok());
  EXPECT_FALSE(check_credential(R"({"id":"a","id":"b"})", {kWithin, {}, {}}).ok());
}

}  // namespace
}  // namespace sanad::credential
