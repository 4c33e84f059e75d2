#include "similarity/similarity.h"

#include <gtest/gtest.h>

#include <random>

namespace sanad::similarity {
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

// Taken with the program of Debian's package tlsh-tools.
constexpr const char* kExpectedTlsh =
    "T1AF524B51725699C900231E5C1B672BFBD623C36CC7EA899AD05DD29DB1A325F88F3EC0";

TEST(Similarity, DigestsAreThoseOfTheTool) {
  const Bytes content = invented_text(1, 2000);
  EXPECT_EQ(tlsh(content).value_or(""), kExpectedTlsh);
}

TEST(Similarity, AFileWithAFewOtherWordsIsNear) {
  const Bytes content = invented_text(1, 4000);
  Bytes changed = content;
  for (std::size_t i = 1000; i < 1200; ++i) changed[i] = 'x';
  EXPECT_EQ(tlsh_distance(*tlsh(content), *tlsh(content)), 0);
  EXPECT_LE(tlsh_distance(*tlsh(content), *tlsh(changed)), kTlshMatchDistance);
}

TEST(Similarity, ContentThatHasNoTlshDigestSaysSo) {
  EXPECT_FALSE(tlsh({}).has_value());
  EXPECT_FALSE(tlsh(Bytes(200, 'a')).has_value());
  EXPECT_FALSE(tlsh(Bytes(100'000, 'a')).has_value());
}

TEST(Similarity, DigestsAreReadInTheFormsThatListsHave) {
  const std::string digest = *tlsh(invented_text(3, 500));
  std::string lower = digest.substr(2);
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(parse_tlsh(lower).value(), digest);
  EXPECT_EQ(parse_tlsh(digest).value(), digest);
}

TEST(Similarity, WhatIsNoDigestIsNamed) {
  for (const char* text : {"", "T1", "T1xyz", "tlsh", "T1AA"})
    EXPECT_FALSE(parse_tlsh(text).ok()) << text;
}

}  // namespace
}  // namespace sanad::similarity
