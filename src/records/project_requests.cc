// From entries about requests and their re-checks to rows.
#include <algorithm>

#include "state.h"

namespace sanad::records {

using sqlite::Database;
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

Result<void> register_request(Database& database, const Entry& entry, std::string_view state) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO requests (id, case_id, reference, state, "
                             "data, created_at, idx) VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "request"))
      .bind(entry.case_id)
      .bind(member(entry, "reference"))
      .bind(state)
      .bind(json::format_canonical(entry.data))
      .bind(entry.at.unix_ms)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> set_state(Database& database, const Entry& entry, std::string_view state) {
  SANAD_TRY(auto statement, database.prepare("UPDATE requests SET state = ? WHERE id = ?"));
  return statement.bind(state).bind(member(entry, "request")).run();
}

// The newest version takes the place of the one before; an approval of that is void.
Result<void> drafted(Database& database, const Entry& entry) {
  if (entry.data["version"].int_or(1) == 1) return register_request(database, entry, "draft");
  SANAD_TRY(auto statement,
            database.prepare("UPDATE requests SET state = 'draft', data = ? WHERE id = ?"));
  return statement.bind(json::format_canonical(entry.data)).bind(member(entry, "request")).run();
}

Result<void> add_documents(Database& database, const Entry& entry) {
  const json::Array* documents = entry.data["documents"].as_array();
  if (documents == nullptr) return {};
  for (const json::Value& one : *documents) {
    SANAD_TRY(auto statement, database.prepare("INSERT OR IGNORE INTO request_documents VALUES "
                                               "(?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.bind(member(entry, "request")).bind(one["name"].string_or("")).bind(entry.case_id);
    for (const char* name : {"form", "language", "media_type", "sha256"})
      statement.bind(one[name].string_or(""));
    SANAD_CHECK(statement.bind(one["size"].int_or(0)).run());
  }
  return {};
}

Result<void> issued(Database& database, const Entry& entry) {
  SANAD_CHECK(set_state(database, entry, "issued"));
  SANAD_CHECK(add_documents(database, entry));
  const std::string corrects = member(entry, "corrects");
  if (corrects.empty()) return {};
  SANAD_TRY(auto statement, database.prepare("UPDATE requests SET corrected_by = ? WHERE id = ?"));
  return statement.bind(member(entry, "request")).bind(corrects).run();
}

Result<void> answered(Database& database, const Entry& entry) {
  // A question is no answer: what was asked is still owed.
  return member(entry, "outcome") == "clarification" ? Result<void>()
                                                     : set_state(database, entry, "answered");
}

Result<void> add_event(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO request_events VALUES (?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "request"))
      .bind(entry.kind)
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(json::format_canonical(entry.data))
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> change_request(Database& database, const Entry& entry) {
  if (entry.kind == "request.drafted") return drafted(database, entry);
  if (entry.kind == "request.registered") return register_request(database, entry, "received");
  if (entry.kind == "request.approved") return set_state(database, entry, "approved");
  if (entry.kind == "request.returned") return set_state(database, entry, "draft");
  if (entry.kind == "request.withdrawn") return set_state(database, entry, "withdrawn");
  if (entry.kind == "request.issued") return issued(database, entry);
  if (entry.kind == "request.printed") return add_documents(database, entry);
  if (entry.kind == "request.answered") return answered(database, entry);
  return {};
}

Result<void> scheduled(Database& database, const Entry& entry) {
  SANAD_TRY_WITH(const Timestamp until, parse_timestamp(member(entry, "until")), "\"until\"");
  const std::int64_t every = std::max<std::int64_t>(1, entry.data["every_hours"].int_or(1));
  SANAD_TRY(auto statement, database.prepare("INSERT OR REPLACE INTO rechecks VALUES "
                                             "(?, ?, ?, ?, ?, ?, ?, ?, '')"));
  return statement.bind(member(entry, "request"))
      .bind(entry.case_id)
      .bind(member(entry, "url"))
      .bind(every)
      .bind(entry.at.unix_ms)
      .bind(until.unix_ms)
      .bind(entry.actor)
      .bind(entry.at.unix_ms + every * kHourMs)
      .run();
}

Result<void> end_schedule(Database& database, std::string_view request, std::string_view reason) {
  SANAD_TRY(auto statement, database.prepare("UPDATE rechecks SET next_at = NULL, end_reason = ? "
                                             "WHERE request = ? AND next_at IS NOT NULL"));
  return statement.bind(reason).bind(request).run();
}

// The next one is due at the first step of the schedule after this one was done: what was missed
// while no program ran is not made up for.
Result<void> checked(Database& database, const Entry& entry) {
  SANAD_TRY(auto result, database.prepare("INSERT INTO recheck_results VALUES "
                                          "(?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const char* name : {"check", "request", "outcome", "exhibit", "reason"})
    result.bind(member(entry, name));
  SANAD_CHECK(result.bind(json::format_canonical(entry.data))
                  .bind(entry.at.unix_ms)
                  .bind(static_cast<std::int64_t>(entry.index))
                  .run());
  SANAD_TRY(auto next,
            database.prepare("UPDATE rechecks SET next_at = scheduled_at + every_hours * 3600000 * "
                             "((?1 - scheduled_at) / (every_hours * 3600000) + 1) WHERE request = "
                             "?2 AND next_at IS NOT NULL"));
  SANAD_CHECK(next.bind(entry.at.unix_ms).bind(member(entry, "request")).run());
  SANAD_TRY(auto past, database.prepare("UPDATE rechecks SET next_at = NULL, end_reason = 'the "
                                        "last day of the schedule has passed' WHERE request = ? "
                                        "AND next_at > until"));
  return past.bind(member(entry, "request")).run();
}

}  // namespace

Result<void> project_request(Database& database, const Entry& entry) {
  SANAD_CHECK(change_request(database, entry));
  SANAD_CHECK(add_event(database, entry));
  return project_clocks_of(database, entry);
}

Result<void> project_recheck(Database& database, const Entry& entry) {
  if (entry.kind == "recheck.scheduled") return scheduled(database, entry);
  if (entry.kind == "recheck.ended")
    return end_schedule(database, member(entry, "request"), member(entry, "reason"));
  if (entry.kind == "recheck.done") return checked(database, entry);
  return {};
}

}  // namespace sanad::records
