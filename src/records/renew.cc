// All rows anew, and no trace of the old ones in the file.
#include <fmt/format.h>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

Result<std::string> read_name(const Statement& row) { return row.text(0); }

Result<void> clear_tables(Database& database) {
  SANAD_TRY(Statement statement,
            database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT "
                             "LIKE 'sqlite_%'"));
  SANAD_TRY(const auto tables, read_all(std::move(statement), read_name));
  for (const std::string& table : tables)
    SANAD_CHECK(database.run(fmt::format("DELETE FROM \"{}\"", table)));
  return database.run("INSERT INTO applied VALUES (0, 0)");
}

}  // namespace

Result<void> Records::renew(const std::function<Result<void>(const Taker&)>& source) {
  const std::lock_guard lock(state_->mutex);
  {
    SANAD_TRY(Transaction transaction, Transaction::begin(state_->database));
    SANAD_CHECK(clear_tables(state_->database));
    std::uint64_t next = 0;
    const auto take = [&](const Entry& entry) -> Result<void> {
      if (entry.index != next)
        return Error{ErrorCode::kConflict,
                     fmt::format("entry {} is not the next one for the records", entry.index)};
      ++next;
      return project(state_->database, entry);
    };
    SANAD_CHECK(source(take));
    SANAD_TRY(Statement applied, state_->database.prepare("UPDATE applied SET size = ?"));
    SANAD_CHECK(applied.bind(static_cast<std::int64_t>(next)).run());
    SANAD_CHECK(transaction.commit());
  }
  return state_->database.compact();
}

}  // namespace sanad::records
