#include "rows.h"

#include <fmt/format.h>

#include "json/json.h"

namespace sanad::identify {
namespace {

constexpr std::string_view kRowColumns =
    "SELECT e.number, e.list, l.name, l.version, e.entry, e.signal, e.value, e.labels, e.disputed, "
    "e.expires_at "
    "FROM entries e JOIN lists l ON l.id = e.list WHERE ";

Row read_row(const sqlite::Statement& from) {
  Row row;
  row.number = static_cast<std::uint32_t>(from.number(0));
  row.list = from.text(1);
  row.list_name = from.text(2);
  row.list_version = from.text(3);
  row.entry = from.text(4);
  row.signal = from.text(5);
  row.value = from.text(6);
  row.labels = from.text(7);
  row.disputed = from.number(8) != 0;
  if (!from.is_null(9)) row.expires_at_ms = from.number(9);
  return row;
}

}  // namespace

std::vector<std::string> labels_of(const Row& row) {
  std::vector<std::string> labels;
  const auto parsed = json::parse(row.labels);
  const json::Array* array = parsed.ok() ? parsed->as_array() : nullptr;
  if (array == nullptr) return labels;
  for (const json::Value& label : *array) labels.push_back(label.string_or(""));
  return labels;
}

Result<std::vector<Row>> select_rows(sqlite::Database& database, std::string_view where,
                                     std::initializer_list<std::string_view> texts) {
  SANAD_TRY(auto statement,
            database.prepare(std::string(kRowColumns).append(where).append(" ORDER BY e.number")));
  for (const std::string_view text : texts) statement.bind(text);
  std::vector<Row> found;
  for (;;) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return found;
    found.push_back(read_row(statement));
  }
}

Result<std::optional<Row>> Rows::row(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_.prepare(std::string(kRowColumns).append("e.number = ?")));
  statement.bind(std::int64_t{number});
  SANAD_TRY(const bool there, statement.step());
  if (!there) return std::optional<Row>{};
  return std::optional<Row>(read_row(statement));
}

Result<std::vector<Row>> Rows::with_value(std::string_view signal, std::string_view value) {
  const std::lock_guard lock(mutex_);
  return select_rows(database_, "e.signal = ? AND e.value = ?", {signal, value});
}

Result<std::vector<Rows::Value>> Rows::values(std::string_view signal, std::string_view list,
                                              std::uint32_t after, std::size_t most) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_.prepare(fmt::format(
                "SELECT number, value FROM entries WHERE signal = ?1 AND number > ?2 {} "
                "ORDER BY number LIMIT ?3",
                list.empty() ? "" : "AND list = ?4")));
  statement.bind(signal).bind(std::int64_t{after}).bind(static_cast<std::int64_t>(most));
  if (!list.empty()) statement.bind(list);
  std::vector<Value> found;
  for (;;) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return found;
    found.push_back({static_cast<std::uint32_t>(statement.number(0)), statement.text(1)});
  }
}

Result<std::vector<std::uint32_t>> Rows::numbers(std::string_view signal, std::string_view list) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_.prepare(
                "SELECT number FROM entries WHERE signal = ? AND list = ? ORDER BY number"));
  statement.bind(signal).bind(list);
  std::vector<std::uint32_t> found;
  for (;;) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return found;
    found.push_back(static_cast<std::uint32_t>(statement.number(0)));
  }
}

}  // namespace sanad::identify
