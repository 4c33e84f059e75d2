#include <fmt/format.h>

#include "state.h"

namespace sanad::case_index {

Result<sqlite::Database> open_database(const std::string& path) {
  return sqlite::Database::open(path, kIndexSchema, kIndexVersion, kWhat,
                                sqlite::Durability::kWhole);
}

Result<Readers::Lease> Readers::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      sqlite::Database database = std::move(free_.back());
      free_.pop_back();
      return Lease(*this, std::move(database));
    }
  }
  SANAD_TRY(sqlite::Database database, open_database(path_));
  SANAD_CHECK(
      database.run("PRAGMA query_only=ON; PRAGMA cache_size=-32768; PRAGMA temp_store=FILE;"));
  return Lease(*this, std::move(database));
}

// More readers than this at once are opened and closed again.
void Readers::give_back(sqlite::Database database) {
  constexpr std::size_t kKept = 4;
  const std::lock_guard lock(mutex_);
  if (free_.size() < kKept) free_.push_back(std::move(database));
}

CaseIndex::CaseIndex(std::unique_ptr<State> state) : state_(std::move(state)) {}
CaseIndex::~CaseIndex() = default;

Result<std::unique_ptr<CaseIndex>> CaseIndex::open(const std::string& path, ByteView case_secret) {
  if (case_secret.size() != 32)
    return Error{ErrorCode::kInvalid, "the secret of a case has 32 bytes"};
  SANAD_TRY(sqlite::Database database, open_database(path));
  SANAD_TRY(auto writer, Writer::open(std::move(database), case_secret));
  return std::unique_ptr<CaseIndex>(
      new CaseIndex(std::make_unique<State>(path, std::move(writer))));
}

Result<void> CaseIndex::add(const Document& document) {
  const std::lock_guard lock(state_->mutex);
  return state_->writer->add(document);
}

Result<void> CaseIndex::commit() {
  const std::lock_guard lock(state_->mutex);
  return state_->writer->commit();
}

void CaseIndex::discard() {
  const std::lock_guard lock(state_->mutex);
  state_->writer->discard();
}

Result<void> CaseIndex::remove_exhibit(std::string_view exhibit) {
  const std::lock_guard lock(state_->mutex);
  return state_->writer->remove_exhibit(exhibit);
}

Result<std::int64_t> CaseIndex::next_id() const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto last, reader->prepare("SELECT coalesce(max(id), 0) + 1 FROM documents"));
  SANAD_CHECK(last.step());
  return last.number(0);
}

Result<std::vector<IndexedExhibit>> CaseIndex::exhibits() const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto rows,
            reader->prepare("SELECT o.exhibit, sum(n.count) FROM (SELECT holder, count(*) AS "
                            "count FROM documents GROUP BY holder) n JOIN holders h ON h.id = "
                            "n.holder JOIN originals o ON o.id = h.original GROUP BY "
                            "o.exhibit ORDER BY min(o.id)"));
  std::vector<IndexedExhibit> exhibits;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return exhibits;
    exhibits.push_back({rows.text(0), rows.number(1)});
  }
}

Result<void> CaseIndex::verify() const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto check, reader->prepare("PRAGMA integrity_check(1)"));
  SANAD_CHECK(check.step());
  if (check.text(0) == "ok") return {};
  return Error{ErrorCode::kIntegrity,
               fmt::format("{} is damaged ({}); run \"sanad rebuild\" to make it again", kWhat,
                           check.text(0))};
}

}  // namespace sanad::case_index
