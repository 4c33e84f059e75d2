#include "tlog/entry.h"

#include <gtest/gtest.h>

namespace sanad::tlog {
namespace {

EntryLeaf example() {
  EntryLeaf leaf;
  leaf.at = parse_timestamp("2026-11-24T16:50:00.123Z").value();
  leaf.commitment.fill(0xab);
  leaf.kind = "case.opened";
  return leaf;
}

TEST(Leaf, HasOneForm) {
  const std::string text = R"({"at":"2026-11-24T16:50:00.123Z","commitment":")" + [] {
    std::string hex;
    for (int i = 0; i < 32; ++i) hex += "ab";
    return hex;
  }() + R"(","kind":"case.opened","v":1})";
  EXPECT_EQ(format_leaf(example()), text);
  EXPECT_EQ(parse_leaf(text).value(), example());
}

TEST(Leaf, RefusesEveryOtherText) {
  const std::string good = format_leaf(example());
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos);
    return text.replace(at, from.size(), to);
  };
  for (const std::string& bad :
       std::vector<std::string>{std::string(),
                                std::string("{}"),
                                std::string("[]"),
                                good + " ",
                                " " + good,
                                with("\"v\":1", "\"v\":2"),
                                with("\"v\":1", "\"v\":1.0"),
                                with("\"v\":1", "\"v\":\"1\""),
                                with(",\"v\":1", ""),
                                with("\"v\":1", "\"v\":1,\"w\":1"),
                                with("\"v\":1", "\"v\": 1"),
                                with(".123Z", "Z"),
                                with(".123Z", ".1234Z"),
                                with("2026", "26"),
                                with("abab", "ABAB"),
                                with("abab", "ab"),
                                with("case.opened", "Case"),
                                with("case.opened", ""),
                                with("\"kind\":\"case.opened\"", "\"kind\":null"),
                                with("case", "\\u0063ase")}) {
    EXPECT_FALSE(parse_leaf(bad).ok()) << bad;
  }
}

TEST(Kind, IsLowerCaseWordsJoinedByDots) {
  for (const char* good : {"a", "case.opened", "exhibit.sealed", "a1-b.c-2.d"}) {
    EXPECT_TRUE(is_kind(good)) << good;
  }
  for (const char* bad : {"", ".", "a.", ".a", "a..b", "1a", "a.1", "-a", "A", "a b", "a_b", "ä"}) {
    EXPECT_FALSE(is_kind(bad)) << bad;
  }
  EXPECT_TRUE(is_kind(std::string(kMaxKindSize, 'a')));
  EXPECT_FALSE(is_kind(std::string(kMaxKindSize + 1, 'a')));
}

TEST(Commitment, OpensOnlyWithItsSaltAndBody) {
  const Bytes salt(kSaltSize, 5);
  const std::string body = R"({"v":1})";
  EntryLeaf leaf = example();
  leaf.commitment = commit(salt, body);
  EXPECT_TRUE(opens(leaf, salt, body));
  EXPECT_FALSE(opens(leaf, Bytes(kSaltSize, 6), body));
  EXPECT_FALSE(opens(leaf, salt, R"({"v":2})"));
  // The border between salt and body cannot be moved.
  EXPECT_FALSE(opens(leaf, Bytes(kSaltSize - 1, 5), "\x05" + body));
  Bytes longer = salt;
  longer.push_back('{');
  EXPECT_FALSE(opens(leaf, longer, body.substr(1)));
}

TEST(Body, IsACanonicalObjectWithinTheLimit) {
  EXPECT_TRUE(parse_body("{}").ok());
  EXPECT_FALSE(parse_body("[]").ok());
  EXPECT_FALSE(parse_body("{ }").ok());
  EXPECT_FALSE(parse_body("").ok());
  const auto sized = [](std::size_t size) {
    return "{\"a\":\"" + std::string(size - 8, 'x') + "\"}";
  };
  EXPECT_TRUE(parse_body(sized(kMaxBodySize)).ok());
  EXPECT_EQ(parse_body(sized(kMaxBodySize + 1)).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::tlog
