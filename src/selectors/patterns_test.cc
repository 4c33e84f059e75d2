// An agency's own patterns: what a file may say, and what is wrong with one.
#include <gtest/gtest.h>

#include "selectors/selectors.h"

namespace sanad::selectors {
namespace {

constexpr std::string_view kPlates =
    "sanad-patterns 1\n"
    "# Plates.\n"
    "pattern tirazan-plate\n"
    "version 2\n"
    "why Number plates of Tirazan, an invented country.\n"
    "regex \\bTZ-([0-9]{4}-[A-Z]{2})\\b\n"
    "personal yes\n"
    "match The van TZ-4821-KA left at dawn.\n"
    "no-match TZ-48-KA\n"
    "pattern gate\n"
    "version 1\n"
    "why Names of gates.\n"
    "regex ^gate [0-9]+$\n"
    "match gate 7\n"
    "no-match the gate 7\n";

std::string with(std::string_view from, std::string_view to) {
  std::string file(kPlates);
  const std::size_t at = file.find(from);
  EXPECT_NE(at, file.npos);
  return file.replace(at, from.size(), to);
}

Options plates() {
  Options options;
  options.patterns = std::make_shared<const PatternSet>(parse_patterns(kPlates).value());
  return options;
}

TEST(Patterns, AreFoundBesideTheRest) {
  const auto hits = scan("x\ngate 12\nTZ-4821-KA met a@b.example", plates());
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(hits[0].pattern, "gate");
  EXPECT_EQ(hits[0].value, "gate 12");
  EXPECT_FALSE(hits[0].personal);
  EXPECT_EQ(hits[1].pattern, "tirazan-plate");
  EXPECT_EQ(hits[1].value, "4821-KA");
  EXPECT_EQ(hits[1].raw, "TZ-4821-KA");
  EXPECT_EQ(hits[1].offset, 10u);
  EXPECT_TRUE(hits[1].personal);
  EXPECT_EQ(hits[2].kind, Kind::kEmail);
}

TEST(Patterns, AreFoundAcrossChunksAndSegments) {
  std::string text(131'072 - 5, ' ');
  text += "TZ-4821-KA" + std::string(200'000, ' ') + "TZ-0001-AA";
  const auto whole = scan(text, plates());
  ASSERT_EQ(whole.size(), 2u);
  Scanner scanner(plates());
  for (std::size_t at = 0; at < text.size(); at += 1013)
    scanner.feed(as_bytes(std::string_view(text).substr(at, 1013)));
  scanner.finish();
  EXPECT_EQ(scanner.take(), whole);
}

TEST(Patterns, SayWhichLineIsWrongAndWhatToDo) {
  const auto error = [](const std::string& file) {
    const auto set = parse_patterns(file);
    return set.ok() ? std::string("fine") : set.error().message;
  };
  EXPECT_EQ(error(std::string(kPlates)), "fine");
  EXPECT_EQ(error("\xEF\xBB\xBF" + std::string(kPlates)), "fine");
  EXPECT_EQ(error(""), "line 1: begin the file with \"sanad-patterns 1\".");
  EXPECT_EQ(error("sanad-patterns 1\n"),
            "line 1: the file holds no pattern; add one with \"pattern NAME\".");
  EXPECT_EQ(error("sanad-patterns 2\n"), "line 1: begin the file with \"sanad-patterns 1\".");
  EXPECT_EQ(error("sanad-patterns 1\nwhy x\n"),
            "line 2: begin a pattern with \"pattern NAME\" first.");
  EXPECT_EQ(error("\xFF"), "line 1: the file is not UTF-8; save it as UTF-8.");
  EXPECT_EQ(error(with("pattern gate", "pattern Gate")),
            "line 10: a pattern's name is up to 64 of a-z, 0-9 and -.");
  EXPECT_EQ(error(with("pattern gate", "pattern tirazan-plate")),
            "line 10: the name tirazan-plate is taken by an earlier pattern.");
  EXPECT_EQ(error(with("version 2", "version two")),
            "line 4: a pattern has one version, a whole number from 1 to 1000000.");
  EXPECT_EQ(error(with("personal yes", "personal maybe")), "line 7: \"personal\" is yes or no.");
  EXPECT_EQ(
      error(with("personal yes", "secret yes")),
      "line 7: \"secret\" is none of pattern, version, why, regex, personal, match and no-match.");
  EXPECT_EQ(error(with("personal yes", "personal")), "line 7: write something after \"personal\".");
  EXPECT_EQ(error(with("personal yes", "regex x")), "line 7: a pattern has one \"regex\".");
  EXPECT_EQ(error(with("version 2\n", "")),
            "line 3: the pattern tirazan-plate needs a \"version\".");
  EXPECT_EQ(error(with("why Names of gates.\n", "")), "line 10: the pattern gate needs a \"why\".");
  EXPECT_EQ(error(with("regex ^gate [0-9]+$\n", "")),
            "line 10: the pattern gate needs a \"regex\".");
  EXPECT_EQ(error(with("match gate 7\n", "")),
            "line 10: the pattern gate needs a \"match\", an example that must match.");
  EXPECT_EQ(error(with("no-match the gate 7\n", "")),
            "line 10: the pattern gate needs a \"no-match\", an example that must not.");
  EXPECT_EQ(error(with("[A-Z]{2})", "[A-Z]{2}")),
            "line 6: the expression is not one that RE2 reads (missing ): "
            "(?m:\\bTZ-([0-9]{4}-[A-Z]{2}\\b)).");
  EXPECT_EQ(
      error(with("^gate", "\\Agate")),
      "line 13: \\A and \\z are not known here; ^ and $ stand for the begin and end of a line.");
  EXPECT_EQ(error(with("match gate 7", "match door 7")),
            "line 14: the example must match, but the pattern gate does not find anything in it; "
            "correct one of them.");
  EXPECT_EQ(error(with("no-match the gate 7", "no-match gate 9")),
            "line 15: the example must not match, but the pattern gate finds something in it; "
            "correct one of them.");
  EXPECT_EQ(error(with("^gate [0-9]+$", std::string(2001, 'a'))),
            "line 13: the expression is longer than 2000 bytes; split it.");
  EXPECT_EQ(parse_patterns(std::string(kMaxPatternFileBytes + 1, ' ')).error().code,
            ErrorCode::kLimit);
}

TEST(Patterns, HaveALimit) {
  std::string file = "sanad-patterns 1\n";
  for (std::size_t i = 0; i <= kMaxPatterns; ++i) {
    file += "pattern p" + std::to_string(i) + "\nversion 1\nwhy w\nregex x\nmatch x\nno-match y\n";
  }
  EXPECT_EQ(parse_patterns(file).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::selectors
