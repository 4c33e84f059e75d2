// Values of variables: what follows from the same, and what differs between neighbours.
#include "variables.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "test_world.h"

namespace sanad::story {
namespace {

std::string value(const Telling& telling, const std::string& name) {
  return telling.values().at("fund." + name);
}

TEST(Variables, FollowFromSeedAndSeatAlone) {
  EXPECT_EQ(tell_small(7, 3).values(), tell_small(7, 3).values());
  EXPECT_NE(tell_small(7, 3).values(), tell_small(8, 3).values());
  EXPECT_NE(tell_small(7, 3).values(), tell_small(7, 4).values());
}

TEST(Variables, NeighboursHaveOtherValuesOfEveryKind) {
  for (std::uint64_t seed = 0; seed < 40; ++seed)
    for (std::uint32_t seat = 1; seat < 40; ++seat) {
      const Telling one = tell_small(seed, seat);
      const Telling next = tell_small(seed, seat + 1);
      for (const char* name :
           {"wallet", "name", "other", "name_ur", "sum", "when", "there", "mark", "phone", "line"})
        ASSERT_NE(value(one, name), value(next, name)) << seed << " " << seat << " " << name;
    }
}

TEST(Variables, ChoicesAreApartOrTogetherAsTheySay) {
  const std::map<std::string, std::string> urdu = {
      {"red", "سرخ"}, {"green", "سبز"}, {"blue", "نیلا"}, {"grey", "سرمئی"}};
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 30; ++seed)
    for (std::uint32_t seat = 1; seat < 9; ++seat) {
      const Telling telling = tell_small(seed, seat);
      EXPECT_NE(value(telling, "name"), value(telling, "other"));
      EXPECT_EQ(value(telling, "name_ur"), urdu.at(value(telling, "name")));
      seen.insert(value(telling, "name"));
    }
  EXPECT_EQ(seen.size(), 4u);
}

TEST(Variables, AreOfTheirForms) {
  for (std::uint32_t seat = 1; seat < 60; ++seat) {
    const Telling telling = tell_small(5, seat);
    EXPECT_TRUE(std::regex_match(value(telling, "wallet"), std::regex("tb1q[02-9ac-hj-np-z]{38}")));
    EXPECT_TRUE(std::regex_match(value(telling, "phone"), std::regex("\\+999[0-9]{9}")));
    EXPECT_TRUE(std::regex_match(value(telling, "mark"), std::regex("[A-HJ-NP-Z2-9]{8}")));
    const int sum = std::stoi(value(telling, "sum"));
    EXPECT_TRUE(sum >= 100 && sum <= 1000 && sum % 50 == 0) << sum;
    const std::string when = value(telling, "when");
    EXPECT_TRUE(when >= "2026-03-01T20:00:00Z" && when <= "2026-03-02T06:00:00Z") << when;
    EXPECT_EQ(when.substr(15), "0:00Z");
    EXPECT_EQ(value(telling, "line"), value(telling, "name") + " gives " + value(telling, "sum"));
  }
}

TEST(Variables, LocalTimesAreTheInstantOnAnotherClock) {
  for (std::uint32_t seat = 1; seat < 30; ++seat) {
    const Telling telling = tell_small(5, seat);
    const auto at = parse_timestamp(value(telling, "when")).value();
    std::string local = value(telling, "there");
    local[10] = 'T';
    EXPECT_EQ(parse_timestamp(local + ":00Z")->unix_ms - at.unix_ms, 300 * 60'000);
  }
}

// BIP-173's own example of a program of the test network, and another program.
TEST(Variables, WalletsHaveTheChecksumOfTheTestNetwork) {
  const Bytes program = parse_hex("751e76e8199196d454941c45d1b3a323f1433bd6").value();
  EXPECT_EQ(testnet_address(program), "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx");
}

Result<std::map<std::string, Variable, std::less<>>> read(const std::string& text) {
  return read_variables(json::parse(text).value(), Place{"story.json"}.at("variables"), "fund");
}

TEST(Variables, ErrorsNameTheMember) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"({"a": {"kind": "colour"}})", "variables.a.kind"},
      {R"({"a b": {"kind": "phone"}})", "variables.a b"},
      {R"({"a": {"kind": "phone", "of": []}})", "variables.a.of"},
      {R"({"a": {"kind": "choice", "of": ["x", "y"]}})", "variables.a.of"},
      {R"({"a": {"kind": "choice", "of": ["x", "y", "x"]}})", "variables.a.of"},
      {R"({"a": {"kind": "choice", "of": ["x", "y", "${b}"]}})", "variables.a.of"},
      {R"({"a": {"kind": "choice", "of": ["x", "y", "z"], "apart_from": ["b"]}})",
       "variables.a.apart_from"},
      {R"({"a": {"kind": "choice", "of": ["x", "y", "z"], "apart_from": ["a"]}})",
       "variables.a.apart_from"},
      {R"({"a": {"kind": "choice", "of": ["x", "y", "z"], "apart_from": ["b"]},
           "b": {"kind": "choice", "of": ["x", "y", "z"], "apart_from": ["a"]}})",
       "apart_from"},
      {R"({"a": {"kind": "choice", "of": ["x", "y", "z"], "with": "b"}})", "variables.a.with"},
      {R"({"a": {"kind": "number", "from": 1, "to": 2}})", "variables.a"},
      {R"({"a": {"kind": "number", "from": 1.5, "to": 9}})", "variables.a.from"},
      {R"({"a": {"kind": "time", "from": "2026-03-01", "to": "2026-03-02T00:00:00Z"}})",
       "variables.a.from"},
      {R"({"a": {"kind": "local", "of": "b", "offset_minutes": 0}})", "variables.a.of"},
      {R"({"a": {"kind": "code", "letters": 99}})", "variables.a.letters"},
      {R"({"a": {"kind": "text", "is": "${b}"}})", "variables.a"},
      {R"({"a": {"kind": "text", "is": "${b"}})", "variables.a"},
      {R"({"a": {"kind": "text", "is": "${b}"}, "b": {"kind": "text", "is": "x ${a}"}})",
       "holds itself"},
      {R"({"a": {"kind": "text", "is": "${a}"}})", "holds itself"}};
  for (const auto& [text, named] : wrong) {
    const auto variables = read(text);
    ASSERT_FALSE(variables.ok()) << text;
    EXPECT_NE(variables.error().message.find(named), std::string::npos)
        << text << "\n"
        << variables.error().message;
    EXPECT_TRUE(variables.error().message.starts_with("story.json: "));
  }
}

TEST(Variables, TextsThatDoubleManyTimesReachALimit) {
  std::string text = R"({"v0": {"kind": "text", "is": "0123456789abcdef"})";
  for (int i = 1; i < 16; ++i)
    text += fmt::format(R"(, "v{}": {{"kind": "text", "is": "${{v{}}}${{v{}}}${{v{}}}"}})", i,
                        i - 1, i - 1, i - 1);
  Study study;
  study.id = "fund";
  study.variables = read(text + "}").value();
  const auto values = values_of(study, 1, 1);
  ASSERT_FALSE(values.ok());
  EXPECT_EQ(values.error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::story
