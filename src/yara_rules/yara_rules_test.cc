#include "yara_rules/yara_rules.h"

#include <gtest/gtest.h>

#include <random>

#include "base/utf8.h"

namespace sanad::yara_rules {
namespace {

class YaraRules : public testing::Test {
 protected:
  void SetUp() override { prepare(); }
  static Rules compiled(std::string_view file) {
    auto rules = Rules::compile(file);
    EXPECT_TRUE(rules.ok()) << rules.error().message;
    return std::move(*rules);
  }
  static std::string fault(std::string_view file) {
    const auto rules = Rules::compile(file);
    return rules.ok() ? "it compiles" : rules.error().message;
  }
};

constexpr std::string_view kLantern = R"(
rule lantern_paper : paper harvest {
  meta:
    description = "The heading of an invented paper"
    version = 3
    kept = true
  strings:
    $head = "THE LANTERN" nocase
    $seal = { 53 45 41 4c ?? 01 }
  condition:
    $head and #seal < 40
}
)";

TEST_F(YaraRules, AMatchNamesRuleTagsMetadataAndEveryPlace) {
  const Rules rules = compiled(kLantern);
  const std::string item = std::string("..the Lantern..SEAL") + '\x07' + "\x01 The LANTERN";
  const Scan scan = rules.scan(as_bytes(item)).value();
  ASSERT_EQ(scan.matches.size(), 1U);
  const Match& match = scan.matches[0];
  EXPECT_EQ(match.rule, "lantern_paper");
  EXPECT_EQ(match.name_space, "default");
  EXPECT_EQ(match.tags, (std::vector<std::string>{"paper", "harvest"}));
  ASSERT_EQ(match.meta.size(), 3U);
  EXPECT_EQ(std::get<std::int64_t>(match.meta[1].value), 3);
  EXPECT_TRUE(std::get<bool>(match.meta[2].value));
  ASSERT_EQ(match.strings.size(), 2U);
  EXPECT_EQ(match.strings[0].name, "$head");
  EXPECT_EQ(match.strings[0].count, 2U);
  EXPECT_EQ(match.strings[0].places[0].offset, 2U);
  EXPECT_EQ(match.strings[0].places[1].offset, item.size() - 11);
  EXPECT_EQ(match.strings[1].places[0].length, 6U);
  EXPECT_EQ(match.strings[1].places[0].excerpt, "5345414c0701");
  EXPECT_TRUE(rules.scan(as_bytes("a window")).value().matches.empty());
  EXPECT_TRUE(rules.scan({}).value().matches.empty());
}

TEST_F(YaraRules, WhatWasSavedRunsAsWhatWasCompiled) {
  const std::string file = std::string(kLantern) +
                           "import \"math\" import \"hash\"\n"
                           "rule even { strings: $r = /l[ae]+nt.{0,9}n/ condition: $r and "
                           "math.entropy(0, filesize) > 1.0 and hash.md5(0, 1) != \"\" }";
  const Rules rules = compiled(file);
  const Bytes saved = rules.saved().value();
  const auto loaded = Rules::load(saved);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  for (const std::string_view item : {"..THE LANTERN..", "a laent of mountain", "", "seven"}) {
    const Scan a = rules.scan(as_bytes(item)).value(), b = loaded->scan(as_bytes(item)).value();
    ASSERT_EQ(a.matches.size(), b.matches.size()) << item;
    for (std::size_t i = 0; i < a.matches.size(); ++i) {
      EXPECT_EQ(a.matches[i].rule, b.matches[i].rule);
      EXPECT_EQ(a.matches[i].tags, b.matches[i].tags);
      EXPECT_EQ(a.matches[i].meta.size(), b.matches[i].meta.size());
      ASSERT_EQ(a.matches[i].strings.size(), b.matches[i].strings.size());
      for (std::size_t j = 0; j < a.matches[i].strings.size(); ++j)
        EXPECT_EQ(a.matches[i].strings[j].count, b.matches[i].strings[j].count);
    }
  }
  EXPECT_EQ(rules.scan(as_bytes("..THE LANTERN..")).value().matches.size(), 1U);
  EXPECT_EQ(loaded->scan(as_bytes("a laent of mountain")).value().matches.size(), 1U);
}

TEST_F(YaraRules, SavedRulesThatAreNotWholeAreRefused) {
  const Bytes saved = compiled(kLantern).saved().value();
  for (const std::size_t size : {std::size_t{0}, std::size_t{4}, saved.size() / 2}) {
    const auto loaded = Rules::load(ByteView(saved).first(size));
    ASSERT_FALSE(loaded.ok()) << size;
    EXPECT_EQ(loaded.error().code, ErrorCode::kInvalid);
  }
  EXPECT_FALSE(Rules::load(as_bytes(kLantern)).ok());
}

TEST_F(YaraRules, PlainStringsAreFoundWhereASearchFindsThem) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string item, wanted;
    for (std::size_t i = 0; i < 400; ++i) item += static_cast<char>('a' + random() % 3);
    for (std::size_t i = 0; i < 4 + random() % 3; ++i)
      wanted += static_cast<char>('a' + random() % 3);
    std::vector<std::uint64_t> expected;
    for (std::size_t at = item.find(wanted); at != item.npos; at = item.find(wanted, at + 1))
      expected.push_back(at);
    const Rules rules = compiled("rule r { strings: $a = \"" + wanted + "\" condition: $a }");
    const Scan scan = rules.scan(as_bytes(item)).value();
    ASSERT_EQ(scan.matches.size(), expected.empty() ? 0U : 1U);
    if (expected.empty()) continue;
    EXPECT_EQ(scan.matches[0].strings[0].count, expected.size());
    expected.resize(std::min(expected.size(), kMaxPlacesAString));
    std::vector<std::uint64_t> found;
    for (const Place& place : scan.matches[0].strings[0].places) found.push_back(place.offset);
    EXPECT_EQ(found, expected);
  }
}

