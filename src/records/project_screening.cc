// From entries about lists of people and screenings to rows.
#include "state.h"

namespace sanad::records {

using sqlite::Database;
namespace {

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

Result<void> list_imported(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO people_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                             "?, ?, ?, ?, ?)"));
  for (const char* name : {"version_id", "list", "name", "publisher", "format"})
    statement.bind(member(entry, name));
  statement.bind(json::format_canonical(entry.data["columns"]));
  for (const char* name : {"version", "sha256"}) statement.bind(member(entry, name));
  for (const char* name : {"size", "entries", "added", "removed", "changed"})
    statement.bind(entry.data[name].int_or(0));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

// They count once the version that they belong to is there.
Result<void> list_changes(Database& database, const Entry& entry) {
  for (const char* change : {"added", "removed", "changed"}) {
    const json::Array* ids = entry.data[change].as_array();
    if (ids == nullptr) continue;
    for (const json::Value& id : *ids) {
      SANAD_TRY(auto statement, database.prepare("INSERT INTO people_changes VALUES (?, ?, ?, ?)"));
      SANAD_CHECK(statement.bind(member(entry, "version_id"))
                      .bind(member(entry, "list"))
                      .bind(id.string_or(""))
                      .bind(change)
                      .run());
    }
  }
  return {};
}

Result<void> screening_ran(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("INSERT INTO screenings VALUES (?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "screening"))
      .bind(entry.case_id)
      .bind(json::format_canonical(entry.data))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

// The same entry of the same list found again for one screening is the same lead.
Result<void> lead_found(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare(
                "INSERT OR IGNORE INTO screening_leads (id, screening, case_id, list, version_id, "
                "entry, origin, data, found_at, idx, outcome) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')"));
  return statement.bind(member(entry, "lead"))
      .bind(member(entry, "screening"))
      .bind(entry.case_id)
      .bind(member(entry, "list"))
      .bind(member(entry, "version_id"))
      .bind(member(entry, "entry"))
      .bind(member(entry, "origin"))
      .bind(json::format_canonical(entry.data))
      .bind(entry.at.unix_ms)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> lead_reviewed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE screening_leads SET outcome = ?, reviewed_by = ?, "
                             "reviewed_at = ?, reason = ? WHERE id = ?"));
  return statement.bind(member(entry, "outcome"))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(member(entry, "reason"))
      .bind(member(entry, "lead"))
      .run();
}

}  // namespace

Result<void> project_screening(Database& database, const Entry& entry) {
  if (entry.kind == "screening.list-imported") return list_imported(database, entry);
  if (entry.kind == "screening.list-changes") return list_changes(database, entry);
  if (entry.kind == "screening.ran") return screening_ran(database, entry);
  if (entry.kind == "screening.lead") return lead_found(database, entry);
  if (entry.kind == "screening.reviewed") return lead_reviewed(database, entry);
  return {};
}

}  // namespace sanad::records
