#include "lists/format.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "list_fixture.h"

namespace sanad::lists {
namespace {

TEST(ListFormat, ReadsBackWhatItWrote) {
  const List list = harbour_list();
  const std::string text = format_list(list);
  const auto again = parse_list(text);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, list);
}

TEST(ListFormat, EqualListsHaveOneDigestWhateverTheOrderOfTheirEntries) {
  const List list = harbour_list();
  List other = list;
  std::swap(other.entries[0], other.entries[2]);
  std::swap(other.entries[2].labels[0], other.entries[2].labels[1]);
  sort_list(other);
  EXPECT_EQ(list_digest(list), list_digest(other));
  other.entries[0].note += "!";
  EXPECT_NE(list_digest(list), list_digest(other));
}

TEST(ListFormat, AnotherSpellingIsReadLooselyOnly) {
  const std::string text = format_list(harbour_list());
  const std::string spaced = "\n" + text + "\n";
  EXPECT_FALSE(parse_list(spaced).ok());
  const auto loose = parse_loose_list(spaced);
  ASSERT_TRUE(loose.ok());
  EXPECT_EQ(*loose, harbour_list());
}

TEST(ListFormat, EachWrongMemberIsRefusedAndNamed) {
  const std::string text = format_list(harbour_list());
  for (const auto& [from, to, named] : std::vector<std::array<std::string, 3>>{
           {R"("format":"sanad-list")", R"("format":"other")", "format"},
           {R"("v":1)", R"("v":2)", "version 1"},
           {R"("v":1)", R"("v":1,"more":0)", "more"},
           {R"("tlp":"amber")", R"("tlp":"AMBER")", "tlp"},
           {R"("name":"Harbour posters")", R"("name":"")", "name"},
           {R"("licence":"For partners of Unit 4")", R"("licence":"")", "licence"},
           {R"("licence":"For partners of Unit 4")", R"("licence":7)", "licence"},
           {R"("quality":87)", R"("quality":87.5)", "quality"},
           {R"("quality":87)", R"("quality":"87")", "quality"},
           {R"("signal":"sha256")", R"("signal":"sha257x!")", "poster-2"},
           {R"("id":"poster-2")", R"("id":"poster 2")", "id"},
           {R"("opinion":"dispute")", R"("opinion":"maybe")", "opinion"},
           {R"("by":"Lantern Trust",)", "", "by"},
           {R"("2026-11-01T00:00:00.000Z")", R"("yesterday")", "at"},
           {R"("labels":["tag:harbour","unodc-use:propaganda"])", R"("labels":[])", "labels"},
           {R"("tag:harbour")", R"("harbour")", "label"},
           {R"("entries":[)", R"("entries":7,"x":[)", "x"}}) {
    std::string broken = text;
    const auto where = broken.find(from);
    ASSERT_NE(where, std::string::npos) << from;
    broken.replace(where, from.size(), to);
    const auto list = parse_loose_list(broken);
    ASSERT_FALSE(list.ok()) << to;
    EXPECT_NE(list.error().message.find(named), std::string::npos) << list.error().message;
  }
}

// The example in the documentation is what this code writes, and its digest is the one given.
TEST(ListFormat, TheDocumentedExampleIsOurs) {
  std::ifstream file(std::string(SANAD_SOURCE_DIR) + "/docs/formats/list.md");
  std::stringstream content;
  content << file.rdbuf();
  const std::string page = content.str();
  const auto begin = page.find("```json\n{\"entries\"");
  ASSERT_NE(begin, std::string::npos);
  const auto end = page.find("\n```", begin);
  const std::string example = page.substr(begin + 8, end - begin - 8);
  const auto list = parse_list(example);
  ASSERT_TRUE(list.ok()) << list.error().message;
  EXPECT_NE(page.find(format_hex(list_digest(*list))), std::string::npos)
      << format_hex(list_digest(*list));
}

}  // namespace
}  // namespace sanad::lists