TEST_F(YaraRules, AnErrorSaysItsLine) {
  EXPECT_EQ(fault("rule a {\n  condition:\n    nothing_here\n}"),
            "line 3: undefined identifier \"nothing_here\"");
  EXPECT_NE(fault("rule a { condition: true }\nrule a { condition: true }").find("line 2"),
            std::string::npos);
  EXPECT_NE(fault("rule a {").find("line 1"), std::string::npos);
  EXPECT_NE(fault("").find("no rule"), std::string::npos);
  EXPECT_NE(fault(std::string_view("rule a\0", 7)).find("zero byte"), std::string::npos);
}

TEST_F(YaraRules, ARuleCannotReachOtherFilesNorModulesThatAskTheMachine) {
  EXPECT_NE(fault("include \"/etc/passwd\"\nrule a { condition: true }").find("include"),
            std::string::npos);
  for (const char* module : {"cuckoo", "magic", "time", "console"}) {
    const std::string file = std::string("import \"") + module + "\"\nrule a { condition: true }";
    EXPECT_NE(fault(file).find(module), std::string::npos) << fault(file);
  }
  for (const std::string_view module : kModules)
    EXPECT_EQ(fault("import \"" + std::string(module) + "\"\nrule a { condition: true }"),
              "it compiles");
}

TEST_F(YaraRules, HashesAndHeadersAreComputedFromTheBytes) {
  const Rules rules = compiled(
      "import \"hash\"\nimport \"pe\"\nrule a { condition: hash.md5(0, filesize) == "
      "\"900150983cd24fb0d6963f7d28e17f72\" and not pe.is_pe }");
  EXPECT_EQ(rules.scan(as_bytes("abc")).value().matches.size(), 1U);
}

TEST_F(YaraRules, LoopsOverAllBytesEndAtTheirTime) {
  const Rules rules = compiled(
      "rule a { condition: for all i in (0..filesize): (for all j in (0..filesize): (uint8(i) == "
      "uint8(j) or filesize > 0)) }");
  const std::string item(2 << 20, 'x');
  const auto scan = rules.scan(as_bytes(item), 1);
  ASSERT_FALSE(scan.ok());
  EXPECT_EQ(scan.error().code, ErrorCode::kLimit);
  EXPECT_NE(scan.error().message.find("longer than 1 seconds"), std::string::npos);
}

TEST_F(YaraRules, ARuleThatNeverEndsIsRefusedBeforeItMeetsAnItem) {
  EXPECT_NE(fault("rule a { condition: for all i in (0..2000000000): (for all j in "
                  "(0..2000000000): (i >= 0 and j >= 0)) }")
                .find("took longer"),
            std::string::npos);
}

