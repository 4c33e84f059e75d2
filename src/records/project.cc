// From an entry to rows: one function for each kind.
#include <fmt/format.h>

#include <array>

#include "state.h"

namespace sanad::records {

using sqlite::Database;
namespace {

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

std::string list_text(const json::Value& value) {
  return value.as_array() ? json::format_canonical(value) : "[]";
}

Result<std::int64_t> time_ms(const Entry& entry, std::string_view name) {
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(member(entry, name)),
                 fmt::format("\"{}\" of entry {}", name, entry.index));
  return at.unix_ms;
}

Result<void> set_setting(Database& database, std::string_view name, std::string_view value) {
  SANAD_TRY(
      auto statement,
      database.prepare(
          "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"));
  return statement.bind(name).bind(value).run();
}

Result<void> workspace_created(Database& database, const Entry& entry) {
  return set_setting(database, "agency", member(entry, "agency"));
}

Result<void> settings_changed(Database& database, const Entry& entry) {
  return set_setting(database, member(entry, "name"), member(entry, "value"));
}

// The file itself lies in the vault.
Result<void> facets_replaced(Database& database, const Entry& entry) {
  return set_setting(database, "lists.facets", member(entry, "sha256"));
}

Result<void> officer_added(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("INSERT INTO officers VALUES (?, ?, ?, 1)"));
  return statement.bind(member(entry, "officer"))
      .bind(member(entry, "name"))
      .bind(list_text(entry.data["roles"]))
      .run();
}

Result<void> officer_removed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("UPDATE officers SET active = 0 WHERE id = ?"));
  return statement.bind(member(entry, "officer")).run();
}

Result<void> case_opened(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?)"));
  const json::Value& law = entry.data["law_pack"];
  return statement.bind(member(entry, "case"))
      .bind(member(entry, "reference"))
      .bind(member(entry, "title"))
      .bind(member(entry, "officer_in_charge"))
      .bind(law["id"].string_or(""))
      .bind(law["edition"].string_or(""))
      .bind(entry.at.unix_ms)
      .run();
}

Result<void> authorisation_requested(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO authorisations (id, case_id, requester, requested_at, "
                             "state, request) VALUES (?, ?, ?, ?, 'requested', ?)"));
  return statement.bind(member(entry, "authorisation"))
      .bind(entry.case_id)
      .bind(member(entry, "requester"))
      .bind(entry.at.unix_ms)
      .bind(json::format_canonical(entry.data))
      .run();
}

Result<void> decide_authorisation(Database& database, const Entry& entry, std::string_view state,
                                  std::string_view by, std::string_view note) {
  SANAD_TRY(auto statement, database.prepare("UPDATE authorisations SET state = ?, decided_by = ?, "
                                             "decided_at = ?, note = ? WHERE id = ?"));
  return statement.bind(state)
      .bind(by)
      .bind(entry.at.unix_ms)
      .bind(note)
      .bind(member(entry, "authorisation"))
      .run();
}

Result<void> authorisation_approved(Database& database, const Entry& entry) {
  return decide_authorisation(database, entry, "approved", member(entry, "approver"),
                              member(entry, "note"));
}
Result<void> authorisation_rejected(Database& database, const Entry& entry) {
  return decide_authorisation(database, entry, "rejected", member(entry, "approver"),
                              member(entry, "reason"));
}
Result<void> authorisation_revoked(Database& database, const Entry& entry) {
  return decide_authorisation(database, entry, "revoked", member(entry, "by"),
                              member(entry, "reason"));
}

Result<void> capture_started(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("INSERT INTO captures (id, exhibit, case_id, url, "
                                             "actor, state) VALUES (?, ?, ?, ?, ?, 'started')"));
  return statement.bind(member(entry, "capture"))
      .bind(member(entry, "exhibit"))
      .bind(entry.case_id)
      .bind(member(entry, "url"))
      .bind(entry.actor)
      .run();
}

Result<void> end_capture(Database& database, const Entry& entry, std::string_view state,
                         std::string_view reason) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE captures SET state = ?, reason = ? WHERE id = ?"));
  return statement.bind(state).bind(reason).bind(member(entry, "capture")).run();
}

