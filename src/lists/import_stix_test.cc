#include <gtest/gtest.h>

#include "list_fixture.h"
#include "lists/import.h"
#include "stix.h"

namespace sanad::lists {
namespace {

std::string pattern_of(std::string_view text) {
  const auto parsed = parse_stix_pattern(text);
  if (!parsed.ok()) return "refused";
  std::string out;
  for (const auto& together : *parsed) {
    if (!out.empty()) out += " | ";
    for (std::size_t i = 0; i < together.size(); ++i)
      out += (i ? " & " : "") + together[i].signal + "=" + together[i].value;
  }
  return out;
}

TEST(StixPattern, ReadsHashesAndAddresses) {
  EXPECT_EQ(pattern_of("[file:hashes.MD5 = 'a']"), "md5=a");
  EXPECT_EQ(pattern_of("[ file:hashes.'SHA-256'='a' ]"), "sha256=a");
  EXPECT_EQ(pattern_of("[file:hashes.\"x\" = 'a']"), "refused");
  EXPECT_EQ(pattern_of("[file:hashes.'SHA-1' IN ('a', 'b')]"), "sha1=a | sha1=b");
  EXPECT_EQ(pattern_of("[url:value = 'it\\'s \\\\']"), "url=it's \\");
  EXPECT_EQ(pattern_of("[file:hashes.TLSH = 'a' OR file:hashes.SSDEEP = 'b']"),
            "tlsh=a | ssdeep=b");
  EXPECT_EQ(pattern_of("[file:hashes.x_pdq = 'a'] OR [artifact:hashes.MD5 = 'b']"),
            "pdq=a | md5=b");
  EXPECT_EQ(
      pattern_of("[(file:hashes.MD5='a' OR file:hashes.MD5='b') AND file:hashes.'SHA-1'='c']"),
      "md5=a & sha1=c | md5=b & sha1=c");
}

TEST(StixPattern, RefusesWhatAListCannotSay) {
  for (const auto* text : {"",
                           "[",
                           "[]",
                           "file:hashes.MD5 = 'a'",
                           "[file:hashes.MD5 = 'a'",
                           "[file:hashes.MD5 != 'a']",
                           "[file:hashes.MD5 MATCHES 'a']",
                           "[file:hashes.MD5 NOT = 'a']",
                           "[file:name = 'a']",
                           "[file:hashes.MD5 = 'a' AND file:name = 'b']",
                           "[file:hashes.MD5 = 'a'] AND [url:value = 'b']",
                           "[file:hashes.MD5 = 'a'] FOLLOWEDBY [url:value = 'b']",
                           "[file:hashes.MD5 = 'a'] WITHIN 5 SECONDS",
                           "[file:hashes.MD5 = 'a",
                           "[file:hashes.MD5 = a]",
                           "[file:hashes.CRC = 'a']",
                           "[file:hashes.MD5 IN ()]",
                           "[file:hashes.MD5 IN ('a'",
                           "[(file:hashes.MD5 = 'a']",
                           "[url:value = '\\n']"})
    EXPECT_EQ(pattern_of(text), "refused") << text;
}

TEST(StixPattern, LimitsItsLengthDepthAndCases) {
  EXPECT_EQ(parse_stix_pattern(std::string(kMaxPatternBytes + 1, ' ')).error().code,
            ErrorCode::kLimit);
  std::string deep = "[";
  for (int i = 0; i <= kMaxPatternDepth; ++i) deep += "(";
  EXPECT_EQ(parse_stix_pattern(deep + "file:hashes.MD5 = 'a'").error().code, ErrorCode::kLimit);
  std::string many = "[(file:hashes.MD5 IN ('0'";
  for (int i = 0; i < 100; ++i) many += ",'x'";
  many += "))";
  EXPECT_EQ(parse_stix_pattern(many + " AND " + many.substr(1) + "]").error().code,
            ErrorCode::kLimit);
}

TEST(StixPattern, WhatIsWrittenIsReadAgain) {
  for (const auto* signal :
       {"md5", "sha1", "sha256", "sha512", "ssdeep", "tlsh", "pdq", "chromaprint", "url"})
    EXPECT_EQ(pattern_of(format_stix_pattern(signal, "a'\\b").value()),
              std::string(signal) + "=a'\\b");
  EXPECT_FALSE(format_stix_pattern("text", "x"));
}

std::string bundle(const std::string& objects) {
  return R"({"type":"bundle","id":"bundle--1","objects":[)" + objects + "]}";
}

std::string indicator(const std::string& id, const std::string& pattern,
                      const std::string& more = "") {
  return R"({"type":"indicator","spec_version":"2.1","id":"indicator--)" + id +
         R"(","created":"2026-01-01T00:00:00Z","modified":"2026-01-01T00:00:00Z",)" + more +
         R"("pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z","pattern":")" + pattern +
         "\"}";
}

Imported stix(const std::string& objects) {
  auto imported = import_stix(bundle(objects), {.name = "N", .owner = "O"});
  EXPECT_TRUE(imported.ok()) << imported.error().message;
  return std::move(imported).value();
}