TEST_F(YaraRules, ExpressionsThatBranchWithoutEndAreBounded) {
  for (const char* pattern : {"/(x+x+)+y/", "/(x|xx)*(x|xx)*(x|xx)*y/",
                              "/((x{1,50}){1,50}){1,50}y/", "/x.*x.*x.*x.*y/s"}) {
    auto rules =
        Rules::compile(std::string("rule a { strings: $a = ") + pattern + " condition: $a }");
    if (!rules.ok()) continue;
    const std::string item(50'000, 'x');
    const auto scan = rules->scan(as_bytes(item), 2);
    EXPECT_TRUE(scan.ok() || scan.error().code == ErrorCode::kLimit)
        << pattern << ": " << scan.error().message;
  }
}

TEST_F(YaraRules, AStringThatStandsEverywhereIsCountedAndItsPlacesCut) {
  const Rules rules = compiled("rule a { strings: $a = \"xxxx\" condition: $a }");
  const std::string item(20'000, 'x');
  const Scan scan = rules.scan(as_bytes(item)).value();
  ASSERT_EQ(scan.matches.size(), 1U);
  EXPECT_EQ(scan.matches[0].strings[0].count, 19'997U);
  EXPECT_EQ(scan.matches[0].strings[0].places.size(), kMaxPlacesAString);
}

TEST_F(YaraRules, MoreMatchesThanAreListedAreSaidToBeCut) {
  std::string file;
  for (std::size_t i = 0; i < kMaxMatches + 1; ++i)
    file += "rule r" + std::to_string(i) + " { condition: true }\n";
  const auto scan = compiled(file).scan(as_bytes("x"));
  ASSERT_TRUE(scan.ok()) << scan.error().message;
  EXPECT_EQ(scan->matches.size(), kMaxMatches);
  EXPECT_TRUE(scan->cut);
}

TEST_F(YaraRules, AFileThatIsTooLongIsALimit) {
  const auto rules = Rules::compile(std::string(kMaxFileBytes + 1, ' '));
  ASSERT_FALSE(rules.ok());
  EXPECT_EQ(rules.error().code, ErrorCode::kLimit);
}

TEST_F(YaraRules, MoreRulesThanAFileHoldsAreALimit) {
  std::string file;
  for (std::size_t i = 0; i < kMaxRules + 1; ++i)
    file += "rule r" + std::to_string(i) + " { condition: true }\n";
  const auto rules = Rules::compile(file);
  ASSERT_FALSE(rules.ok());
  EXPECT_EQ(rules.error().code, ErrorCode::kLimit);
}

TEST_F(YaraRules, ExamplesInTheMetadataMustHold) {
  const Tested good = test_examples(compiled(R"(
rule tide {
  meta:
    must_match = "the tide \"turns\""
    must_match = "TIDE"
    must_match_hex = "00 54 49 44 45"
    must_not_match = "a tidy room"
    must_not_match_hex = "FF00"
  strings: $a = "tide" nocase
  condition: $a
}
private rule helper { condition: true }
rule bare { condition: helper }
)"));
  EXPECT_EQ(good.examples, 5U);
  EXPECT_EQ(good.rules_without, 1U);
  EXPECT_TRUE(good.failures.empty());

  const Tested bad = test_examples(compiled(R"(
rule tide {
  meta:
    must_match = "a room"
    must_not_match = "tide"
    must_match_hex = "0g"
    must_match = 7
  strings: $a = "tide"
  condition: $a
})"));
  ASSERT_EQ(bad.failures.size(), 4U);
  EXPECT_EQ(bad.failures[0].message,
            "the rule tide must match its example \"a room\", and does not");
  EXPECT_EQ(bad.failures[1].message, "the rule tide must not match its example \"tide\", and does");
  EXPECT_NE(bad.failures[2].message.find("must_match_hex"), std::string::npos);
  EXPECT_NE(bad.failures[3].message.find("quotation marks"), std::string::npos);
}

TEST_F(YaraRules, TextsThatAreNoUtf8AreShownAsUtf8) {
  const Rules rules = compiled("rule a { meta: m = \"\\xff\\xfe\" condition: true }");
  const Scan scan = rules.scan(as_bytes("x")).value();
  const auto& value = std::get<std::string>(scan.matches[0].meta[0].value);
  EXPECT_EQ(utf8_prefix_length(value), value.size());
}

}  // namespace
}  // namespace sanad::yara_rules