Result<void> capture_failed(Database& database, const Entry& entry) {
  return end_capture(database, entry, "failed", member(entry, "reason"));
}

Result<void> import_started(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO imports (id, exhibit, case_id, source, name, "
                             "authorisation, number, actor, state) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'started')"));
  return statement.bind(member(entry, "import"))
      .bind(member(entry, "exhibit"))
      .bind(entry.case_id)
      .bind(member(entry, "source"))
      .bind(member(entry, "name"))
      .bind(member(entry, "authorisation"))
      .bind(member(entry, "number"))
      .bind(entry.actor)
      .run();
}

Result<void> end_import(Database& database, const Entry& entry, std::string_view state,
                        std::string_view reason) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE imports SET state = ?, reason = ? WHERE id = ?"));
  return statement.bind(state).bind(reason).bind(member(entry, "import")).run();
}

Result<void> import_stopped(Database& database, const Entry& entry) {
  return end_import(database, entry, "stopped", member(entry, "reason"));
}

Result<void> exhibit_files(Database& database, const Entry& entry) {
  const json::Array* files = entry.data["files"].as_array();
  if (files == nullptr) return {};
  std::int64_t number = entry.data["first"].int_or(1);
  for (const json::Value& file : *files) {
    SANAD_TRY(auto statement, database.prepare("INSERT INTO exhibit_files VALUES "
                                               "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.bind(member(entry, "exhibit")).bind(number++).bind(entry.case_id);
    for (const char* name : {"name", "path", "role", "media_type"})
      statement.bind(file[name].string_or(""));
    statement.bind(file["size"].int_or(0));
    for (const char* name : {"sha256", "sha512", "modified_at", "same_as"})
      statement.bind(file[name].string_or(""));
    SANAD_CHECK(statement.run());
  }
  return {};
}

Result<void> exhibit_parts(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT OR REPLACE INTO part_lists VALUES (?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "exhibit"))
      .bind(entry.case_id)
      .bind(json::format_canonical(entry.data))
      .bind(entry.at.unix_ms)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> exhibit_sealed(Database& database, const Entry& entry) {
  const bool is_import = member(entry, "capture").empty();
  SANAD_CHECK(is_import ? end_import(database, entry, "sealed", "")
                        : end_capture(database, entry, "sealed", ""));
  SANAD_TRY(const std::int64_t started, time_ms(entry, "started_at"));
  SANAD_TRY(const std::int64_t ended, time_ms(entry, "ended_at"));
  SANAD_TRY(auto statement,
            database.prepare(
                "INSERT INTO exhibits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  const json::Value& completeness = entry.data["completeness"];
  return statement.bind(member(entry, "exhibit"))
      .bind(member(entry, "number"))
      .bind(entry.case_id)
      .bind(member(entry, is_import ? "import" : "capture"))
      .bind(member(entry, "authorisation"))
      .bind(member(entry, "url"))
      .bind(member(entry, "title"))
      .bind(entry.actor)
      .bind(started)
      .bind(ended)
      .bind(completeness["status"].string_or("incomplete"))
      .bind(list_text(completeness["reasons"]))
      .bind(list_text(entry.data["files"]))
      .bind(static_cast<std::int64_t>(entry.index))
      .bind(member(entry, "source"))
      .bind(entry.data["further_files"].int_or(0))
      .run();
}

Result<void> bundle_exported(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO bundles VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "bundle"))
      .bind(entry.case_id)
      .bind(list_text(entry.data["exhibits"]))
      .bind(member(entry, "purpose"))
      .bind(member(entry, "sha256"))
      .bind(entry.data["size"].int_or(0))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

// Where entries came from that were banked. The first exhibit that gave one stays its source.
Result<void> list_sources(Database& database, const Entry& entry) {
  const json::Value& banked = entry.data["banked"];
  const json::Array* entries = banked["entries"].as_array();
  if (entries == nullptr) return {};
  for (const json::Value& one : *entries) {
    SANAD_TRY(auto statement,
              database.prepare("INSERT OR IGNORE INTO list_sources VALUES (?, ?, ?, ?, ?)"));
    SANAD_CHECK(statement.bind(member(entry, "list"))
                    .bind(one.string_or(""))
                    .bind(banked["exhibit"].string_or(""))
                    .bind(banked["file"].string_or(""))
                    .bind(banked["part"].string_or(""))
                    .run());
  }
  return {};
}

// A later version takes the place of the earlier one under the same identifier.
Result<void> list_imported(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare(
                "INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  SANAD_CHECK(list_sources(database, entry));
  statement.bind(member(entry, "list"))
      .bind(member(entry, "name"))
      .bind(member(entry, "owner"))
      .bind(member(entry, "version"))
      .bind(member(entry, "tlp"))
      .bind(member(entry, "provenance"))
      .bind(member(entry, "licence"))
      .bind(member(entry, "sha256"))
      .bind(entry.data["size"].int_or(0))
      .bind(entry.data["entries"].int_or(0))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(static_cast<std::int64_t>(entry.index));
  if (member(entry, "expires_at").empty()) return statement.bind_null().run();
  SANAD_TRY(const std::int64_t expires_at, time_ms(entry, "expires_at"));
  return statement.bind(expires_at).run();
}

Result<void> list_feedback(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO list_feedback VALUES (?, ?, ?, ?, ?, ?, ?)"));
  SANAD_CHECK(statement.bind(member(entry, "list"))
                  .bind(member(entry, "entry"))
                  .bind(member(entry, "opinion"))
                  .bind(member(entry, "reason"))
                  .bind(entry.actor)
                  .bind(entry.at.unix_ms)
                  .bind(static_cast<std::int64_t>(entry.index))
                  .run());
  SANAD_TRY(auto changed, database.prepare("UPDATE lists SET changed_index = ? WHERE id = ?"));
  return changed.bind(static_cast<std::int64_t>(entry.index)).bind(member(entry, "list")).run();
}

// A later version takes the place of the earlier one, and is in force again where that was retired.
Result<void> rules_imported(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare(
                "INSERT OR REPLACE INTO rule_sets (id, name, kind, owner, version, tlp, "
                "provenance, licence, sha256, size, rules, examples, imported_at, imported_by) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const char* name :
       {"rule_set", "name", "kind", "owner", "version", "tlp", "provenance", "licence", "sha256"})
    statement.bind(member(entry, name));
  return statement.bind(entry.data["size"].int_or(0))
      .bind(entry.data["rules"].int_or(0))
      .bind(entry.data["examples"].int_or(0))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

Result<void> rules_retired(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE rule_sets SET retired_at = ?, retired_by = ?, reason = ? "
                             "WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "reason"))
      .bind(member(entry, "rule_set"))
      .run();
}

// The same item and entry found again, also under a newer version of the list, is the same match.
Result<void> match_found(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare(
                "INSERT OR IGNORE INTO matches (id, case_id, exhibit, file, part, list, list_name, "
                "list_version, entry, signal, data, found_at, record, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')"));
  const bool is_of_record = !entry.data["record"].is_null();
  return statement.bind(member(entry, "match"))
      .bind(entry.case_id)
      .bind(member(entry, "exhibit"))
      .bind(member(entry, "file"))
      .bind(member(entry, "part"))
      .bind(member(entry, "list"))
      .bind(member(entry, "list_name"))
      .bind(member(entry, "list_version"))
      .bind(member(entry, "entry"))
      .bind(member(entry, "signal"))
      .bind(json::format_canonical(entry.data))
      .bind(entry.at.unix_ms)
      .bind(is_of_record ? entry.data["part_number"].int_or(-1) : -1)
      .run();
}

Result<void> match_reviewed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("UPDATE matches SET state = ?, reviewed_by = ?, "
                                             "reviewed_at = ?, reason = ? WHERE id = ?"));
  return statement.bind(member(entry, "outcome"))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(member(entry, "reason"))
      .bind(member(entry, "match"))
      .run();
}

Result<void> token_issued(Database& database, const Entry& entry) {
  SANAD_TRY(const std::int64_t expires, time_ms(entry, "expires_at"));
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO tokens (id, partner, purpose, scopes, lists, per_minute, "
                             "prefix, issued_at, issued_by, expires_at) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "token"))
      .bind(member(entry, "partner"))
      .bind(member(entry, "purpose"))
      .bind(list_text(entry.data["scopes"]))
      .bind(list_text(entry.data["lists"]))
      .bind(entry.data["per_minute"].int_or(0))
      .bind(member(entry, "prefix"))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(expires)
      .run();
}

Result<void> token_revoked(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare(
                "UPDATE tokens SET revoked_at = ?, revoked_by = ?, reason = ? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "reason"))
      .bind(member(entry, "token"))
      .run();
}

Result<void> set_used(Database& database, std::string_view token, std::int64_t at_ms) {
  SANAD_TRY(
      auto statement,
      database.prepare("UPDATE tokens SET used_at = max(ifnull(used_at, 0), ?) WHERE id = ?"));
  return statement.bind(at_ms).bind(token).run();
}

Result<void> token_used(Database& database, const Entry& entry) {
  SANAD_TRY(const std::int64_t last, time_ms(entry, "last_at"));
  return set_used(database, member(entry, "token"), last);
}

Result<void> lookup_disclosed(Database& database, const Entry& entry) {
  return set_used(database, member(entry, "token"), entry.at.unix_ms);
}

struct Projection {
  std::string_view kind;
  Result<void> (*apply)(Database&, const Entry&);
};

constexpr std::array kProjections = {
    Projection{"workspace.created", workspace_created},
    Projection{"settings.changed", settings_changed},
    Projection{"facets.replaced", facets_replaced},
    Projection{"officer.added", officer_added},
    Projection{"officer.removed", officer_removed},
    Projection{"case.opened", case_opened},
    Projection{"authorisation.requested", authorisation_requested},
    Projection{"authorisation.approved", authorisation_approved},
    Projection{"authorisation.rejected", authorisation_rejected},
    Projection{"authorisation.revoked", authorisation_revoked},
    Projection{"capture.started", capture_started},
    Projection{"capture.failed", capture_failed},
    Projection{"import.started", import_started},
    Projection{"import.stopped", import_stopped},
    Projection{"exhibit.files", exhibit_files},
    Projection{"exhibit.sealed", exhibit_sealed},
    Projection{"exhibit.parts", exhibit_parts},
    Projection{"bundle.exported", bundle_exported},
    Projection{"list.imported", list_imported},
    Projection{"list.feedback", list_feedback},
    Projection{"rules.imported", rules_imported},
    Projection{"rules.retired", rules_retired},
    Projection{"match.found", match_found},
    Projection{"match.reviewed", match_reviewed},
    Projection{"token.issued", token_issued},
    Projection{"token.revoked", token_revoked},
    Projection{"token.used", token_used},
    Projection{"lookup.disclosed", lookup_disclosed},
};

Result<void> list_entry(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(static_cast<std::int64_t>(entry.index))
      .bind(entry.at.unix_ms)
      .bind(entry.kind)
      .bind(entry.actor)
      .bind(entry.case_id)
      .bind(exhibit_of(entry))
      .bind(json::format_canonical(entry.data))
      .bind(std::int64_t{entry.destroyed})
      .run();
}

}  // namespace

std::string exhibit_of(const Entry& entry) { return member(entry, "exhibit"); }

Result<void> project(Database& database, const Entry& entry) {
  SANAD_CHECK(list_entry(database, entry));
  if (entry.destroyed) return {};
  if (entry.kind.starts_with("screening.")) return project_screening(database, entry);
  if (entry.kind == "sheet.saved") return project_sheet(database, entry);
  if (entry.kind.starts_with("request.")) return project_request(database, entry);
  if (entry.kind.starts_with("clock.")) return project_clock(database, entry);
  if (entry.kind.starts_with("recheck.")) return project_recheck(database, entry);
  for (const char* kinds : {"retention.", "hold.", "disposal."})
    if (entry.kind.starts_with(kinds)) return project_keeping(database, entry);
  SANAD_CHECK(project_paper(database, entry));
  SANAD_CHECK(project_assessment(database, entry));
  SANAD_CHECK(project_sharing(database, entry));
  for (const auto& projection : kProjections) {
    if (projection.kind == entry.kind) return projection.apply(database, entry);
  }
  return {};
}

}  // namespace sanad::records
