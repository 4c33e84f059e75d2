// Reading assessments, notes, complaints and looks.
#include "records/assessments.h"

#include <fmt/format.h>

#include <algorithm>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectAssessment =
    "SELECT id, pair, case_id, exhibit, part, assessor, taken_at, state, completed_at, reason FROM "
    "assessments ";
constexpr std::string_view kSelectPair =
    "SELECT id, case_id, exhibit, part, opened_at, adjudicated_by, adjudicated_at, "
    "adjudication FROM assessment_pairs ";
constexpr std::string_view kSelectNote =
    "SELECT id, case_id, text, cited, noted_by, noted_at, answer, reason, answered_by, answered_at "
    "FROM exculpatory_notes ";
constexpr std::string_view kSelectComplaint =
    "SELECT id, reference, case_id, data, registered_by, registered_at, outcome, reason, "
    "answered_by, answered_at FROM complaints ";

SheetSubject subject_at(const Statement& row, int exhibit) {
  SheetSubject subject{row.text(exhibit), std::nullopt};
  if (row.number(exhibit + 1) >= 0)
    subject.part = static_cast<std::uint64_t>(row.number(exhibit + 1));
  return subject;
}

std::optional<Timestamp> time_at(const Statement& row, int column) {
  const auto at = row.optional_number(column);
  return at ? std::optional(Timestamp{*at}) : std::nullopt;
}

Result<json::Value> json_at(const Statement& row, int column) {
  SANAD_TRY_WITH(json::Value value, json::parse(row.text(column)),
                 "the records database is damaged");
  return value;
}

Result<AssessmentAsk> read_ask(const Statement& row) {
  return AssessmentAsk{row.text(0),
                       subject_at(row, 1),
                       row.number(3) != 0,
                       row.text(4),
                       row.text(5),
                       {row.number(6)},
                       static_cast<std::uint64_t>(row.number(7))};
}

Result<Assessment> read_assessment(const Statement& row) {
  Assessment one;
  one.id = row.text(0);
  one.pair = row.text(1);
  one.case_id = row.text(2);
  one.subject = subject_at(row, 3);
  one.assessor = row.text(5);
  one.taken_at = {row.number(6)};
  one.state = row.text(7);
  one.completed_at = time_at(row, 8);
  one.reason = row.text(9);
  return one;
}

Result<AssessmentPair> read_pair(const Statement& row) {
  AssessmentPair one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  one.subject = subject_at(row, 2);
  one.opened_at = {row.number(4)};
  one.adjudicated_by = row.text(5);
  one.adjudicated_at = time_at(row, 6);
  SANAD_TRY(one.adjudication, json_at(row, 7));
  return one;
}

Result<ExculpatoryNote> read_note(const Statement& row) {
  ExculpatoryNote one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  one.text = row.text(2);
  SANAD_TRY(one.cited, json_at(row, 3));
  one.noted_by = row.text(4);
  one.noted_at = {row.number(5)};
  one.answer = row.text(6);
  one.reason = row.text(7);
  one.answered_by = row.text(8);
  one.answered_at = time_at(row, 9);
  return one;
}

Result<Complaint> read_complaint(const Statement& row) {
  Complaint one;
  one.id = row.text(0);
  one.reference = row.text(1);
  one.case_id = row.text(2);
  SANAD_TRY(one.data, json_at(row, 3));
  one.registered_by = row.text(4);
  one.registered_at = {row.number(5)};
  one.outcome = row.text(6);
  one.reason = row.text(7);
  one.answered_by = row.text(8);
  one.answered_at = time_at(row, 9);
  return one;
}

Result<void> add_written(const Database& database, Assessment& assessment) {
  SANAD_TRY(Statement statement,
            database.prepare(
                "SELECT step, content FROM assessment_steps WHERE assessment = ? ORDER BY step"));
  statement.bind(assessment.id);
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return {};
    SANAD_TRY(json::Value content, json_at(statement, 1));
    assessment.written.emplace(review::kSteps[static_cast<std::size_t>(statement.number(0))],
                               std::move(content));
  }
}

Result<std::vector<Assessment>> add_all_written(const Database& database,
                                                Result<std::vector<Assessment>> found) {
  if (!found.ok()) return found;
  for (Assessment& one : *found) SANAD_CHECK(add_written(database, one));
  return found;
}

// The two that count: a third can come about only where an officer's account was closed.
Result<void> add_complete(const Database& database, AssessmentPair& pair) {
  SANAD_TRY(Statement statement,
            database.prepare(fmt::format(
                "{} WHERE pair = ? AND state = 'complete' ORDER BY completed_idx LIMIT 2",
                kSelectAssessment)));
  statement.bind(pair.id);
  SANAD_TRY(pair.complete,
            add_all_written(database, read_all(std::move(statement), read_assessment)));
  return {};
}

