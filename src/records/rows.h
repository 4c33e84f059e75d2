// Reading the rows of a statement with a function for one of them.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "sqlite/sqlite.h"

namespace sanad::records {

using sqlite::Database;
using sqlite::Statement;
using sqlite::Transaction;

template <typename T>
Result<std::vector<T>> read_all(Statement statement, Result<T> (*read)(const Statement&)) {
  std::vector<T> rows;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return rows;
    SANAD_TRY(T row, read(statement));
    rows.push_back(std::move(row));
  }
}

template <typename T>
Result<T> read_one(Statement statement, Result<T> (*read)(const Statement&), std::string_view what,
                   std::string_view id) {
  SANAD_TRY(const bool found, statement.step());
  if (!found)
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no {} \"{}\"; check its identifier", what, id)};
  return read(statement);
}

}  // namespace sanad::records
