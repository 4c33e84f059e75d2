#include "search/query.h"

#include <gtest/gtest.h>

#include <random>

namespace sanad::search {
namespace {

std::string printed(std::string_view query) {
  const auto parsed = parse_query(query);
  return parsed.ok() ? print_query(*parsed) : "error: " + parsed.error().message;
}

struct Row {
  const char* typed;
  const char* read;
};

constexpr Row kRows[] = {
    {"harvest rain", "harvest rain"},
    {"harvest AND rain", "harvest rain"},
    {"harvest & rain", "harvest rain"},
    {"harvest OR rain field", "harvest OR (rain field)"},
    {"(harvest OR rain) field", "(harvest OR rain) field"},
    {"harvest | rain", "harvest OR rain"},
    {"-draft harvest", "harvest -draft"},
    {"harvest NOT draft", "harvest -draft"},
    {"harvest !draft", "harvest -draft"},
    {"harvest - draft", "harvest draft"},
    {"harvest -(draft old)", "harvest -(draft old)"},
    {"\"first rain\"", "\"first rain\""},
    {"“first rain”", "\"first rain\""},
    {"”پہلی بارش“", "\"پہلی بارش\""},
    {"«پہلی بارش»", "\"پہلی بارش\""},
    {"»پہلی بارش«", "\"پہلی بارش\""},
    {"harv*", "harv*"},
    {"باغ٭", "باغ*"},
    {"harvest~", "harvest~2"},
    {"field~", "field~1"},
    {"harvest~۱", "harvest~1"},
    {"first NEAR rain", "first NEAR/10 rain"},
    {"first NEAR/5 rain", "first NEAR/5 rain"},
    {"پہلی NEAR/۵ بارش", "پہلی NEAR/5 بارش"},
    {"\"first rain\" NEAR/3 field old", "\"first rain\" NEAR/3 field old"},
    {"author:Nadir", "author:Nadir"},
    {"author:\"Nadir Sel\"", "author:\"Nadir Sel\""},
    {"AUTHOR:nadir", "author:nadir"},
    {"title:(first OR rain)", "title:first OR title:rain"},
    {"مصنف:نادر", "author:نادر"},
    {"زبان:ur،ar", "lang:ur,ar"},
    {"kind:Mail,message", "kind:mail,message"},
    {"exhibit:A-1", "exhibit:A-1"},
    {"in:telegram has:url", "in:telegram has:url"},
    {"chat:\"Harvest, the Front\"", "chat:\"Harvest, the Front\""},
    {"strict:\"الكتاب\"", "strict:\"الكتاب\""},
    {"strict:کتاب", "strict:\"کتاب\""},
    {"on:2026-03-09", "on:2026-03-09"},
    {"on:۲۰۲۶-۰۳", "on:2026-03"},
    {"before:2026 after:2025-06", "before:2026 after:2025-06"},
    {"between:2026-03-01..2026-03-09", "between:2026-03-01..2026-03-09"},
    {"نعم، لا؛ كيف", "نعم لا كيف"},
    {"#Harvest_Front @nadir", "#Harvest_Front @nadir"},
    {"https://harvest.example/a?b=c", "https://harvest.example/a?b=c"},
    {"10:30", "10:30"},
    {"rain – field", "rain field"},
    {"(rain", "error: A bracket is not closed; add )."},
    {"rain)", "error: A bracket is closed that was not opened."},
    {"\"first rain", "error: The quotation that begins first rain does not end; close it."},
    {"", "error: Type at least one word to look for."},
    {"…", "error: Type at least one word to look for."},
    {"-draft",
     "error: A search needs something to look for besides what it leaves out; add a word or a "
     "field."},
    {"rain OR -draft",
     "error: A search needs something to look for besides what it leaves out; add a word or a "
     "field."},
    {"rain OR", "error: OR needs words on both sides."},
    {"AND rain", "error: AND needs words on both sides."},
    {"NOT NOT rain", "error: Leave out one NOT."},
    {"rain NOT", "error: NOT needs a word after it."},
    {"rain NEAR/0 field", "error: Write NEAR/1 to NEAR/100."},
    {"rain NEAR/5", "error: NEAR needs a word or phrase on both sides."},
    {"a NEAR b NEAR c", "error: NEAR joins two; write (a NEAR b) AND (b NEAR c)."},
    {"rai* NEAR field", "error: NEAR joins two words or phrases of one field, without * or ~."},
    {"r*n", "error: * and ~ stand at the end of a word only."},
    {"r*", "error: Write at least 2 letters before *."},
    {"ra~", "error: Write at least 3 letters before ~."},
    {"rain~3", "error: Write rain~, rain~1 or rain~2."},
    {"first-rai*",
     "error: \"first-rai\" is more than one word; only a single word can be looked for by its "
     "beginning or near spelling."},
    {"author:", "error: \"author:\" needs a value right after it."},
    {"kind:,", "error: \"kind:\" needs a value right after it."},
    {"on:soon",
     "error: \"on:soon\" is no time; write on:2026, on:2026-03, on:2026-03-09 or "
     "on:2026-03-09T14:05, in UTC."},
    {"between:2026",
     "error: \"between:2026\" is no time; write between:2026-03-01..2026-03-09, in UTC."},
    {"on:2026-02-30",
     "error: \"on:2026-02-30\" is no time; write on:2026, on:2026-03, on:2026-03-09 or "
     "on:2026-03-09T14:05, in UTC."},
};

TEST(Query, IsReadAndPrintedAsTheTableSays) {
  for (const Row& row : kRows) EXPECT_EQ(printed(row.typed), row.read) << row.typed;
}

TEST(Query, ThatWasPrintedIsReadAsTheSame) {
  for (const Row& row : kRows) {
    const auto first = parse_query(row.typed);
    if (!first.ok()) continue;
    const auto again = parse_query(print_query(*first));
    ASSERT_TRUE(again.ok()) << print_query(*first) << ": " << again.error().message;
    EXPECT_EQ(*again, *first) << row.typed;
  }
}

TEST(Query, OfRandomSignsIsReadAgainFromWhatIsPrinted) {
  constexpr const char* kPieces[] = {"rain",     "field",   "\"first rain\"",
                                     "(",        ")",       " OR ",
                                     " AND ",    " NOT ",   "-",
                                     "author:",  "title:",  "kind:",
                                     "a,b",      "ba*",     "باغ~",
                                     " NEAR/3 ", "strict:", "on:2026",
                                     "،",        "«",       "»",
                                     "#tag_a",   " ",       " "};
  std::mt19937 random(11);
  int read = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t i = random() % 9; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
    const auto first = parse_query(text);
    if (!first.ok()) continue;
    ++read;
    const auto again = parse_query(print_query(*first));
    ASSERT_TRUE(again.ok()) << text << " => " << print_query(*first);
    ASSERT_EQ(*again, *first) << text << " => " << print_query(*first);
  }
  EXPECT_GT(read, 1000);
}

TEST(Query, NamesTheFieldsWhereOneIsUnknown) {
  const auto error = parse_query("colour:green").error();
  EXPECT_EQ(error.code, ErrorCode::kInvalid);
  EXPECT_NE(error.message.find("\"colour\" is no field; use one of title:, author:"),
            std::string::npos)
      << error.message;
}

TEST(Query, KnowsItsFieldsInUrduAndArabic) {
  constexpr Row kFields[] = {{"عنوان:a", "title:a"},
                             {"مصنف:a", "author:a"},
                             {"كاتب:a", "author:a"},
                             {"گفتگو:a", "chat:a"},
                             {"محادثة:a", "chat:a"},
                             {"قسم:a", "kind:a"},
                             {"نوع:a", "kind:a"},
                             {"منصة:a", "in:a"},
                             {"دستاویز:a", "exhibit:a"},
                             {"مستند:a", "exhibit:a"},
                             {"زبان:a", "lang:a"},
                             {"لغة:a", "lang:a"},
                             {"شامل:a", "has:a"},
                             {"يحوي:a", "has:a"},
                             {"تاریخ:2026", "on:2026"},
                             {"پہلے:2026", "before:2026"},
                             {"قبل:2026", "before:2026"},
                             {"بعد:2026", "after:2026"},
                             {"درمیان:2025..2026", "between:2025..2026"},
                             {"بين:2025..2026", "between:2025..2026"},
                             {"ہوبہو:a", "strict:\"a\""},
                             {"حرفياً:a", "strict:\"a\""}};
  for (const Row& row : kFields) EXPECT_EQ(printed(row.typed), row.read) << row.typed;
}

TEST(Query, KnowsTheEndsOfItsPeriods) {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t march_9 = 1'773'014'400'000;  // 2026-03-09T00:00:00Z
  const auto period = [](const char* text) {
    const Node node = parse_query(text).value();
    return std::pair(node.from_ms, node.to_ms);
  };
  EXPECT_EQ(period("on:2026-03-09"), std::pair(march_9, march_9 + kDay));
  EXPECT_EQ(period("on:2026/03/09"), std::pair(march_9, march_9 + kDay));
  EXPECT_EQ(period("before:2026-03-09").second, march_9);
  EXPECT_EQ(period("after:2026-03-09").first, march_9 + kDay);
  EXPECT_EQ(period("on:2026-03-09T00:01Z"), std::pair(march_9 + 60'000, march_9 + 120'000));
  EXPECT_EQ(period("between:2026-03-09..2026-03-10"), std::pair(march_9, march_9 + 2 * kDay));
}

TEST(Query, HasLimits) {
  EXPECT_EQ(parse_query(std::string(kMaxQueryBytes + 1, 'a')).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_query(std::string(40, '(') + "a" + std::string(40, ')')).error().code,
            ErrorCode::kLimit);
  std::string many;
  for (int i = 0; i < 300; ++i) many += "w" + std::to_string(i) + ' ';
  EXPECT_EQ(parse_query(many).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_query("\xFF").error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::search
