#include "rules/rules.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace sanad::rules {
namespace {

constexpr std::string_view kTerms = R"(# of the lantern desk

sanad-rules 1
rule lantern-call
version 2
why The call of an invented group to light lanterns.
any within 6: seven + lanterns
match tonight the SEVEN lanterns are lit
no-match a lantern in the window
)";

constexpr std::string_view kYara = R"(// of the paper desk
rule lantern_paper : paper {
  meta:
    description = "The heading of an invented paper"
    version = 4
    must_match = "The Lantern, no. 7"
    must_not_match = "a window"
  strings: $head = "the lantern" nocase
  condition: $head
}
)";

Outcome only(std::string_view file, const Item& item) {
  auto runner = Runner::create({&file, 1});
  EXPECT_TRUE(runner.ok()) << runner.error().message;
  constexpr std::size_t kOnly[] = {0};
  auto outcomes = runner->run({}, item, kOnly);
  EXPECT_TRUE(outcomes.ok()) << outcomes.error().message;
  EXPECT_TRUE((*outcomes)[0].ok()) << (*outcomes)[0].error().message;
  return std::move(*(*outcomes)[0]);
}

TEST(Rules, AFilesFirstStatementSaysItsKind) {
  EXPECT_EQ(kind_of(kTerms), Kind::kTerm);
  EXPECT_EQ(kind_of("\xEF\xBB\xBFsanad-rules 1\n"), Kind::kTerm);
  EXPECT_EQ(kind_of(kYara), Kind::kYara);
  EXPECT_EQ(kind_of(""), Kind::kYara);
  for (const Kind kind : {Kind::kTerm, Kind::kYara}) EXPECT_EQ(parse_kind(kind_name(kind)), kind);
  EXPECT_FALSE(parse_kind("lantern").has_value());
}

TEST(Rules, BothKindsAreCheckedWithTheirExamples) {
  const Checked terms = check({}, kTerms).value();
  EXPECT_EQ(terms.kind, Kind::kTerm);
  EXPECT_EQ(terms.examples, 2U);
  ASSERT_EQ(terms.rules.size(), 1U);
  EXPECT_EQ(terms.rules[0].version, "2");
  EXPECT_TRUE(terms.failures.empty());

  const auto yara = check({}, kYara);
  ASSERT_TRUE(yara.ok()) << yara.error().message;
  EXPECT_EQ(yara->kind, Kind::kYara);
  EXPECT_TRUE(yara->algorithm.starts_with("yara-4."));
  EXPECT_EQ(yara->examples, 2U);
  EXPECT_EQ(yara->rules[0].version, "4");
  EXPECT_EQ(yara->rules[0].why, "The heading of an invented paper");
  EXPECT_TRUE(yara->failures.empty());
}

TEST(Rules, AnExampleThatDoesNotHoldIsNamed) {
  std::string terms(kTerms);
  terms += "no-match seven lanterns\n";
  const Checked first = check({}, terms).value();
  ASSERT_EQ(first.failures.size(), 1U);
  EXPECT_EQ(first.failures[0].line, 10U);
  std::string yara(kYara);
  yara.replace(yara.find("a window"), 8, "THE LANTERN");
  const Checked second = check({}, yara).value();
  ASSERT_EQ(second.failures.size(), 1U);
  EXPECT_EQ(second.failures[0].rule, "lantern_paper");
}

TEST(Rules, WhatCannotBeReadSaysItsLine) {
  for (const auto& [file, expected] :
       {std::pair{std::string_view("sanad-rules 1\nrul x\n"), "line 2"},
        std::pair{std::string_view("sanad-rules 1\n"), "no rule"},
        std::pair{std::string_view("rule a {\n condition: x }"), "line 2"},
        std::pair{std::string_view("plain words"), "line 1"},
        std::pair{std::string_view("include \"x\"\nrule a { condition: true }"), "include"}}) {
    const auto checked = check({}, file);
    ASSERT_FALSE(checked.ok()) << file;
    EXPECT_EQ(checked.error().code, ErrorCode::kInvalid);
    EXPECT_NE(checked.error().message.find(expected), std::string::npos) << checked.error().message;
  }
  const auto longer = check({}, std::string(kMaxFileBytes + 1, ' '));
  ASSERT_FALSE(longer.ok());
  EXPECT_EQ(longer.error().code, ErrorCode::kLimit);
  const std::string large(kMaxFileBytes + 1, ' ');
  const std::string_view view = large;
  EXPECT_EQ(Runner::create({&view, 1}).error().code, ErrorCode::kLimit);
}

