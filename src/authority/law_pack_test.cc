#include "authority/law_pack.h"

#include <gtest/gtest.h>

#include <string>

namespace sanad::authority {
namespace {

TEST(LawPack, EveryPackThatShipsIsCompleteAndMarkedDraft) {
  const auto packs = shipped_law_packs();
  ASSERT_TRUE(packs.ok()) << packs.error().message;
  ASSERT_EQ(packs->size(), 2u);
  EXPECT_EQ(packs->at(0).id, "international");
  EXPECT_EQ(packs->at(1).id, "pk");
  for (const auto& pack : *packs) {
    EXPECT_EQ(pack.caution(), "draft: to be confirmed by counsel");
    EXPECT_FALSE(pack.source.empty());
    const auto again = parse_law_pack(json::format_canonical(format_law_pack(pack)));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(json::format_canonical(format_law_pack(*again)),
              json::format_canonical(format_law_pack(pack)));
  }
}

TEST(LawPack, NumbersOfTheBillLeadToTheSectionOfTheAct) {
  const auto packs = shipped_law_packs();
  ASSERT_TRUE(packs.ok());
  const Provision* recruitment = packs->at(1).find("peca-12");
  ASSERT_NE(recruitment, nullptr);
  EXPECT_EQ(recruitment->alias_sections, std::vector<std::string>{"10B (bill)"});
  EXPECT_EQ(packs->at(1).find("peca-999"), nullptr);
}

TEST(LawPack, ABrokenPackIsRefusedWithTheMemberThatIsWrong) {
  const std::string good =
      R"({"pack":"x","title":"t","edition":"2026-11-01","status":"draft","source":"s","retrieved_on":"2026-11-01",
    "provisions":[{"key":"a","section":"1","title":"t","summary":"s","kind":"power","confidence":"primary"}]})";
  ASSERT_TRUE(parse_law_pack(good).ok());
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"\"draft\"", "\"final\""},
      {"\"power\"", "\"wish\""},
      {"\"primary\"", "\"sure\""},
      {"\"edition\"", "\"issue\""},
      {"\"retrieved_on\":\"2026-11-01\"", "\"retrieved_on\":\"1 November\""},
      {"[{", "[{\"key\":\"b\"},{"}};
  for (const auto& [from, to] : changes) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    EXPECT_FALSE(parse_law_pack(bad).ok()) << to;
  }
  std::string twice = good;
  const std::string provision = good.substr(good.find("[{") + 1, good.find("}]") - good.find("[{"));
  twice.insert(twice.find("[{") + 1, provision + ",");
  EXPECT_FALSE(parse_law_pack(twice).ok());
}

}  // namespace
}  // namespace sanad::authority
