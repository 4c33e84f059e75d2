#include "records/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rows.h"
#include "schema.h"
#include "state.h"

namespace sanad::records {
namespace {

Timestamp time_at(const Statement& row, int column) { return {row.number(column)}; }

Result<json::Value> stored_json(const Statement& row, int column) {
  auto value = json::parse(row.text(column));
  if (value.ok()) return value;
  return Error{
      ErrorCode::kIntegrity,
      "the records database is damaged; run \"sanad rebuild\" to make it again from the ledger"};
}

std::vector<std::string> strings_of(const json::Value& value) {
  std::vector<std::string> strings;
  if (const auto* items = value.as_array()) {
    for (const auto& item : *items) strings.push_back(item.string_or(""));
  }
  return strings;
}

Result<authority::Officer> read_officer(const Statement& row) {
  authority::Officer officer{row.text(0), row.text(1), {}, row.number(3) != 0};
  SANAD_TRY(const json::Value roles, stored_json(row, 2));
  for (const auto& name : strings_of(roles)) {
    SANAD_TRY(const authority::Role role, authority::parse_role(name));
    officer.roles.push_back(role);
  }
  return officer;
}

Result<Case> read_case(const Statement& row) {
  return Case{row.text(0), row.text(1),     row.text(2),   row.text(3),  row.text(4),
              row.text(5), time_at(row, 6), row.number(7), row.number(8)};
}

Result<authority::AuthorisationState> parse_state(const std::string& text) {
  using State = authority::AuthorisationState;
  for (const State state :
       {State::kRequested, State::kApproved, State::kRejected, State::kRevoked}) {
    if (authority::state_name(state) == text) return state;
  }
  return Error{
      ErrorCode::kIntegrity,
      "the records database is damaged; run \"sanad rebuild\" to make it again from the ledger"};
}

Result<authority::Authorisation> read_authorisation(const Statement& row) {
  authority::Authorisation a;
  a.id = row.text(0);
  a.case_id = row.text(1);
  a.requester = row.text(2);
  a.requested_at = time_at(row, 3);
  SANAD_TRY(a.state, parse_state(row.text(4)));
  a.decided_by = row.text(5);
  if (!row.is_null(6)) a.decided_at = time_at(row, 6);
  a.note = row.text(7);
  SANAD_TRY(const json::Value request, stored_json(row, 8));
  SANAD_TRY_WITH(a.request, authority::parse_request(request), a.id);
  a.law_warnings = strings_of(request["law_warnings"]);
  if (!row.is_null(9)) a.reviewed_until = time_at(row, 9);
  return a;
}

Result<Exhibit> read_exhibit(const Statement& row) {
  Exhibit e{row.text(0),
            row.text(1),
            row.text(2),
            row.text(3),
            row.text(4),
            row.text(5),
            row.text(6),
            row.text(7),
            time_at(row, 8),
            time_at(row, 9),
            row.text(10),
            {},
            {},
            static_cast<std::uint64_t>(row.number(13)),
            row.text(14),
            row.number(15)};
  SANAD_TRY(const json::Value reasons, stored_json(row, 11));
  e.reasons = strings_of(reasons);
  SANAD_TRY(const json::Value files, stored_json(row, 12));
  if (const auto* items = files.as_array()) {
    for (const auto& f : *items) {
      e.files.push_back({f["name"].string_or(""), f["role"].string_or(""),
                         f["media_type"].string_or(""),
                         static_cast<std::uint64_t>(f["size"].int_or(0)), f["sha256"].string_or(""),
                         f["sha512"].string_or(""), "", "", ""});
    }
  }
  return e;
}

Result<Capture> read_capture(const Statement& row) {
  return Capture{row.text(0), row.text(1), row.text(2), row.text(3),
                 row.text(4), row.text(5), row.text(6)};
}

Result<Bundle> read_bundle(const Statement& row) {
  Bundle b{row.text(0),     row.text(1), {},
           row.text(3),     row.text(4), static_cast<std::uint64_t>(row.number(5)),
           time_at(row, 6), row.text(7)};
  SANAD_TRY(const json::Value exhibits, stored_json(row, 2));
  b.exhibits = strings_of(exhibits);
  return b;
}

Result<Entry> read_entry(const Statement& row) {
  Entry entry{static_cast<std::uint64_t>(row.number(0)),
              time_at(row, 1),
              row.text(2),
              row.text(3),
              row.text(4),
              {},
              row.number(6) != 0};
  SANAD_TRY(entry.data, stored_json(row, 5));
  return entry;
}

constexpr std::string_view kSelectCase =
    "SELECT id, reference, title, officer_in_charge, law_pack, law_edition, opened_at, "
    "(SELECT count(*) FROM exhibits e WHERE e.case_id = c.id), (SELECT count(*) FROM "
    "authorisations a WHERE a.case_id = c.id) FROM cases c ";
constexpr std::string_view kCaseStands =
    "NOT EXISTS (SELECT 1 FROM disposals d WHERE d.case_id = c.id AND d.exhibit = '' AND "
    "d.begun_at IS NOT NULL)";
constexpr std::string_view kSelectAuthorisation =
    "SELECT id, case_id, requester, requested_at, state, decided_by, decided_at, note, request, "
    "(SELECT next_review FROM reviews r WHERE r.subject = authorisations.id ORDER BY idx DESC "
    "LIMIT 1) FROM authorisations ";
constexpr std::string_view kSelectExhibit =
    "SELECT id, number, case_id, capture, authorisation, url, title, collector, started_at, "
    "ended_at, completeness, reasons, files, sealed_index, source, further_files "
    "FROM exhibits ";
constexpr std::string_view kSelectBundle =
    "SELECT id, case_id, exhibits, purpose, sha256, size, created_at, created_by FROM bundles ";

}  // namespace

Records::Records(std::unique_ptr<State> state) : state_(std::move(state)) {}
Records::~Records() = default;

Result<std::unique_ptr<Records>> Records::open(const std::string& path) {
  SANAD_TRY(Database database, Database::open(path, kRecordsSchema, kRecordsVersion));
  SANAD_TRY(Statement check, database.prepare("PRAGMA quick_check(1)"));
  SANAD_CHECK(check.step());
  if (check.text(0) != "ok") {
    return Error{
        ErrorCode::kIntegrity,
        fmt::format("{} is damaged ({}); run \"sanad rebuild\" to make it again from the ledger",
                    path, check.text(0))};
  }
  return std::unique_ptr<Records>(new Records(std::make_unique<State>(std::move(database))));
}

Result<std::uint64_t> Records::applied() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare("SELECT size FROM applied"));
  SANAD_CHECK(statement.step());
  return static_cast<std::uint64_t>(statement.number(0));
}

