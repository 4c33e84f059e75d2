#include "text/rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

namespace sanad::text {
namespace {

constexpr const char* kFile = R"(# The invented Harvest Front of Tirazan.
sanad-rules 1

rule sluice-call
version 2
why The call of the Harvest Front to open the sluices.
why Its spelling changes; its words do not.
languages en ur
any open the sluice*
any within 6: water + gate + tonight
any نہر کھولو
none weather forecast
match Tonight, neighbours: the WATER gate!
match نهر كھولو!
no-match The weather forecast: they open the sluices.
no-match The gate is shut.

rule lamp
version 1
why Both words of the lamp notice.
all lamp
all within 3: every + house
match Every single house: a lamp.
no-match Every lamp
)";

std::string file_with(std::string_view terms) {
  return fmt::format("sanad-rules 1\nrule one\nversion 1\nwhy Because.\n{}match a\nno-match b\n",
                     terms);
}

RuleMatcher matcher_of(std::string_view terms) {
  auto set = parse_rules(file_with(terms));
  EXPECT_TRUE(set.ok()) << set.error().message;
  return RuleMatcher(std::move(set).value());
}

bool matches(std::string_view terms, std::string_view text) {
  return !matcher_of(terms).match(text).value().empty();
}

TEST(Rules, AreReadWithAllTheirFields) {
  const RuleSet set = parse_rules(kFile).value();
  ASSERT_EQ(set.rules.size(), 2U);
  const Rule& rule = set.rules[0];
  EXPECT_EQ(rule.name, "sluice-call");
  EXPECT_EQ(rule.version, 2U);
  EXPECT_EQ(rule.why,
            "The call of the Harvest Front to open the sluices. Its spelling changes; its words do "
            "not.");
  EXPECT_EQ(rule.languages, (std::vector<std::string>{"en", "ur"}));
  EXPECT_EQ(rule.any.size(), 3U);
  EXPECT_EQ(rule.any[1].within_words, 6U);
  EXPECT_EQ(rule.any[1].phrases.size(), 3U);
  EXPECT_TRUE(rule.any[0].phrases[0].open_end);
  EXPECT_EQ(rule.none[0].text, "weather forecast");
  EXPECT_EQ(rule.line, 4U);
  EXPECT_EQ(rule.must_not_match[1].line, 16U);
}

TEST(Rules, PassTheirOwnExamples) {
  EXPECT_TRUE(test_rules(RuleMatcher(parse_rules(kFile).value())).empty());
}

TEST(Rules, AreReadAlikeWithWindowsLineEndsAndAByteOrderMark) {
  std::string file = "\xEF\xBB\xBF";
  for (const char c : std::string_view(kFile))
    file += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(parse_rules(file)->rules[1].must_match[0].text, "Every single house: a lamp.");
}

TEST(RuleMatch, NamesRuleVersionAndTheBytesOfEachTerm) {
  const RuleMatcher matcher(parse_rules(kFile).value());
  const std::string text = "«Ópen the sluices», they say: water by the gate, tonight.";
  const auto found = matcher.match(text).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "sluice-call");
  EXPECT_EQ(found[0].version, 2U);
  ASSERT_EQ(found[0].hits.size(), 2U);
  const auto cut = [&](ByteRange r) { return text.substr(r.begin, r.end - r.begin); };
  EXPECT_EQ(cut(found[0].hits[0].range), "Ópen the sluice");
  EXPECT_EQ(cut(found[0].hits[1].range), "water by the gate, tonight");
  ASSERT_EQ(found[0].hits[1].phrases.size(), 3U);
  EXPECT_EQ(cut(found[0].hits[1].phrases[1]), "gate");
  EXPECT_EQ(found[0].hits[1].term, "within 6: water + gate + tonight");
}

struct Judged {
  const char* terms;
  const char* text;
  bool matches;
};

