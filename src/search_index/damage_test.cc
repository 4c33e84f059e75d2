// Every byte of an index that is changed is noticed where it is read, or changes no answer.
#include <sqlite3.h>

#include <random>

#include "database_rig.h"
#include "memory_store_rig.h"
#include "postgres.h"
#include "top.h"
#include "writer.h"

namespace sanad::search_index {
namespace {

void fill(SearchIndex& index) {
  for (std::uint64_t id = 1; id <= 300; ++id) {
    const std::string text = fmt::format("rain on field {} in the year {}", id % 17, id);
    ASSERT_TRUE(index.add(id, {"", text, "Mira", ""}, {.kind = "message"}).ok());
  }
  ASSERT_TRUE(index.commit().ok());
}

void expect_damage(const Error& error) {
  EXPECT_EQ(error.code, ErrorCode::kIntegrity) << error.message;
  EXPECT_NE(error.message.find("sanad rebuild"), std::string::npos) << error.message;
}

void run_sqlite(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

constexpr const char* kFlip =
    "UPDATE chunk SET bytes = CAST(x'00' || substr(bytes, 2) AS BLOB) WHERE place IN (SELECT "
    "max(place) FROM chunk)";
constexpr const char* kDrop = "DELETE FROM chunk";
constexpr const char* kShorten = "UPDATE segment SET bytes = bytes - 1";

TEST(Damage, OfAChunkInSqliteIsNoticed) {
  for (const char* sql : {kFlip, kDrop, kShorten}) {
    const TestFolder folder;
    {
      SearchIndex index = open_index(Kind::kSqlite, folder);
      fill(index);
    }
    run_sqlite(folder.path() + "/case.db", sql);
    SearchIndex index = open_index(Kind::kSqlite, folder);
    expect_damage(index.check().error());
    expect_damage(index.search(search::parse_query("rain").value()).error());
  }
}

TEST(Damage, OfAChunkInPostgresIsNoticed) {
  const TestFolder folder;
  {
    SearchIndex index = open_index(Kind::kPostgres, folder);
    fill(index);
  }
  auto postgres = Postgres::connect(postgres_server().connection()).value();
  ASSERT_TRUE(postgres
                  .run("UPDATE search_chunk SET bytes = set_byte(bytes, 0, 255 - get_byte(bytes, "
                       "0)) WHERE name = $1",
                       {parameter(folder.path() + "case")})
                  .ok());
  SearchIndex index = open_index(Kind::kPostgres, folder);
  expect_damage(index.check().error());
}

TEST(Damage, OfTheFileIsNoticedWhenItIsOpenedOrRead) {
  const TestFolder folder;
  const std::string path = folder.path() + "/case.db";
  {
    SearchIndex index = open_index(Kind::kSqlite, folder);
    fill(index);
  }
  FILE* file = std::fopen(path.c_str(), "r+b");
  ASSERT_NE(file, nullptr);
  std::fputs("this is no database", file);
  std::fclose(file);
  const auto index = SearchIndex::open_sqlite(path);
  ASSERT_FALSE(index.ok());
  expect_damage(index.error());
}

TEST(Version, OfAnotherProgramIsRefused) {
  const TestFolder folder;
  {
    open_index(Kind::kSqlite, folder);
  }
  run_sqlite(folder.path() + "/case.db", "PRAGMA user_version = 77");
  const auto index = SearchIndex::open_sqlite(folder.path() + "/case.db");
  ASSERT_FALSE(index.ok());
  EXPECT_EQ(index.error().code, ErrorCode::kConflict);
  EXPECT_NE(index.error().message.find("sanad rebuild"), std::string::npos);

  {
    open_index(Kind::kPostgres, folder);
  }
  auto postgres = Postgres::connect(postgres_server().connection()).value();
  ASSERT_TRUE(postgres
                  .run("UPDATE search_index SET version = 77 WHERE name = $1",
                       {parameter(folder.path() + "case")})
                  .ok());
  const auto other =
      SearchIndex::open_postgres(postgres_server().connection(), folder.path() + "case");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, ErrorCode::kConflict);
}

// Past the checksums: a segment's own bytes, changed at random, give answers or kIntegrity.
TEST(Damage, OfASegmentNeverReachesBeyondIt) {
  MemoryStore store;
  SegmentWriter writer(store, 1);
  std::vector<Posting> postings;
  const Bytes positions = {2, 6};
  for (std::uint32_t i = 0; i < 300; ++i) postings.push_back({i, 9, positions});
  for (const char* term : {"kmessage", "wfield", "wrain", "wrashid"})
    ASSERT_TRUE(writer.add(term, postings).ok());
  std::vector<DocumentRow> documents;
  for (std::uint64_t i = 0; i < 300; ++i) documents.push_back({i + 1, 5});
  const SegmentRow row = writer.finish(documents).value();
  const Bytes whole = store.chunks.begin()->second;
  std::mt19937 random(9);
  int noticed = 0;
  for (int round = 0; round < 3000; ++round) {
    Bytes& bytes = store.chunks.begin()->second;
    bytes = whole;
    for (std::size_t i = 1 + random() % 3; i > 0; --i) {
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
    }
    ChunkCache cache(store);
    auto segment = Segment::open(cache, row);
    if (!segment.ok()) {
      ++noticed;
      continue;
    }
    const std::vector<Segment*> segments = {segment->get()};
    for (const char* text : {"rain field", "\"rain field\"", "ra*", "kind:message", "rain~"}) {
      const auto query = search::parse_query(text).value();
      const auto plan = Plan::make(query, segments, true);
      if (!plan.ok() || !top(*plan, segments, {}).ok()) ++noticed;
    }
  }
  EXPECT_GT(noticed, 1000);
}

}  // namespace
}  // namespace sanad::search_index
