#include "screening/list.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sanad::screening {
namespace {

std::string example(std::string_view name) {
  std::ifstream file(fmt::format("{}/src/screening/testdata/{}", SANAD_SOURCE_DIR, name));
  EXPECT_TRUE(file.good()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(UnList, IsReadWithAllThatMatters) {
  const List list = parse_un_list(example("un_list.xml"), "Example list").value();
  EXPECT_EQ(list.name, "Example list");
  EXPECT_EQ(list.version, "2026-01-15T08:00:00.000Z");
  ASSERT_EQ(list.entries.size(), 3U);
  const Entry& one = list.entries[0];
  EXPECT_EQ(one.id, "900001");
  EXPECT_EQ(one.reference, "TZi.001");
  EXPECT_EQ(one.kind, EntryKind::kPerson);
  ASSERT_EQ(one.names.size(), 4U);
  EXPECT_EQ(one.names[0].text, "KARIM YUSUF ABD AL-RAHMAN TIRADARI");
  EXPECT_EQ(one.names[1].text, "كريم يوسف عبد الرحمن");
  EXPECT_EQ(one.names[1].kind, NameKind::kOriginalScript);
  EXPECT_EQ(one.names[2].kind, NameKind::kAlias);
  EXPECT_EQ(one.names[3].text, "Abu Zar");
  EXPECT_EQ(one.names[3].kind, NameKind::kWeakAlias);
  EXPECT_EQ(one.father_name, "Nadir Qasim");
  ASSERT_EQ(one.births.size(), 2U);
  EXPECT_EQ(one.births[0], (BirthDate{1970, 1970, 5, 2, false}));
  EXPECT_EQ(one.births[1], (BirthDate{1969, 1971, 0, 0, false}));
  EXPECT_EQ(one.birth_places, (std::vector<std::string>{"Kel Tavaz, Upper Province, Tirazan"}));
  EXPECT_EQ(one.nationalities, (std::vector<std::string>{"Tirazan"}));
  ASSERT_EQ(one.documents.size(), 1U);
  EXPECT_EQ(one.documents[0].number, "TZ 0012345");
  EXPECT_EQ(one.listed_on, "2019-03-04");
  EXPECT_EQ(one.updated_on, "2023-06-07");
  EXPECT_TRUE(list.entries[1].births[0].approximate);
  EXPECT_EQ(list.entries[2].kind, EntryKind::kEntity);
  EXPECT_EQ(list.entries[2].names[1].text, "Harvest House");
}

std::string un_with(std::string_view inside) {
  return fmt::format(
      "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026\"><INDIVIDUALS>\n{}"
      "</INDIVIDUALS></CONSOLIDATED_LIST>",
      inside);
}

TEST(UnListErrors, NameTheLineAndTheReason) {
  const std::string person = "<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>";
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "<A>";
  std::string wide = "<INDIVIDUAL>";
  for (int i = 0; i < 20'001; ++i) wide += "<A/>";
  std::string names = "<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME>";
  for (int i = 0; i < 501; ++i) {
    names += "<INDIVIDUAL_ALIAS><ALIAS_NAME>B</ALIAS_NAME></INDIVIDUAL_ALIAS>";
  }
  const std::tuple<std::string, ErrorCode, const char*> table[] = {
      {"", ErrorCode::kInvalid, "no well-formed XML"},
      {"<A>", ErrorCode::kInvalid, "no well-formed XML"},
      {"<A/>", ErrorCode::kInvalid, "does not say when it was generated"},
      {un_with("<INDIVIDUAL><DATAID>7</DATAID></INDIVIDUAL>"), ErrorCode::kInvalid,
       "line 3: the entry 7 has no name"},
      {un_with("<INDIVIDUAL>&other;</INDIVIDUAL>"), ErrorCode::kInvalid, "line 3"},
      {"<!DOCTYPE A [<!ENTITY x \"yyyy\">]><A>&x;</A>", ErrorCode::kInvalid, "document type"},
      {un_with(deep), ErrorCode::kLimit, "too deep"},
      {un_with(wide), ErrorCode::kLimit, "too many elements"},
      {un_with(names + "</INDIVIDUAL>"), ErrorCode::kLimit, "too many names"},
      {un_with("<INDIVIDUAL><FIRST_NAME>" + std::string(kMaxFieldBytes + 1, 'a')),
       ErrorCode::kLimit, "too long"},
  };
  for (const auto& [xml, code, message] : table) {
    const auto list = parse_un_list(xml, "x");
    ASSERT_FALSE(list.ok()) << message;
    EXPECT_EQ(list.error().code, code) << list.error().message;
    EXPECT_NE(list.error().message.find(message), std::string::npos) << list.error().message;
  }
  EXPECT_TRUE(parse_un_list(un_with(person), "x").ok());
}

TEST(UnListErrors, RefuseAListThatIsTooLong) {
  EXPECT_EQ(parse_un_list(std::string(kMaxListBytes + 1, ' '), "x").error().code,
            ErrorCode::kLimit);
  EXPECT_EQ(
      parse_csv_list(std::string(kMaxListBytes + 1, ' '), {.name = "n"}, "x", "1").error().code,
      ErrorCode::kLimit);
}

CsvColumns mapped() {
  CsvColumns columns;
  columns.name = "Name";
  columns.aliases = "Also known as";
  columns.weak_aliases = "Nicknames";
  columns.father_name = "Father";
  columns.birth_date = "Born";
  columns.birth_place = "Place";
  columns.nationality = "Nationality";
  columns.document = "Card";
  columns.reference = "No";
  return columns;
}

TEST(CsvList, IsReadByMappedColumns) {
  const List list = parse_csv_list(example("national_list.csv"), mapped(), "National", "7").value();
  EXPECT_EQ(list.version, "7");
  ASSERT_EQ(list.entries.size(), 3U);
  const Entry& one = list.entries[0];
  EXPECT_EQ(one.reference, "N-1");
  EXPECT_EQ(one.names[0].text, "Salim \"the Reed\" Marwan");
  ASSERT_EQ(one.names.size(), 4U);
  EXPECT_EQ(one.names[2].text, "سالم مروان");
  EXPECT_EQ(one.names[3].kind, NameKind::kWeakAlias);
  EXPECT_EQ(one.father_name, "Hamid");
  EXPECT_EQ(one.births[0].year_first, 1981);
  EXPECT_EQ(one.birth_places[0], "Old Mill, Tirazan");
  EXPECT_EQ(one.documents[0].number, "55-1");
  EXPECT_EQ(list.entries[1].names[0].text, "Two\nlines");
}

TEST(CsvList, IsReadWithAnyLineEndSeparatorAndMark) {
  const CsvColumns columns{.name = "n", .separator = '\t'};
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const std::string csv = std::string("\xEF\xBB\xBFn\tm") + end + "a b\tx" + end + end + "c";
    const List list = parse_csv_list(csv, columns, "x", "1").value();
    ASSERT_EQ(list.entries.size(), 2U);
    EXPECT_EQ(list.entries[0].names[0].text, "a b");
    EXPECT_EQ(list.entries[1].names[0].text, "c");
  }
}

TEST(CsvListErrors, NameTheLineAndTheReason) {
  const CsvColumns columns{.name = "n", .aliases = "a"};
  const std::tuple<std::string, CsvColumns, const char*> table[] = {
      {"n,a\nx,y\n", CsvColumns{}, "Say which column holds the name."},
      {"n\nx\n", columns, "The file has no column \"a\"."},
      {"", columns, "The file has no column \"n\"."},
      {"n,a\n,y\n", columns, "line 2: the column \"n\" is empty"},
      {"n,a\n\"x,y\n", columns, "a quotation mark is never closed"},
      {"n,a\n\"x\"z,y\n", columns, "line 2: text follows a closing quotation mark"},
      {"n,a\n\xFF,y\n", columns, "not UTF-8"},
  };
  for (const auto& [csv, by, message] : table) {
    const auto list = parse_csv_list(csv, by, "x", "1");
    ASSERT_FALSE(list.ok()) << message;
    EXPECT_EQ(list.error().code, ErrorCode::kInvalid);
    EXPECT_NE(list.error().message.find(message), std::string::npos) << list.error().message;
  }
  const std::string cell(kMaxFieldBytes + 1, 'a');
  EXPECT_EQ(parse_csv_list("n,a\n" + cell, columns, "x", "1").error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_csv_list("n,a\n\"" + cell, columns, "x", "1").error().code, ErrorCode::kLimit);
  std::string names = "n,a\nx,";
  for (int i = 0; i < 501; ++i) names += "b;";
  EXPECT_EQ(parse_csv_list(names, columns, "x", "1").error().code, ErrorCode::kLimit);
}

TEST(BirthDate, IsReadInTheFormsThatListsUse) {
  EXPECT_EQ(parse_birth_date("1970"), (BirthDate{1970, 1970, 0, 0, false}));
  EXPECT_EQ(parse_birth_date("1970-05"), (BirthDate{1970, 1970, 5, 0, false}));
  EXPECT_EQ(parse_birth_date("1970-05-02T00:00:00"), (BirthDate{1970, 1970, 5, 2, false}));
  EXPECT_EQ(parse_birth_date("1970-05-02-05:00"), (BirthDate{1970, 1970, 5, 2, false}));
  EXPECT_EQ(parse_birth_date("c. 1970"), (BirthDate{1970, 1970, 0, 0, true}));
  EXPECT_EQ(parse_birth_date("1970 to 1973"), (BirthDate{1970, 1973, 0, 0, false}));
  for (const char* text : {"", "70", "1970-13", "1970-05-32", "1973 to 1970", "02/05/1970", "3000",
                           "1970 to", "1970-05-02x", "1970x"}) {
    EXPECT_FALSE(parse_birth_date(text)) << text;
  }
  for (const char* text : {"1970", "1970-05", "1970-05-02", "c. 1970", "1970 to 1973"}) {
    EXPECT_EQ(format_birth_date(*parse_birth_date(text)), text);
  }
}

}  // namespace
}  // namespace sanad::screening
