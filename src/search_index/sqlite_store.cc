#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "search/tokens.h"
#include "segment_store.h"
#include "sqlite/sqlite.h"
#include "text/fold.h"

namespace sanad::search_index {
namespace {

using sqlite::Database;
using sqlite::Statement;

constexpr std::string_view kSchema =
    "CREATE TABLE segment (id INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, documents INTEGER NOT "
    "NULL) "
    "STRICT;"
    "CREATE TABLE chunk (place INTEGER PRIMARY KEY, sum INTEGER NOT NULL, bytes BLOB NOT NULL) "
    "STRICT;"
    "CREATE TABLE next_segment (id INTEGER NOT NULL) STRICT;"
    "INSERT INTO next_segment VALUES (1);";

// Segment and number of a chunk as one key: chunks of a segment lie together.
constexpr int kNumberBits = 24;
std::int64_t place_of(std::uint64_t segment, std::uint32_t number) {
  return static_cast<std::int64_t>(segment << kNumberBits | number);
}

// What the wrapper says of the records is here said of the index.
Error renamed(const Error& error) {
  return error.code == ErrorCode::kIntegrity ? damaged(error.message) : error;
}
template <typename T>
Result<T> renamed(Result<T> result) {
  if (!result.ok()) return renamed(result.error());
  return result;
}

class SqliteStore final : public SegmentStore {
 public:
  explicit SqliteStore(Database database) : database_(std::move(database)) {}

  Result<void> begin_read() override { return renamed(database_.run("BEGIN")); }
  Result<void> begin_write() override { return renamed(database_.run("BEGIN IMMEDIATE")); }
  Result<void> commit() override { return renamed(database_.run("COMMIT")); }
  void rollback() override { (void)database_.run("ROLLBACK"); }

  Result<std::vector<SegmentRow>> segments() override {
    std::vector<SegmentRow> rows;
    SANAD_TRY(Statement statement,
              renamed(database_.prepare("SELECT id, bytes, documents FROM segment ORDER BY id")));
    for (;;) {
      SANAD_TRY(const bool more, renamed(statement.step()));
      if (!more) return rows;
      rows.push_back({static_cast<std::uint64_t>(statement.number(0)),
                      static_cast<std::uint64_t>(statement.number(1)),
                      static_cast<std::uint32_t>(statement.number(2))});
    }
  }

  Result<std::uint64_t> next_id() override {
    SANAD_TRY(Statement statement,
              renamed(database_.prepare("UPDATE next_segment SET id = id + 1 RETURNING id - 1")));
    SANAD_TRY(const bool any, renamed(statement.step()));
    if (!any) return damaged("the number of the next segment is missing");
    const auto id = static_cast<std::uint64_t>(statement.number(0));
    SANAD_CHECK(renamed(statement.step()));
    return id;
  }

  Result<Bytes> chunk(std::uint64_t segment, std::uint32_t number) override {
    SANAD_TRY(Statement statement,
              renamed(database_.prepare("SELECT sum, bytes FROM chunk WHERE place = ?")));
    SANAD_TRY(const bool any, renamed(statement.bind(place_of(segment, number)).step()));
    if (!any) return damaged(fmt::format("chunk {} of segment {} is missing", number, segment));
    Bytes bytes = statement.blob(1);
    if (checksum(bytes) != std::bit_cast<std::uint64_t>(statement.number(0))) {
      return damaged(
          fmt::format("chunk {} of segment {} is not what was written", number, segment));
    }
    return bytes;
  }

  Result<void> put_chunk(std::uint64_t segment, std::uint32_t number, ByteView bytes) override {
    SANAD_TRY(Statement statement,
              renamed(database_.prepare("INSERT INTO chunk VALUES (?, ?, ?)")));
    statement.bind(place_of(segment, number));
    statement.bind(std::bit_cast<std::int64_t>(checksum(bytes)));
    return renamed(statement.bind(bytes).run());
  }

  Result<void> put_segment(const SegmentRow& row) override {
    SANAD_TRY(Statement statement,
              renamed(database_.prepare("INSERT INTO segment VALUES (?, ?, ?)")));
    statement.bind(static_cast<std::int64_t>(row.id)).bind(static_cast<std::int64_t>(row.bytes));
    return renamed(statement.bind(static_cast<std::int64_t>(row.documents)).run());
  }

  Result<void> remove_segment(std::uint64_t id) override {
    SANAD_TRY(Statement row, renamed(database_.prepare("DELETE FROM segment WHERE id = ?")));
    SANAD_CHECK(renamed(row.bind(static_cast<std::int64_t>(id)).run()));
    SANAD_TRY(Statement chunks,
              renamed(database_.prepare("DELETE FROM chunk WHERE place >= ? AND place < ?")));
    return renamed(chunks.bind(place_of(id, 0)).bind(place_of(id + 1, 0)).run());
  }

  // Deleted pages are overwritten in the file; what the log still holds goes with it.
  Result<void> purge() override {
    return renamed(database_.run("PRAGMA wal_checkpoint(TRUNCATE)"));
  }

  Result<void> check() override {
    SANAD_TRY(Statement statement, renamed(database_.prepare("PRAGMA integrity_check(1)")));
    SANAD_TRY(const bool any, renamed(statement.step()));
    if (!any || statement.text(0) != "ok") return damaged(any ? statement.text(0) : "no answer");
    return {};
  }

 private:
  Database database_;
};

}  // namespace

Result<std::unique_ptr<SegmentStore>> open_sqlite_store(const std::string& path) {
  SANAD_TRY(Database database, renamed(Database::open(path, kSchema, index_version())));
  return std::unique_ptr<SegmentStore>(std::make_unique<SqliteStore>(std::move(database)));
}

int index_version() {
  return kSegmentVersion * 10'000 + search::kTokensVersion * 100 + text::kFoldVersion;
}

Error damaged(std::string_view what) {
  return {
      ErrorCode::kIntegrity,
      fmt::format("The search index is damaged ({}); run \"sanad rebuild\" to make it again from "
                  "the case's records.",
                  what)};
}

std::uint64_t checksum(ByteView bytes) {
  constexpr std::uint64_t kOdd = 0x9E37'79B9'7F4A'7C15;
  std::uint64_t sum = bytes.size();
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    sum = std::rotl((sum ^ word) * kOdd, 29);
  }
  for (; at < bytes.size(); ++at) sum = std::rotl((sum ^ bytes[at]) * kOdd, 29);
  return sum;
}

}  // namespace sanad::search_index