TEST(RuleMatch, FollowsWordsStarsStretchesAndLogic) {
  const Judged table[] = {
      {"any mill\n", "the mill", true},
      {"any mill\n", "MILL", true},
      {"any mill\n", "windmill", false},
      {"any mill\n", "mills", false},
      {"any mill*\n", "the millstone", true},
      {"any *mill\n", "a windmill", true},
      {"any *mill*\n", "windmills", true},
      {"any old mill\n", "the old, mill", true},
      {"any old mill\n", "the old red mill", false},
      {"any within 3: mill + old\n", "old red mill", true},
      {"any within 3: mill + old\n", "mill and old", true},
      {"any within 2: mill + old\n", "old red mill", false},
      {"any within 4: old mill + river\n", "river: the old mill", true},
      {"any within 3: old mill + river\n", "river: the old mill", false},
      {"all mill\nall river\n", "river, far away, mill", true},
      {"all mill\nall river\n", "river", false},
      {"any mill\nall river\n", "river", false},
      {"any mill\nany dam\nall river\n", "dam river", true},
      {"any mill\nnone river\n", "mill by the river", false},
      {"any mill\nnone within 2: old + river\n", "mill, old, of the river", true},
      {"any 中文\n", "這是中文字", true},
      {"any كتاب\n", "الكِتاب", false},
      {"any *كتاب\n", "الکتاب", true},
      {"any a a\n", "a a a", true},
  };
  for (const Judged& row : table) {
    EXPECT_EQ(matches(row.terms, row.text), row.matches) << row.terms << row.text;
  }
}

// The obvious way: every window of whole words, compared as text.
std::set<std::pair<std::size_t, std::size_t>> obvious(const std::vector<std::string>& words,
                                                      const std::vector<std::string>& phrase) {
  std::set<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t at = 0; at + phrase.size() <= words.size(); ++at) {
    if (std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at))) {
      out.insert({at, at + phrase.size()});
    }
  }
  return out;
}

