// From entries to the rows of retention rules, holds and disposals.
#include <fmt/format.h>

#include "state.h"

namespace sanad::records {

using sqlite::Database;
namespace {

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

// The clock that an entry starts for a review.
std::string started_clock(const Entry& entry) {
  const json::Array* clocks = entry.data["clocks"].as_array();
  return clocks == nullptr || clocks->empty() ? "" : clocks->front()["clock"].string_or("");
}

Result<void> rule_set(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("INSERT INTO retention_rules (id, case_id, data, "
                                             "set_at, set_by, review_clock) "
                                             "VALUES (?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "rule"))
      .bind(entry.case_id)
      .bind(json::format_canonical(entry.data))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(started_clock(entry))
      .run();
}

Result<void> rule_reviewed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE retention_rules SET reviewed_at = ?, finding = ?, "
                             "review_clock = ? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(member(entry, "finding"))
      .bind(started_clock(entry))
      .bind(member(entry, "rule"))
      .run();
}

Result<void> rule_ended(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE retention_rules SET ended_at = ?, ended_by = ?, end_reason = "
                             "? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "reason"))
      .bind(member(entry, "rule"))
      .run();
}

Result<void> hold_placed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO holds (id, case_id, exhibit, ground, reason, placed_at, "
                             "placed_by) VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "hold"))
      .bind(entry.case_id)
      .bind(member(entry, "exhibit"))
      .bind(member(entry, "ground"))
      .bind(member(entry, "reason"))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

Result<void> hold_lifted(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("UPDATE holds SET lifted_at = ?, lifted_by = ?, "
                                             "lift_reason = ? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "reason"))
      .bind(member(entry, "hold"))
      .run();
}

Result<void> disposal_proposed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO disposals (id, case_id, case_reference, exhibit, number, "
                             "state, rule, reason, proposed_at, proposed_by) "
                             "VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?, ?, ?)"));
  return statement.bind(member(entry, "disposal"))
      .bind(entry.case_id)
      .bind(member(entry, "case_reference"))
      .bind(member(entry, "exhibit"))
      .bind(member(entry, "number"))
      .bind(member(entry, "rule"))
      .bind(member(entry, "reason"))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

// kind: "disposal.approved" …; the word is the state.
Result<void> disposal_decided(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("UPDATE disposals SET state = ?, decided_by = ?, "
                                             "decided_at = ?, note = ? WHERE id = ?"));
  return statement.bind(std::string_view(entry.kind).substr(entry.kind.find('.') + 1))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(member(entry, "note"))
      .bind(member(entry, "disposal"))
      .run();
}

// Says all that was said before again: those entries may be of the case whose key is destroyed.
Result<void> disposal_begun(Database& database, const Entry& entry) {
  SANAD_TRY_WITH(const Timestamp proposed, parse_timestamp(member(entry, "proposed_at")),
                 "\"proposed_at\"");
  SANAD_TRY_WITH(const Timestamp approved, parse_timestamp(member(entry, "approved_at")),
                 "\"approved_at\"");
  SANAD_TRY(auto statement,
            database.prepare(
                "INSERT OR REPLACE INTO disposals (id, case_id, case_reference, exhibit, number, "
                "state, rule, reason, proposed_at, proposed_by, decided_by, decided_at, note, "
                "begun_at, begun, begun_idx) "
                "VALUES (?, ?, ?, ?, ?, 'begun', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const char* name : {"disposal", "case", "case_reference", "exhibit", "number"})
    statement.bind(member(entry, name));
  return statement.bind(entry.data["rule"]["rule"].string_or(""))
      .bind(member(entry, "reason"))
      .bind(proposed.unix_ms)
      .bind(member(entry, "proposed_by"))
      .bind(member(entry, "approved_by"))
      .bind(approved.unix_ms)
      .bind(member(entry, "note"))
      .bind(entry.at.unix_ms)
      .bind(json::format_canonical(entry.data))
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> disposal_done(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("UPDATE disposals SET state = 'done', done_at = ?, "
                                             "done = ?, done_idx = ? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(json::format_canonical(entry.data))
      .bind(static_cast<std::int64_t>(entry.index))
      .bind(member(entry, "disposal"))
      .run();
}

Result<void> disposal_items(Database& database, const Entry& entry) {
  const json::Array* items = entry.data["items"].as_array();
  SANAD_TRY(auto statement, database.prepare("INSERT INTO disposal_items VALUES (?, ?, ?, ?, ?)"));
  std::int64_t n = 0;
  for (const json::Value& item : items == nullptr ? json::Array{} : *items) {
    SANAD_CHECK(statement.bind(static_cast<std::int64_t>(entry.index))
                    .bind(n++)
                    .bind(member(entry, "disposal"))
                    .bind(member(entry, "what"))
                    .bind(item.string_or(""))
                    .run_again());
  }
  return {};
}

}  // namespace

Result<void> project_keeping(Database& database, const Entry& entry) {
  SANAD_CHECK(project_clocks_of(database, entry));
  const std::string& kind = entry.kind;
  if (kind == "retention.set") return rule_set(database, entry);
  if (kind == "retention.reviewed") return rule_reviewed(database, entry);
  if (kind == "retention.ended") return rule_ended(database, entry);
  if (kind == "hold.placed") return hold_placed(database, entry);
  if (kind == "hold.lifted") return hold_lifted(database, entry);
  if (kind == "disposal.proposed") return disposal_proposed(database, entry);
  if (kind == "disposal.begun") return disposal_begun(database, entry);
  if (kind == "disposal.done") return disposal_done(database, entry);
  if (kind == "disposal.items") return disposal_items(database, entry);
  if (kind == "disposal.approved" || kind == "disposal.returned" || kind == "disposal.withdrawn" ||
      kind == "disposal.stopped")
    return disposal_decided(database, entry);
  return {};
}

}  // namespace sanad::records
