// From entries about papers, reviews, emergencies, law packs and the policy to rows.
#include <fmt/format.h>

#include <array>

#include "state.h"

namespace sanad::records {
namespace {

using sqlite::Database;
using sqlite::Statement;

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

Result<std::int64_t> time_ms(const Entry& entry, std::string_view name) {
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(member(entry, name)),
                 fmt::format("\"{}\" of entry {}", name, entry.index));
  return at.unix_ms;
}

Result<void> bind_time(Statement& statement, const Entry& entry, std::string_view name) {
  if (entry.data[name].is_null()) {
    statement.bind_null();
    return {};
  }
  SANAD_TRY(const std::int64_t at, time_ms(entry, name));
  statement.bind(at);
  return {};
}

std::int64_t index_of(const Entry& entry) { return static_cast<std::int64_t>(entry.index); }

Result<void> paper_filled(Database& database, const Entry& entry) {
  SANAD_TRY(auto paper,
            database.prepare("INSERT OR IGNORE INTO papers (id, case_id, pack, form, document, "
                             "restricted) VALUES (?, ?, ?, ?, ?, ?)"));
  const json::Value& sealed = entry.data["sealed"];
  SANAD_CHECK(paper.bind(member(entry, "paper"))
                  .bind(entry.case_id)
                  .bind(member(entry, "pack"))
                  .bind(member(entry, "form"))
                  .bind(member(entry, "document"))
                  .bind(std::int64_t{!sealed.is_null()})
                  .run());
  SANAD_TRY(auto version,
            database.prepare("INSERT INTO paper_versions (paper, version, edition, content, "
                             "sealed, second_person, reason, at, author, state, idx, expires, "
                             "review_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'draft', ?, ?, ?)"));
  version.bind(member(entry, "paper"))
      .bind(entry.data["version"].int_or(0))
      .bind(member(entry, "edition"))
      .bind(json::format_canonical(entry.data["content"]))
      .bind(sealed["sha256"].string_or(""))
      .bind(std::int64_t{entry.data["second_person"].bool_or(true)})
      .bind(member(entry, "reason"))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(index_of(entry));
  SANAD_CHECK(bind_time(version, entry, "expires"));
  SANAD_CHECK(bind_time(version, entry, "review_on"));
  return version.run();
}

Result<void> paper_submitted(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE paper_versions SET submitted_by = ?1, state = CASE "
                             "second_person WHEN 1 THEN 'submitted' ELSE 'recorded' END, "
                             "decided_at = CASE second_person WHEN 1 THEN NULL ELSE ?2 END "
                             "WHERE paper = ?3 AND version = ?4"));
  return statement.bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(member(entry, "paper"))
      .bind(entry.data["version"].int_or(0))
      .run();
}

Result<void> paper_decided(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE paper_versions SET state = ?, decided_by = ?, decided_at = ?, "
                             "note = ? WHERE paper = ? AND version = ?"));
  return statement.bind(member(entry, "outcome"))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(member(entry, "note"))
      .bind(member(entry, "paper"))
      .bind(entry.data["version"].int_or(0))
      .run();
}

Result<void> paper_closed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare(
                "UPDATE papers SET closed_at = ?, closed_by = ?, close_reason = ? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "reason"))
      .bind(member(entry, "paper"))
      .run();
}

Result<void> review_recorded(Database& database, const Entry& entry) {
  SANAD_TRY(const std::int64_t next, time_ms(entry, "next_review"));
  SANAD_TRY(auto statement, database.prepare("INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?)"));
  return statement.bind(index_of(entry))
      .bind(member(entry, "subject"))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "finding"))
      .bind(next)
      .run();
}

Result<void> emergency_declared(Database& database, const Entry& entry) {
  SANAD_TRY(const std::int64_t until, time_ms(entry, "until"));
  SANAD_TRY(const std::int64_t ratify_by, time_ms(entry, "ratify_by"));
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO emergencies (id, case_id, reason, declared_by, "
                             "declared_at, until, ratify_by, decided) VALUES (?, ?, ?, ?, ?, ?, ?, "
                             "'open')"));
  return statement.bind(member(entry, "emergency"))
      .bind(entry.case_id)
      .bind(member(entry, "reason"))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(until)
      .bind(ratify_by)
      .run();
}

Result<void> decide_emergency(Database& database, const Entry& entry, std::string_view outcome) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE emergencies SET decided = ?, decided_by = ?, decided_at = ?, "
                             "note = ? WHERE id = ?"));
  return statement.bind(outcome)
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(member(entry, "reason"))
      .bind(member(entry, "emergency"))
      .run();
}

Result<void> emergency_decided(Database& database, const Entry& entry) {
  return decide_emergency(database, entry, member(entry, "outcome"));
}

Result<void> emergency_lapsed(Database& database, const Entry& entry) {
  return decide_emergency(database, entry, "lapsed");
}

// what: the member by which this entry says more than which text it is about.
Result<void> law_row(Database& database, const Entry& entry, std::string_view insert,
                     std::string_view what) {
  SANAD_TRY(auto statement, database.prepare(insert));
  return statement.bind(member(entry, "pack"))
      .bind(member(entry, "edition"))
      .bind(member(entry, "sha256"))
      .bind(member(entry, what))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(index_of(entry))
      .run();
}

Result<void> law_added(Database& database, const Entry& entry) {
  return law_row(database, entry, "INSERT OR IGNORE INTO law_packs VALUES (?, ?, ?, ?, ?, ?, ?)",
                 "file");
}

Result<void> law_adopted(Database& database, const Entry& entry) {
  return law_row(database, entry, "INSERT INTO law_adoptions VALUES (?, ?, ?, ?, ?, ?, ?)",
                 "reason");
}

Result<void> policy_set(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO settings VALUES ('policy', ?1) ON CONFLICT (name) DO "
                             "UPDATE SET value = ?1"));
  return statement.bind(json::format_canonical(entry.data["policy"])).run();
}

// An act whose permit names an emergency.
Result<void> act_under_emergency(Database& database, const Entry& entry) {
  const std::string emergency = entry.data["permit"]["emergency"].string_or("");
  if (emergency.empty()) return {};
  SANAD_TRY(auto statement, database.prepare("INSERT INTO emergency_acts VALUES (?, ?, ?)"));
  return statement.bind(index_of(entry)).bind(emergency).bind(exhibit_of(entry)).run();
}

struct Projection {
  std::string_view kind;
  Result<void> (*apply)(Database&, const Entry&);
};

constexpr std::array kProjections = {
    Projection{"paper.filled", paper_filled},
    Projection{"paper.submitted", paper_submitted},
    Projection{"paper.decided", paper_decided},
    Projection{"paper.closed", paper_closed},
    Projection{"review.recorded", review_recorded},
    Projection{"emergency.declared", emergency_declared},
    Projection{"emergency.decided", emergency_decided},
    Projection{"emergency.lapsed", emergency_lapsed},
    Projection{"law.added", law_added},
    Projection{"law.adopted", law_adopted},
    Projection{"policy.set", policy_set},
    Projection{"capture.started", act_under_emergency},
    Projection{"import.started", act_under_emergency},
    Projection{"paper.noted", act_under_emergency},
};

}  // namespace

Result<void> project_paper(sqlite::Database& database, const Entry& entry) {
  for (const auto& projection : kProjections) {
    if (projection.kind == entry.kind) return projection.apply(database, entry);
  }
  return {};
}

}  // namespace sanad::records