std::vector<std::string> few_words(std::mt19937& random, std::size_t count) {
  const char* kWords[] = {"a", "b", "ab", "ba"};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(kWords[random() % 4]);
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

TEST(RuleMatch, AgreesWithTheObviousWayOnSmallTexts) {
  std::mt19937 random(31);
  for (int round = 0; round < 3000; ++round) {
    const auto text = few_words(random, random() % 12);
    const auto one = few_words(random, 1 + random() % 2);
    const auto two = few_words(random, 1 + random() % 3);
    const std::size_t within = 2 + random() % 5;
    const auto places_one = obvious(text, one);
    const auto places_two = obvious(text, two);
    const auto phrase = matcher_of("any " + joined(one) + "\n").match(joined(text)).value();
    ASSERT_EQ(phrase.empty() ? 0 : phrase[0].hits.size(), places_one.size()) << joined(text);
    if (one == two) continue;
    bool near = false;
    for (const auto& [b1, e1] : places_one) {
      for (const auto& [b2, e2] : places_two) {
        near |= std::max(e1, e2) - std::min(b1, b2) <= within;
      }
    }
    const std::string term =
        fmt::format("any within {}: {} + {}\n", within, joined(one), joined(two));
    ASSERT_EQ(matches(term, joined(text)), near) << term << joined(text);
  }
}

TEST(RuleExamples, ThatFailAreToldInWords) {
  const auto failures_of = [](std::string_view lines) {
    auto set = parse_rules(fmt::format("sanad-rules 1\nrule one\nversion 1\nwhy w\n{}", lines));
    EXPECT_TRUE(set.ok()) << set.error().message;
    std::string out;
    for (const auto& failure : test_rules(RuleMatcher(std::move(set).value()))) {
      EXPECT_EQ(failure.rule, "one");
      out += failure.message + "\n";
    }
    return out;
  };
  EXPECT_EQ(failures_of("any mill\nmatch weir\nno-match old mill\n"),
            "line 6: rule one must match this example, but none of its \"any\" stands in it.\n"
            "line 7: rule one must not match this example, but \"mill\" stands in it.\n");
  EXPECT_EQ(
      failures_of("any mill\nall dam\nmatch mill\nno-match weir\n"),
      "line 7: rule one must match this example, but its \"all dam\" does not stand in it.\n");
  EXPECT_EQ(failures_of("any mill\nnone dam\nmatch mill dam\nno-match weir\n"),
            "line 7: rule one must match this example, but its \"none dam\" stands in it.\n");
}

struct Wrong {
  std::string file;
  const char* message;
};

TEST(RuleErrors, NameLineColumnAndWhatToDo) {
  const std::string head = "sanad-rules 1\n";
  const std::string rule = head + "rule one\nversion 1\nwhy w\n";
  const Wrong table[] = {
      {"", "line 1, column 1: begin with \"sanad-rules 1\"."},
      {"rule one\n", "line 1, column 1: begin the file with \"sanad-rules 1\"."},
      {head + "any mill\n", "line 2, column 1: begin a rule with \"rule NAME\" first."},
      {head + "rule Mill\n", "line 2, column 6: a rule's name is up to 64 of a-z, 0-9 and -."},
      {head + "rule\n", "line 2, column 1: write something after \"rule\"."},
      {head + "  rule one\nmüll x\n", "line 3, column 1: \"müll\" is none of rule, version,"},
      {head + "rule one\nversion zero\n", "line 3, column 9: a rule has one version"},
      {rule + "version 2\n", "line 5, column 9: a rule has one version"},
      {rule + "languages english\n", "line 5, column 11: languages are codes"},
      {rule + "any ...\n", "line 5, column 5: a phrase needs a letter or a digit."},
      {rule + "any äö*ü\n", "line 5, column 7: a * stands only at the begin or end"},
      {rule + "any within 5 mill\n", "line 5, column 5: write \"within N: one + another\"."},
      {rule + "any within 1: a + b\n", "line 5, column 12: the stretch is a number of words"},
      {rule + "any within 5: mill\n", "line 5, column 14: name two phrases or more"},
      {rule + "any within 5: mill + Mill\n", "line 5, column 21: this phrase stands in the term"},
      {rule + "any within 5: mill +\n", "column 21: a phrase needs a letter"},
      {rule + "any within 5: a+b+c+d+e+f+g+h+i\n", "name at most eight phrases."},
      {rule + "any " + std::string(201, 'a') + "\n", "a phrase has at most 200 letters."},
      {rule + "any \xFF\n", "line 5, column 1: this line is not UTF-8"},
      {head + "rule one\nwhy w\nany a\nmatch a\nno-match b\n",
       "line 2, column 1: the rule one needs a \"version\"."},
      {head + "rule one\nversion 1\nany a\nmatch a\nno-match b\n", "needs a \"why\"."},
      {rule + "match a\nno-match b\n", "needs an \"any\" or an \"all\"."},
      {rule + "any a\nno-match b\n", "needs a \"match\", an example that must match."},
      {rule + "any a\nmatch a\n", "needs a \"no-match\", an example that must not."},
      {std::string(kFile) + "rule lamp\n", "the name lamp is taken by an earlier rule."},
  };
  for (const Wrong& row : table) {
    const auto set = parse_rules(row.file);
    ASSERT_FALSE(set.ok()) << row.file;
    EXPECT_EQ(set.error().code, ErrorCode::kInvalid);
    EXPECT_NE(set.error().message.find(row.message), std::string::npos)
        << set.error().message << "\nwanted: " << row.message;
  }
}

TEST(RuleErrors, SayWhichLimitWasReached) {
  EXPECT_EQ(parse_rules(std::string(kMaxRuleFileBytes + 1, '\n')).error().code, ErrorCode::kLimit);
  std::string many = "sanad-rules 1\nrule one\nversion 1\nwhy w\n";
  for (std::size_t i = 0; i <= kMaxTermsARule; ++i) many += fmt::format("any w{}\n", i);
  EXPECT_EQ(parse_rules(many).error().code, ErrorCode::kLimit);
  std::string rules = "sanad-rules 1\n";
  for (std::size_t i = 0; i <= kMaxRules; ++i) {
    rules += fmt::format("rule r{}\nversion 1\nwhy w\nany a\nmatch a\nno-match b\n", i);
  }
  EXPECT_EQ(parse_rules(rules).error().code, ErrorCode::kLimit);
  EXPECT_EQ(matcher_of("any a\n").match(std::string(kMaxTextBytes + 1, 'a')).error().code,
            ErrorCode::kLimit);
}

TEST(RuleMatch, LooksAtALimitedNumberOfHitsOfOnePhrase) {
  std::string text;
  for (std::size_t i = 0; i < kMaxHitsAPhrase + 5; ++i) text += "mill ";
  EXPECT_EQ(matcher_of("any mill\n").match(text).value()[0].hits.size(), kMaxHitsAPhrase);
}

}  // namespace
}  // namespace sanad::text