Result<void> Records::apply(const std::vector<Entry>& entries) {
  if (entries.empty()) return {};
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Transaction transaction, Transaction::begin(state_->database));
  for (const auto& entry : entries) {
    SANAD_TRY(Statement next,
              state_->database.prepare("UPDATE applied SET size = size + 1 WHERE size = ?"));
    SANAD_CHECK(next.bind(static_cast<std::int64_t>(entry.index)).run());
    if (state_->database.changes() != 1) {
      return Error{ErrorCode::kConflict,
                   fmt::format("entry {} is not the next one for the records", entry.index)};
    }
    SANAD_CHECK_WITH(project(state_->database, entry),
                     fmt::format("entry {} ({})", entry.index, entry.kind));
  }
  return transaction.commit();
}

Result<std::vector<authority::Officer>> Records::officers() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(
      Statement statement,
      state_->database.prepare("SELECT id, name, roles, active FROM officers ORDER BY name, id"));
  return read_all(std::move(statement), read_officer);
}

Result<authority::Officer> Records::officer(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT id, name, roles, active FROM officers WHERE id = ?1 "
                                     "OR name = ?1 ORDER BY id = ?1 DESC"));
  statement.bind(id);
  return read_one(std::move(statement), read_officer, "officer", id);
}

Result<std::vector<Case>> Records::cases() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE {} ORDER BY opened_at DESC, id", kSelectCase, kCaseStands)));
  return read_all(std::move(statement), read_case);
}