Result<std::vector<AssessmentPair>> add_all_complete(const Database& database,
                                                     Result<std::vector<AssessmentPair>> found) {
  if (!found.ok()) return found;
  for (AssessmentPair& one : *found) SANAD_CHECK(add_complete(database, one));
  return found;
}

Result<ReachedLimit> read_reached(const Statement& row) {
  return ReachedLimit{row.text(0), row.text(1), {row.number(2)}, {row.number(3)}};
}

Result<Timestamp> read_time(const Statement& row) { return Timestamp{row.number(0)}; }

std::int64_t part_number(const SheetSubject& subject) {
  return subject.part ? static_cast<std::int64_t>(*subject.part) : kWholeExhibit;
}

}  // namespace

bool ExculpatoryNote::cites(std::string_view exhibit) const {
  const json::Array* all = cited.as_array();
  return all != nullptr && std::ranges::any_of(*all, [&](const json::Value& one) {
           return one["exhibit"].string_or("") == exhibit;
         });
}

Result<std::vector<AssessmentAsk>> Records::assessment_asks(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(
      Statement statement,
      state_->database.prepare("SELECT case_id, exhibit, part, urgent, reason, actor, at, idx FROM "
                               "assessment_asks WHERE ?1 = '' OR case_id = ?1 ORDER BY idx"));
  statement.bind(case_id);
  return read_all(std::move(statement), read_ask);
}

Result<Assessment> Records::assessment(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectAssessment)));
  statement.bind(id);
  SANAD_TRY(Assessment found,
            read_one(std::move(statement), read_assessment, "assessment", std::string(id)));
  SANAD_CHECK(add_written(state_->database, found));
  return found;
}

Result<std::vector<Assessment>> Records::assessments_of_pair(std::string_view pair) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE pair = ? ORDER BY taken_at, id", kSelectAssessment)));
  statement.bind(pair);
  return add_all_written(state_->database, read_all(std::move(statement), read_assessment));
}

Result<std::vector<Assessment>> Records::assessments_by(std::string_view officer) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE assessor = ? ORDER BY taken_at DESC, id",
                                                 kSelectAssessment)));
  statement.bind(officer);
  return add_all_written(state_->database, read_all(std::move(statement), read_assessment));
}

Result<AssessmentPair> Records::assessment_pair(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectPair)));
  statement.bind(id);
  SANAD_TRY(AssessmentPair found,
            read_one(std::move(statement), read_pair, "pair of assessments", std::string(id)));
  SANAD_CHECK(add_complete(state_->database, found));
  return found;
}

Result<std::vector<AssessmentPair>> Records::assessment_pairs(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE ?1 = '' OR case_id = ?1 ORDER BY idx DESC", kSelectPair)));
  statement.bind(case_id);
  return add_all_complete(state_->database, read_all(std::move(statement), read_pair));
}

Result<std::vector<AssessmentPair>> Records::assessment_pairs_of(
    const SheetSubject& subject) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE exhibit = ? AND part = ? ORDER BY idx DESC", kSelectPair)));
  statement.bind(subject.exhibit).bind(part_number(subject));
  return add_all_complete(state_->database, read_all(std::move(statement), read_pair));
}

Result<std::vector<ExculpatoryNote>> Records::exculpatory_notes(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE case_id = ? ORDER BY idx", kSelectNote)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_note);
}

Result<ExculpatoryNote> Records::exculpatory_note(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectNote)));
  statement.bind(id);
  return read_one(std::move(statement), read_note, "exculpatory note", std::string(id));
}

Result<std::vector<Complaint>> Records::complaints(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE ?1 = '' OR case_id = ?1 ORDER BY idx", kSelectComplaint)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_complaint);
}

Result<Complaint> Records::complaint(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE id = ?1 OR reference = ?1", kSelectComplaint)));
  statement.bind(id);
  return read_one(std::move(statement), read_complaint, "complaint", std::string(id));
}

Result<std::vector<Timestamp>> Records::looks(std::string_view officer, Timestamp since) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT at FROM looks WHERE officer = ? AND at > ? ORDER BY at, idx"));
  statement.bind(officer).bind(since.unix_ms);
  return read_all(std::move(statement), read_time);
}

Result<std::vector<ReachedLimit>> Records::reached_limits(Timestamp since) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT officer, \"limit\", until, at FROM reached_limits "
                                     "WHERE until > ? ORDER BY idx"));
  statement.bind(since.unix_ms);
  return read_all(std::move(statement), read_reached);
}

Result<bool> Records::is_accompanied(std::string_view officer, std::string_view exhibit,
                                     Timestamp now) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT until FROM companions WHERE officer = ? AND exhibit = "
                                     "? AND until > ? LIMIT 1"));
  statement.bind(officer).bind(exhibit).bind(now.unix_ms);
  return statement.step();
}

}  // namespace sanad::records
