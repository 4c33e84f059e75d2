// A list out of the cage is the list that was read, and what a version changes is told by entry.
#include "screening/versions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sanad::screening {
namespace {

std::string file(std::string_view name) {
  std::ifstream in(fmt::format("{}/src/screening/testdata/{}", SANAD_SOURCE_DIR, name));
  return {std::istreambuf_iterator<char>(in), {}};
}
List un_list() { return parse_un_list(file("un_list.xml"), "Example list").value(); }
std::string text_of(const List& list) { return json::format_canonical(format_list(list)); }

TEST(ListJson, SaysAllThatTheListSays) {
  const List list = un_list();
  const List again = parse_list(json::parse(text_of(list)).value()).value();
  EXPECT_EQ(text_of(again), text_of(list));
  ASSERT_EQ(again.entries.size(), list.entries.size());
  EXPECT_EQ(again.entries[0].names[3].kind, NameKind::kWeakAlias);
  EXPECT_EQ(again.entries[0].births, list.entries[0].births);
  EXPECT_EQ(again.entries[0].documents[0].number, "TZ 0012345");
  EXPECT_EQ(again.entries[2].kind, EntryKind::kEntity);
}

TEST(ListJson, WhatIsNotOfTheFormIsRefusedByName) {
  const auto refused = [](const char* member, json::Value value) {
    json::Value list = json::parse(text_of(un_list())).value();
    list.as_object()->find("entries")->as_array()->front().as_object()->set(member,
                                                                            std::move(value));
    return parse_list(list).error().message;
  };
  EXPECT_NE(refused("father", 5).find("father"), std::string::npos);
  EXPECT_NE(refused("names", json::Array{}).find("names"), std::string::npos);
  EXPECT_NE(refused("births", json::Array{json::Array{1, 2}}).find("birth"), std::string::npos);
  EXPECT_NE(refused("births", json::Array{json::Array{1970, 1970, 13, 0, 0}}).find("birth"),
            std::string::npos);
  EXPECT_NE(refused("documents", json::Array{json::Array{"a"}}).find("document"),
            std::string::npos);
  EXPECT_NE(refused("comments", std::string(kMaxFieldBytes + 1, 'a')).find("comments"),
            std::string::npos);
  EXPECT_FALSE(parse_list(json::Value("a list")).ok());
}

TEST(Versions, TellWhatWasAddedDeListedAndChanged) {
  List before = un_list(), after = un_list();
  after.entries.erase(after.entries.begin() + 1);
  after.entries[0].names.push_back({"Karim of the Mill", NameKind::kAlias});
  after.entries.push_back(after.entries[1]);
  after.entries.back().id = "900004";
  name_entries(before);
  name_entries(after);
  const Changes changes = compare(before, after);
  EXPECT_EQ(changes.added, std::vector<std::string>{"900004"});
  EXPECT_EQ(changes.removed, std::vector<std::string>{"900002"});
  EXPECT_EQ(changes.changed, std::vector<std::string>{"900001"});
}

TEST(Versions, ALineThatMovesIsTheSameEntry) {
  const auto read = [](const char* csv) {
    List list = parse_csv_list(csv, {.name = "name", .birth_date = "born"}, "List", "1").value();
    name_entries(list);
    return list;
  };
  const List before = read("name,born\nSalim Marwan,1981\nZarin Gul,\nZarin Gul,\n");
  const List after = read("name,born\nBilal Ghalib,\nSalim Marwan,1981\nZarin Gul,\n");
  EXPECT_EQ(before.entries[2].id, "Zarin Gul (2)");
  const Changes changes = compare(before, after);
  EXPECT_EQ(changes.added, std::vector<std::string>{"Bilal Ghalib"});
  EXPECT_EQ(changes.removed, std::vector<std::string>{"Zarin Gul (2)"});
  EXPECT_TRUE(changes.changed.empty());
}

TEST(Versions, LongIdentifiersAreCutAndStayApart) {
  List list = un_list();
  for (Entry& entry : list.entries) entry.id = std::string(kMaxIdBytes * 2, 'x');
  name_entries(list);
  for (const Entry& entry : list.entries) EXPECT_LE(entry.id.size(), kMaxIdBytes);
  EXPECT_NE(list.entries[0].id, list.entries[1].id);
  EXPECT_NE(list.entries[1].id, list.entries[2].id);
}

TEST(Columns, AreWordsThatAreKnown) {
  CsvColumns columns;
  ASSERT_TRUE(set_column(columns, "birth-date", "Born").ok());
  EXPECT_EQ(parse_columns(json::Value(format_columns(columns))).value().birth_date, "Born");
  EXPECT_NE(set_column(columns, "lantern", "x").error().message.find("birth-date"),
            std::string::npos);
  EXPECT_FALSE(set_column(columns, "name", "").ok());
  EXPECT_FALSE(parse_columns(json::Value(5)).ok());
}

}  // namespace
}  // namespace sanad::screening
