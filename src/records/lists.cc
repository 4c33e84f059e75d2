// Reading lists of known content and what resembles their entries.
#include <fmt/format.h>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectList =
    "SELECT id, name, owner, version, tlp, provenance, licence, sha256, size, entries, "
    "imported_at, "
    "imported_by, changed_index, expires_at FROM lists ";
constexpr std::string_view kSelectMatch =
    "SELECT id, case_id, exhibit, file, part, list, list_name, list_version, entry, signal, data, "
    "found_at, state, reviewed_by, reviewed_at, reason FROM matches ";

Result<List> read_list(const Statement& row) {
  return List{row.text(0),
              row.text(1),
              row.text(2),
              row.text(3),
              row.text(4),
              row.text(5),
              row.text(6),
              row.text(7),
              static_cast<std::uint64_t>(row.number(8)),
              row.number(9),
              {row.number(10)},
              row.text(11),
              static_cast<std::uint64_t>(row.number(12)),
              row.is_null(13) ? std::optional<Timestamp>{} : Timestamp{row.number(13)}};
}

Result<Match> read_match(const Statement& row) {
  Match match;
  std::string* const texts[] = {&match.id,    &match.case_id, &match.exhibit,   &match.file,
                                &match.part,  &match.list,    &match.list_name, &match.list_version,
                                &match.entry, &match.signal};
  int column = 0;
  for (std::string* text : texts) *text = row.text(column++);
  SANAD_TRY_WITH(match.data, json::parse(row.text(column++)), match.id);
  match.found_at = {row.number(column++)};
  match.state = row.text(column++);
  match.reviewed_by = row.text(column++);
  if (!row.is_null(column)) match.reviewed_at = Timestamp{row.number(column)};
  match.reason = row.text(column + 1);
  return match;
}

Result<RuleSet> read_rule_set(const Statement& row) {
  RuleSet set;
  std::string* const texts[] = {&set.id,  &set.name,       &set.kind,    &set.owner, &set.version,
                                &set.tlp, &set.provenance, &set.licence, &set.sha256};
  int column = 0;
  for (std::string* text : texts) *text = row.text(column++);
  set.size = static_cast<std::uint64_t>(row.number(column++));
  set.rules = row.number(column++);
  set.examples = row.number(column++);
  set.imported_at = {row.number(column++)};
  set.imported_by = row.text(column++);
  if (!row.is_null(column)) set.retired_at = Timestamp{row.number(column)};
  set.retired_by = row.text(column + 1);
  set.reason = row.text(column + 2);
  return set;
}

Result<ListFeedback> read_feedback(const Statement& row) {
  return ListFeedback{row.text(0), row.text(1), row.text(2), row.text(3), {row.number(4)}};
}

constexpr std::string_view kSelectRuleSet =
    "SELECT id, name, kind, owner, version, tlp, provenance, licence, sha256, size, rules, "
    "examples, imported_at, imported_by, retired_at, retired_by, reason FROM rule_sets ";

}  // namespace

Result<std::vector<List>> Records::lists() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} ORDER BY name", kSelectList)));
  return read_all(std::move(statement), read_list);
}

Result<List> Records::list(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?1 OR name = ?1", kSelectList)));
  statement.bind(id);
  return read_one(std::move(statement), read_list, "list", id);
}

Result<std::vector<ListFeedback>> Records::feedback(std::string_view list) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT entry, opinion, reason, actor, at FROM list_feedback "
                                     "WHERE list = ? ORDER BY idx"));
  statement.bind(list);
  return read_all(std::move(statement), read_feedback);
}

Result<std::optional<ListSource>> Records::list_source(std::string_view list,
                                                       std::string_view entry) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT exhibit, file, part FROM list_sources WHERE list = ? AND entry = ?"));
  statement.bind(list).bind(entry);
  SANAD_TRY(const bool there, statement.step());
  if (!there) return std::optional<ListSource>{};
  return std::optional<ListSource>(
      ListSource{statement.text(0), statement.text(1), statement.text(2)});
}

Result<std::vector<RuleSet>> Records::rule_sets() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} ORDER BY name", kSelectRuleSet)));
  return read_all(std::move(statement), read_rule_set);
}

Result<RuleSet> Records::rule_set(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?1 OR name = ?1", kSelectRuleSet)));
  statement.bind(id);
  return read_one(std::move(statement), read_rule_set, "set of rules", id);
}

Result<std::vector<Match>> Records::matches(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE case_id = ? ORDER BY found_at DESC, id", kSelectMatch)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_match);
}

Result<std::vector<Match>> Records::matches(const MatchFilter& filter) const {
  std::int64_t after_at = INT64_MAX;
  if (!filter.after.empty()) {
    SANAD_TRY(const Match after, match(filter.after));
    if (after.case_id != filter.case_id) {
      return Error{ErrorCode::kNotFound,
                   fmt::format("there is no match {} in this case; begin with "
                               "the first page",
                               filter.after)};
    }
    after_at = after.found_at.unix_ms;
  }
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(
      Statement statement,
      state_->database.prepare(fmt::format(
          "{} WHERE case_id = ?1 AND (?2 = '' OR state = ?2) AND (?6 = '' OR exhibit = ?6) AND "
          "(found_at < ?3 OR (found_at = ?3 AND id > ?4)) ORDER BY found_at DESC, id LIMIT ?5",
          kSelectMatch)));
  statement.bind(filter.case_id)
      .bind(filter.state)
      .bind(after_at)
      .bind(filter.after)
      .bind(static_cast<std::int64_t>(filter.limit))
      .bind(filter.exhibit);
  return read_all(std::move(statement), read_match);
}

Result<Match> Records::match(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectMatch)));
  statement.bind(id);
  return read_one(std::move(statement), read_match, "match", id);
}

}  // namespace sanad::records
