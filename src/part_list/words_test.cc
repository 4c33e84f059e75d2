#include "part_list/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "json/json.h"
#include "part_list/part_list.h"

namespace sanad::part_list {
namespace {

const Seed kWordsSeed{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  cut_words(text, words);
  return {words.begin(), words.end()};
}

TEST(Words, EndBehindSpacesAndLineFeeds) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(words_of(""), Words{});
  EXPECT_EQ(words_of("lamp"), Words{"lamp"});
  EXPECT_EQ(words_of("a  b "), (Words{"a  ", "b "}));
  EXPECT_EQ(words_of(" a"), (Words{" ", "a"}));
  EXPECT_EQ(words_of(R"(one\n two\tthree)"), (Words{R"(one\n )", R"(two\tthree)"}));
  // The backslash is itself escaped, and what follows it is the letter n.
  EXPECT_EQ(words_of(R"(c:\\new day)"), (Words{R"(c:\\new )", "day"}));
  EXPECT_EQ(words_of("کشتی دیر سے"), (Words{"کشتی ", "دیر ", "سے"}));
}

TEST(Words, TogetherAreThePart) {
  const std::string line = json::format_canonical(
      json::Object{{"list", json::Array{1, "two words", true, nullptr, json::Object{}}},
                   {"name \"quoted\"", json::Object{{"a/b~c", ""}, {"t", "line\nfeed"}}},
                   {"x", -2.5}});
  const CutPart cut = cut_part(line);
  EXPECT_EQ(cut.frame, R"({"list":[0,"2",0,0,{}],"name \"quoted\"":{"a/b~c":"0","t":"2"},"x":0})");
  EXPECT_EQ(std::vector<std::string>(cut.words.begin(), cut.words.end()),
            (std::vector<std::string>{"1", "two ", "words", "true", "null", R"(line\n)", "feed",
                                      "-2.5"}));
  ScalarScanner scanner(line);
  std::vector<std::string> pointers;
  while (scanner.next()) pointers.push_back(scanner.pointer());
  EXPECT_EQ(pointers,
            (std::vector<std::string>{"/list/0", "/list/1", "/list/2", "/list/3",
                                      "/name \"quoted\"/a~1b~0c", "/name \"quoted\"/t", "/x"}));
}

// The seeds of any cover give just the salts that are not masked, and the same as the part's.
TEST(Words, ACoverOpensAllButWhatIsMasked) {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    const std::uint64_t leaves = 1 + random() % 70;
    std::vector<std::uint64_t> masked;
    for (std::uint64_t leaf = 1; leaf < leaves; ++leaf)
      if (random() % 4 == 0) masked.push_back(leaf);
    std::map<std::uint64_t, Seed> all, opened;
    each_salt(kWordsSeed, leaves, [&](std::uint64_t leaf, const Seed& salt) { all[leaf] = salt; });
    ASSERT_EQ(all.size(), leaves);
    std::vector<std::uint64_t> closed;
    for (const Cover::Step& step : Cover::of(leaves, masked)) {
      if (step.is_masked) {
        closed.push_back(step.first);
        continue;
      }
      each_salt_within(seed_of_subtree(kWordsSeed, leaves, step), step, leaves,
                       [&](std::uint64_t leaf, const Seed& salt) { opened[leaf] = salt; });
    }
    EXPECT_EQ(closed, masked);
    EXPECT_EQ(opened.size() + masked.size(), leaves);
    for (const auto& [leaf, salt] : opened) EXPECT_EQ(salt, all.at(leaf));
  }
}

TEST(Words, SaltsDiffer) {
  std::map<Seed, std::uint64_t> seen;
  each_salt(kWordsSeed, 1'000, [&](std::uint64_t leaf, const Seed& salt) { seen[salt] = leaf; });
  EXPECT_EQ(seen.size(), 1'000u);
}

TEST(Words, PartsThatDifferInOneWordOrInTheirFrameDiffer) {
  const std::vector<std::string> lines = {R"({"a":"one two"})",
                                          R"({"a":"one  two"})",
                                          R"({"a":"onetwo"})",
                                          R"({"a":"one","b":"two"})",
                                          R"({"a":["one ","two"]})",
                                          R"({"a":1})",
                                          R"({"a":"1"})",
                                          R"({"a":[1]})",
                                          R"({"a":true})",
                                          R"({"a":null})",
                                          R"({"a":""})",
                                          R"({"a":[]})",
                                          R"({"b":1})",
                                          R"({"a":{"1":1}})"};
  std::map<Digest256, std::string> seen;
  for (const std::string& line : lines) {
    const auto [at, is_new] = seen.emplace(commitment_by_words(kWordsSeed, line), line);
    EXPECT_TRUE(is_new) << line << " and " << at->second;
  }
}

// Made with sha256sum and xxd alone, as docs/formats/part-list.md shows.
TEST(Words, ComputeWhatOtherProgramsCompute) {
  const Bytes salt = salt_of(Algorithm::kWords, Bytes(32, 7), 5);
  EXPECT_EQ(format_hex(salt), "3f05061b6568f83e17162ec18f6b02f5");
  EXPECT_EQ(format_hex(commitment_of(Algorithm::kWords, salt, R"({"a":"the boat"})")),
            "c6c0b152063984704481598787694b0f3c9239fcf38d6436378d1b4f5e098abc");
  EXPECT_EQ(format_hex(commitment_of(Algorithm::kWords, Bytes(16, 1), R"({"a":"boat"})")),
            "ff88637b9c6c4c9729b67d7c28612845804b19b0c31a9a4e5193d3671708dd12");
}

}  // namespace
}  // namespace sanad::part_list
