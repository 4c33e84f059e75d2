#include <fmt/format.h>

#include "rows.h"
#include "state.h"

namespace sanad::case_index {
namespace {

Error no_document(std::int64_t document) {
  return {ErrorCode::kNotFound,
          fmt::format("there is no document {} in the case index; search again", document)};
}

}  // namespace

Result<Row> CaseIndex::row(std::int64_t document, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement,
            reader->prepare(fmt::format("SELECT {} FROM documents d {} WHERE d.id = ?", kRowColumns,
                                        kRowJoins)));
  SANAD_TRY(const bool found, statement.bind(document).step());
  if (!found) return no_document(document);
  return read_row(statement, unmasked);
}

Result<Rows> CaseIndex::rows(const Filter& filter, Order order, const Page& page,
                             const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return read_page(*reader, filter, 0, order, page, unmasked);
}

Result<std::int64_t> CaseIndex::count(const Filter& filter) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  const Where where = where_of(filter, 0);
  SANAD_TRY(auto statement, reader->prepare("SELECT count(*) FROM documents d" + where.sql()));
  where.bind(statement);
  SANAD_CHECK(statement.step());
  return statement.number(0);
}

Result<std::vector<Row>> CaseIndex::chat_rows(std::int64_t chat, std::int64_t position,
                                              std::size_t count, const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(count, kMaxPage));
  if (position < 0) return Error{ErrorCode::kInvalid, "a position is 0 or more"};
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto mark,
            reader->prepare("SELECT position, at_ms, document FROM chat_marks WHERE chat = ? "
                            "AND position <= ? ORDER BY position DESC LIMIT 1"));
  SANAD_TRY(const bool found, mark.bind(chat).bind(position).step());
  std::vector<Row> rows;
  if (!found) return rows;
  // The positions before the wanted one are counted in the index alone.
  SANAD_TRY(
      auto statement,
      reader->prepare(fmt::format(
          "SELECT {} FROM (SELECT id AS row FROM documents WHERE chat = ? AND copy_of IS NULL AND "
          "(at_ms, id) >= (?, ?) ORDER BY at_ms, id LIMIT ? OFFSET ?) p CROSS JOIN documents d ON "
          "d.id = p.row {} ORDER BY d.at_ms, d.id",
          kRowColumns, kRowJoins)));
  statement.bind(chat)
      .bind(mark.number(1))
      .bind(mark.number(2))
      .bind(static_cast<std::int64_t>(count))
      .bind(position - mark.number(0));
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return rows;
    rows.push_back(read_row(statement, unmasked));
  }
}

Result<std::int64_t> CaseIndex::chat_position(std::int64_t document) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(
      auto place,
      reader->prepare("SELECT chat, at_ms FROM documents WHERE id = ? AND chat IS NOT NULL AND "
                      "copy_of IS NULL"));
  SANAD_TRY(const bool found, place.bind(document).step());
  if (!found) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("document {} stands in no chat of its own; open its exhibit instead",
                             document)};
  }
  const std::int64_t chat = place.number(0);
  const std::int64_t at_ms = place.number(1);
  SANAD_TRY(
      auto mark,
      reader->prepare("SELECT position, at_ms, document FROM chat_marks WHERE chat = ? AND (at_ms, "
                      "document) <= (?, ?) ORDER BY position DESC LIMIT 1"));
  SANAD_TRY(const bool marked, mark.bind(chat).bind(at_ms).bind(document).step());
  if (!marked) return no_document(document);
  SANAD_TRY(auto between,
            reader->prepare("SELECT count(*) FROM documents WHERE chat = ? AND copy_of IS NULL AND "
                            "(at_ms, id) >= (?, ?) AND (at_ms, id) < (?, ?)"));
  SANAD_CHECK(between.bind(chat)
                  .bind(mark.number(1))
                  .bind(mark.number(2))
                  .bind(at_ms)
                  .bind(document)
                  .step());
  return mark.number(0) + between.number(0);
}

Result<std::vector<Chat>> CaseIndex::chats(std::int64_t after, std::size_t limit,
                                           const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(limit, kMaxPage));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement,
            reader->prepare(fmt::format(
                "SELECT {} FROM chats c ORDER BY c.documents DESC, c.id LIMIT ? OFFSET ?",
                kChatColumns)));
  statement.bind(static_cast<std::int64_t>(limit)).bind(after);
  std::vector<Chat> chats;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return chats;
    chats.push_back(read_chat(statement, unmasked));
  }
}

static Result<Chat> chat_where(const sqlite::Database& database, std::string_view column,
                               std::int64_t value, const Unmasked& unmasked) {
  SANAD_TRY(auto statement, database.prepare(fmt::format("SELECT {} FROM chats c WHERE c.{} = ?",
                                                         kChatColumns, column)));
  SANAD_TRY(const bool found, statement.bind(value).step());
  if (!found) return Error{ErrorCode::kNotFound, fmt::format("there is no chat {}", value)};
  return read_chat(statement, unmasked);
}

Result<Chat> CaseIndex::chat(std::int64_t row, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return chat_where(*reader, "id", row, unmasked);
}

Result<Chat> CaseIndex::chat_of(std::int64_t pseudonym, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return chat_where(*reader, "pseudonym", pseudonym, unmasked);
}

}  // namespace sanad::case_index