Result<Case> Records::find_case(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_CHECK(check_not_disposed(state_->database, id));
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE id = ?1 OR reference = ?1", kSelectCase)));
  statement.bind(id);
  return read_one(std::move(statement), read_case, "case", id);
}

Result<std::vector<authority::Authorisation>> Records::authorisations(
    std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE ?1 = '' OR case_id = ?1 ORDER BY requested_at DESC, id",
                            kSelectAuthorisation)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_authorisation);
}

Result<authority::Authorisation> Records::authorisation(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectAuthorisation)));
  statement.bind(id);
  return read_one(std::move(statement), read_authorisation, "authorisation", id);
}

Result<std::vector<Exhibit>> Records::exhibits(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE case_id = ? AND NOT EXISTS (SELECT 1 FROM disposals d WHERE "
                            "d.exhibit = exhibits.id AND d.begun_at IS NOT NULL) ORDER BY "
                            "sealed_index",
                            kSelectExhibit)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_exhibit);
}

Result<Exhibit> Records::exhibit(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_CHECK(check_not_disposed(state_->database, id));
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE id = ?1 OR number = ?1", kSelectExhibit)));
  statement.bind(id);
  return read_one(std::move(statement), read_exhibit, "exhibit", id);
}

Result<std::vector<Capture>> Records::captures(std::string_view state) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT id, exhibit, case_id, url, actor, state, reason FROM "
                                     "captures WHERE state = ? ORDER BY id"));
  statement.bind(state);
  return read_all(std::move(statement), read_capture);
}

Result<std::int64_t> Records::count_acquisitions(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(
      Statement statement,
      state_->database.prepare(
          "SELECT count(*) FROM (SELECT exhibit FROM captures WHERE case_id = ?1 UNION SELECT "
          "exhibit FROM imports WHERE case_id = ?1 UNION SELECT exhibit FROM disposals WHERE "
          "case_id = ?1 AND exhibit <> '' AND begun_at IS NOT NULL)"));
  SANAD_CHECK(statement.bind(case_id).step());
  return statement.number(0);
}

Result<std::vector<Bundle>> Records::bundles(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE case_id = ? ORDER BY created_at DESC, id", kSelectBundle)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_bundle);
}

Result<Bundle> Records::bundle(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectBundle)));
  statement.bind(id);
  return read_one(std::move(statement), read_bundle, "bundle", id);
}

Result<std::vector<Entry>> Records::entries(const EntryFilter& filter) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("SELECT idx, at, kind, actor, case_id, data, destroyed FROM entries "
                            "WHERE (?1 = '' OR case_id = ?1) AND (?2 = '' OR exhibit = ?2) AND (?3 "
                            "= '' OR kind = ?3) AND idx < ?4 "
                            "ORDER BY idx {} LIMIT ?5",
                            filter.oldest_first ? "ASC" : "DESC")));
  const auto before = filter.before ? static_cast<std::int64_t>(*filter.before) : INT64_MAX;
  statement.bind(filter.case_id)
      .bind(filter.exhibit)
      .bind(filter.kind)
      .bind(before)
      .bind(static_cast<std::int64_t>(filter.limit));
  return read_all(std::move(statement), read_entry);
}

Result<std::string> Records::setting(std::string_view name) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT value FROM settings WHERE name = ?"));
  SANAD_TRY(const bool found, statement.bind(name).step());
  return found ? statement.text(0) : std::string();
}

Result<std::string> Records::agency() const { return setting("agency"); }

}  // namespace sanad::records
