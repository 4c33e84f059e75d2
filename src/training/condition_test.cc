#include <gtest/gtest.h>

#include "study_fixture.h"

namespace sanad::training {
namespace {

Condition condition_of(std::string_view text) {
  const auto value = json::parse(text);
  EXPECT_TRUE(value.ok()) << text;
  auto condition = read_condition(*value, "truth.json", "holds", expand_test);
  EXPECT_TRUE(condition.ok()) << (condition.ok() ? "" : condition.error().message);
  return condition.ok() ? *condition : Condition{};
}

Outcome outcome_of(std::string_view text, const RecordOfTests& record) {
  const auto outcome = evaluate(condition_of(text), record.record());
  EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? "" : outcome.error().message);
  return outcome.ok() ? *outcome : Outcome{};
}

bool holds(std::string_view text, const RecordOfTests& record) {
  return outcome_of(text, record).holds;
}

// Of an entry "a" whose member "x" is the value.
bool value_passes(std::string_view test, std::string_view value) {
  RecordOfTests record;
  record.add("a", *json::parse(fmt::format(R"({{"x":{}}})", value))->as_object());
  return holds(fmt::format(R"({{"some":{{"kind":"a","data":{{"x":{}}}}}}})", test), record);
}

TEST(Condition, ComparesValues) {
  const struct {
    std::string_view test, yes, no;
  } kCases[] = {
      {R"("a")", R"("a")", R"("A")"},
      {"3", "3", R"("3")"},
      {"null", "null", R"("")"},
      {"true", "true", "false"},
      {R"({"is":"${HANDLE}"})", R"("lamp_keeper_7")", R"("lamp_keeper_8")"},
      {R"({"one_of":["a",1]})", "1", "2"},
      {R"({"contains":"b"})", R"("abc")", R"("ac")"},
      {R"({"starts_with":"a"})", R"("abc")", R"("ba")"},
      {R"({"ends_with":"c"})", R"("abc")", R"("ca")"},
      {R"({"folded":"Café  ١٢"})", R"("cafe 12")", R"("cafe 21")"},
      {R"({"folded":"کتاب"})", R"("كتاب")", R"("كاتب")"},
      {R"({"present":true})", R"("a")", R"("")"},
      {R"({"present":true})", "false", "null"},
      {R"({"present":true})", "[1]", "[]"},
      {R"({"absent":true})", "null", "0"},
      {R"({"at_least":3})", "3", "2.5"},
      {R"({"at_least":"${AMOUNT}"})", R"("250")", R"("249")"},
      {R"({"at_most":3})", "3", R"("three")"},
      {R"({"time_within":{"of":"${SEEN}","seconds":60}})", R"("2026-03-04T18:41:00.000Z")",
       R"("2026-03-04T18:41:00.001Z")"},
      {R"({"time_within":{"of":"${SEEN}","seconds":60}})", R"("2026-03-04T18:39:00Z")",
       R"("2026-03-04T23:40:00Z")"},
      {R"({"not":"a"})", R"("b")", R"("a")"},
      {R"({"all":[{"starts_with":"a"},{"not":{"ends_with":"z"}}]})", R"("ab")", R"("az")"},
  };
  for (const auto& one : kCases) {
    EXPECT_TRUE(value_passes(one.test, one.yes)) << one.test << " of " << one.yes;
    EXPECT_FALSE(value_passes(one.test, one.no)) << one.test << " of " << one.no;
  }
}

TEST(Condition, WaysLeadIntoListsAndObjects) {
  RecordOfTests record;
  record.add("a",
             *json::parse(R"({"c":[{"e":"1","f":{"g":[5,6]}},{"e":"2"}],"n":[]})")->as_object());
  EXPECT_TRUE(holds(R"({"some":{"kind":"a","data":{"c[].e":"2"}}})", record));
  EXPECT_TRUE(holds(R"({"some":{"kind":"a","data":{"c[].f.g[]":6}}})", record));
  EXPECT_FALSE(holds(R"({"some":{"kind":"a","data":{"c[].f.g[]":7}}})", record));
  EXPECT_FALSE(holds(R"({"some":{"kind":"a","data":{"c.e":"2"}}})", record));
  EXPECT_TRUE(holds(R"({"some":{"kind":"a","data":{"n[].e":{"absent":true}}}})", record));
  EXPECT_TRUE(holds(R"({"some":{"kind":"a","data":{"$roles[]":"investigator"}}})", record));
  EXPECT_TRUE(
      holds(R"({"some":{"kind":"a","data":{"$time":{"starts_with":"2026-"},"$case":"case-1"}}})",
            record));
}

TEST(Condition, SaysWhoseAndInWhichLedger) {
  RecordOfTests record;
  record.add("a", {})
      .add("b", {}, "officer-2")
      .add("c", {}, "system")
      .add("d", {}, "officer-3", Side::kNeighbour);
  EXPECT_TRUE(holds(R"({"some":{"kind":"a","by":"investigator"}})", record));
  EXPECT_FALSE(holds(R"({"some":{"kind":"b","by":"investigator"}})", record));
  EXPECT_TRUE(holds(R"({"some":{"kind":"b","by":"other"}})", record));
  EXPECT_FALSE(holds(R"({"some":{"kind":"c","by":"other"}})", record));
  EXPECT_TRUE(holds(R"({"some":{"kind":"c","by":"system"}})", record));
  EXPECT_FALSE(holds(R"({"some":{"kind":"d"}})", record));
  EXPECT_TRUE(holds(R"({"some":{"kind":["x","d"],"in":"neighbour"}})", record));
}

TEST(Condition, OrderCountsWhereItIsAskedFor) {
  RecordOfTests record;
  record.add("b", {}).add("a", {}).add("c", {});
  EXPECT_FALSE(holds(R"({"some":[{"kind":"a"},{"kind":"b"}]})", record));
  EXPECT_TRUE(holds(R"({"some":[{"kind":"b"},{"kind":"c"}]})", record));
  EXPECT_TRUE(holds(R"({"any_order":[{"kind":"a"},{"kind":"b"}]})", record));
  // One entry is not two.
  EXPECT_FALSE(holds(R"({"any_order":[{"kind":"a"},{"kind":"a"}]})", record));
  EXPECT_FALSE(holds(R"({"some":[{"kind":"a"},{"kind":"a"}]})", record));
}

TEST(Condition, NamesHaveOneValueAndOthersAreTried) {
  RecordOfTests record;
  record.add("sealed", {{"e", "1"}}).add("sealed", {{"e", "2"}}).add("sealed", {{"e", "3"}});
  record.add("cited", {{"e", "2"}});
  const auto outcome = outcome_of(
      R"({"some":[{"kind":"sealed","bind":{"E":"e"}},{"kind":"cited","data":{"e":{"same_as":"E"}}}]})",
      record);
  ASSERT_TRUE(outcome.holds);
  EXPECT_EQ(outcome.shown_by, (std::vector<Witness>{{Side::kOwn, 1}, {Side::kOwn, 3}}));
  // Bound twice: the same.
  EXPECT_TRUE(
      holds(R"({"some":[{"kind":"sealed","bind":{"E":"e"}},{"kind":"cited","bind":{"E":"e"}}]})",
            record));
  // Across "all"; and what is denied is denied for that value.
  EXPECT_TRUE(holds(R"({"all":[{"some":{"kind":"sealed","bind":{"E":"e"}}},
      {"none":{"kind":"cited","data":{"e":{"same_as":"E"}}}}]})",
                    record));
  EXPECT_FALSE(holds(R"({"all":[{"some":{"kind":"cited","bind":{"E":"e"}}},
      {"none":{"kind":"sealed","data":{"e":{"same_as":"E"}}}}]})",
                     record));
  EXPECT_FALSE(holds(R"({"not":{"all":[{"some":{"kind":"sealed","bind":{"E":"e"}}},
      {"none":{"kind":"cited","data":{"e":{"same_as":"E"}}}}]}})",
                     record));
}

