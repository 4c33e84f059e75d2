// PostgreSQL as values. The only file that knows libpq is postgres.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

struct pg_conn;
struct pg_result;

namespace sanad::search_index {

// What a statement answered: texts, and bytea as bytes.
class Rows {
 public:
  int size() const;
  std::string text(int row, int column) const;
  std::uint64_t number(int row, int column) const;  // 0 for what is none
  Bytes bytes(int row, int column) const;           // of a binary answer

 private:
  friend class Postgres;
  struct Clear {
    void operator()(pg_result* result) const;
  };
  explicit Rows(pg_result* result) : result_(result) {}
  std::unique_ptr<pg_result, Clear> result_;
};

struct Parameter {
  std::string value;
  bool binary = false;
};
inline Parameter parameter(std::uint64_t value) { return {std::to_string(value), false}; }
inline Parameter parameter(std::string_view value) { return {std::string(value), false}; }
inline Parameter parameter(ByteView value) { return {to_text(value), true}; }

// One connection. Not thread-safe.
class Postgres {
 public:
  // kUnavailable with libpq's words if there is no server, or it lets nobody in.
  static Result<Postgres> connect(const std::string& connection);
  // One statement. binary: answers as PostgreSQL's binary forms.
  Result<Rows> run(const char* sql, const std::vector<Parameter>& parameters = {},
                   bool binary = false);

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  explicit Postgres(pg_conn* connection) : connection_(connection) {}
  std::unique_ptr<pg_conn, Finish> connection_;
};

}  // namespace sanad::search_index
