// From entries about verification sheets to rows.
#include "state.h"

namespace sanad::records {

Result<void> project_sheet(sqlite::Database& database, const Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO sheet_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member("sheet"))
      .bind(entry.data["version"].int_or(0))
      .bind(entry.case_id)
      .bind(member("exhibit"))
      .bind(entry.data["part"].int_or(kWholeExhibit))
      .bind(member("reason"))
      .bind(json::format_canonical(entry.data["content"]))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

}  // namespace sanad::records
