// What is the same, byte for byte: files, and what was passed on.
#include <fmt/format.h>

#include "rows.h"
#include "state.h"

namespace sanad::case_index {
namespace {

// {0}: columns; {1}: joins. Those who carried a file stand for it.
constexpr std::string_view kSameText =
    "SELECT {0}, d.forwarded FROM contents c CROSS JOIN documents d ON d.id = c.document {1} WHERE "
    "c.content = ? AND d.copy_of IS NULL ORDER BY d.at_ms, d.id LIMIT ?";
constexpr std::string_view kSameFile =
    "SELECT {0}, d.forwarded FROM (SELECT DISTINCT coalesce(i.carrier, i.id) AS id FROM documents "
    "i "
    "WHERE i.file = ?) c CROSS JOIN documents d ON d.id = c.id {1} ORDER BY d.at_ms, d.id LIMIT ?";

Result<std::optional<Account>> account_at(const sqlite::Database& database,
                                          std::optional<std::int64_t> row,
                                          const Unmasked& unmasked) {
  if (!row) return std::optional<Account>();
  SANAD_TRY(auto statement,
            database.prepare(fmt::format("SELECT {} FROM accounts WHERE id = ?", kAccountColumns)));
  SANAD_TRY(const bool found, statement.bind(*row).step());
  if (!found) return std::optional<Account>();
  return std::optional(read_account(statement, 0, unmasked));
}

Result<std::vector<ChainLink>> read_chain(const sqlite::Database& database, std::string_view sql,
                                          std::int64_t key, const Unmasked& unmasked) {
  SANAD_TRY(auto rows, database.prepare(fmt::format(fmt::runtime(sql), kRowColumns, kRowJoins)));
  rows.bind(key).bind(static_cast<std::int64_t>(kMaxPage));
  std::vector<ChainLink> chain;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return chain;
    const auto forwarded = rows.optional_number(kRowColumnCount);
    ChainLink link{read_row(rows, unmasked), std::nullopt, forwarded.has_value()};
    SANAD_TRY(link.from, account_at(database, forwarded, unmasked));
    chain.push_back(std::move(link));
  }
}

}  // namespace

Result<std::vector<CaseIndex::Duplicate>> CaseIndex::duplicates(std::int64_t after,
                                                                std::size_t limit) const {
  SANAD_CHECK(check_page(limit, kMaxPage));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto rows,
            reader->prepare("SELECT sha256, documents FROM files WHERE documents > 1 ORDER "
                            "BY documents DESC, id LIMIT ? OFFSET ?"));
  rows.bind(static_cast<std::int64_t>(limit)).bind(after);
  std::vector<Duplicate> duplicates;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return duplicates;
    duplicates.push_back({format_hex(rows.bytes(0)), rows.number(1)});
  }
}

Result<Rows> CaseIndex::same_file(std::string_view sha256, const Page& page,
                                  const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(page.limit, kMaxPage));
  SANAD_TRY(const Digest256 digest, parse_digest256(sha256));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(
      auto rows,
      reader->prepare(fmt::format(
          "SELECT {} FROM documents d {} WHERE d.file = (SELECT id FROM files WHERE sha256 = ?) "
          "AND d.id > ? ORDER BY d.id LIMIT {}",
          kRowColumns, kRowJoins, page.limit + 1)));
  rows.bind_borrowed(ByteView(digest)).bind(page.after ? page.after->document : 0);
  Rows found;
  After last;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return found;
    if (found.rows.size() == page.limit) {
      found.next = last;
      return found;
    }
    found.rows.push_back(read_row(rows, unmasked));
    last = after_of(rows);
  }
}

Result<std::vector<ChainLink>> CaseIndex::chain(std::int64_t document,
                                                const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto row, reader->prepare("SELECT content, file FROM documents WHERE id = ?"));
  SANAD_TRY(const bool found, row.bind(document).step());
  if (!found) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no document {} in the case index; search again", document)};
  }
  if (!row.is_null(1)) return read_chain(*reader, kSameFile, row.number(1), unmasked);
  if (!row.is_null(0)) return read_chain(*reader, kSameText, row.number(0), unmasked);
  return std::vector<ChainLink>();
}

Result<std::int64_t> CaseIndex::find_document(const Document& document) const {
  constexpr std::string_view kPlace =
      " CROSS JOIN holders h ON h.id = d.holder CROSS JOIN originals o ON o.id = h.original "
      "WHERE o.exhibit = ? AND d.part = ? LIMIT 1";
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  const auto first = [&](sqlite::Statement& statement) -> Result<std::int64_t> {
    statement.bind(document.source.exhibit).bind(static_cast<std::int64_t>(document.source.part));
    SANAD_TRY(const bool found, statement.step());
    return found ? statement.number(0) : 0;
  };
  if (!document.sha256.empty()) {
    SANAD_TRY(const Digest256 digest, parse_digest256(document.sha256));
    SANAD_TRY(auto by_file,
              reader->prepare(fmt::format(
                  "SELECT d.id FROM (SELECT id FROM documents WHERE file = (SELECT id FROM files "
                  "WHERE sha256 = ?)) c CROSS JOIN documents d ON d.id = c.id {}",
                  kPlace)));
    by_file.bind_borrowed(ByteView(digest));
    return first(by_file);
  }
  SANAD_TRY(auto by_text, reader->prepare(fmt::format(
                              "SELECT d.id FROM (SELECT document AS id FROM contents WHERE content "
                              "= ?) c CROSS JOIN documents d ON d.id = c.id {}",
                              kPlace)));
  by_text.bind(static_cast<std::int64_t>(document.content));
  return first(by_text);
}

}  // namespace sanad::case_index
