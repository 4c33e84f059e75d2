#include "postgres.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include "segment_store.h"

namespace sanad::search_index {
namespace {

std::string words_of(pg_conn* connection) {
  std::string words = PQerrorMessage(connection);
  for (char& c : words) c = c == '\n' ? ' ' : c;
  while (words.ends_with(' ')) words.pop_back();
  return words;
}

Error error_of(pg_conn* connection, pg_result* result) {
  const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string_view code = state ? state : "";
  const std::string words = words_of(connection);
  if (PQstatus(connection) != CONNECTION_OK) {
    return {ErrorCode::kUnavailable,
            fmt::format("PostgreSQL does not answer any more ({}); try again", words)};
  }
  if (code.starts_with("XX")) return damaged(words);  // what the server finds damaged
  if (code.starts_with("53")) {
    return {ErrorCode::kLimit,
            fmt::format("PostgreSQL lacks room ({}); free some and try again", words)};
  }
  if (code.starts_with("40") || code.starts_with("55")) {
    return {ErrorCode::kConflict,
            fmt::format("another program is using the search index ({}); try again", words)};
  }
  return {ErrorCode::kIo, fmt::format("using the search index in PostgreSQL: {}", words)};
}

}  // namespace

void Rows::Clear::operator()(pg_result* result) const { PQclear(result); }
void Postgres::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }

int Rows::size() const { return PQntuples(result_.get()); }

std::string Rows::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::uint64_t Rows::number(int row, int column) const {
  std::uint64_t value = 0;
  for (const char c : text(row, column)) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

Bytes Rows::bytes(int row, int column) const { return to_bytes(text(row, column)); }

Result<Postgres> Postgres::connect(const std::string& connection) {
  Postgres postgres(PQconnectdb(connection.c_str()));
  if (PQstatus(postgres.connection_.get()) != CONNECTION_OK) {
    return Error{
        ErrorCode::kUnavailable,
        fmt::format("PostgreSQL cannot be reached ({}); check that it runs and how it is named",
                    words_of(postgres.connection_.get()))};
  }
  return postgres;
}

Result<Rows> Postgres::run(const char* sql, const std::vector<Parameter>& parameters, bool binary) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Parameter& one : parameters) {
    values.push_back(one.value.c_str());
    lengths.push_back(static_cast<int>(one.value.size()));
    formats.push_back(one.binary ? 1 : 0);
  }
  Rows rows(PQexecParams(connection_.get(), sql, static_cast<int>(values.size()), nullptr,
                         values.data(), lengths.data(), formats.data(), binary ? 1 : 0));
  const ExecStatusType status = PQresultStatus(rows.result_.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return error_of(connection_.get(), rows.result_.get());
  }
  return rows;
}

}  // namespace sanad::search_index
