// What was imported, and what was read in it.
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectImport =
    "SELECT id, exhibit, case_id, source, name, authorisation, number, actor, state, reason FROM "
    "imports ";
constexpr std::string_view kSelectFile =
    "SELECT name, role, media_type, size, sha256, sha512, path, modified_at, same_as FROM "
    "exhibit_files ";

Result<Import> read_import(const Statement& row) {
  return Import{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4),
                row.text(5), row.text(6), row.text(7), row.text(8), row.text(9)};
}

Result<ExhibitFile> read_file(const Statement& row) {
  return ExhibitFile{
      row.text(0), row.text(1), row.text(2), static_cast<std::uint64_t>(row.number(3)),
      row.text(4), row.text(5), row.text(6), row.text(7),
      row.text(8)};
}

Result<PartList> read_part_list(const Statement& row) {
  PartList list{row.text(0), nullptr, {row.number(2)}, static_cast<std::uint64_t>(row.number(3))};
  SANAD_TRY_WITH(list.data, json::parse(row.text(1)), "the records database is damaged");
  return list;
}

}  // namespace

Result<std::vector<Import>> Records::imports(std::string_view state) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE state = ? ORDER BY id", kSelectImport)));
  statement.bind(state);
  return read_all(std::move(statement), read_import);
}

Result<Import> Records::find_import(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE id = ?1 OR exhibit = ?1", kSelectImport)));
  statement.bind(id);
  return read_one(std::move(statement), read_import, "import", id);
}

Result<std::vector<ExhibitFile>> Records::imported_files(std::string_view exhibit,
                                                         std::uint64_t first,
                                                         std::size_t limit) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE exhibit = ? AND n >= ? ORDER BY n LIMIT ?", kSelectFile)));
  statement.bind(exhibit)
      .bind(static_cast<std::int64_t>(first))
      .bind(static_cast<std::int64_t>(limit));
  return read_all(std::move(statement), read_file);
}

Result<ExhibitFile> Records::file(const Exhibit& exhibit, std::string_view name) const {
  for (const ExhibitFile& file : exhibit.files)
    if (file.name == name) return file;
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE exhibit = ? AND name = ?", kSelectFile)));
  statement.bind(exhibit.id).bind(name);
  SANAD_TRY(auto files, read_all(std::move(statement), read_file));
  if (!files.empty()) return files.front();
  return Error{ErrorCode::kNotFound,
               fmt::format("the exhibit {} has no file \"{}\"", exhibit.number, name)};
}

Result<std::string> Records::imported_before(std::string_view case_id, std::string_view sha256,
                                             std::string_view exhibit) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT f.exhibit || '/' || f.name FROM exhibit_files f LEFT JOIN exhibits x ON "
                "x.id = f.exhibit WHERE f.case_id = ? AND f.sha256 = ? AND (x.id IS NOT NULL OR "
                "f.exhibit = ?) ORDER BY x.sealed_index IS NULL, x.sealed_index, f.n LIMIT 1"));
  SANAD_TRY(const bool found, statement.bind(case_id).bind(sha256).bind(exhibit).step());
  return found ? statement.text(0) : std::string();
}

Result<PartList> Records::part_list(std::string_view exhibit) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(
      Statement statement,
      state_->database.prepare("SELECT exhibit, data, at, idx FROM part_lists WHERE exhibit = ?"));
  statement.bind(exhibit);
  return read_one(std::move(statement), read_part_list, "list of parts of", exhibit);
}

Result<std::vector<PartList>> Records::part_lists(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT exhibit, data, at, idx FROM part_lists WHERE case_id = ? ORDER BY idx"));
  statement.bind(case_id);
  return read_all(std::move(statement), read_part_list);
}

}  // namespace sanad::records