TEST(Condition, ElementsOfAListAreTriedAsValuesOfAName) {
  RecordOfTests record;
  record.add("stated", *json::parse(R"({"cites":[{"e":"1"},{"e":"2"}]})")->as_object());
  record.add("sealed", {{"e", "2"}});
  EXPECT_TRUE(holds(
      R"({"some":[{"kind":"stated","bind":{"E":"cites[].e"}},{"kind":"sealed","data":{"e":{"same_as":"E"}}}]})",
      record));
}

TEST(Condition, Counts) {
  RecordOfTests record;
  record.add("a", {{"x", 1}}).add("a", {{"x", 2}}).add("b", {});
  EXPECT_TRUE(holds(R"({"count":{"kind":"a"},"at_least":2,"at_most":2})", record));
  EXPECT_FALSE(holds(R"({"count":{"kind":"a"},"at_least":3})", record));
  EXPECT_FALSE(holds(R"({"count":{"kind":"a"},"at_most":1})", record));
  EXPECT_TRUE(holds(R"({"none":{"kind":"a","data":{"x":3}}})", record));
  EXPECT_FALSE(holds(R"({"none":{"kind":"a","data":{"x":2}}})", record));
  EXPECT_TRUE(holds(R"({"any":[{"some":{"kind":"z"}},{"some":{"kind":"b"}}]})", record));
  EXPECT_FALSE(holds(R"({"all":[{"some":{"kind":"z"}},{"some":{"kind":"b"}}]})", record));
  EXPECT_EQ(outcome_of(R"({"count":{"kind":"a"},"at_least":2})", record).shown_by.size(), 2U);
}

