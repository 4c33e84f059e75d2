// What Records holds, shared by the file that writes projections and the one that reads them.
#pragma once

#include <mutex>

#include "records/records.h"
#include "records/sqlite.h"

namespace sanad::records {

struct Records::State {
  explicit State(Database opened) : database(std::move(opened)) {}
  mutable std::mutex mutex;  // guards database: one statement at a time
  Database database;
};

// The exhibits that an entry speaks of; an entry about several is listed under each by its text.
std::string exhibit_of(const Entry& entry);

// Writes what one entry says into the tables.
Result<void> project(Database& database, const Entry& entry);
// The kinds "screening.…" of it.
Result<void> project_screening(Database& database, const Entry& entry);

}  // namespace sanad::records
