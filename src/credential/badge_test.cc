#include "credential/badge.h"

#include <gtest/gtest.h>

#include "fixture.h"

namespace sanad::credential {
namespace {

TEST(Badge, WhatIsWrittenIsReadAlike) {
  const json::Object written = format_badge(sample()).value();
  const Badge read = read_badge(written).value();
  EXPECT_EQ(read.achieved, Achieved::kCompetency);
  EXPECT_EQ(json::format_canonical(format_badge(read).value()), json::format_canonical(written));
}

TEST(Badge, AttendanceSaysThatNoCompetenceWasTested) {
  Badge badge = sample();
  badge.achieved = Achieved::kAttendance;
  EXPECT_FALSE(format_badge(badge).ok()) << "it names a skill";
  badge.skills.clear();
  const Badge read = read_badge(format_badge(badge).value()).value();
  EXPECT_EQ(read.achieved, Achieved::kAttendance);
  EXPECT_NE(read.description.find(attendance_words()), std::string::npos);
}

TEST(Badge, ACompetencyOfNothingIsNone) {
  Badge badge = sample();
  badge.skills.clear();
  EXPECT_FALSE(format_badge(badge).ok());
  json::Object written = format_badge(sample()).value();
  json::Object subject = *written.find("credentialSubject")->as_object();
  json::Object achievement = *subject.find("achievement")->as_object();
  achievement.erase("alignment");
  subject.set("achievement", std::move(achievement));
  written.set("credentialSubject", std::move(subject));
  EXPECT_EQ(read_badge(written).value().achieved, Achieved::kOther);
}

TEST(Badge, WhatCannotBeIssuedIsRefused) {
  const auto refused = [](auto change) {
    Badge badge = sample();
    change(badge);
    return !format_badge(badge).ok();
  };
  EXPECT_TRUE(refused([](Badge& b) { b.holder = ""; }));
  EXPECT_TRUE(refused([](Badge& b) { b.criteria = std::string(1'001, 'a'); }));
  EXPECT_TRUE(refused([](Badge& b) { b.name = "\xff"; }));
  EXPECT_TRUE(refused([](Badge& b) { b.evidence = {{"x", "abc"}}; }));
  EXPECT_TRUE(refused([](Badge& b) { b.valid_until = b.valid_from; }));
  EXPECT_TRUE(refused([](Badge& b) { b.skills.assign(21, {"capture", "Capture"}); }));
  EXPECT_TRUE(refused([](Badge& b) { b.achieved = Achieved::kOther; }));
}

TEST(Badge, WhatIsNoCertificateIsRefusedWithTheReason) {
  const json::Object good = format_badge(sample()).value();
  const auto reason = [&](const char* member, json::Value value) {
    json::Object changed = good;
    changed.set(member, std::move(value));
    const auto read = read_badge(changed);
    return read.ok() ? std::string("taken") : read.error().message;
  };
  const auto says = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(
      says(reason("@context", json::Array{"https://www.w3.org/2018/credentials/v1"}), "@context"));
  EXPECT_TRUE(says(reason("type", json::Array{"VerifiableCredential"}), "Open Badges"));
  EXPECT_TRUE(says(reason("issuer", "https://academy.tirazan.example/"), "issuer"));
  EXPECT_TRUE(says(reason("validFrom", "2026-05-28"), "validFrom"));
  EXPECT_TRUE(says(reason("validUntil", "2026-05-28T10:00:00+05:00"), "validUntil"));
  EXPECT_TRUE(says(reason("credentialSubject", json::Array{}), "credentialSubject"));
  // A status that is not understood must not be passed over.
  EXPECT_TRUE(says(reason("credentialStatus", json::Object{{"type", "Other"}}), "Bitstring"));
  EXPECT_TRUE(says(reason("credentialStatus", nullptr), "Bitstring"));
  EXPECT_FALSE(read_badge(json::Value(json::Array{})).ok());
}

TEST(Badge, IdentifiersAreUuids) {
  EXPECT_EQ(format_uuid(Bytes(16, 0xff), 8), "urn:uuid:ffffffff-ffff-8fff-bfff-ffffffffffff");
  EXPECT_EQ(format_uuid(Bytes(16, 0xff)), "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_EQ(format_uuid(Bytes(16, 0)), "urn:uuid:00000000-0000-4000-8000-000000000000");
}

}  // namespace
}  // namespace sanad::credential
