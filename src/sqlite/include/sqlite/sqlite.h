// SQLite as values: a database, prepared statements, transactions. The only file that knows its C
// interface is sqlite.cc. Tested by sqlite_test.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sanad::sqlite {

class Database;

// One prepared statement: bind, then step; reset() to use it again. Not thread-safe.
class Statement {
 public:
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind(ByteView blob);
  Statement& bind_real(double number);
  Statement& bind(std::optional<std::int64_t> number);  // nullopt: NULL
  Statement& bind_null();
  // The text or bytes must stay until the next reset(): nothing is copied.
  Statement& bind_borrowed(std::string_view text);
  Statement& bind_borrowed(ByteView bytes);
  // True while there is a row. kIo, kLimit (disk full) or kIntegrity (the file is damaged: "run
  // sanad rebuild").
  Result<bool> step();
  // step() for statements that answer no rows.
  Result<void> run();
  // run() and reset(), for statements that are used many times.
  Result<void> run_again();
  void reset();
  std::string text(int column) const;
  ByteView bytes(int column) const;  // borrowed until the next step or reset
  Bytes blob(int column) const;
  std::int64_t number(int column) const;
  double real(int column) const;
  std::optional<std::int64_t> optional_number(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(const Database& database, sqlite3_stmt* statement);
  sqlite3* database_;
  std::shared_ptr<const std::string> what_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

// What is asked of the disk.
enum class Durability {
  kEachCommit,  // a commit that was answered is there after a power failure
  kWhole,       // the last commits may be gone, but never half of one: for what is made again
};

class Database {
 public:
  // Creates the file if need be: WAL, foreign keys on, deleted content overwritten. schema is run
  // if user_version is 0; another version than `version` is kConflict. what: names the database in
  // messages, "the records database".
  static Result<Database> open(const std::string& path, std::string_view schema, int version,
                               std::string_view what = "the records database",
                               Durability durability = Durability::kEachCommit);

  // kInvalid for SQL that cannot be prepared, which is an error of ours.
  Result<Statement> prepare(std::string_view sql) const;
  Result<void> run(std::string_view sql) const;
  std::int64_t changes() const;
  // Writes the file anew and empties its log, so that no byte of what was deleted is left in
  // either. Outside a transaction. kConflict: somebody still reads what was before; nothing is
  // lost, call it again.
  Result<void> compact() const;

 private:
  friend class Statement;
  struct Close {
    void operator()(sqlite3* database) const;
  };
  Database(sqlite3* database, std::string_view what);
  std::unique_ptr<sqlite3, Close> database_;
  std::shared_ptr<const std::string> what_;
};

// Rolled back unless commit() succeeded.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(other.database_) {
    other.database_ = nullptr;
  }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace sanad::sqlite