TEST(Condition, AfterAnyANameCountsOnlyIfEachGivesIt) {
  const auto read = [](std::string_view text) {
    return read_condition(*json::parse(text), "truth.json", "holds", expand_test).ok();
  };
  EXPECT_TRUE(read(R"({"all":[{"any":[{"some":{"kind":"a","bind":{"E":"e"}}},
      {"some":{"kind":"b","bind":{"E":"e"}}}]},{"some":{"kind":"c","data":{"e":{"same_as":"E"}}}}]})"));
  EXPECT_FALSE(read(R"({"all":[{"any":[{"some":{"kind":"a","bind":{"E":"e"}}},
      {"some":{"kind":"b"}}]},{"some":{"kind":"c","data":{"e":{"same_as":"E"}}}}]})"));
  EXPECT_FALSE(read(R"({"all":[{"none":{"kind":"a","bind":{"E":"e"}}},
      {"some":{"kind":"c","data":{"e":{"same_as":"E"}}}}]})"));
}

TEST(Condition, NoDataMakesItHang) {
  RecordOfTests record;
  for (int i = 0; i < 2000; ++i) record.add("a", {{"x", i}, {"text", std::string(4000, 'x')}});
  const auto error_of = [&](std::string_view text) {
    const auto outcome = evaluate(condition_of(text), record.record());
    return outcome.ok() ? ErrorCode::kInvalid : outcome.error().code;
  };
  // Every four of 2,000, and none that fits.
  EXPECT_EQ(
      error_of(
          R"({"any_order":[{"kind":"a"},{"kind":"a"},{"kind":"a"},{"kind":"z"},{"kind":"a"}]})"),
      ErrorCode::kLimit);
  EXPECT_EQ(
      error_of(R"({"not":{"some":[{"kind":"a"},{"kind":"a"},{"kind":"a","data":{"x":-1}}]}})"),
      ErrorCode::kLimit);
  EXPECT_EQ(error_of(R"({"none":{"kind":"a","data":{"text":{"all":[{"not":{"folded":"y"}},
      {"not":{"folded":"y"}},{"not":{"folded":"y"}},{"not":{"folded":"y"}},{"contains":"y"}]}}}})"),
            ErrorCode::kLimit);
}

TEST(Condition, NestingHasALimit) {
  std::string text = R"({"some":{"kind":"a"}})";
  for (int i = 0; i < 20; ++i) text = R"({"not":)" + text + "}";
  const auto condition = read_condition(*json::parse(text), "truth.json", "holds", expand_test);
  ASSERT_FALSE(condition.ok());
  EXPECT_NE(condition.error().message.find("nested too deep"), std::string::npos);
}

}  // namespace
}  // namespace sanad::training
