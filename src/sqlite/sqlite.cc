#include "sqlite/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>

namespace sanad::sqlite {
namespace {

// what: the database, in words; doing: what failed, beginning with what was done to it.
Error error_of(sqlite3* database, std::string_view what, std::string_view doing) {
  const int code = database ? sqlite3_errcode(database) : SQLITE_NOMEM;
  const std::string words = database ? sqlite3_errmsg(database) : "out of memory";
  // SQLite has no code of its own for a header that makes no sense.
  const bool is_damaged = words.find("unsupported file format") != std::string::npos;
  // Nor one for a full disk where it enlarges the index of its log.
  const bool is_full = database && (sqlite3_system_errno(database) == ENOSPC ||
                                    sqlite3_extended_errcode(database) == SQLITE_IOERR_SHMSIZE);
  switch (is_damaged ? SQLITE_CORRUPT : is_full ? SQLITE_FULL : code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::kIntegrity,
              fmt::format("{}: {} is damaged ({}); run \"sanad rebuild\" to make it again from the "
                          "ledger",
                          doing, what, words)};
    case SQLITE_FULL:
      return {ErrorCode::kLimit,
              fmt::format("{}: the disk is full; free some space and try again", doing)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kConflict,
              fmt::format("{}: another program is using {}; try again", doing, what)};
    case SQLITE_READONLY:
      return {ErrorCode::kIo,
              fmt::format("{}: {} cannot be written; check the folder's permissions", doing, what)};
    case SQLITE_CONSTRAINT:
      return {ErrorCode::kConflict, fmt::format("{}: {}", doing, words)};
    default:
      return {ErrorCode::kIo, fmt::format("{}: {}", doing, words)};
  }
}

constexpr int kBusyTimeoutMs = 10'000;

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
Statement::Statement(const Database& database, sqlite3_stmt* statement)
    : database_(database.database_.get()), what_(database.what_), statement_(statement) {}

Database::Database(sqlite3* database, std::string_view what)
    : database_(database), what_(std::make_shared<const std::string>(what)) {}

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text64(statement_.get(), ++bound_, text.data() ? text.data() : "", text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), ++bound_, number);
  return *this;
}

Statement& Statement::bind_real(double number) {
  sqlite3_bind_double(statement_.get(), ++bound_, number);
  return *this;
}

Statement& Statement::bind(std::optional<std::int64_t> number) {
  return number ? bind(*number) : bind_null();
}

Statement& Statement::bind_borrowed(std::string_view text) {
  sqlite3_bind_text64(statement_.get(), ++bound_, text.data() ? text.data() : "", text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_borrowed(ByteView bytes) {
  sqlite3_bind_blob64(statement_.get(), ++bound_,
                      bytes.data() ? static_cast<const void*>(bytes.data()) : "", bytes.size(),
                      SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind(ByteView blob) {
  if (blob.empty()) {
    sqlite3_bind_zeroblob(statement_.get(), ++bound_, 0);
  } else {
    sqlite3_bind_blob64(statement_.get(), ++bound_, blob.data(), blob.size(), SQLITE_TRANSIENT);
  }
  return *this;
}

Statement& Statement::bind_null() {
  sqlite3_bind_null(statement_.get(), ++bound_);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(database_, *what_, fmt::format("using {}", *what_));
}

Result<void> Statement::run() {
  SANAD_CHECK(step());
  return {};
}

Result<void> Statement::run_again() {
  auto stepped = step();
  reset();
  if (!stepped.ok()) return stepped.error();
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  bound_ = 0;
}

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

ByteView Statement::bytes(int column) const {
  const auto* data =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data ? ByteView(data, static_cast<std::size_t>(size)) : ByteView();
}

double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::optional<std::int64_t> Statement::optional_number(int column) const {
  if (is_null(column)) return std::nullopt;
  return number(column);
}

Bytes Statement::blob(int column) const {
  const ByteView borrowed = bytes(column);
  return Bytes(borrowed.begin(), borrowed.end());
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Result<Database> Database::open(const std::string& path, std::string_view schema, int version,
                                std::string_view what, Durability durability) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
  Database database(raw, what);
  if (code != SQLITE_OK) return error_of(raw, what, fmt::format("opening {}", path));
  sqlite3_busy_timeout(raw, kBusyTimeoutMs);
  SANAD_CHECK_WITH(
      database.run(fmt::format("PRAGMA journal_mode=WAL; PRAGMA synchronous={}; PRAGMA "
                               "foreign_keys=ON; PRAGMA secure_delete=ON;",
                               durability == Durability::kEachCommit ? "FULL" : "NORMAL")),
      path);
  std::int64_t found = 0;
  {
    SANAD_TRY(Statement statement, database.prepare("PRAGMA user_version"));
    SANAD_CHECK_WITH(statement.step(), path);
    found = statement.number(0);
  }
  if (found == 0) {
    SANAD_TRY(Transaction transaction, Transaction::begin(database));
    SANAD_CHECK_WITH(database.run(schema), path);
    SANAD_CHECK(database.run(fmt::format("PRAGMA user_version={}", version)));
    SANAD_CHECK(transaction.commit());
  } else if (found != version) {
    return Error{ErrorCode::kConflict,
                 fmt::format("{} has version {} and this program writes version {}; use the "
                             "program that fits, or run \"sanad rebuild\"",
                             path, found, version)};
  }
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &statement, nullptr);
  if (code != SQLITE_OK)
    return error_of(database_.get(), *what_, fmt::format("preparing \"{}\"", sql.substr(0, 60)));
  return Statement(*this, statement);
}

Result<void> Database::run(std::string_view sql) const {
  if (sqlite3_exec(database_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) !=
      SQLITE_OK) {
    return error_of(database_.get(), *what_, fmt::format("using {}", *what_));
  }
  return {};
}

Result<void> Database::compact() const {
  SANAD_CHECK(run("VACUUM"));
  SANAD_TRY(Statement checkpoint, prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  SANAD_CHECK(checkpoint.step());
  if (checkpoint.number(0) == 0) return {};
  return Error{ErrorCode::kConflict,
               fmt::format("{} is being read, so its log cannot be emptied; try again", *what_)};
}

std::int64_t Database::changes() const { return sqlite3_changes64(database_.get()); }

Result<Transaction> Transaction::begin(Database& database) {
  SANAD_CHECK(database.run("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_) (void)database_->run("ROLLBACK");
}

Result<void> Transaction::commit() {
  SANAD_CHECK(database_->run("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace sanad::sqlite