TEST(Rules, ATermHitShowsItsPhraseWithThePassageAround) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "لالٹین ";
  const std::size_t begin = text.size();
  text += "the seven paper lanterns";
  for (int i = 0; i < 60; ++i) text += " چراغ";
  const Outcome outcome = only(kTerms, {as_bytes(text), "", text});
  ASSERT_EQ(outcome.hits.size(), 1U);
  EXPECT_EQ(outcome.hits[0].signal, "term-rule");
  const json::Value details(outcome.hits[0].details);
  EXPECT_EQ(details["version"].string_or(""), "2");
  const json::Value& phrase = (*details["phrases"].as_array())[0];
  EXPECT_EQ(phrase["begin"].int_or(0), static_cast<std::int64_t>(begin + 4));
  EXPECT_EQ(phrase["end"].int_or(0), static_cast<std::int64_t>(begin + 24));
  const std::string passage = phrase["passage"].string_or("");
  EXPECT_EQ(utf8_prefix_length(passage), passage.size());
  EXPECT_EQ(
      text.substr(static_cast<std::size_t>(phrase["passage_begin"].int_or(0)), passage.size()),
      passage);
  EXPECT_TRUE(only(kTerms, {as_bytes(text), "", {}}).hits.empty());
}

TEST(Rules, MorePhrasesThanAreListedAreCounted) {
  std::string text;
  for (std::size_t i = 0; i < kMaxPhrasesAHit + 5; ++i)
    text += "seven lanterns. A wall of paper stands between. ";
  const json::Value details(only(kTerms, {as_bytes(text), "", text}).hits[0].details);
  EXPECT_EQ(details["phrases"].as_array()->size(), kMaxPhrasesAHit);
  EXPECT_GE(details["count"].int_or(0), static_cast<std::int64_t>(kMaxPhrasesAHit + 5));
}

TEST(Rules, AYaraHitShowsItsStringsWithTheirBytes) {
  const Outcome outcome = only(kYara, {as_bytes("..THE LANTERN"), "", {}});
  ASSERT_EQ(outcome.hits.size(), 1U);
  EXPECT_EQ(outcome.hits[0].signal, "yara");
  const json::Value details(outcome.hits[0].details);
  EXPECT_EQ(details["version"].string_or(""), "4");
  EXPECT_EQ(details["why"].string_or(""), "The heading of an invented paper");
  const json::Value& string = (*details["strings"].as_array())[0];
  EXPECT_EQ(string["name"].string_or(""), "$head");
  EXPECT_EQ((*string["places"].as_array())[0]["offset"].int_or(0), 2);
  const Outcome back = outcome_from(to_json(outcome)).value();
  EXPECT_EQ(json::format_canonical(to_json(back)), json::format_canonical(to_json(outcome)));
  EXPECT_FALSE(outcome_from(json::Value("lantern")).ok());
}

TEST(Rules, OneFileThatCannotBeRunCostsThatFileOnly) {
  const std::string_view endless =
      "rule a { condition: for all i in (0..2000000000): (for all j in (0..2000000000): (i >= 0)) "
      "}";
  const std::string_view files[] = {endless, kTerms, kYara, "rule b { condition: nothing }"};
  Runner runner = Runner::create(files).value();
  constexpr std::size_t kAll[] = {0, 1, 2, 3};
  const auto outcomes = runner.run({}, {as_bytes("The Lantern"), "", "seven lanterns"}, kAll);
  ASSERT_TRUE(outcomes.ok()) << outcomes.error().message;
  ASSERT_FALSE((*outcomes)[0].ok());
  EXPECT_NE((*outcomes)[0].error().message.find("took longer"), std::string::npos);
  EXPECT_EQ((*outcomes)[1]->hits.size(), 1U);
  EXPECT_EQ((*outcomes)[2]->hits.size(), 1U);
  ASSERT_FALSE((*outcomes)[3].ok());
  EXPECT_NE((*outcomes)[3].error().message.find("line 1"), std::string::npos);
}

TEST(Rules, RunAgainTheySayTheSameOfEachItem) {
  const std::string_view files[] = {kYara, "rule b { condition: nothing }"};
  Runner runner = Runner::create(files).value();
  constexpr std::size_t kAll[] = {0, 1};
  for (int run = 0; run < 4; ++run) {
    const auto outcomes = runner.run({}, {as_bytes("The Lantern"), "", {}}, kAll);
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().message;
    ASSERT_TRUE((*outcomes)[0].ok()) << run;
    EXPECT_EQ((*outcomes)[0]->hits.size(), 1U) << run;
    ASSERT_FALSE((*outcomes)[1].ok());
    EXPECT_NE((*outcomes)[1].error().message.find("line 1"), std::string::npos);
    EXPECT_TRUE((*runner.run({}, {as_bytes("a window"), "", {}}, kAll))[0]->hits.empty());
  }
}

TEST(Rules, AnItemThatIsNotCodedAsItSaysIsAnError) {
  Runner runner = Runner::create({&kYara, 1}).value();
  constexpr std::size_t kOnly[] = {0};
  EXPECT_FALSE(runner.run({}, {as_bytes("the lantern"), "gzip", {}}, kOnly).ok());
}

TEST(Rules, WithoutTheExtractorNothingIsRun) {
  extract::Extractor gone;
  gone.program = "/there/is/no/program";
  EXPECT_EQ(check(gone, kYara).error().code, ErrorCode::kUnavailable);
  Runner runner = Runner::create({&kYara, 1}).value();
  constexpr std::size_t kOnly[] = {0};
  EXPECT_EQ(runner.run(gone, {as_bytes("x"), "", {}}, kOnly).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::rules
