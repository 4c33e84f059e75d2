// The one writer of an index: a transaction that takes documents, and what follows from them when
// it is committed (commit.cc). Not thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "case_index/document.h"
#include "crypto/crypto.h"
#include "sqlite/sqlite.h"

namespace sanad::case_index {

// The keyed numbers by which accounts, chats and personal selectors are called. They begin with six
// digits and grow where that many are taken.
class Pseudonyms {
 public:
  explicit Pseudonyms(ByteView secret) : secret_(secret.begin(), secret.end()) {}
  Pseudonyms(Pseudonyms&&) = default;
  Pseudonyms& operator=(Pseudonyms&&) = delete;
  ~Pseudonyms() { crypto::wipe(secret_); }
  // The number of the try-th attempt, for a name that stays when the index is made again.
  std::int64_t number(std::string_view name, int attempt) const;
  // By which another secret is noticed.
  std::string check() const;

 private:
  Bytes secret_;
};

// Rows that were given out lately, by their key; forgets all when it is full.
class RowCache {
 public:
  const std::int64_t* find(const std::string& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : &found->second;
  }
  void put(std::string key, std::int64_t row) {
    constexpr std::size_t kMax = 100'000;
    if (rows_.size() >= kMax) rows_.clear();
    rows_.emplace(std::move(key), row);
  }
  void clear() { rows_.clear(); }

 private:
  std::unordered_map<std::string, std::int64_t> rows_;
};

class Writer {
 public:
  static Result<std::unique_ptr<Writer>> open(sqlite::Database database, ByteView secret);
  ~Writer();

  Result<void> add(const Document& document);
  Result<void> commit();
  void discard();
  Result<void> remove_exhibit(std::string_view exhibit);
  Result<std::int64_t> next_id();
  // For what is computed beside documents; nothing may be waiting for a commit (kConflict).
  Result<sqlite::Transaction> begin_own();
  sqlite::Database& database() { return database_; }

 private:
  struct Statements;
  Writer(sqlite::Database database, ByteView secret);

  Result<void> begin();
  Result<void> add_rows(const Document& document);
  Result<void> add_document(const Document& document, std::int64_t holder);
  Result<void> add_parties(const Document& document, std::int64_t original);
  Result<void> add_facts(const Document& document);
  Result<void> add_selectors(const Document& document);
  Result<void> add_attachments(const Document& document);
  Result<void> add_item(const Document& document);
  Result<std::int64_t> original_row(const Source& source);
  Result<std::int64_t> holder_row(std::int64_t original, std::string_view way);
  Result<std::int64_t> account_row(const Document& document, const Party& party,
                                   std::int64_t original);
  Result<std::int64_t> chat_row(const Document& document, std::int64_t original);
  Result<std::int64_t> selector_row(const SelectorHit& hit);
  Result<std::int64_t> file_row(const Document& document);
  // A number that no row of the table has: `taken` finds one that has it.
  Result<std::int64_t> free_pseudonym(std::string_view name, sqlite::Statement& taken);
  Result<void> complete();  // commit.cc

  sqlite::Database database_;
  Pseudonyms pseudonyms_;
  std::unique_ptr<Statements> statements_;
  std::optional<sqlite::Transaction> transaction_;
  RowCache originals_, holders_, accounts_, chats_, selectors_, files_;
  std::int64_t last_id_ = 0;       // of all
  std::int64_t first_new_ = 0;     // of this transaction; 0: none yet
  std::int64_t next_row_[6] = {};  // of originals, holders, accounts, chats, selectors, files
  // Of the document that is being added.
  std::optional<std::int64_t> chat_, author_, forwarded_, file_;
};

// A path as attachments and items are matched by: "exhibit/original's folder/file" of files that
// came beside each other, and inside an archive that of its member after its way. holder_name and
// way: of what names the path. "." and ".." are resolved; empty where it leads outside.
std::string sibling_path(const Source& holder, std::string_view path);
// Of what lies in the holder itself.
std::string inner_path(const Source& holder, std::string_view path);
std::string own_path(const Source& item);

}  // namespace sanad::case_index
