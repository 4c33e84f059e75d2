// What Records holds, shared by the file that writes projections and the one that reads them.
#pragma once

#include <mutex>

#include "records/records.h"
#include "sqlite/sqlite.h"

namespace sanad::records {

struct Records::State {
  explicit State(sqlite::Database opened) : database(std::move(opened)) {}
  mutable std::mutex mutex;  // guards database: one statement at a time
  sqlite::Database database;
};

// The exhibits that an entry speaks of; an entry about several is listed under each by its text.
std::string exhibit_of(const Entry& entry);

// Writes what one entry says into the tables.
Result<void> project(sqlite::Database& database, const Entry& entry);
// The kinds "screening.…" of it.
Result<void> project_screening(sqlite::Database& database, const Entry& entry);
// The kinds "exchange.…", "partner.…", "marking.…", "package.…", "receipt.…", "indicator.…" and
// "indicators.…".
Result<void> project_sharing(sqlite::Database& database, const Entry& entry);
// The kind "sheet.saved".
Result<void> project_sheet(sqlite::Database& database, const Entry& entry);
// The kinds "assessment.…", "exculpatory.…", "complaint.…" and "exposure.…", and looks; others are
// left alone.
Result<void> project_assessment(sqlite::Database& database, const Entry& entry);
// The kinds "request.…", and what they say of clocks.
Result<void> project_request(sqlite::Database& database, const Entry& entry);
// The kinds "clock.…".
Result<void> project_clock(sqlite::Database& database, const Entry& entry);
// Clocks that an entry of any kind starts ("clocks") or says were met ("met").
Result<void> project_clocks_of(sqlite::Database& database, const Entry& entry);
// The kinds "recheck.…".
Result<void> project_recheck(sqlite::Database& database, const Entry& entry);

// The kinds "paper.…", "review.recorded", "emergency.…", "law.…" and "policy.set"; others are left
// alone. Also which acts were done under an emergency.
Result<void> project_paper(sqlite::Database& database, const Entry& entry);

// kNotFound, with the disposal, where the exhibit or case of this identifier, number or reference
// was disposed of.
Result<void> check_not_disposed(const sqlite::Database& database, std::string_view id);

// The kinds "retention.…", "hold.…" and "disposal.…".
Result<void> project_keeping(sqlite::Database& database, const Entry& entry);

// In the place of a part's number, of a sheet that is about a whole exhibit.
inline constexpr std::int64_t kWholeExhibit = -1;

}  // namespace sanad::records
