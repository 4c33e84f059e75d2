#include "lists/model.h"

#include <gtest/gtest.h>

#include "list_fixture.h"
#include "lists/format.h"

namespace sanad::lists {
namespace {

Feedback say(std::string by, Opinion opinion, int day) {
  return {.by = std::move(by), .opinion = opinion, .reason = "", .at = {day * 86'400'000LL}};
}

DisputeState state(std::vector<Feedback> feedback) {
  List list{.owner = "Owner"};
  return dispute_state(list, Entry{.feedback = std::move(feedback)});
}

TEST(Tlp, WordsAreThoseOfVersion2AndWhiteMeansClear) {
  for (const auto tlp : {Tlp::kClear, Tlp::kGreen, Tlp::kAmber, Tlp::kAmberStrict, Tlp::kRed})
    EXPECT_EQ(parse_tlp(tlp_name(tlp)), tlp);
  EXPECT_EQ(parse_tlp("TLP:AMBER+STRICT"), Tlp::kAmberStrict);
  EXPECT_EQ(parse_tlp("tlp:white"), Tlp::kClear);
  EXPECT_FALSE(parse_tlp("tlp:ex:chr"));
  EXPECT_FALSE(parse_tlp(""));
}

TEST(Dispute, StandsUntilItsPartyWithdrawsOrAgreesOrTheOwnerAnswers) {
  using enum Opinion;
  EXPECT_EQ(state({}), DisputeState::kNone);
  EXPECT_EQ(state({say("A", kDisagree, 1)}), DisputeState::kNone);
  EXPECT_EQ(state({say("A", kDispute, 1)}), DisputeState::kInDispute);
  EXPECT_EQ(state({say("A", kDispute, 1), say("A", kWithdraw, 2)}), DisputeState::kSettled);
  EXPECT_EQ(state({say("A", kDispute, 1), say("A", kAgree, 2)}), DisputeState::kSettled);
  EXPECT_EQ(state({say("A", kDispute, 1), say("Owner", kAnswer, 2)}), DisputeState::kSettled);
}

TEST(Dispute, IsNotEndedByOthersNorByWhatCameBefore) {
  using enum Opinion;
  EXPECT_EQ(state({say("A", kDispute, 1), say("B", kWithdraw, 2)}), DisputeState::kInDispute);
  EXPECT_EQ(state({say("A", kDispute, 1), say("B", kAnswer, 2)}), DisputeState::kInDispute);
  EXPECT_EQ(state({say("A", kWithdraw, 1), say("A", kDispute, 2)}), DisputeState::kInDispute);
  EXPECT_EQ(state({say("Owner", kAnswer, 1), say("A", kDispute, 2)}), DisputeState::kInDispute);
  EXPECT_EQ(state({say("A", kDispute, 1), say("A", kDisagree, 2)}), DisputeState::kInDispute);
  EXPECT_EQ(state({say("A", kDispute, 1), say("B", kDispute, 3), say("Owner", kAnswer, 2)}),
            DisputeState::kInDispute);
}

TEST(Dispute, AtTheSameMomentTheDisputeComesFirstWhateverTheOrder) {
  using enum Opinion;
  EXPECT_EQ(state({say("A", kWithdraw, 1), say("A", kDispute, 1)}), DisputeState::kSettled);
  EXPECT_EQ(state({say("A", kDispute, 1), say("A", kWithdraw, 1)}), DisputeState::kSettled);
}

// All sequences of four acts by two parties and the owner, against a plain reading of the rule.
TEST(Dispute, EqualsTheRuleReadWordForWord) {
  const std::array<std::string, 3> parties = {"A", "B", "Owner"};
  const int acts = 15;
  for (int code = 0; code < acts * acts * acts * acts; ++code) {
    std::vector<Feedback> said;
    for (int day = 0, rest = code; day < 4; ++day, rest /= acts)
      said.push_back(say(parties[static_cast<std::size_t>(rest % 3)],
                         static_cast<Opinion>(rest % acts / 3), day));
    bool any = false;
    bool stands = false;
    for (std::size_t i = 0; i < said.size(); ++i) {
      if (said[i].opinion != Opinion::kDispute) continue;
      any = true;
      bool ended = false;
      for (std::size_t j = i + 1; j < said.size(); ++j) {
        ended |= said[j].by == said[i].by &&
                 (said[j].opinion == Opinion::kWithdraw || said[j].opinion == Opinion::kAgree);
        ended |= said[j].by == "Owner" && said[j].opinion == Opinion::kAnswer;
      }
      stands |= !ended;
    }
    const auto expected = stands ? DisputeState::kInDispute
                          : any  ? DisputeState::kSettled
                                 : DisputeState::kNone;
    ASSERT_EQ(state(said), expected) << code;
  }
}

TEST(Labels, HaveAFacetAndAValue) {
  EXPECT_EQ(format_label(parse_label("unodc-use:training").value()), "unodc-use:training");
  EXPECT_EQ(parse_label("tag:a:b")->value, "a:b");
  for (const auto* wrong : {"", "x", ":x", "x:", "X:y", "x: y", "x:y ", "1:y", "x:a\nb"})
    EXPECT_FALSE(parse_label(wrong).ok()) << wrong;
}

TEST(Lists, ExpireWithTheirEntriesOrWithoutThem) {
  const List list = harbour_list();
  EXPECT_TRUE(is_live(list, list.entries[0], at("2026-12-31T00:00:00Z")));
  EXPECT_FALSE(is_live(list, list.entries[0], at("2027-01-01T00:00:00Z")));
  EXPECT_TRUE(is_live(list, list.entries[1], at("2027-11-23T00:00:00Z")));
  EXPECT_FALSE(is_live(list, list.entries[1], at("2027-11-24T00:00:00Z")));
}

TEST(Lists, DerivedIdsDependOnSignalAndValueOnly) {
  EXPECT_EQ(derive_entry_id("md5", "x"), derive_entry_id("md5", "x"));
  EXPECT_NE(derive_entry_id("md5", "x"), derive_entry_id("sha1", "x"));
  EXPECT_TRUE(derive_entry_id("md5", "x").starts_with("entry-"));
}

// Each line: one way to break a list that is right.
TEST(Lists, EveryPromiseIsChecked) {
  ASSERT_TRUE(check_list(harbour_list()).ok());
  const std::vector<void (*)(List&)> breakers = {
      [](List& l) { l.name.clear(); },
      [](List& l) { l.owner.clear(); },
      [](List& l) { l.version.clear(); },
      [](List& l) { l.name = "two\nlines"; },
      [](List& l) { l.name = std::string(kMaxNameBytes + 1, 'x'); },
      [](List& l) { l.licence = std::string("\xff"); },
      [](List& l) { l.published_at.unix_ms = 253402300800000; },
      [](List& l) { l.entries[0].id = "a b"; },
      [](List& l) { l.entries[0].id.clear(); },
      [](List& l) { l.entries[0].signal = "PDQ"; },
      [](List& l) { l.entries[0].value = hex_of('A', 64); },
      [](List& l) { l.entries[0].value = hex_of('a', 63); },
      [](List& l) { l.entries[0].quality = 101; },
      [](List& l) { l.entries[0].note = std::string(kMaxTextBytes + 1, 'x'); },
      [](List& l) { l.entries[0].labels = {{"a:b", "c"}}; },
      [](List& l) { l.entries[0].labels = {{"b", "c"}, {"a", "c"}}; },
      [](List& l) { l.entries[0].labels = {{"a", "c"}, {"a", "c"}}; },
      [](List& l) { l.entries[0].feedback[0].by.clear(); },
      [](List& l) { std::swap(l.entries[0].feedback[0], l.entries[0].feedback[1]); },
      [](List& l) { l.entries[1].id = l.entries[0].id; },
      [](List& l) { std::swap(l.entries[0], l.entries[1]); },
      [](List& l) {
        l.entries[1].signal = l.entries[0].signal;
        l.entries[1].value = l.entries[0].value;
      },
  };
  for (std::size_t i = 0; i < breakers.size(); ++i) {
    List list = harbour_list();
    breakers[i](list);
    const auto checked = check_list(list);
    ASSERT_FALSE(checked.ok()) << "breaker " << i;
    EXPECT_FALSE(checked.error().message.empty());
  }
}

}  // namespace
}  // namespace sanad::lists
