// Reading papers, reviews, emergencies and law packs.
#include "records/papers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

using authority::Emergency;
using authority::EmergencyState;
using authority::Paper;
using authority::PaperState;
using authority::PaperVersion;

constexpr std::string_view kSelectPaper =
    "SELECT id, case_id, pack, form, document, restricted, closed_at, closed_by, close_reason, "
    "(SELECT at FROM reviews r WHERE r.subject = papers.id ORDER BY idx DESC LIMIT 1), "
    "(SELECT next_review FROM reviews r WHERE r.subject = papers.id ORDER BY idx DESC LIMIT 1) "
    "FROM papers";
constexpr std::string_view kSelectVersion =
    "SELECT version, edition, content, sealed, second_person, reason, at, author, state, "
    "submitted_by, decided_by, decided_at, note, expires, review_on, idx FROM paper_versions "
    "WHERE paper = ? ORDER BY version";
constexpr std::string_view kSelectEmergency =
    "SELECT id, case_id, reason, declared_by, declared_at, until, ratify_by, decided, decided_by, "
    "decided_at, note FROM emergencies";

std::optional<Timestamp> time_or_none(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Timestamp{row.number(column)};
}

template <typename State, std::size_t N>
Result<State> parse_state(const std::array<State, N>& states, std::string_view (*name)(State),
                          std::string_view text) {
  for (const State state : states) {
    if (name(state) == text) return state;
  }
  return Error{ErrorCode::kIntegrity,
               fmt::format("the records database has the state \"{}\"; rebuild it with \"sanad "
                           "rebuild\"",
                           text)};
}

Result<Paper> read_paper(const Statement& row) {
  Paper paper;
  paper.id = row.text(0);
  paper.case_id = row.text(1);
  paper.pack = row.text(2);
  paper.form = row.text(3);
  paper.document = row.text(4);
  paper.restricted = row.number(5) != 0;
  paper.closed_at = time_or_none(row, 6);
  paper.closed_by = row.text(7);
  paper.close_reason = row.text(8);
  paper.reviewed_at = time_or_none(row, 9);
  paper.reviewed_until = time_or_none(row, 10);
  return paper;
}

Result<PaperVersion> read_version(const Statement& row) {
  constexpr std::array kStates = {PaperState::kDraft, PaperState::kSubmitted, PaperState::kApproved,
                                  PaperState::kReturned, PaperState::kRecorded};
  PaperVersion one;
  one.version = row.number(0);
  one.edition = row.text(1);
  SANAD_TRY_WITH(one.content, json::parse(row.text(2)), "the records database is damaged");
  one.sealed = row.text(3);
  one.second_person = row.number(4) != 0;
  one.reason = row.text(5);
  one.at = {row.number(6)};
  one.author = row.text(7);
  SANAD_TRY(one.state, parse_state(kStates, authority::paper_state_name, row.text(8)));
  one.submitted_by = row.text(9);
  one.decided_by = row.text(10);
  one.decided_at = time_or_none(row, 11);
  one.note = row.text(12);
  one.expires = time_or_none(row, 13);
  one.review_on = time_or_none(row, 14);
  one.index = static_cast<std::uint64_t>(row.number(15));
  return one;
}

Result<Emergency> read_emergency(const Statement& row) {
  constexpr std::array kStates = {EmergencyState::kOpen, EmergencyState::kRatified,
                                  EmergencyState::kRefused, EmergencyState::kLapsed};
  Emergency one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  one.reason = row.text(2);
  one.declared_by = row.text(3);
  one.declared_at = {row.number(4)};
  one.until = {row.number(5)};
  one.ratify_by = {row.number(6)};
  SANAD_TRY(one.decided, parse_state(kStates, authority::emergency_state_name, row.text(7)));
  one.decided_by = row.text(8);
  one.decided_at = time_or_none(row, 9);
  one.note = row.text(10);
  return one;
}

Result<Review> read_review(const Statement& row) {
  return Review{row.text(0), {row.number(1)}, row.text(2),
                row.text(3), {row.number(4)}, static_cast<std::uint64_t>(row.number(5))};
}

Result<LawPackFile> read_law_pack(const Statement& row) {
  return LawPackFile{row.text(0), row.text(1), row.text(2),
                     row.text(3), row.text(4), {row.number(5)}};
}

Result<LawAdoption> read_adoption(const Statement& row) {
  return LawAdoption{row.text(0), row.text(1), row.text(2),
                     row.text(3), row.text(4), {row.number(5)}};
}

Result<void> add_versions(sqlite::Database& database, Paper& paper) {
  SANAD_TRY(Statement statement, database.prepare(kSelectVersion));
  statement.bind(paper.id);
  SANAD_TRY(paper.versions, read_all(std::move(statement), read_version));
  return {};
}

}  // namespace

Result<std::vector<Paper>> Records::papers(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE case_id = ? ORDER BY rowid", kSelectPaper)));
  statement.bind(case_id);
  SANAD_TRY(auto papers, read_all(std::move(statement), read_paper));
  for (Paper& paper : papers) SANAD_CHECK(add_versions(state_->database, paper));
  return papers;
}

Result<Paper> Records::paper(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectPaper)));
  statement.bind(id);
  SANAD_TRY(Paper paper, read_one(std::move(statement), read_paper, "paper", id));
  SANAD_CHECK(add_versions(state_->database, paper));
  return paper;
}

Result<std::vector<Review>> Records::reviews(std::string_view subject) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT subject, at, actor, finding, next_review, idx FROM "
                                     "reviews WHERE subject = ? ORDER BY idx DESC"));
  statement.bind(subject);
  return read_all(std::move(statement), read_review);
}

Result<std::vector<Emergency>> Records::emergencies(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE ?1 = '' OR case_id = ?1 ORDER BY declared_at DESC", kSelectEmergency)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_emergency);
}

Result<Emergency> Records::emergency(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectEmergency)));
  statement.bind(id);
  return read_one(std::move(statement), read_emergency, "emergency", id);
}

Result<std::string> Records::emergency_of(std::string_view exhibit) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT emergency FROM emergency_acts WHERE exhibit = ? ORDER BY idx LIMIT 1"));
  statement.bind(exhibit);
  SANAD_TRY(const bool found, statement.step());
  return found ? statement.text(0) : std::string();
}

Result<std::vector<std::string>> Records::exhibits_of_emergency(std::string_view emergency) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT exhibit FROM emergency_acts WHERE emergency = ? ORDER BY idx"));
  statement.bind(emergency);
  return read_all<std::string>(
      std::move(statement),
      [](const Statement& row) -> Result<std::string> { return row.text(0); });
}

Result<std::vector<LawPackFile>> Records::law_packs() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT pack, edition, sha256, file, actor, at FROM law_packs ORDER BY idx"));
  return read_all(std::move(statement), read_law_pack);
}

Result<std::vector<LawAdoption>> Records::law_adoptions() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT pack, edition, sha256, reason, actor, at FROM law_adoptions ORDER BY idx"));
  return read_all(std::move(statement), read_adoption);
}

}  // namespace sanad::records
