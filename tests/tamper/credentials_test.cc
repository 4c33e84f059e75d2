// Certificates of training, altered: sanad-verify's code here and verify.html's own in Node
// (credentials.mjs) say the same of each, and nothing that was altered is valid.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "credential/check.h"
#include "credential/compact.h"
#include "credential/status_list.h"
#include "crypto/crypto.h"
#include "fixture.h"
#include "verifier/page.h"

namespace sanad::tamper {
namespace {

using namespace credential;

constexpr Timestamp kIssued{1'780'000'000'000}, kNow{1'790'000'000'000}, kEnd{1'811'536'000'000};
constexpr const char* kListId = "urn:uuid:0b0e0c5e-3f52-4c1b-8f0e-6d3f0e6b7a11";
constexpr std::uint32_t kIndex = 94'567;

crypto::SigningKey key_of(std::uint8_t number) {
  return crypto::SigningKey::from_seed(Bytes(32, number)).value();
}
std::string did_of(std::uint8_t number) { return format_did(key_of(number).public_key()); }

Badge badge() {
  Badge made;
  made.id = "urn:uuid:4a2f6a9e-6f0e-4d6e-9a35-1c7d1a2b3c4d";
  made.issuer = did_of(1);
  made.issuer_name = "Tirazan Cyber Academy";
  made.holder = "Amal";
  made.achievement = "urn:uuid:7f3b1c2d-0a1b-4c3d-8e4f-5a6b7c8d9e0f";
  made.name = "Capture";
  made.description = "Captures of public pages.";
  made.criteria = "Three exercises were solved.";
  made.skills = {{"capture", "Capture"}};
  made.valid_from = kIssued;
  made.valid_until = kEnd;
  made.status = StatusEntry{kListId, kIndex};
  return made;
}
std::string signed_by(json::Object document, std::uint8_t key = 1) {
  return json::format_canonical(with_proof(std::move(document), key_of(key), kIssued));
}
std::string list_of(const std::vector<std::uint32_t>& revoked, std::uint8_t key = 1,
                    const char* id = kListId, Timestamp at = kIssued) {
  return signed_by(format_status_list(id, did_of(key), revoked, at), key);
}

class CredentialsTest : public ::testing::Test {
 protected:
  // Recorded for the other implementation, with what this one says; answers whether it is valid.
  bool judge(const std::string& text, const Expectation& expected) {
    const auto report = check_credential(text, expected);
    json::Object one{{"text", format_base64(as_bytes(text))},
                     {"now", expected.now.unix_ms},
                     {"issuers", json::Array(expected.issuers.begin(), expected.issuers.end())}};
    if (expected.revocations)
      one.set("revocations", format_base64(as_bytes(*expected.revocations)));
    one.set("report", report.ok() ? json::Value(report_json(*report)) : json::Value());
    cases_ += json::format_canonical(std::move(one)) + "\n";
    if (report.ok())
      for (const std::string& code : report->against()) ++told_[code];
    ++told_[report.ok() ? "read" : "not-read"];
    return report.ok() && report->is_valid();
  }
  bool judge(const std::string& text) { return judge(text, {kNow, {}, {}}); }

  void expect_agreement() {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "cases.jsonl", std::ios::binary) << cases_;
    std::string output;
    EXPECT_EQ(run_command(folder.path(),
                          fmt::format("node '{}/tests/tamper/credentials.mjs' cases.jsonl",
                                      SANAD_SOURCE_DIR),
                          &output),
              0)
        << output;
  }

