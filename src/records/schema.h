// Tables of the projection. Lists and requests are kept as JSON text: they are read whole.
#pragma once

namespace sanad::records {

inline constexpr int kRecordsVersion = 3;
inline constexpr char kRecordsSchema[] = R"sql(
CREATE TABLE applied (only INTEGER PRIMARY KEY CHECK (only = 0), size INTEGER NOT NULL) STRICT;
INSERT INTO applied VALUES (0, 0);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE officers (id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, active INTEGER NOT NULL) STRICT;
CREATE TABLE cases (id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, title TEXT NOT NULL, officer_in_charge TEXT NOT NULL,
                    law_pack TEXT NOT NULL, law_edition TEXT NOT NULL, opened_at INTEGER NOT NULL) STRICT;
CREATE TABLE authorisations (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, requester TEXT NOT NULL, requested_at INTEGER NOT NULL,
                             state TEXT NOT NULL, decided_by TEXT NOT NULL DEFAULT '', decided_at INTEGER, note TEXT NOT NULL DEFAULT '',
                             request TEXT NOT NULL) STRICT;
CREATE INDEX authorisations_by_case ON authorisations (case_id);
CREATE TABLE captures (id TEXT PRIMARY KEY, exhibit TEXT NOT NULL, case_id TEXT NOT NULL, url TEXT NOT NULL, actor TEXT NOT NULL,
                       state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE exhibits (id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, capture TEXT NOT NULL,
                       authorisation TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, collector TEXT NOT NULL,
                       started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, completeness TEXT NOT NULL, reasons TEXT NOT NULL,
                       files TEXT NOT NULL, sealed_index INTEGER NOT NULL) STRICT;
CREATE INDEX exhibits_by_case ON exhibits (case_id);
CREATE TABLE bundles (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, exhibits TEXT NOT NULL, purpose TEXT NOT NULL, sha256 TEXT NOT NULL,
                      size INTEGER NOT NULL, created_at INTEGER NOT NULL, created_by TEXT NOT NULL) STRICT;
CREATE TABLE lists (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, version TEXT NOT NULL, tlp TEXT NOT NULL,
                    provenance TEXT NOT NULL, licence TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, entries INTEGER NOT NULL,
                    imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL, changed_index INTEGER NOT NULL, expires_at INTEGER) STRICT;
CREATE TABLE list_feedback (list TEXT NOT NULL, entry TEXT NOT NULL, opinion TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL,
                            at INTEGER NOT NULL, idx INTEGER PRIMARY KEY) STRICT;
CREATE INDEX list_feedback_by_list ON list_feedback (list, idx);
CREATE TABLE list_sources (list TEXT NOT NULL, entry TEXT NOT NULL, exhibit TEXT NOT NULL, file TEXT NOT NULL, part TEXT NOT NULL,
                           PRIMARY KEY (list, entry)) STRICT, WITHOUT ROWID;
CREATE TABLE rule_sets (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, owner TEXT NOT NULL, version TEXT NOT NULL,
                        tlp TEXT NOT NULL, provenance TEXT NOT NULL, licence TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
                        rules INTEGER NOT NULL, examples INTEGER NOT NULL, imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL,
                        retired_at INTEGER, retired_by TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE matches (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, exhibit TEXT NOT NULL, file TEXT NOT NULL, part TEXT NOT NULL,
                      list TEXT NOT NULL, list_name TEXT NOT NULL, list_version TEXT NOT NULL, entry TEXT NOT NULL, signal TEXT NOT NULL,
                      data TEXT NOT NULL, found_at INTEGER NOT NULL, state TEXT NOT NULL, reviewed_by TEXT NOT NULL DEFAULT '',
                      reviewed_at INTEGER, reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX matches_by_case ON matches (case_id, state);
CREATE UNIQUE INDEX matches_by_content ON matches (exhibit, file, part, list, entry);
CREATE TABLE people_versions (id TEXT PRIMARY KEY, list TEXT NOT NULL, name TEXT NOT NULL, publisher TEXT NOT NULL, format TEXT NOT NULL,
                              columns TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
                              entries INTEGER NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL, changed INTEGER NOT NULL,
                              imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL, idx INTEGER NOT NULL) STRICT;
CREATE INDEX people_versions_by_list ON people_versions (list, idx);
CREATE TABLE people_changes (version_id TEXT NOT NULL, list TEXT NOT NULL, entry TEXT NOT NULL, change TEXT NOT NULL) STRICT;
CREATE INDEX people_changes_by_entry ON people_changes (list, entry);
CREATE TABLE screenings (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
                         idx INTEGER NOT NULL) STRICT;
CREATE INDEX screenings_by_case ON screenings (case_id, idx);
CREATE TABLE screening_leads (id TEXT PRIMARY KEY, screening TEXT NOT NULL, case_id TEXT NOT NULL, list TEXT NOT NULL,
                              version_id TEXT NOT NULL, entry TEXT NOT NULL, origin TEXT NOT NULL, data TEXT NOT NULL,
                              found_at INTEGER NOT NULL, idx INTEGER NOT NULL, outcome TEXT NOT NULL,
                              reviewed_by TEXT NOT NULL DEFAULT '', reviewed_at INTEGER, reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX screening_leads_by_list ON screening_leads (list, entry);
CREATE UNIQUE INDEX screening_leads_by_content ON screening_leads (screening, list, entry);
CREATE INDEX matches_by_time ON matches (case_id, found_at DESC, id);
CREATE TABLE tokens (id TEXT PRIMARY KEY, partner TEXT NOT NULL, purpose TEXT NOT NULL, scopes TEXT NOT NULL, lists TEXT NOT NULL,
                     per_minute INTEGER NOT NULL, prefix TEXT NOT NULL, issued_at INTEGER NOT NULL, issued_by TEXT NOT NULL,
                     expires_at INTEGER NOT NULL, revoked_at INTEGER, revoked_by TEXT NOT NULL DEFAULT '',
                     reason TEXT NOT NULL DEFAULT '', used_at INTEGER) STRICT;
CREATE TABLE entries (idx INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, case_id TEXT NOT NULL,
                      exhibit TEXT NOT NULL, data TEXT NOT NULL, destroyed INTEGER NOT NULL) STRICT;
CREATE INDEX entries_by_case ON entries (case_id, idx);
CREATE INDEX entries_by_exhibit ON entries (exhibit, idx);
)sql";

}  // namespace sanad::records
