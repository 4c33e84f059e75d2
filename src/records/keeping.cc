// Reading retention rules, holds and disposals.
#include "records/keeping.h"

#include <fmt/format.h>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kDamaged = "the records database is damaged";
constexpr std::string_view kSelectRule =
    "SELECT id, case_id, data, set_at, set_by, review_clock, reviewed_at, finding, ended_at, "
    "ended_by, end_reason FROM retention_rules ";
constexpr std::string_view kSelectHold =
    "SELECT id, case_id, exhibit, ground, reason, placed_at, placed_by, lifted_at, lifted_by, "
    "lift_reason FROM holds ";
constexpr std::string_view kSelectDisposal =
    "SELECT id, case_id, case_reference, exhibit, number, state, rule, reason, proposed_at, "
    "proposed_by, decided_by, decided_at, note, begun_at, done_at, begun, done, begun_idx, "
    "done_idx FROM disposals ";
// ?1: an exhibit's identifier or number, or a case's identifier or reference.
constexpr std::string_view kIsTombstone =
    "WHERE begun_at IS NOT NULL AND ((exhibit <> '' AND (exhibit = ?1 OR number = ?1)) OR (exhibit "
    "= '' AND (case_id = ?1 OR case_reference = ?1 OR id IN (SELECT disposal FROM disposal_items "
    "WHERE what = 'exhibit' AND item = ?1)))) ORDER BY begun_at LIMIT 1";

std::optional<Timestamp> time_or_none(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Timestamp{row.number(column)};
}

Result<RetentionRule> read_rule(const Statement& row) {
  SANAD_TRY_WITH(const json::Value data, json::parse(row.text(2)), kDamaged);
  RetentionRule rule;
  rule.id = row.text(0);
  rule.case_id = row.text(1);
  rule.material = data["material"].string_or("");
  rule.name = data["name"].string_or("");
  rule.pack = data["pack"].string_or("");
  rule.edition = data["edition"].string_or("");
  rule.provision = data["provision"].string_or("");
  rule.reason = data["reason"].string_or("");
  if (!data["period"].is_null()) {
    SANAD_TRY_WITH(rule.period, clocks::parse_period(data["period"]), kDamaged);
  }
  SANAD_TRY_WITH(rule.review_period, clocks::parse_period(data["review_period"]), kDamaged);
  rule.set_at = {row.number(3)};
  rule.set_by = row.text(4);
  rule.review_clock = row.text(5);
  rule.reviewed_at = time_or_none(row, 6);
  rule.finding = row.text(7);
  rule.ended_at = time_or_none(row, 8);
  rule.ended_by = row.text(9);
  rule.end_reason = row.text(10);
  return rule;
}

Result<Hold> read_hold(const Statement& row) {
  return Hold{row.text(0),     row.text(1), row.text(2),          row.text(3), row.text(4),
              {row.number(5)}, row.text(6), time_or_none(row, 7), row.text(8), row.text(9)};
}

Result<Disposal> read_disposal(const Statement& row) {
  Disposal one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  one.case_reference = row.text(2);
  one.exhibit = row.text(3);
  one.number = row.text(4);
  one.state = row.text(5);
  one.rule = row.text(6);
  one.reason = row.text(7);
  one.proposed_at = {row.number(8)};
  one.proposed_by = row.text(9);
  one.decided_by = row.text(10);
  one.decided_at = time_or_none(row, 11);
  one.note = row.text(12);
  one.begun_at = time_or_none(row, 13);
  one.done_at = time_or_none(row, 14);
  SANAD_TRY_WITH(one.begun, json::parse(row.text(15)), kDamaged);
  SANAD_TRY_WITH(one.done, json::parse(row.text(16)), kDamaged);
  one.begun_index = static_cast<std::uint64_t>(row.number(17));
  one.done_index = static_cast<std::uint64_t>(row.number(18));
  return one;
}

Result<std::string> read_text(const Statement& row) { return row.text(0); }

Result<std::optional<Disposal>> find_tombstone(const Database& database, std::string_view id) {
  SANAD_TRY(Statement statement,
            database.prepare(fmt::format("{}{}", kSelectDisposal, kIsTombstone)));
  SANAD_TRY(const bool found, statement.bind(id).step());
  if (!found) return std::optional<Disposal>();
  SANAD_TRY(Disposal one, read_disposal(statement));
  return std::optional<Disposal>(std::move(one));
}

}  // namespace

Result<void> check_not_disposed(const Database& database, std::string_view id) {
  SANAD_TRY(const auto gone, find_tombstone(database, id));
  if (!gone) return {};
  return Error{ErrorCode::kNotFound,
               fmt::format("{} was disposed of on {} ({}); its content is gone for ever, and the "
                           "certificate of disposal says what it was and why",
                           id, format_timestamp(*gone->begun_at).substr(0, 10), gone->id)};
}

Result<std::vector<RetentionRule>> Records::retention_rules(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE ?1 = '' OR case_id IN ('', ?1) ORDER BY rowid", kSelectRule)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_rule);
}

Result<RetentionRule> Records::retention_rule(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectRule)));
  statement.bind(id);
  return read_one(std::move(statement), read_rule, "retention rule", id);
}

Result<std::vector<Hold>> Records::holds(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE ?1 = '' OR case_id = ?1 ORDER BY rowid DESC", kSelectHold)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_hold);
}

Result<Hold> Records::hold(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectHold)));
  statement.bind(id);
  return read_one(std::move(statement), read_hold, "hold", id);
}

Result<std::vector<Disposal>> Records::disposals(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(
      Statement statement,
      state_->database.prepare(fmt::format(
          "{} WHERE ?1 = '' OR case_id = ?1 ORDER BY proposed_at DESC, id", kSelectDisposal)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_disposal);
}

Result<Disposal> Records::disposal(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectDisposal)));
  statement.bind(id);
  return read_one(std::move(statement), read_disposal, "disposal", id);
}

Result<std::optional<Disposal>> Records::tombstone(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  return find_tombstone(state_->database, id);
}

Result<std::optional<Exhibit>> Records::standing_exhibit(std::string_view id) const {
  SANAD_TRY(const auto gone, tombstone(id));
  if (gone) return std::optional<Exhibit>();
  SANAD_TRY(Exhibit found, exhibit(id));
  return std::optional<Exhibit>(std::move(found));
}

Result<std::vector<std::string>> Records::disposal_items(std::string_view disposal,
                                                         std::string_view what) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT item FROM disposal_items WHERE disposal = ? AND what "
                                     "= ? ORDER BY idx, n"));
  statement.bind(disposal).bind(what);
  return read_all(std::move(statement), read_text);
}

Result<std::vector<std::string>> Records::lists_from(std::string_view exhibit) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT DISTINCT list FROM list_sources WHERE exhibit = ? "
                                     "ORDER BY list"));
  statement.bind(exhibit);
  return read_all(std::move(statement), read_text);
}

}  // namespace sanad::records