  std::string cases_;
  std::map<std::string, int> told_;
};

TEST_F(CredentialsTest, NoByteOfACertificateCanBeChangedAndBothSayTheSame) {
  const std::string good = signed_by(format_badge(badge()).value());
  ASSERT_TRUE(judge(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int other : {good[at] ^ 1, good[at] == ' ' ? 0x22 : 0x20}) {
      std::string changed = good;
      changed[at] = static_cast<char>(other);
      EXPECT_FALSE(judge(changed)) << "byte " << at;
    }
    std::string shorter = good;
    shorter.erase(at, 1);
    EXPECT_FALSE(judge(shorter)) << "without byte " << at;
  }
  EXPECT_GT(told_["proof-broken"], 1'000);
  expect_agreement();
}

TEST_F(CredentialsTest, WhatSpeaksAgainstOneIsToldAlike) {
  const json::Object plain = format_badge(badge()).value();
  const std::string good = signed_by(plain);
  EXPECT_TRUE(judge(format_compact(good)));
  EXPECT_FALSE(judge(format_compact(good) + "BB8"));
  EXPECT_FALSE(judge("SC1:"));
  EXPECT_FALSE(judge(format_compact(std::string(100'000, ' '))));
  EXPECT_FALSE(judge(signed_by(plain, 2)));
  EXPECT_TRUE(judge(good, {kNow, {did_of(1)}, {}}));
  EXPECT_FALSE(judge(good, {kNow, {did_of(2), did_of(3)}, {}}));
  EXPECT_FALSE(judge(good, {{kIssued.unix_ms - 1}, {}, {}}));
  EXPECT_FALSE(judge(good, {kEnd, {}, {}}));
  EXPECT_FALSE(judge(good, {kNow, {}, list_of({kIndex})}));
  EXPECT_TRUE(judge(good, {kNow, {}, list_of({kIndex - 1, kIndex + 1})}));
  EXPECT_FALSE(judge(good, {kNow, {}, list_of({}, 2)}));
  EXPECT_FALSE(judge(good, {kNow, {}, list_of({}, 1, "urn:uuid:other")}));
  EXPECT_FALSE(judge(good, {kNow, {}, list_of({}, 1, kListId, kEnd)}));
  EXPECT_FALSE(judge(good, {kNow, {}, "not a list"}));
  std::string altered = list_of({kIndex});
  altered.replace(altered.find("2026-"), 5, "2025-");
  EXPECT_FALSE(judge(good, {kNow, {}, altered}));
  Badge attended = badge();
  attended.achieved = Achieved::kAttendance;
  attended.skills.clear();
  EXPECT_TRUE(judge(signed_by(format_badge(attended).value())));
  // Members of every form in every place: signed again, so that the proof holds.
  const std::vector<json::Value> values = {
      nullptr,         "", "x", 1, true, json::Array{}, json::Object{}, json::Array{json::Object{}},
      json::Array{"x"}};
  for (const json::Member& member : plain) {
    for (const json::Value& value : values) {
      json::Object changed = plain;
      changed.set(member.name, value);
      judge(signed_by(changed));
      json::Object without = *json::parse(good).value().as_object();
      without.set(member.name, value);
      EXPECT_FALSE(judge(json::format_canonical(without))) << member.name;
    }
  }
  for (const char* name : {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose",
                           "proofValue", "@context", "expires", "id"}) {
    for (const json::Value& value : values) {
      json::Object whole = *json::parse(good).value().as_object();
      json::Object proof = *whole.find("proof")->as_object();
      proof.set(name, value);
      whole.set("proof", std::move(proof));
      EXPECT_FALSE(judge(json::format_canonical(whole))) << name;
    }
  }
  for (const char* time :
       {"2026-05-28T10:00:00.123456789Z", "2026-05-28T24:00:00Z", "2026-05-28",
        "2026-02-30T10:00:00Z", "2026-05-28T10:00:00+00:00", "2026-05-28T10:00:60Z"}) {
    json::Object changed = plain;
    changed.set("validFrom", time);
    judge(signed_by(changed));
  }
  for (const char* code :
       {"wrong-key", "other-issuer", "expired", "not-yet-valid", "revoked", "list-other-list",
        "list-not-taken", "proof-broken", "proof-unknown-type", "proof-unknown-cryptosuite",
        "proof-wrong-purpose", "proof-unknown-key", "proof-malformed", "proof-not-taken"})
    EXPECT_GT(told_[code], 0) << code;
  expect_agreement();
}

// The page takes the time from the machine's clock, so this one has no end.
TEST_F(CredentialsTest, ThePageJudgesThemInABrowserFromDiskWithoutAnyRequest) {
  const TemporaryFolder folder;
  const auto put = [&](const char* name, std::string_view text) {
    write_file(folder.path() / name, as_bytes(text));
  };
  Badge lasting = badge();
  lasting.valid_until.reset();
  const std::string good = signed_by(format_badge(lasting).value());
  std::string changed = good;
  changed.replace(changed.find("Amal"), 4, "Omar");
  put("verify.html", verifier::verify_page());
  put("good.json", good);
  put("code.txt", format_compact(good) + "\n");
  put("changed.json", changed);
  put("bad.json", "{}");
  put("list.json", list_of({kIndex + 1}));
  put("revoking.json", list_of({kIndex}));
  put("issuer.txt", did_of(1));
  std::string output;
  EXPECT_EQ(
      run_command(folder.path(),
                  fmt::format("node '{}/tests/tamper/credentials_page.mjs' .", SANAD_SOURCE_DIR),
                  &output),
      0)
      << output;
}

}  // namespace
}  // namespace sanad::tamper
