#include "rows.h"

#include <fmt/format.h>

#include "schema.h"

namespace sanad::case_index {
namespace {

std::optional<std::uint64_t> unsigned_of(std::optional<std::int64_t> value) {
  return value ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

Citation read_citation(const sqlite::Statement& from) {
  return {.document = from.number(0),
          .exhibit = from.text(1),
          .original = static_cast<std::uint32_t>(from.number(2)),
          .original_name = from.text(3),
          .way = from.text(4),
          .part = static_cast<std::uint64_t>(from.number(5)),
          .offset = unsigned_of(from.optional_number(6)),
          .length = unsigned_of(from.optional_number(7)),
          .list_offset = static_cast<std::uint64_t>(from.number(8)),
          .list_length = static_cast<std::uint64_t>(from.number(9))};
}

// A group's name tells nobody's; that of a chat of two is often one of theirs.
constexpr std::int64_t kAccountsOfAGroup = 3;

}  // namespace

Row read_row(const sqlite::Statement& from, const Unmasked& unmasked) {
  Row row;
  row.cite = read_citation(from);
  row.kind = static_cast<Kind>(from.number(10));
  if (!from.is_null(11)) row.author = read_account(from, 11, unmasked);
  row.chat = from.number(17);
  row.sent_ms = from.optional_number(18);
  if (!from.is_null(19)) row.local = LocalTime{from.number(19), from.optional_number(20)};
  row.edited_ms = from.optional_number(21);
  row.file_ms = from.optional_number(22);
  row.taken_ms = from.optional_number(23);
  row.taken_zone_known = from.number(24) != 0;
  row.answers = from.number(25);
  row.copy_of = from.number(26);
  if (!from.is_null(27)) row.sha256 = format_hex(from.bytes(27));
  return row;
}

After after_of(const sqlite::Statement& from) { return {from.number(28), from.number(0)}; }

Account read_account(const sqlite::Statement& from, int column, const Unmasked& unmasked) {
  Account account;
  account.row = from.number(column);
  account.pseudonym = from.number(column + 1);
  account.platform = from.text(column + 2);
  account.is_masked = !unmasked.accounts.contains(account.pseudonym);
  if (account.is_masked) return account;
  if (from.number(column + 3) == 0) account.id = from.text(column + 4);
  account.name = from.text(column + 5);
  return account;
}

Chat read_chat(const sqlite::Statement& from, const Unmasked& unmasked) {
  Chat chat;
  chat.row = from.number(0);
  chat.pseudonym = from.number(1);
  chat.platform = from.text(2);
  chat.documents = from.number(6);
  chat.accounts = from.number(7);
  chat.span = {from.optional_number(8), from.optional_number(9)};
  const bool is_group = chat.accounts >= kAccountsOfAGroup && from.number(10) == 0;
  chat.is_masked = !is_group && !unmasked.chats.contains(chat.pseudonym);
  if (chat.is_masked) return chat;
  if (from.number(3) == 0) chat.id = from.text(4);
  chat.name = from.text(5);
  return chat;
}

SelectorValue read_selector(const sqlite::Statement& from, const Unmasked& unmasked) {
  SelectorValue selector;
  selector.row = from.number(0);
  selector.pseudonym = from.number(1);
  selector.kind = from.text(2);
  selector.is_masked = !from.is_null(1) && !unmasked.selectors.contains(selector.pseudonym);
  if (!selector.is_masked) selector.value = from.text(3);
  selector.hits = from.number(4);
  selector.documents = from.number(5);
  selector.span = {from.optional_number(6), from.optional_number(7)};
  return selector;
}

std::string Where::sql() const {
  if (conditions_.empty()) return {};
  return fmt::format(" WHERE {}", fmt::join(conditions_, " AND "));
}

void Where::bind(sqlite::Statement& statement) const {
  for (const Value& value : values_) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      statement.bind(*number);
    } else if (const auto* real = std::get_if<double>(&value)) {
      statement.bind_real(*real);
    } else {
      statement.bind(std::get<std::string>(value));
    }
  }
}

Where where_of(const Filter& filter, std::int64_t author) {
  Where where;
  if (author != 0) where.add("d.author = ?", author);
  if (filter.chat != 0) where.add("d.chat = ?", filter.chat);
  if (filter.kind) where.add("d.kind = ?", static_cast<std::int64_t>(*filter.kind));
  if (filter.from_ms) where.add("d.at_ms >= ?", *filter.from_ms);
  // What has no time stands after all others, and in no stretch of time.
  if (filter.from_ms || filter.until_ms)
    where.add("d.at_ms < ?", filter.until_ms.value_or(kNoTime));
  if (!filter.with_copies) where.add("d.copy_of IS NULL");
  if (!filter.exhibit.empty()) {
    where.add(
        "d.holder IN (SELECT x.id FROM holders x JOIN originals y ON y.id = x.original WHERE "
        "y.exhibit = ?)",
        filter.exhibit);
  }
  if (filter.selector != 0) {
    where.add("d.id IN (SELECT document FROM selector_documents WHERE selector = ?)",
              filter.selector);
  }
  if (filter.box) {
    const PlaceBox& box = *filter.box;
    const bool wraps = box.west > box.east;
    where.add(
        fmt::format("d.id IN (SELECT document FROM places WHERE latitude >= ? AND latitude <= ? "
                    "AND (longitude >= ? {} longitude <= ?))",
                    wraps ? "OR" : "AND"),
        box.south);
    where.bind_more(box.north);
    where.bind_more(box.west);
    where.bind_more(box.east);
  }
  return where;
}

Result<void> check_page(std::size_t limit, std::size_t most) {
  if (limit > 0 && limit <= most) return {};
  return Error{ErrorCode::kInvalid, fmt::format("a page has 1 to {} rows; ask for fewer", most)};
}

Result<Rows> read_page(const sqlite::Database& database, const Filter& filter, std::int64_t author,
                       Order order, const Page& page, const Unmasked& unmasked) {
  SANAD_CHECK(check_page(page.limit, kMaxPage));
  Where where = where_of(filter, author);
  if (order == Order::kTime) {
    where.add("d.at_ms < ?", kNoTime);
    if (page.after) {
      where.add("(d.at_ms, d.id) > (?, ?)", page.after->ms);
      where.bind_more(page.after->document);
    }
  } else if (page.after) {
    where.add("d.id > ?", page.after->document);
  }
  SANAD_TRY(auto statement,
            database.prepare(fmt::format(
                "SELECT {} FROM documents d {}{} ORDER BY {} LIMIT {}", kRowColumns, kRowJoins,
                where.sql(), order == Order::kTime ? "d.at_ms, d.id" : "d.id", page.limit + 1)));
  where.bind(statement);
  Rows rows;
  After last;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return rows;
    if (rows.rows.size() == page.limit) {
      rows.next = last;
      return rows;
    }
    rows.rows.push_back(read_row(statement, unmasked));
    last = after_of(statement);
  }
}

}  // namespace sanad::case_index
