#include <fmt/format.h>

#include "rows.h"
#include "state.h"

namespace sanad::case_index {

Result<std::vector<SelectorValue>> CaseIndex::selectors(std::string_view kind, std::int64_t after,
                                                        std::size_t limit,
                                                        const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(limit, kMaxPage));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement,
            reader->prepare(fmt::format(
                "SELECT {} FROM selectors {} ORDER BY documents DESC, id LIMIT ? OFFSET ?",
                kSelectorColumns, kind.empty() ? "" : "WHERE kind = ?")));
  if (!kind.empty()) statement.bind(kind);
  statement.bind(static_cast<std::int64_t>(limit)).bind(after);
  std::vector<SelectorValue> selectors;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return selectors;
    selectors.push_back(read_selector(statement, unmasked));
  }
}

namespace {

Result<SelectorValue> find(const sqlite::Database& database, std::string_view column,
                           std::int64_t value, const Unmasked& unmasked) {
  SANAD_TRY(auto statement, database.prepare(fmt::format("SELECT {} FROM selectors WHERE {} = ?",
                                                         kSelectorColumns, column)));
  SANAD_TRY(const bool found, statement.bind(value).step());
  if (!found) return Error{ErrorCode::kNotFound, fmt::format("there is no selector {}", value)};
  return read_selector(statement, unmasked);
}

}  // namespace

Result<SelectorValue> CaseIndex::selector(std::int64_t row, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return find(*reader, "id", row, unmasked);
}

Result<SelectorValue> CaseIndex::selector_of(std::int64_t pseudonym,
                                             const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return find(*reader, "pseudonym", pseudonym, unmasked);
}

}  // namespace sanad::case_index
