#include "lists/facets.h"

#include <gtest/gtest.h>

#include "list_fixture.h"

namespace sanad::lists {
namespace {

TEST(Facets, TheShippedSetReadsAndSaysThatItIsRecalled) {
  const auto facets = shipped_facets();
  ASSERT_TRUE(facets.ok()) << facets.error().message;
  EXPECT_TRUE(facets->knows({"unodc-use", "propaganda"}));
  EXPECT_FALSE(facets->knows({"unodc-use", "gossip"}));
  EXPECT_TRUE(facets->knows({"entity", "Anyone at all"}));  // open: any value will do
  EXPECT_FALSE(facets->knows({"colour", "red"}));
  EXPECT_EQ(facets->find("gifct-behaviour")->status, "recalled, configurable");
  EXPECT_EQ(facets->find("unodc-use")->values.size(), 6U);
  EXPECT_EQ(facets->find("unodc-function")->values.size(), 12U);
}

TEST(Facets, LabelsOutsideTheSetAreNamedOnce) {
  List list = harbour_list();
  for (auto& entry : list.entries) entry.labels = {{"colour", "red"}, {"tag", "anything"}};
  list.entries[0].labels.push_back({"unodc-use", "training"});
  const auto unknown = unknown_labels(shipped_facets().value(), list);
  ASSERT_EQ(unknown.size(), 1U);
  EXPECT_EQ(format_label(unknown[0]), "colour:red");
}

TEST(Facets, WhatIsWrongInAFileIsNamed) {
  const auto refused = [](const char* text) {
    const auto facets = parse_facets(text);
    EXPECT_FALSE(facets.ok()) << text;
    return facets.ok() ? std::string() : facets.error().message;
  };
  refused("nothing");
  refused("{}");
  EXPECT_NE(refused(R"({"edition":"today","facets":[]})").find("edition"), std::string::npos);
  refused(R"({"edition":"2026-11-01","facets":[]})");
  const std::string one =
      R"({"facet":"a","title":"A","source":"us","status":"agency","values":[{"value":"x","title":"X"}]})";
  const auto with = [](const std::string& facets) {
    return R"({"edition":"2026-11-01","facets":[)" + facets + "]}";
  };
  EXPECT_TRUE(parse_facets(with(one)).ok());
  EXPECT_NE(refused(with(one + "," + one).c_str()).find("twice"), std::string::npos);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {R"("facet":"a")", R"("facet":"A")"},
           {R"("facet":"a")", R"("facet":"tag")"},
           {R"("source":"us",)", ""},
           {R"("values":[)", R"("values":7,"x":[)"},
           {R"({"value":"x","title":"X"})", R"({"value":"","title":"X"})"},
           {R"({"value":"x","title":"X"})",
            R"({"value":"x","title":"X"},{"value":"x","title":"Y"})"}}) {
    std::string text = one;
    text.replace(text.find(from), from.size(), to);
    refused(with(text).c_str());
  }
}

}  // namespace
}  // namespace sanad::lists