TEST(Stix, MarkingsOfBothVersionsGiveTheStrictestTlp) {
  const std::string hash = "[file:hashes.MD5 = '" + hex_of('a', 32) + "']";
  const auto marked = [&](const std::string& id) {
    return stix(indicator("1", hash, R"("object_marking_refs":[")" + id + "\"],")).list.tlp;
  };
  EXPECT_EQ(marked("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"), Tlp::kClear);
  EXPECT_EQ(marked("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"), Tlp::kRed);
  for (const auto tlp : {Tlp::kClear, Tlp::kGreen, Tlp::kAmber, Tlp::kAmberStrict, Tlp::kRed})
    EXPECT_EQ(marked(std::string(tlp_marking_id(tlp))), tlp);
  EXPECT_EQ(marked("marking-definition--other"), Tlp::kAmberStrict);
  EXPECT_EQ(stix(R"({"type":"marking-definition","id":"m1","extensions":{")" +
                 std::string(kTlpExtension) + R"(":{"tlp_2_0":"green"}}},)" +
                 indicator("1", hash, R"("object_marking_refs":["m1"],)"))
                .list.tlp,
            Tlp::kGreen);
}

TEST(Stix, OfHashesJoinedByAndTheStrongestNamesTheFile) {
  const Imported imported =
      stix(indicator("1", "[file:hashes.MD5 = '" + hex_of('a', 32) +
                              "' AND file:hashes.'SHA-256' = '" + hex_of('b', 64) + "']"));
  ASSERT_EQ(imported.list.entries.size(), 1U);
  EXPECT_EQ(imported.list.entries[0].signal, "sha256");
  EXPECT_EQ(imported.list.entries[0].id, "indicator--1");
  EXPECT_NE(imported.problems[0].sentence.find("sha256"), std::string::npos);
}

TEST(Stix, AlternativesAreEntriesOfTheirOwn) {
  const Imported imported =
      stix(indicator("1", "[file:hashes.MD5 = '" + hex_of('a', 32) +
                              "' OR file:hashes.'SHA-256' = '" + hex_of('b', 64) + "']"));
  ASSERT_EQ(imported.list.entries.size(), 2U);
  EXPECT_EQ(imported.list.entries[0].id, "indicator--1:md5");
  EXPECT_EQ(imported.list.entries[1].id, "indicator--1:sha256");
}

TEST(Stix, WhatIsNotTakenIsCountedWithItsReason) {
  const std::string hash = "[file:hashes.MD5 = '" + hex_of('a', 32) + "']";
  std::string later = indicator("1", hash);
  later.replace(later.find("modified\":\"2026"), 15, "modified\":\"2027");
  const Imported imported =
      stix(indicator("1", hash) + "," + later + "," + indicator("2", hash, R"("revoked":true,)") +
           "," + indicator("3", "[ipv4-addr:value = '192.0.2.1']") + "," +
           indicator("4", "[file:hashes.MD5 = 'short']") + "," +
           indicator("5", "[file:hashes.TLSH = 'a' AND file:hashes.SSDEEP = 'b']") +
           R"(,{"type":"malware","id":"malware--1"},7)");
  EXPECT_EQ(imported.counts.read, 8U);
  EXPECT_EQ(imported.counts.taken, 1U);
  EXPECT_EQ(imported.counts.not_understood, 7U);
  for (std::size_t i = 0; i + 1 < imported.problems.size(); ++i)
    EXPECT_FALSE(imported.problems[i].where.empty());
}

TEST(Stix, OpinionsBecomeFeedbackOfTheirAuthors) {
  const auto opinion = [](const std::string& word, const std::string& about) {
    return R"(,{"type":"opinion","created":"2026-02-01T00:00:00Z","opinion":")" + word +
           R"(","explanation":"So it seems","created_by_ref":"identity--1","object_refs":[")" +
           about + "\"]}";
  };
  const Imported imported =
      stix(R"({"type":"identity","id":"identity--1","name":"Lantern Trust"},)" +
           indicator("1", "[file:hashes.MD5 = '" + hex_of('a', 32) + "']") +
           opinion("strongly-disagree", "indicator--1") + opinion("agree", "indicator--1") +
           opinion("neutral", "indicator--1") + opinion("agree", "indicator--2"));
  ASSERT_EQ(imported.list.entries.size(), 1U);
  const auto& feedback = imported.list.entries[0].feedback;
  ASSERT_EQ(feedback.size(), 2U);
  EXPECT_EQ(feedback[0].by, "Lantern Trust");
  EXPECT_EQ(feedback[0].opinion, Opinion::kDispute);
  EXPECT_EQ(imported.counts.feedback_read, 4U);
  EXPECT_EQ(imported.counts.feedback_taken, 2U);
}

TEST(Stix, RefusesWhatIsNoBundle) {
  for (const auto* text :
       {"", "{}", "[]", R"({"type":"bundle"})", R"({"type":"report","objects":[]})"})
    EXPECT_FALSE(import_stix(text, {.name = "N", .owner = "O"}).ok()) << text;
}

}  // namespace
}  // namespace sanad::lists
