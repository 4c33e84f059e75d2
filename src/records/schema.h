// Tables of the projection. Lists and requests are kept as JSON text: they are read whole. In a
// table WITHOUT ROWID the columns of the key come first: SQLite 3.40 checks others wrongly.
#pragma once

namespace sanad::records {

inline constexpr int kRecordsVersion = 9;
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
CREATE TABLE imports (id TEXT PRIMARY KEY, exhibit TEXT NOT NULL, case_id TEXT NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL,
                      authorisation TEXT NOT NULL, number TEXT NOT NULL, actor TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE exhibit_files (exhibit TEXT NOT NULL, n INTEGER NOT NULL, case_id TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,
                            role TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
                            sha512 TEXT NOT NULL, modified_at TEXT NOT NULL, same_as TEXT NOT NULL, PRIMARY KEY (exhibit, n),
                            UNIQUE (exhibit, name)) STRICT, WITHOUT ROWID;
CREATE INDEX exhibit_files_by_digest ON exhibit_files (case_id, sha256);
CREATE TABLE part_lists (exhibit TEXT PRIMARY KEY, case_id TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL,
                         idx INTEGER NOT NULL) STRICT;
CREATE TABLE exhibits (id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, capture TEXT NOT NULL,
                       authorisation TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, collector TEXT NOT NULL,
                       started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, completeness TEXT NOT NULL, reasons TEXT NOT NULL,
                       files TEXT NOT NULL, sealed_index INTEGER NOT NULL, source TEXT NOT NULL,
                       further_files INTEGER NOT NULL) STRICT;
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
                      reviewed_at INTEGER, reason TEXT NOT NULL DEFAULT '', record INTEGER NOT NULL) STRICT;
CREATE INDEX matches_by_case ON matches (case_id, state);
CREATE UNIQUE INDEX matches_by_content ON matches (exhibit, file, part, record, list, entry);
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
CREATE TABLE sheet_versions (sheet TEXT NOT NULL, version INTEGER NOT NULL, case_id TEXT NOT NULL, exhibit TEXT NOT NULL,
                             part INTEGER NOT NULL, reason TEXT NOT NULL, content TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
                             idx INTEGER NOT NULL, PRIMARY KEY (sheet, version)) STRICT;
CREATE INDEX sheet_versions_by_subject ON sheet_versions (exhibit, part, version);
CREATE INDEX sheet_versions_by_case ON sheet_versions (case_id, exhibit, part);
CREATE TABLE requests (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, reference TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
                       corrected_by TEXT NOT NULL DEFAULT '', data TEXT NOT NULL, created_at INTEGER NOT NULL, idx INTEGER NOT NULL) STRICT;
CREATE INDEX requests_by_case ON requests (case_id, idx);
CREATE TABLE request_events (request TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, data TEXT NOT NULL,
                             idx INTEGER NOT NULL, PRIMARY KEY (request, idx)) STRICT;
CREATE TABLE request_documents (request TEXT NOT NULL, name TEXT NOT NULL, case_id TEXT NOT NULL, form TEXT NOT NULL, language TEXT NOT NULL,
                                media_type TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (request, name)) STRICT, WITHOUT ROWID;
CREATE TABLE clocks (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, request TEXT NOT NULL, data TEXT NOT NULL, started_at INTEGER NOT NULL,
                     met_at INTEGER, overdue_seen INTEGER) STRICT;
CREATE INDEX clocks_by_case ON clocks (case_id);
CREATE INDEX clocks_open ON clocks (started_at) WHERE met_at IS NULL AND overdue_seen IS NULL;
CREATE TABLE clock_suspensions (clock TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER, idx INTEGER NOT NULL,
                                PRIMARY KEY (clock, idx)) STRICT;
CREATE TABLE clock_extensions (clock TEXT NOT NULL, at INTEGER NOT NULL, period TEXT NOT NULL, idx INTEGER NOT NULL,
                               PRIMARY KEY (clock, idx)) STRICT;
CREATE TABLE rechecks (request TEXT PRIMARY KEY, case_id TEXT NOT NULL, url TEXT NOT NULL, every_hours INTEGER NOT NULL,
                       scheduled_at INTEGER NOT NULL, until INTEGER NOT NULL, by TEXT NOT NULL, next_at INTEGER,
                       end_reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE recheck_results (id TEXT PRIMARY KEY, request TEXT NOT NULL, outcome TEXT NOT NULL, exhibit TEXT NOT NULL, reason TEXT NOT NULL,
                              data TEXT NOT NULL, at INTEGER NOT NULL, idx INTEGER NOT NULL) STRICT;
CREATE INDEX recheck_results_by_request ON recheck_results (request, idx);
CREATE TABLE papers (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, pack TEXT NOT NULL, form TEXT NOT NULL, document TEXT NOT NULL,
                     restricted INTEGER NOT NULL, closed_at INTEGER, closed_by TEXT NOT NULL DEFAULT '', close_reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX papers_by_case ON papers (case_id);
CREATE TABLE paper_versions (paper TEXT NOT NULL, version INTEGER NOT NULL, edition TEXT NOT NULL, content TEXT NOT NULL, sealed TEXT NOT NULL,
                             second_person INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, author TEXT NOT NULL, state TEXT NOT NULL,
                             submitted_by TEXT NOT NULL DEFAULT '', decided_by TEXT NOT NULL DEFAULT '', decided_at INTEGER, note TEXT NOT NULL DEFAULT '',
                             expires INTEGER, review_on INTEGER, idx INTEGER NOT NULL, PRIMARY KEY (paper, version)) STRICT;
CREATE TABLE reviews (idx INTEGER PRIMARY KEY, subject TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, finding TEXT NOT NULL,
                      next_review INTEGER NOT NULL) STRICT;
CREATE INDEX reviews_by_subject ON reviews (subject, idx);
CREATE TABLE emergencies (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, reason TEXT NOT NULL, declared_by TEXT NOT NULL, declared_at INTEGER NOT NULL,
                          until INTEGER NOT NULL, ratify_by INTEGER NOT NULL, decided TEXT NOT NULL, decided_by TEXT NOT NULL DEFAULT '',
                          decided_at INTEGER, note TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX emergencies_by_case ON emergencies (case_id);
CREATE TABLE emergency_acts (idx INTEGER PRIMARY KEY, emergency TEXT NOT NULL, exhibit TEXT NOT NULL) STRICT;
CREATE INDEX emergency_acts_by_exhibit ON emergency_acts (exhibit);
CREATE TABLE law_packs (pack TEXT NOT NULL, edition TEXT NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,
                        idx INTEGER NOT NULL, PRIMARY KEY (pack, edition, sha256)) STRICT;
CREATE TABLE law_adoptions (pack TEXT NOT NULL, edition TEXT NOT NULL, sha256 TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL,
                            at INTEGER NOT NULL, idx INTEGER PRIMARY KEY) STRICT;
CREATE TABLE assessment_asks (idx INTEGER PRIMARY KEY, case_id TEXT NOT NULL, exhibit TEXT NOT NULL, part INTEGER NOT NULL, urgent INTEGER NOT NULL,
                              reason TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX assessment_asks_by_case ON assessment_asks (case_id);
CREATE TABLE assessment_pairs (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, exhibit TEXT NOT NULL, part INTEGER NOT NULL, opened_at INTEGER NOT NULL,
                               idx INTEGER NOT NULL, adjudicated_by TEXT NOT NULL DEFAULT '', adjudicated_at INTEGER,
                               adjudication TEXT NOT NULL DEFAULT 'null') STRICT;
CREATE INDEX assessment_pairs_by_subject ON assessment_pairs (exhibit, part, idx);
CREATE INDEX assessment_pairs_by_case ON assessment_pairs (case_id, idx);
CREATE TABLE assessments (id TEXT PRIMARY KEY, pair TEXT NOT NULL, case_id TEXT NOT NULL, exhibit TEXT NOT NULL, part INTEGER NOT NULL,
                          assessor TEXT NOT NULL, taken_at INTEGER NOT NULL, state TEXT NOT NULL, completed_at INTEGER, completed_idx INTEGER,
                          reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX assessments_by_pair ON assessments (pair);
CREATE INDEX assessments_by_assessor ON assessments (assessor, taken_at);
CREATE TABLE assessment_steps (assessment TEXT NOT NULL, step INTEGER NOT NULL, content TEXT NOT NULL, idx INTEGER NOT NULL,
                               PRIMARY KEY (assessment, step)) STRICT;
CREATE TABLE exculpatory_notes (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, text TEXT NOT NULL, cited TEXT NOT NULL, noted_by TEXT NOT NULL,
                                noted_at INTEGER NOT NULL, idx INTEGER NOT NULL, answer TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
                                answered_by TEXT NOT NULL DEFAULT '', answered_at INTEGER) STRICT;
CREATE INDEX exculpatory_notes_by_case ON exculpatory_notes (case_id, idx);
CREATE TABLE complaints (id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, data TEXT NOT NULL, registered_by TEXT NOT NULL,
                         registered_at INTEGER NOT NULL, idx INTEGER NOT NULL, outcome TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
                         answered_by TEXT NOT NULL DEFAULT '', answered_at INTEGER) STRICT;
CREATE INDEX complaints_by_case ON complaints (case_id, idx);
CREATE TABLE looks (officer TEXT NOT NULL, at INTEGER NOT NULL, idx INTEGER PRIMARY KEY) STRICT;
CREATE INDEX looks_by_officer ON looks (officer, at);
CREATE TABLE reached_limits (idx INTEGER PRIMARY KEY, officer TEXT NOT NULL, "limit" TEXT NOT NULL, until INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE companions (idx INTEGER PRIMARY KEY, companion TEXT NOT NULL, officer TEXT NOT NULL, exhibit TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
CREATE INDEX companions_by_officer ON companions (officer, exhibit, until);
CREATE TABLE retention_rules (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, data TEXT NOT NULL, set_at INTEGER NOT NULL, set_by TEXT NOT NULL,
                              review_clock TEXT NOT NULL, reviewed_at INTEGER, finding TEXT NOT NULL DEFAULT '', ended_at INTEGER,
                              ended_by TEXT NOT NULL DEFAULT '', end_reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE holds (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, exhibit TEXT NOT NULL, ground TEXT NOT NULL, reason TEXT NOT NULL,
                    placed_at INTEGER NOT NULL, placed_by TEXT NOT NULL, lifted_at INTEGER, lifted_by TEXT NOT NULL DEFAULT '',
                    lift_reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX holds_by_case ON holds (case_id);
CREATE TABLE disposals (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, case_reference TEXT NOT NULL, exhibit TEXT NOT NULL, number TEXT NOT NULL,
                        state TEXT NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL, proposed_at INTEGER NOT NULL, proposed_by TEXT NOT NULL,
                        decided_by TEXT NOT NULL DEFAULT '', decided_at INTEGER, note TEXT NOT NULL DEFAULT '', begun_at INTEGER,
                        done_at INTEGER, begun TEXT NOT NULL DEFAULT 'null', done TEXT NOT NULL DEFAULT 'null', begun_idx INTEGER NOT NULL DEFAULT 0,
                        done_idx INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX disposals_by_case ON disposals (case_id);
CREATE INDEX disposals_by_exhibit ON disposals (exhibit, begun_at);
CREATE TABLE disposal_items (idx INTEGER NOT NULL, n INTEGER NOT NULL, disposal TEXT NOT NULL, what TEXT NOT NULL, item TEXT NOT NULL,
                             PRIMARY KEY (idx, n)) STRICT;
CREATE INDEX disposal_items_by_disposal ON disposal_items (disposal, what, idx, n);
CREATE INDEX disposal_items_by_item ON disposal_items (item) WHERE what = 'exhibit';
CREATE TABLE exchange_identities (number INTEGER PRIMARY KEY, data TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL) STRICT;
CREATE TABLE partners (id TEXT PRIMARY KEY, name TEXT NOT NULL, data TEXT NOT NULL, added_at INTEGER NOT NULL, added_by TEXT NOT NULL,
                       confirmed_at INTEGER, confirmed_by TEXT NOT NULL DEFAULT '', retired_at INTEGER, retired_by TEXT NOT NULL DEFAULT '',
                       reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX partners_by_name ON partners (name);
CREATE TABLE markings (subject TEXT PRIMARY KEY, case_id TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL) STRICT;
CREATE TABLE packages (id TEXT NOT NULL, direction TEXT NOT NULL, case_id TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL,
                       by TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (id, direction)) STRICT;
CREATE TABLE taken_exhibits (package TEXT NOT NULL, theirs TEXT NOT NULL, exhibit TEXT NOT NULL, data TEXT NOT NULL,
                             PRIMARY KEY (package, theirs)) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (id TEXT PRIMARY KEY, package TEXT NOT NULL, partner TEXT NOT NULL, case_id TEXT NOT NULL, data TEXT NOT NULL,
                       at INTEGER NOT NULL, by TEXT NOT NULL) STRICT;
CREATE INDEX receipts_by_package ON receipts (package);
CREATE TABLE releases (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
                       withdrawn_at INTEGER, withdrawn_by TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', idx INTEGER NOT NULL) STRICT;
CREATE TABLE told_releases (token TEXT NOT NULL, release TEXT NOT NULL, version TEXT NOT NULL,
                            PRIMARY KEY (token, release, version)) STRICT, WITHOUT ROWID;
CREATE TABLE entries (idx INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, case_id TEXT NOT NULL,
                      exhibit TEXT NOT NULL, data TEXT NOT NULL, destroyed INTEGER NOT NULL) STRICT;
CREATE INDEX entries_by_case ON entries (case_id, idx);
CREATE INDEX entries_by_exhibit ON entries (exhibit, idx);
)sql";

}  // namespace sanad::records
