#include "manifest.h"

#include <gtest/gtest.h>

namespace sanad::verifier {
namespace {

std::string line(char digit, std::string_view path) {
  return std::string(64, digit) + "  " + std::string(path) + "\n";
}

TEST(ManifestTest, ReadsDigestsByPath) {
  const auto listed = parse_manifest(line('a', "data/a") + line('0', "data/b c"), 64);
  ASSERT_TRUE(listed.ok());
  EXPECT_EQ(listed->size(), 2U);
  EXPECT_EQ(listed->at("data/b c"), std::string(64, '0'));
}

TEST(ManifestTest, AcceptsOnlyTheOneForm) {
  const std::string good = line('a', "data/a");
  const std::string digest(64, 'a');
  for (const std::string& text :
       {std::string(), good.substr(0, good.size() - 1), "\n" + good, good + "\n", good + good,
        line('b', "data/b") + good, line('A', "data/a"), line('g', "data/a"), line('a', ""),
        digest + " *data/a\n", digest + " data/a\n", digest + "\n", digest + "  data/\xd8\xb3\n",
        digest + "  data/a\r\n", digest.substr(1) + "  data/a\n", "0" + good})
    EXPECT_FALSE(parse_manifest(text, 64).ok()) << text;
}

}  // namespace
}  // namespace sanad::verifier
