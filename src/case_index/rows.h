// Reading rows, with the masks that privacy asks for, and filters as SQL.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "case_index/views.h"
#include "sqlite/sqlite.h"

namespace sanad::case_index {

// Columns of one row, from kRowTables, whose "d" is the document.
inline constexpr std::string_view kRowColumns =
    "d.id, o.exhibit, o.number, o.name, h.way, d.part, d.begin, d.length, d.list_offset, "
    "d.list_length, d.kind, d.author, a.pseudonym, a.platform, a.scope, a.account, a.name, d.chat, "
    "d.sent_ms, d.local_ms, d.swapped_ms, d.edited_ms, d.file_ms, d.taken_ms, d.taken_zone, "
    "d.answers, d.copy_of, f.sha256, d.at_ms";
// Joined in this order, so that the document is found first.
inline constexpr std::string_view kRowJoins =
    " CROSS JOIN holders h ON h.id = d.holder CROSS JOIN originals o ON o.id = h.original "
    "LEFT JOIN accounts a ON a.id = d.author LEFT JOIN files f ON f.id = d.file ";
inline constexpr int kRowColumnCount = 29;

Row read_row(const sqlite::Statement& from, const Unmasked& unmasked);
// The place of a row in its order.
After after_of(const sqlite::Statement& from);

// id, pseudonym, platform, scope, account, name, from a column on.
inline constexpr std::string_view kAccountColumns = "id, pseudonym, platform, scope, account, name";
Account read_account(const sqlite::Statement& from, int column, const Unmasked& unmasked);

// id, pseudonym, platform, scope, chat, name, documents, accounts, first_ms, last_ms, and whether
// the name is that of an account in it.
inline constexpr std::string_view kChatColumns =
    "c.id, c.pseudonym, c.platform, c.scope, c.chat, c.name, c.documents, c.accounts, c.first_ms, "
    "c.last_ms, EXISTS (SELECT 1 FROM edges e JOIN accounts n ON n.id = e.source >> 2 WHERE "
    "e.target "
    "= c.id * 4 + 1 AND e.kind = 3 AND n.name = c.name)";
Chat read_chat(const sqlite::Statement& from, const Unmasked& unmasked);

inline constexpr std::string_view kSelectorColumns =
    "id, pseudonym, kind, value, hits, documents, first_ms, last_ms";
SelectorValue read_selector(const sqlite::Statement& from, const Unmasked& unmasked);

// Conditions over "d", joined by AND, with what is bound to them.
class Where {
 public:
  using Value = std::variant<std::int64_t, double, std::string>;
  void add(std::string condition) { conditions_.push_back(std::move(condition)); }
  void add(std::string condition, Value value) {
    conditions_.push_back(std::move(condition));
    values_.push_back(std::move(value));
  }
  void bind_more(Value value) { values_.push_back(std::move(value)); }
  std::string sql() const;  // " WHERE …", or nothing
  void bind(sqlite::Statement& statement) const;

 private:
  std::vector<std::string> conditions_;
  std::vector<Value> values_;
};
// author: the account's row; 0 for all.
Where where_of(const Filter& filter, std::int64_t author);

// kInvalid: the page's limit is 0 or above kMaxPage.
Result<void> check_page(std::size_t limit, std::size_t most);
// One page of rows in order; at most limit + 1 are read.
Result<Rows> read_page(const sqlite::Database& database, const Filter& filter, std::int64_t author,
                       Order order, const Page& page, const Unmasked& unmasked);

}  // namespace sanad::case_index
