#include <fmt/format.h>

#include "postgres.h"
#include "segment_store.h"

namespace sanad::search_index {
namespace {

// Chunks are stored as they are: compressing them again would cost time and gain little.
constexpr const char* kSchema[] = {
    "CREATE TABLE IF NOT EXISTS search_index (name text PRIMARY KEY, version integer NOT NULL, "
    "next_segment bigint NOT NULL)",
    "CREATE TABLE IF NOT EXISTS search_segment (name text NOT NULL REFERENCES search_index, id "
    "bigint "
    "NOT NULL, bytes bigint NOT NULL, documents bigint NOT NULL, PRIMARY KEY (name, id))",
    "CREATE TABLE IF NOT EXISTS search_chunk (name text NOT NULL, segment bigint NOT NULL, number "
    "integer NOT NULL, sum numeric NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (name, segment, "
    "number))",
    "ALTER TABLE search_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL",
};
// Of the advisory lock under which the tables are made.
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(7310582164931)";

class PostgresStore final : public SegmentStore {
 public:
  PostgresStore(Postgres postgres, std::string name)
      : postgres_(std::move(postgres)), name_(std::move(name)) {}

  // Makes what is not there, and says if another version wrote it.
  Result<void> prepare() {
    SANAD_CHECK(postgres_.run("SET client_min_messages = warning"));
    SANAD_CHECK(postgres_.run("BEGIN"));
    auto made = make_tables();
    if (!made.ok()) return rollback(), made;
    return commit();
  }

  Result<void> begin_read() override {
    return begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  Result<void> begin_write() override {
    SANAD_CHECK(begin("BEGIN"));
    auto locked =
        postgres_.run("SELECT 1 FROM search_index WHERE name = $1 FOR UPDATE", {parameter(name_)});
    if (!locked.ok()) return rollback(), locked.error();
    return {};
  }
  Result<void> commit() override { return begin("COMMIT"); }
  void rollback() override { (void)postgres_.run("ROLLBACK"); }

  Result<std::vector<SegmentRow>> segments() override {
    SANAD_TRY(
        const Rows rows,
        postgres_.run("SELECT id, bytes, documents FROM search_segment WHERE name = $1 ORDER BY id",
                      {parameter(name_)}));
    std::vector<SegmentRow> out;
    for (int i = 0; i < rows.size(); ++i) {
      out.push_back(
          {rows.number(i, 0), rows.number(i, 1), static_cast<std::uint32_t>(rows.number(i, 2))});
    }
    return out;
  }

  Result<std::uint64_t> next_id() override {
    SANAD_TRY(const Rows rows,
              postgres_.run("UPDATE search_index SET next_segment = next_segment + 1 "
                            "WHERE name = $1 RETURNING next_segment - 1",
                            {parameter(name_)}));
    if (rows.size() != 1) return damaged("the number of the next segment is missing");
    return rows.number(0, 0);
  }

  Result<Bytes> chunk(std::uint64_t segment, std::uint32_t number) override {
    SANAD_TRY(const Rows rows,
              postgres_.run(
                  "SELECT bytes, sum::text FROM search_chunk WHERE name = $1 AND segment = $2 "
                  "AND number = $3",
                  {parameter(name_), parameter(segment), parameter(std::uint64_t{number})}, true));
    if (rows.size() != 1)
      return damaged(fmt::format("chunk {} of segment {} is missing", number, segment));
    Bytes bytes = rows.bytes(0, 0);
    if (checksum(bytes) != rows.number(0, 1)) {
      return damaged(
          fmt::format("chunk {} of segment {} is not what was written", number, segment));
    }
    return bytes;
  }

  Result<void> put_chunk(std::uint64_t segment, std::uint32_t number, ByteView bytes) override {
    SANAD_CHECK(
        postgres_.run("INSERT INTO search_chunk VALUES ($1, $2, $3, $4, $5::bytea)",
                      {parameter(name_), parameter(segment), parameter(std::uint64_t{number}),
                       parameter(checksum(bytes)), parameter(bytes)}));
    return {};
  }

  Result<void> put_segment(const SegmentRow& row) override {
    SANAD_CHECK(postgres_.run("INSERT INTO search_segment VALUES ($1, $2, $3, $4)",
                              {parameter(name_), parameter(row.id), parameter(row.bytes),
                               parameter(std::uint64_t{row.documents})}));
    return {};
  }

  Result<void> remove_segment(std::uint64_t id) override {
    SANAD_CHECK(postgres_.run("DELETE FROM search_segment WHERE name = $1 AND id = $2",
                              {parameter(name_), parameter(id)}));
    SANAD_CHECK(postgres_.run("DELETE FROM search_chunk WHERE name = $1 AND segment = $2",
                              {parameter(name_), parameter(id)}));
    return {};
  }

  // Gives the room of deleted rows back; what is written next lies over them.
  Result<void> purge() override { return begin("VACUUM search_chunk"); }

  // The server knows of no damage before it reads; SearchIndex::check() reads everything.
  Result<void> check() override { return begin("SELECT count(*) FROM search_chunk"); }

 private:
  Result<void> begin(const char* sql) {
    SANAD_CHECK(postgres_.run(sql));
    return {};
  }

  Result<void> make_tables() {
    SANAD_CHECK(postgres_.run(kLock));
    SANAD_TRY(const Rows tables, postgres_.run("SELECT to_regclass('search_chunk') IS NOT NULL"));
    if (tables.text(0, 0) != "t") {
      for (const char* sql : kSchema) SANAD_CHECK(postgres_.run(sql));
    }
    const auto version = static_cast<std::uint64_t>(index_version());
    SANAD_CHECK(postgres_.run("INSERT INTO search_index VALUES ($1, $2, 1) ON CONFLICT DO NOTHING",
                              {parameter(name_), parameter(version)}));
    SANAD_TRY(const Rows rows, postgres_.run("SELECT version FROM search_index WHERE name = $1",
                                             {parameter(name_)}));
    if (rows.size() == 1 && rows.number(0, 0) == version) return {};
    return Error{
        ErrorCode::kConflict,
        fmt::format("The search index \"{}\" has version {} and this program writes version {}; "
                    "use the program that fits, or run \"sanad rebuild\".",
                    name_, rows.size() == 1 ? rows.number(0, 0) : 0, version)};
  }

  Postgres postgres_;
  std::string name_;
};

}  // namespace

Result<std::unique_ptr<SegmentStore>> open_postgres_store(const std::string& connection,
                                                          const std::string& name) {
  SANAD_TRY(Postgres postgres, Postgres::connect(connection));
  auto store = std::make_unique<PostgresStore>(std::move(postgres), name);
  SANAD_CHECK(store->prepare());
  return std::unique_ptr<SegmentStore>(std::move(store));
}

}  // namespace sanad::search_index
