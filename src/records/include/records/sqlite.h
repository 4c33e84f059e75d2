// SQLite as values: a database, prepared statements, transactions. The only file that knows its C
// interface is sqlite.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sanad::records {

class Database;

// One prepared statement, used once: bind, then step. Not thread-safe.
class Statement {
 public:
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind_null();
  // True while there is a row. kIo, kLimit (disk full) or kIntegrity (the file is damaged: "run
  // sanad rebuild").
  Result<bool> step();
  // step() for statements that answer no rows.
  Result<void> run();
  std::string text(int column) const;
  std::int64_t number(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3* database, sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}
  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

class Database {
 public:
  // Creates the file if need be: WAL, synchronous=FULL, foreign keys on, deleted content
  // overwritten. schema is run if user_version is 0 and must set it to version; another version is
  // kConflict.
  static Result<Database> open(const std::string& path, std::string_view schema, int version);

  // kInvalid for SQL that cannot be prepared, which is an error of ours.
  Result<Statement> prepare(std::string_view sql);
  Result<void> run(std::string_view sql);
  std::int64_t changes() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
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

}  // namespace sanad::records
