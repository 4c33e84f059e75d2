// Tables of the index; see docs/formats/case-index.md.
#pragma once

#include <cstdint>
#include <limits>

namespace sanad::case_index {

inline constexpr int kIndexVersion = 1;
inline constexpr char kWhat[] = "the case index";

// at_ms of a document without any time: after all others.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::max();
// chat_marks: the key of every 256th message of a chat.
inline constexpr std::int64_t kMarkEvery = 256;

inline constexpr char kIndexSchema[] = R"sql(
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE originals (id INTEGER PRIMARY KEY, exhibit TEXT NOT NULL, number INTEGER NOT NULL, name BLOB NOT NULL,
                        UNIQUE (exhibit, number)) STRICT;
CREATE TABLE holders (id INTEGER PRIMARY KEY, original INTEGER NOT NULL, way TEXT NOT NULL, UNIQUE (original, way)) STRICT;
CREATE TABLE accounts (id INTEGER PRIMARY KEY, platform TEXT NOT NULL, scope INTEGER NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL,
                       pseudonym INTEGER NOT NULL UNIQUE, UNIQUE (platform, scope, account)) STRICT;
CREATE TABLE chats (id INTEGER PRIMARY KEY, platform TEXT NOT NULL, scope INTEGER NOT NULL, chat TEXT NOT NULL, name TEXT NOT NULL,
                    pseudonym INTEGER NOT NULL UNIQUE, documents INTEGER NOT NULL DEFAULT 0, accounts INTEGER NOT NULL DEFAULT 0,
                    first_ms INTEGER, last_ms INTEGER, UNIQUE (platform, scope, chat)) STRICT;
CREATE INDEX chats_by_documents ON chats (documents DESC, id);
CREATE TABLE documents (id INTEGER PRIMARY KEY, holder INTEGER NOT NULL, part INTEGER NOT NULL, list_offset INTEGER NOT NULL,
                        list_length INTEGER NOT NULL, begin INTEGER, length INTEGER, kind INTEGER NOT NULL, chat INTEGER, author INTEGER,
                        number TEXT, at_ms INTEGER NOT NULL, sent_ms INTEGER, local_ms INTEGER, swapped_ms INTEGER, edited_ms INTEGER,
                        file_ms INTEGER, taken_ms INTEGER, taken_zone INTEGER NOT NULL, answers INTEGER,
                        forwarded INTEGER, copy_of INTEGER, carrier INTEGER, file INTEGER, content INTEGER) STRICT;
CREATE INDEX documents_by_time ON documents (at_ms, id);
CREATE INDEX documents_by_chat ON documents (chat, at_ms, id) WHERE chat IS NOT NULL AND copy_of IS NULL;
CREATE INDEX documents_by_author ON documents (author, at_ms, id) WHERE author IS NOT NULL;
CREATE INDEX documents_by_number ON documents (chat, number) WHERE number IS NOT NULL;
CREATE INDEX documents_by_file ON documents (file) WHERE file IS NOT NULL;
CREATE TABLE chat_marks (chat INTEGER NOT NULL, position INTEGER NOT NULL, at_ms INTEGER NOT NULL, document INTEGER NOT NULL,
                         PRIMARY KEY (chat, position)) STRICT, WITHOUT ROWID;
CREATE TABLE recipients (document INTEGER NOT NULL, account INTEGER NOT NULL, PRIMARY KEY (document, account)) STRICT, WITHOUT ROWID;
CREATE TABLE replies (document INTEGER PRIMARY KEY, chat INTEGER NOT NULL, number TEXT NOT NULL, answers INTEGER) STRICT;
CREATE INDEX replies_waiting ON replies (chat, number) WHERE answers IS NULL;
CREATE TABLE selectors (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, pseudonym INTEGER, hits INTEGER NOT NULL DEFAULT 0,
                        documents INTEGER NOT NULL DEFAULT 0, first_ms INTEGER, last_ms INTEGER, UNIQUE (kind, value)) STRICT;
CREATE UNIQUE INDEX selectors_by_pseudonym ON selectors (pseudonym) WHERE pseudonym IS NOT NULL;
CREATE INDEX selectors_by_documents ON selectors (documents DESC, id);
CREATE INDEX selectors_by_kind ON selectors (kind, documents DESC, id);
CREATE TABLE hits (document INTEGER NOT NULL, field INTEGER NOT NULL, begin INTEGER NOT NULL, length INTEGER NOT NULL,
                   selector INTEGER NOT NULL, PRIMARY KEY (document, field, begin, length, selector)) STRICT, WITHOUT ROWID;
CREATE TABLE selector_documents (selector INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (selector, document)) STRICT, WITHOUT ROWID;
CREATE TABLE attachments (document INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
                          media_type TEXT NOT NULL, size INTEGER, absent TEXT NOT NULL, target TEXT, part INTEGER,
                          PRIMARY KEY (document, place)) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_waiting ON attachments (target) WHERE target IS NOT NULL AND part IS NULL;
CREATE INDEX attachments_by_part ON attachments (part) WHERE part IS NOT NULL;
CREATE TABLE item_paths (path TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (path, document)) STRICT, WITHOUT ROWID;
CREATE TABLE files (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, documents INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX files_by_documents ON files (documents DESC, id) WHERE documents > 1;
CREATE TABLE places (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
                     field INTEGER NOT NULL, begin INTEGER NOT NULL, length INTEGER NOT NULL) STRICT;
CREATE INDEX places_by_document ON places (document);
CREATE TABLE contents (content INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (content, document)) STRICT, WITHOUT ROWID;
CREATE TABLE prints (document INTEGER PRIMARY KEY, letters INTEGER NOT NULL, marks BLOB NOT NULL) STRICT;
CREATE TABLE pictures (document INTEGER PRIMARY KEY, quality INTEGER NOT NULL, pdq BLOB NOT NULL, turned BLOB NOT NULL) STRICT;
CREATE TABLE edges (source INTEGER NOT NULL, kind INTEGER NOT NULL, target INTEGER NOT NULL, weight INTEGER NOT NULL, first_ms INTEGER,
                    last_ms INTEGER, PRIMARY KEY (source, kind, target)) STRICT, WITHOUT ROWID;
CREATE INDEX edges_by_target ON edges (target, kind, source);
CREATE INDEX edges_by_weight ON edges (weight DESC, source, kind, target);
CREATE TABLE clusters (number INTEGER PRIMARY KEY, likeness INTEGER NOT NULL, members INTEGER NOT NULL, exhibits INTEGER NOT NULL,
                       accounts INTEGER NOT NULL, first INTEGER NOT NULL, first_ms INTEGER, last_ms INTEGER) STRICT;
CREATE INDEX clusters_by_members ON clusters (likeness, members DESC, number);
CREATE TABLE cluster_members (cluster INTEGER NOT NULL, at_ms INTEGER NOT NULL, document INTEGER NOT NULL, likeness INTEGER NOT NULL,
                              PRIMARY KEY (cluster, at_ms, document)) STRICT, WITHOUT ROWID;
)sql";

}  // namespace sanad::case_index
