// From entries to the rows of clocks.
#include "state.h"

namespace sanad::records {

using sqlite::Database;
namespace {

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

Result<void> start(Database& database, const Entry& entry, const json::Value& clock) {
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(clock["start"].string_or("")), "\"start\"");
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO clocks VALUES (?, ?, ?, ?, ?, NULL, NULL)"));
  return statement.bind(clock["clock"].string_or(""))
      .bind(entry.case_id)
      .bind(clock["request"].string_or(""))
      .bind(json::format_canonical(clock))
      .bind(at.unix_ms)
      .run();
}

Result<void> meet(Database& database, const json::Value& met) {
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(met["at"].string_or("")), "\"at\"");
  SANAD_TRY(auto statement,
            database.prepare("UPDATE clocks SET met_at = ? WHERE id = ? AND met_at IS NULL"));
  return statement.bind(at.unix_ms).bind(met["clock"].string_or("")).run();
}

Result<void> suspend(Database& database, const Entry& entry) {
  SANAD_TRY_WITH(const Timestamp from, parse_timestamp(member(entry, "from")), "\"from\"");
  SANAD_TRY(auto statement, database.prepare("INSERT INTO clock_suspensions VALUES (?, ?, NULL, "
                                             "?)"));
  return statement.bind(member(entry, "clock"))
      .bind(from.unix_ms)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> resume(Database& database, const Entry& entry) {
  SANAD_TRY_WITH(const Timestamp to, parse_timestamp(member(entry, "to")), "\"to\"");
  SANAD_TRY(auto statement, database.prepare("UPDATE clock_suspensions SET to_at = ? WHERE clock = "
                                             "? AND to_at IS NULL"));
  return statement.bind(to.unix_ms).bind(member(entry, "clock")).run();
}

Result<void> extend(Database& database, const Entry& entry) {
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(member(entry, "at")), "\"at\"");
  SANAD_TRY(auto statement, database.prepare("INSERT INTO clock_extensions VALUES (?, ?, ?, ?)"));
  return statement.bind(member(entry, "clock"))
      .bind(at.unix_ms)
      .bind(json::format_canonical(entry.data["period"]))
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> see_overdue(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("UPDATE clocks SET overdue_seen = ? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms).bind(member(entry, "clock")).run();
}

// A clock that moves on again may pass again.
Result<void> forget_overdue(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("UPDATE clocks SET overdue_seen = NULL WHERE id = ?"));
  return statement.bind(member(entry, "clock")).run();
}

}  // namespace

Result<void> project_clocks_of(Database& database, const Entry& entry) {
  if (const json::Array* clocks = entry.data["clocks"].as_array()) {
    for (const json::Value& clock : *clocks) SANAD_CHECK(start(database, entry, clock));
  }
  if (const json::Array* met = entry.data["met"].as_array()) {
    for (const json::Value& one : *met) SANAD_CHECK(meet(database, one));
  }
  return {};
}

Result<void> project_clock(Database& database, const Entry& entry) {
  if (entry.kind == "clock.suspended") {
    SANAD_CHECK(suspend(database, entry));
    return forget_overdue(database, entry);
  }
  if (entry.kind == "clock.extended") {
    SANAD_CHECK(extend(database, entry));
    return forget_overdue(database, entry);
  }
  if (entry.kind == "clock.resumed") return resume(database, entry);
  if (entry.kind == "clock.overdue" || entry.kind == "clock.ended")
    return see_overdue(database, entry);
  return project_clocks_of(database, entry);
}

}  // namespace sanad::records
