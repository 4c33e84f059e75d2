// Reading verification sheets.
#include "records/sheets.h"

#include <fmt/format.h>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectSheet =
    "SELECT sheet, version, case_id, exhibit, part, reason, content, at, actor, idx FROM "
    "sheet_versions s ";
constexpr std::string_view kIsNewest =
    "version = (SELECT max(version) FROM sheet_versions n WHERE n.sheet = s.sheet)";

Result<SheetVersion> read_sheet(const Statement& row) {
  SheetVersion one;
  one.sheet = row.text(0);
  one.version = row.number(1);
  one.case_id = row.text(2);
  one.subject.exhibit = row.text(3);
  if (row.number(4) >= 0) one.subject.part = static_cast<std::uint64_t>(row.number(4));
  one.reason = row.text(5);
  SANAD_TRY_WITH(one.content, json::parse(row.text(6)), "the records database is damaged");
  one.at = {row.number(7)};
  one.actor = row.text(8);
  one.index = static_cast<std::uint64_t>(row.number(9));
  return one;
}

}  // namespace

Result<std::vector<SheetVersion>> Records::sheet_versions(const SheetSubject& subject) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE exhibit = ? AND part = ? ORDER BY version DESC", kSelectSheet)));
  statement.bind(subject.exhibit)
      .bind(subject.part ? static_cast<std::int64_t>(*subject.part) : kWholeExhibit);
  return read_all(std::move(statement), read_sheet);
}

Result<SheetVersion> Records::sheet_version(std::string_view sheet, std::int64_t version) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE sheet = ? AND version = ?", kSelectSheet)));
  statement.bind(sheet).bind(version);
  return read_one(std::move(statement), read_sheet, "version of a verification sheet",
                  fmt::format("{} {}", sheet, version));
}

Result<std::vector<SheetVersion>> Records::sheets(std::string_view case_id,
                                                  std::string_view exhibit) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE case_id = ?1 AND (?2 = '' OR exhibit = ?2) AND {} ORDER BY exhibit, part",
                kSelectSheet, kIsNewest)));
  statement.bind(case_id).bind(exhibit);
  return read_all(std::move(statement), read_sheet);
}

}  // namespace sanad::records
