// What the writer asks its database, prepared once. For writer.cc and writer_rows.cc.
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "writer.h"

namespace sanad::case_index {

using sqlite::Statement;

enum Table { kOriginals, kHolders, kAccounts, kChats, kSelectors, kFiles };
inline constexpr std::array<std::string_view, 6> kTables = {"originals", "holders",   "accounts",
                                                            "chats",     "selectors", "files"};

inline constexpr std::string_view kInsertDocument =
    "INSERT INTO documents (id, holder, part, list_offset, list_length, begin, length, kind, chat, "
    "author, number, at_ms, sent_ms, local_ms, swapped_ms, edited_ms, file_ms, taken_ms, "
    "taken_zone, forwarded, file, content) VALUES "
    "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

// In the order of the members of Statements.
inline constexpr std::array<std::string_view, 25> kStatements = {
    kInsertDocument,
    "INSERT INTO replies VALUES (?, ?, ?, NULL)",
    "INSERT OR IGNORE INTO recipients VALUES (?, ?)",
    "INSERT OR IGNORE INTO hits VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
    "INSERT OR IGNORE INTO item_paths VALUES (?, ?)",
    "INSERT INTO fresh_items VALUES (?, ?)",
    "INSERT INTO places (document, latitude, longitude, field, begin, length) VALUES (?, ?, ?, ?, "
    "?, ?)",
    "INSERT INTO prints VALUES (?, ?, ?)",
    "INSERT INTO pictures VALUES (?, ?, ?, ?)",
    "SELECT id FROM originals WHERE exhibit = ? AND number = ?",
    "SELECT id FROM holders WHERE original = ? AND way = ?",
    "SELECT id FROM accounts WHERE platform = ? AND scope = ? AND account = ?",
    "SELECT id FROM chats WHERE platform = ? AND scope = ? AND chat = ?",
    "SELECT id FROM selectors WHERE kind = ? AND value = ?",
    "SELECT id FROM files WHERE sha256 = ?",
    "INSERT INTO originals VALUES (?, ?, ?, ?)",
    "INSERT INTO holders VALUES (?, ?, ?)",
    "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)",
    "INSERT INTO chats (id, platform, scope, chat, name, pseudonym) VALUES (?, ?, ?, ?, ?, ?)",
    "INSERT INTO selectors (id, kind, value, pseudonym) VALUES (?, ?, ?, ?)",
    "INSERT INTO files (id, sha256) VALUES (?, ?)",
    "SELECT 1 FROM accounts WHERE pseudonym = ?",
    "SELECT 1 FROM chats WHERE pseudonym = ?",
    "SELECT 1 FROM selectors WHERE pseudonym = ?"};

struct Writer::Statements {
  Statement document, reply, recipient, hit, attachment, item_path, fresh_item, place, print,
      picture;
  Statement find_original, find_holder, find_account, find_chat, find_selector, find_file;
  Statement new_original, new_holder, new_account, new_chat, new_selector, new_file;
  Statement account_taken, chat_taken, selector_taken;

  static Result<std::unique_ptr<Statements>> prepare(const sqlite::Database& database) {
    std::vector<Statement> made;
    for (const std::string_view sql : kStatements) {
      SANAD_TRY(Statement statement, database.prepare(sql));
      made.push_back(std::move(statement));
    }
    std::size_t i = 0;
    const auto next = [&]() -> Statement { return std::move(made[i++]); };
    return std::unique_ptr<Statements>(
        new Statements{next(), next(), next(), next(), next(), next(), next(), next(), next(),
                       next(), next(), next(), next(), next(), next(), next(), next(), next(),
                       next(), next(), next(), next(), next(), next(), next()});
  }
};

}  // namespace sanad::case_index
