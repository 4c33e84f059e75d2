// One suite over SQLite and PostgreSQL.
#include "database_rig.h"

namespace sanad::search_index {
namespace {

constexpr std::int64_t kMarch9 = 1'773'014'400'000;  // 2026-03-09T00:00:00Z
constexpr std::int64_t kDay = 86'400'000;

struct Message {
  std::uint64_t id;
  Fields fields;
  Facts facts;
};

std::vector<Message> messages() {
  return {
      {1,
       {"First rain", "The first rain of the year", "Nadir Sel", "Harvest Front"},
       {kMarch9, "message", "telegram", "A-1", "user7", "chat1", {"en"}, {"url"}}},
      {2,
       {"", "پہلی بارش کا سال", "نادر", "Harvest Front"},
       {kMarch9 + kDay, "message", "telegram", "A-1", "user8", "chat1", {"ur"}, {}}},
      {3,
       {"", "Rain, rain, rain! #Harvest_Front", "Mira", "Field"},
       {kMarch9 + 2 * kDay, "post", "x", "A-2", "user9", "chat2", {"en"}, {"hashtag"}}},
      {4,
       {"Letter", "رشید نے کتاب پڑھی", "Mira", ""},
       {std::nullopt, "mail", "mail", "A-2", "", "", {"ur"}, {"attachment"}}},
      {5,
       {"", "harvets of the field in the rain", "Rashid", "Field"},
       {kMarch9 + 3 * kDay, "message", "telegram", "A-3", "user7", "chat2", {"en"}, {}}},
  };
}

class IndexTest : public ::testing::TestWithParam<Kind> {
 protected:
  SearchIndex open() { return open_index(GetParam(), folder_); }
  static void add_all(SearchIndex& index) {
    for (const Message& one : messages())
      ASSERT_TRUE(index.add(one.id, one.fields, one.facts).ok());
    const auto committed = index.commit();
    ASSERT_TRUE(committed.ok()) << committed.error().message;
  }
  TestFolder folder_;
};
std::string name_of(const ::testing::TestParamInfo<Kind>& kind) {
  return kind.param == Kind::kSqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Stores, IndexTest, ::testing::Values(Kind::kSqlite, Kind::kPostgres),
                         name_of);

struct Row {
  const char* query;
  const char* ids;  // the best first
};

constexpr Row kRows[] = {
    {"rain", "3 1 5"},
    {"rain first", "1"},
    {"\"first rain\"", "1"},
    {"\"rain first\"", ""},
    {"\"year rain\"", ""},
    {"title:rain", "1"},
    {"title:year", ""},
    {"rain -year", "3 5"},
    {"field OR year", "5 1"},
    {"(field OR year) rain", "1 5"},
    {"harv*", "3 5"},
    {"harvest", "3"},
    {"harvest~", "3 5"},
    {"#harvest_front", "3"},
    {"first NEAR/3 year", ""},
    {"first NEAR/4 year", "1"},
    {"year NEAR/4 first", "1"},
    {"پہلی", "2"},
    {"پہلي بارش", "2"},
    {"كتاب", "4"},
    {"strict:کتاب", "4"},
    {"strict:كتاب", ""},
    {"strict:rain", "3 1 5"},
    {"strict:Rain", "3"},
    {"rashid", "4"},
    {"author:rashid", "5"},
    {"author:nadir", "1 2"},
    {"author:user7", "1 5"},
    {"author:\"nadir sel\"", "1"},
    {"chat:harvest", "2 1"},
    {"chat:chat2", "3 5"},
    {"kind:message", "1 2 5"},
    {"kind:mail,post", "3 4"},
    {"in:telegram", "1 2 5"},
    {"exhibit:A-2", "3 4"},
    {"lang:ur", "2 4"},
    {"has:url", "1"},
    {"has:attachment,hashtag", "3 4"},
    {"on:2026-03-09", "1"},
    {"after:2026-03-09", "2 3 5"},
    {"before:2026-03-11", "1 2"},
    {"between:2026-03-10..2026-03-11", "2 3"},
    {"rain after:2026-03-10", "3 5"},
    {"kind:message -lang:ur", "1 5"},
    {"nothing", ""},
    {"nothing OR year", "1"},
    {"year nothing", ""},
    {"exhibit:A-9", ""},
};

TEST_P(IndexTest, AnswersAsTheTableSays) {
  SearchIndex index = open();
  add_all(index);
  for (const Row& row : kRows) {
    const Page page = found(index, row.query);
    EXPECT_EQ(ids_of(page), row.ids) << row.query;
    EXPECT_EQ(page.count, page.hits.size()) << row.query;
    EXPECT_FALSE(page.next.has_value());
  }
}

TEST_P(IndexTest, AnswersTheSameFromOneSegmentForEachDocument) {
  SearchIndex index = open();
  for (const Message& one : messages()) {
    ASSERT_TRUE(index.add(one.id, one.fields, one.facts).ok());
    ASSERT_TRUE(index.commit().ok());
  }
  std::vector<Page> before;
  for (const Row& row : kRows) {
    before.push_back(found(index, row.query));
    EXPECT_EQ(ids_of(before.back()), row.ids) << row.query;
  }
  ASSERT_TRUE(index.compact().ok());
  ASSERT_TRUE(index.check().ok());
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    EXPECT_EQ(found(index, kRows[i].query).hits, before[i].hits) << kRows[i].query;
  }
}

TEST_P(IndexTest, SaysHowADocumentAnswered) {
  SearchIndex index = open();
  add_all(index);
  EXPECT_EQ(found(index, "rashid").hits[0].how, search::How::kTransliterated);
  EXPECT_EQ(found(index, "harvest~").hits[0].how, search::How::kFolded);
  EXPECT_EQ(found(index, "harvest~").hits[1].how, search::How::kNear);
  EXPECT_EQ(found(index, "rain").hits[0].how, search::How::kFolded);
  EXPECT_TRUE(found(index, "rashid", {.transliterate = false}).hits.empty());
}

TEST_P(IndexTest, OrdersByTimeWhereAsked) {
  SearchIndex index = open();
  add_all(index);
  EXPECT_EQ(ids_of(found(index, "rain", {.order = Order::kNewest})), "5 3 1");
  EXPECT_EQ(ids_of(found(index, "lang:ur", {.order = Order::kNewest})), "2 4");
  EXPECT_EQ(found(index, "exhibit:A-1").hits[0].at_ms, kMarch9);
  EXPECT_FALSE(found(index, "kind:mail").hits[0].at_ms.has_value());
}

TEST_P(IndexTest, PagesByPlace) {
  SearchIndex index = open();
  for (std::uint64_t id = 1; id <= 25; ++id) {
    const std::string text = id % 3 == 0 ? "rain rain" : "rain and more words that say little";
    ASSERT_TRUE(
        index.add(id, {"", text, "", ""}, {.at_ms = static_cast<std::int64_t>(id % 5)}).ok());
  }
  ASSERT_TRUE(index.commit().ok());
  for (const Order order : {Order::kBest, Order::kNewest}) {
    const std::string all = ids_of(found(index, "rain", {.hits = 25, .order = order}));
    PageRequest request{.hits = 4, .order = order};
    std::string joined;
    for (int pages = 0; pages < 7; ++pages) {
      const Page page = found(index, "rain", request);
      EXPECT_EQ(page.count, 25U);
      EXPECT_EQ(page.next.has_value(), pages < 6);
      joined += (joined.empty() ? "" : " ") + ids_of(page);
      request.after = page.next;
    }
    EXPECT_EQ(joined, all);
  }
}

TEST_P(IndexTest, CountsUpToItsLimit) {
  SearchIndex index = open();
  for (std::uint64_t id = 1; id <= kMaxCounted + 5; ++id) {
    ASSERT_TRUE(
        index.add(id, {"", id % 2 ? "rain field" : "rain", "", ""}, {.exhibit = "A-1"}).ok());
  }
  ASSERT_TRUE(index.commit().ok());
  for (const char* query : {"rain", "exhibit:A-1", "ra*", "rain OR field"}) {
    const Page page = found(index, query);
    EXPECT_TRUE(page.more_than_counted) << query;
    EXPECT_EQ(page.count, kMaxCounted) << query;
    EXPECT_EQ(page.hits.size(), 20U);
  }
  const Page fewer = found(index, "rain field");
  EXPECT_FALSE(fewer.more_than_counted);
  EXPECT_EQ(fewer.count, kMaxCounted / 2 + 3);
}

TEST_P(IndexTest, ForgetsAnExhibit) {
  SearchIndex index = open();
  add_all(index);
  ASSERT_TRUE(index.remove_exhibit("A-2").ok());
  EXPECT_EQ(index.documents().value(), 3U);
  EXPECT_EQ(ids_of(found(index, "rain")), "1 5");
  EXPECT_EQ(ids_of(found(index, "كتاب")), "");
  EXPECT_EQ(ids_of(found(index, "rashid")), "");
  EXPECT_FALSE(index.contains(4).value());
  EXPECT_TRUE(index.check().ok());
  ASSERT_TRUE(index.remove_exhibit("A-1").ok());
  ASSERT_TRUE(index.remove_exhibit("A-3").ok());
  EXPECT_EQ(index.documents().value(), 0U);
  EXPECT_EQ(ids_of(found(index, "rain")), "");
  add_all(index);
  EXPECT_EQ(ids_of(found(index, "rain")), "3 1 5");
}

TEST_P(IndexTest, RefusesADocumentTwice) {
  SearchIndex index = open();
  add_all(index);
  ASSERT_TRUE(index.add(3, {"", "again", "", ""}, {}).ok());
  const auto refused = index.commit();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(refused.error().message,
            "Document 3 is in the search index already; remove its exhibit first.");
  EXPECT_EQ(ids_of(found(index, "again")), "");
  EXPECT_TRUE(index.commit().ok());
  EXPECT_EQ(index.documents().value(), 5U);
}

TEST_P(IndexTest, TakesNumbersInAnyOrder) {
  SearchIndex index = open();
  for (const std::uint64_t id : {7U, 3U, 9U, 1U, 8U}) {
    ASSERT_TRUE(index.add(id, {"", "rain", "", ""}, {}).ok());
  }
  ASSERT_TRUE(index.commit().ok());
  EXPECT_EQ(ids_of(found(index, "rain")), "1 3 7 8 9");
  ASSERT_TRUE(index.compact().ok());
  EXPECT_EQ(ids_of(found(index, "rain")), "1 3 7 8 9");
}

TEST_P(IndexTest, ShowsNothingBeforeCommit) {
  SearchIndex index = open();
  ASSERT_TRUE(index.add(1, {"", "rain", "", ""}, {}).ok());
  EXPECT_EQ(ids_of(found(index, "rain")), "");
  index.rollback();
  ASSERT_TRUE(index.commit().ok());
  EXPECT_EQ(index.documents().value(), 0U);
}

TEST_P(IndexTest, LetsOthersReadWhileOneWrites) {
  SearchIndex writer = open();
  SearchIndex reader = open();
  std::uint64_t id = 0;
  for (int round = 0; round < 40; ++round) {  // merges among them
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(writer.add(++id, {"", "rain", "", ""}, {}).ok());
    ASSERT_TRUE(writer.commit().ok());
    EXPECT_EQ(found(reader, "rain").count, id);
  }
  ASSERT_TRUE(writer.clear().ok());
  EXPECT_EQ(found(reader, "rain").count, 0U);
  EXPECT_TRUE(reader.check().ok());
}

TEST_P(IndexTest, LetsTwoWriteInTurn) {
  SearchIndex one = open();
  SearchIndex other = open();
  for (std::uint64_t id = 1; id <= 20; id += 2) {
    ASSERT_TRUE(one.add(id, {"", "rain", "", ""}, {}).ok());
    ASSERT_TRUE(other.add(id + 1, {"", "rain", "", ""}, {}).ok());
    ASSERT_TRUE(one.commit().ok());
    ASSERT_TRUE(other.commit().ok());
  }
  EXPECT_EQ(found(one, "rain").count, 20U);
  EXPECT_EQ(found(other, "rain").count, 20U);
}

TEST_P(IndexTest, KeepsCasesApart) {
  SearchIndex one = open_index(GetParam(), folder_, "one");
  SearchIndex other = open_index(GetParam(), folder_, "other");
  add_all(one);
  EXPECT_EQ(other.documents().value(), 0U);
  EXPECT_EQ(ids_of(found(other, "rain")), "");
}

TEST_P(IndexTest, RefusesPagesOfNoSize) {
  SearchIndex index = open();
  const auto query = search::parse_query("rain").value();
  EXPECT_EQ(index.search(query, {.hits = 0}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(index.search(query, {.hits = kMaxPageHits + 1}).error().code, ErrorCode::kInvalid);
}

TEST_P(IndexTest, TakesLongTextsAndRefusesTooLongOnes) {
  SearchIndex index = open();
  std::string text = "first ";
  while (text.size() < (std::size_t{2} << 20)) text += "rain field\n";
  ASSERT_TRUE(index.add(1, {"", text + "last word", "", ""}, {}).ok());
  ASSERT_TRUE(
      index.add(2, {"", std::string(std::size_t{2} << 20, 'x') + " last word", "", ""}, {}).ok());
  const auto refused = index.add(3, {"", std::string(kMaxFieldBytes + 1, 'x'), "", ""}, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kLimit);
  ASSERT_TRUE(index.commit().ok());
  EXPECT_EQ(ids_of(found(index, "\"last word\"")), "2 1");
  EXPECT_EQ(ids_of(found(index, "\"first rain\"")), "1");
  EXPECT_EQ(ids_of(found(index, "\"field last\"")), "1");
}

TEST_P(IndexTest, SaysWhenSpellingsAreLeftOut) {
  SearchIndex index = open();
  std::uint64_t id = 0;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'c'; ++b) {
      ASSERT_TRUE(index.add(++id, {"", std::string("harve") + a + b, "", ""}, {}).ok());
    }
  }
  ASSERT_TRUE(index.commit().ok());
  const Page page = found(index, "harvexx~2");
  EXPECT_TRUE(page.spellings_left_out);
  EXPECT_EQ(page.count, kMaxOtherSpellings);
  EXPECT_FALSE(found(index, "harveaa~1").spellings_left_out);
}

TEST(Postgres, SaysWhereNoServerIs) {
  const auto index = SearchIndex::open_postgres("host=/nonexistent user=sanad", "case");
  ASSERT_FALSE(index.ok());
  EXPECT_EQ(index.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::search_index
