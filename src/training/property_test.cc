#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "study_fixture.h"

namespace sanad::training {
namespace {

// A small world of entries and conditions, in which a slow and obvious way finds every answer.
struct Small {
  std::string kind, x;
};

json::Object data_of(const Small& one) { return {{"x", one.x}}; }

std::vector<Small> random_entries(std::mt19937& random, std::size_t most) {
  std::vector<Small> all(random() % (most + 1));
  for (Small& one : all)
    one = {std::string(1, static_cast<char>('a' + random() % 3)), std::to_string(random() % 3)};
  return all;
}

Record record_of(const std::vector<Small>& entries) {
  RecordOfTests all;
  for (const Small& one : entries) all.add(one.kind, data_of(one));
  return all.record();
}

// A match of a chain: a kind, perhaps a value, perhaps a name that is bound or must be the same.
struct Link {
  std::string kind, value, name;
};

std::vector<Link> random_chain(std::mt19937& random) {
  std::vector<Link> chain(1 + random() % 3);
  for (Link& one : chain) {
    one.kind = std::string(1, static_cast<char>('a' + random() % 3));
    if (random() % 3 == 0) one.value = std::to_string(random() % 3);
    if (random() % 2 == 0) one.name = random() % 2 == 0 ? "N" : "M";
  }
  return chain;
}

json::Value condition_json(const std::vector<Link>& chain, std::string_view word) {
  json::Array matches;
  for (const Link& one : chain) {
    json::Object match{{"kind", one.kind}};
    if (!one.value.empty()) match.set("data", json::Object{{"x", one.value}});
    if (!one.name.empty()) match.set("bind", json::Object{{one.name, "x"}});
    matches.emplace_back(std::move(match));
  }
  return json::Object{{std::string(word), std::move(matches)}};
}

// Every choice of entries, one for each link.
bool obvious(const std::vector<Link>& chain, const std::vector<Small>& entries, bool in_order) {
  std::vector<std::size_t> chosen(chain.size());
  const std::function<bool(std::size_t)> choose = [&](std::size_t at) -> bool {
    if (at == chain.size()) {
      std::map<std::string, std::string> names;
      for (std::size_t i = 0; i < chain.size(); ++i) {
        const Small& entry = entries[chosen[i]];
        if (entry.kind != chain[i].kind) return false;
        if (!chain[i].value.empty() && entry.x != chain[i].value) return false;
        for (std::size_t j = 0; j < i; ++j)
          if (in_order ? chosen[j] >= chosen[i] : chosen[j] == chosen[i]) return false;
        if (chain[i].name.empty()) continue;
        if (!names.emplace(chain[i].name, entry.x).second && names[chain[i].name] != entry.x)
          return false;
      }
      return true;
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      chosen[at] = i;
      if (choose(at + 1)) return true;
    }
    return false;
  };
  return choose(0);
}

Outcome outcome_of(const json::Value& condition, const Record& record) {
  const auto read = read_condition(condition, "truth.json", "holds", expand_test);
  EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().message);
  return *evaluate(*read, record);
}

TEST(ConditionProperty, AnswersAsTryingEveryChoiceDoes) {
  std::mt19937 random(72);
  int held = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto entries = random_entries(random, 5);
    const auto chain = random_chain(random);
    const bool in_order = random() % 2 == 0;
    const auto outcome =
        outcome_of(condition_json(chain, in_order ? "some" : "any_order"), record_of(entries));
    ASSERT_EQ(outcome.holds, obvious(chain, entries, in_order)) << "round " << round;
    held += outcome.holds ? 1 : 0;
    if (outcome.holds) {
      EXPECT_EQ(outcome.shown_by.size(), chain.size());
    }
  }
  EXPECT_GT(held, 1000);
}

TEST(ConditionProperty, TheOrderOfMatchesAndNamesDoesNotMatter) {
  std::mt19937 random(73);
  for (int round = 0; round < 5'000; ++round) {
    const Record record = record_of(random_entries(random, 6));
    auto chain = random_chain(random);
    const bool holds = outcome_of(condition_json(chain, "any_order"), record).holds;
    std::ranges::shuffle(chain, random);
    for (Link& one : chain)
      if (!one.name.empty()) one.name = one.name == "N" ? "Q" : "P";
    ASSERT_EQ(outcome_of(condition_json(chain, "any_order"), record).holds, holds);
  }
}

TEST(ConditionProperty, WhatIsThereStaysThere) {
  std::mt19937 random(74);
  for (int round = 0; round < 5'000; ++round) {
    auto entries = random_entries(random, 5);
    const auto chain = random_chain(random);
    const json::Value some = condition_json(chain, random() % 2 == 0 ? "some" : "any_order");
    const bool before = outcome_of(some, record_of(entries)).holds;
    const json::Value negated{json::Object{{"not", some}}};
    EXPECT_NE(outcome_of(negated, record_of(entries)).holds, before);
    const auto more = random_entries(random, 1);
    entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(random() % (entries.size() + 1)),
                   more.begin(), more.end());
    if (before) {
      EXPECT_TRUE(outcome_of(some, record_of(entries)).holds);
    }
  }
}

// Any entries of the study of the tests, in any order.
TEST(GradeProperty, AnEntryNeverLowersAMarkExceptByATrapOrAHint) {
  const Study study = study_of_tests();
  const Truth truth = truth_of_tests();
  const std::pair<std::string_view, std::string_view> kEntries[] = {
      {"capture.started", R"({"url":"https://shop.tirazan.example/2"})"},
      {"capture.started", R"({"url":"https://news.tirazan.example/2"})"},
      {"exhibit.sealed", R"({"exhibit":"exhibit-1","url":"https://shop.tirazan.example/2"})"},
      {"exhibit.sealed", R"({"exhibit":"exhibit-2","url":"https://forum.tirazan.example/2"})"},
      {"fact.cited", R"({"exhibit":"exhibit-1","text":"tb1qexampleexampleexample"})"},
      {"fact.cited", R"({"exhibit":"exhibit-2","text":"nothing"})"},
      {"exercise.answered", R"({"task":"kind","answer":"seller"})"},
      {"act.refused", R"({"code":"expired"})"},
      {"session.opened", R"({})"}};
  std::mt19937 random(75);
  int lowered = 0;
  for (int round = 0; round < 2'000; ++round) {
    std::vector<std::size_t> chosen(random() % 8);
    for (std::size_t& one : chosen) one = random() % std::size(kEntries);
    const auto marks_of = [&] {
      RecordOfTests record;
      for (const std::size_t one : chosen)
        record.add(std::string(kEntries[one].first),
                   *json::parse(kEntries[one].second)->as_object());
      return *grade(study, truth, record.record(), {});
    };
    const Marks before = marks_of();
    chosen.insert(chosen.begin() + static_cast<std::ptrdiff_t>(random() % (chosen.size() + 1)),
                  random() % std::size(kEntries));
    const Marks after = marks_of();
    for (std::size_t i = 0; i < before.tasks.size(); ++i)
      EXPECT_GE(after.tasks[i].earned, before.tasks[i].earned);
    bool fell = false;
    for (std::size_t i = 0; i < before.traps.size(); ++i)
      fell = fell || (after.traps[i].is_fallen && !before.traps[i].is_fallen);
    if (!fell) {
      EXPECT_GE(after.total, before.total);
    }
    lowered += after.total < before.total ? 1 : 0;
    EXPECT_GE(after.total, 0);
    EXPECT_LE(after.total, after.maximum);
  }
  EXPECT_GT(lowered, 10) << "some of these entries are traps";
}

}  // namespace
}  // namespace sanad::training
