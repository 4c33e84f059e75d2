// Tables of library.db. A number names one entry for ever; the counter never goes back.
#pragma once

namespace sanad::identify {

inline constexpr int kLibraryVersion = 5;
inline constexpr char kLibrarySchema[] = R"sql(
CREATE TABLE counter (only INTEGER PRIMARY KEY CHECK (only = 0), next INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (0, 1);
CREATE TABLE lists (id TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, stamp TEXT NOT NULL) STRICT;
CREATE TABLE entries (number INTEGER PRIMARY KEY, list TEXT NOT NULL REFERENCES lists (id) ON DELETE CASCADE, entry TEXT NOT NULL,
                      signal TEXT NOT NULL, value TEXT NOT NULL, labels TEXT NOT NULL, disputed INTEGER NOT NULL,
                      expires_at INTEGER) STRICT;
CREATE TABLE items (sha256 TEXT PRIMARY KEY, item TEXT NOT NULL) STRICT;
CREATE TABLE rule_runs (item TEXT NOT NULL, rules TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (item, rules)) STRICT;
CREATE UNIQUE INDEX entries_by_content ON entries (list, signal, value);
CREATE INDEX entries_by_value ON entries (signal, value);
CREATE INDEX entries_by_signal ON entries (signal, list);
CREATE INDEX entries_by_name ON entries (list, entry);
)sql";

}  // namespace sanad::identify
