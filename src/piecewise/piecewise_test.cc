#include "piecewise/piecewise.h"

#include <gtest/gtest.h>

#include <random>

namespace sanad::piecewise {
namespace {

Bytes invented_text(std::uint32_t seed, std::size_t words) {
  static constexpr const char* kWords[] = {"lantern", "river",  "market", "copper", "window",
                                           "orchard", "bridge", "quiet",  "seven",  "paper"};
  std::mt19937 random(seed);
  std::string text;
  for (std::size_t i = 0; i < words; ++i)
    text += std::string(kWords[random() % 10]) + (i % 12 == 11 ? ".\n" : " ");
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

// Taken with the program of Debian's package ssdeep.
constexpr const char* kExpectedSsdeep =
    "96:/fMBtbouTQ2WvQQkJVoyQsm4Jkb6ggErQsP8QGkRDHaQ0mbOnAmzcgMgQQbVHnrR:31hsdx61nYzJLwDtpMN";

TEST(Piecewise, DigestsAreThoseOfTheTool) {
  EXPECT_EQ(ssdeep(invented_text(1, 2000)), kExpectedSsdeep);
  EXPECT_EQ(ssdeep({}), "3::");
}

TEST(Piecewise, AFileWithAFewOtherWordsIsNearAndAnotherFileIsNot) {
  const Bytes content = invented_text(1, 4000);
  Bytes changed = content;
  for (std::size_t i = 1000; i < 1200; ++i) changed[i] = 'x';
  EXPECT_EQ(ssdeep_score(ssdeep(content), ssdeep(content)), 100);
  EXPECT_GE(ssdeep_score(ssdeep(content), ssdeep(changed)), kMatchScore);
  EXPECT_LT(ssdeep_score(ssdeep(content), ssdeep(invented_text(2, 4000))), kMatchScore);
}

TEST(Piecewise, ADigestIsReadAsTheToolWritesIt) {
  const std::string digest = ssdeep(invented_text(3, 500));
  EXPECT_EQ(parse_ssdeep(digest + ",\"manual.txt\"").value(), digest);
}

TEST(Piecewise, WhatIsNoDigestIsNamed) {
  for (const char* text : {"", "3", "3:", ":a:b", "x:a:b", "3:a b:c", "99999999999:a:b"}) {
    EXPECT_FALSE(parse_ssdeep(text).ok()) << text;
  }
}

}  // namespace
}  // namespace sanad::piecewise
