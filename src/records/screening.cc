// Reading lists of people, screenings and their leads.
#include "records/screening.h"

#include <fmt/format.h>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectVersion =
    "SELECT v.id, v.list, v.name, v.publisher, v.format, v.columns, v.version, v.sha256, v.size, "
    "v.entries, v.added, v.removed, v.changed, v.imported_at, v.imported_by, "
    "(SELECT count(*) FROM people_versions o WHERE o.list = v.list) FROM people_versions v ";
constexpr std::string_view kIsNewest =
    "v.idx = (SELECT max(n.idx) FROM people_versions n WHERE n.list = v.list)";
constexpr std::string_view kSelectScreening =
    "SELECT s.id, s.case_id, s.data, s.at, s.actor, "
    "(SELECT count(*) FROM screening_leads l WHERE l.screening = s.id), "
    "(SELECT count(*) FROM screening_leads l WHERE l.screening = s.id AND l.outcome = 'open'), "
    "(SELECT count(*) FROM screening_leads l WHERE l.screening = s.id AND l.origin = 'asked') "
    "FROM screenings s ";
// Of what later versions say about the entry, the last counts.
constexpr std::string_view kSelectLead =
    "SELECT l.id, l.screening, l.case_id, l.list, l.version_id, l.entry, l.data, l.found_at, "
    "l.outcome, l.reviewed_by, l.reviewed_at, l.reason, c.change, w.id, w.version, w.imported_at "
    "FROM screening_leads l "
    "LEFT JOIN people_changes c ON c.rowid = ("
    "SELECT d.rowid FROM people_changes d JOIN people_versions x ON x.id = d.version_id "
    "WHERE d.list = l.list AND d.entry = l.entry "
    "AND x.idx > (SELECT y.idx FROM people_versions y WHERE y.id = l.version_id) "
    "ORDER BY x.idx DESC LIMIT 1) "
    "LEFT JOIN people_versions w ON w.id = c.version_id ";

Result<PeopleListVersion> read_version(const Statement& row) {
  PeopleListVersion version;
  std::string* const texts[] = {&version.id, &version.list, &version.name, &version.publisher,
                                &version.format};
  int column = 0;
  for (std::string* text : texts) *text = row.text(column++);
  SANAD_TRY_WITH(version.columns, json::parse(row.text(column++)), version.id);
  version.version = row.text(column++);
  version.sha256 = row.text(column++);
  version.size = static_cast<std::uint64_t>(row.number(column++));
  for (std::int64_t* number :
       {&version.entries, &version.added, &version.removed, &version.changed})
    *number = row.number(column++);
  version.imported_at = {row.number(column++)};
  version.imported_by = row.text(column++);
  version.versions = row.number(column);
  return version;
}

Result<Screening> read_screening(const Statement& row) {
  Screening screening;
  screening.id = row.text(0);
  screening.case_id = row.text(1);
  SANAD_TRY_WITH(screening.data, json::parse(row.text(2)), screening.id);
  screening.at = {row.number(3)};
  screening.actor = row.text(4);
  screening.leads = row.number(5);
  screening.open = row.number(6);
  screening.at_once = row.number(7);
  return screening;
}

Result<ScreeningLead> read_lead(const Statement& row) {
  ScreeningLead lead;
  std::string* const texts[] = {&lead.id,   &lead.screening,  &lead.case_id,
                                &lead.list, &lead.version_id, &lead.entry};
  int column = 0;
  for (std::string* text : texts) *text = row.text(column++);
  SANAD_TRY_WITH(lead.data, json::parse(row.text(column++)), lead.id);
  lead.found_at = {row.number(column++)};
  lead.outcome = row.text(column++);
  lead.reviewed_by = row.text(column++);
  if (!row.is_null(column)) lead.reviewed_at = Timestamp{row.number(column)};
  lead.reason = row.text(column + 1);
  column += 2;
  if (!row.is_null(column)) {
    lead.standing = LeadStanding{
        row.text(column), row.text(column + 1), row.text(column + 2), {row.number(column + 3)}};
  }
  return lead;
}

}  // namespace

Result<std::vector<PeopleListVersion>> Records::people_lists() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format("{} WHERE {} ORDER BY v.name",
                                                                      kSelectVersion, kIsNewest)));
  return read_all(std::move(statement), read_version);
}

Result<PeopleListVersion> Records::people_list(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE (v.list = ?1 OR v.name = ?1) AND {}",
                                                 kSelectVersion, kIsNewest)));
  statement.bind(id);
  return read_one(std::move(statement), read_version, "list of people", id);
}

Result<std::vector<PeopleListVersion>> Records::people_list_versions(std::string_view list) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE v.list = ? ORDER BY v.idx DESC", kSelectVersion)));
  statement.bind(list);
  return read_all(std::move(statement), read_version);
}

Result<std::vector<Screening>> Records::screenings(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE s.case_id = ? ORDER BY s.idx DESC", kSelectScreening)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_screening);
}

Result<Screening> Records::screening(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE s.id = ?", kSelectScreening)));
  statement.bind(id);
  return read_one(std::move(statement), read_screening, "screening", id);
}

Result<std::vector<ScreeningLead>> Records::screening_leads(std::string_view screening) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE l.screening = ? ORDER BY l.idx", kSelectLead)));
  statement.bind(screening);
  return read_all(std::move(statement), read_lead);
}

Result<std::vector<ScreeningLead>> Records::leads_of_list(std::string_view list) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE l.list = ? ORDER BY l.idx", kSelectLead)));
  statement.bind(list);
  return read_all(std::move(statement), read_lead);
}

Result<ScreeningLead> Records::screening_lead(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE l.id = ?", kSelectLead)));
  statement.bind(id);
  return read_one(std::move(statement), read_lead, "lead", id);
}

Result<LeadCounts> Records::lead_counts(std::string_view list) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT outcome, count(*) FROM screening_leads "
                                     "WHERE ?1 = '' OR list = ?1 GROUP BY outcome"));
  statement.bind(list);
  LeadCounts counts;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return counts;
    const std::string outcome = statement.text(0);
    std::int64_t& count = outcome == "same"        ? counts.same
                          : outcome == "not-same"  ? counts.not_same
                          : outcome == "undecided" ? counts.undecided
                                                   : counts.open;
    count += statement.number(1);
  }
}

}  // namespace sanad::records
