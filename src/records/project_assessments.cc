// From entries about assessments, what speaks for somebody, complaints and looks to rows.
#include <array>

#include "review/steps.h"
#include "state.h"

namespace sanad::records {

using sqlite::Database;
namespace {

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

std::int64_t index_of(const Entry& entry) { return static_cast<std::int64_t>(entry.index); }
std::int64_t part_of(const Entry& entry) { return entry.data["part"].int_or(kWholeExhibit); }

Result<std::int64_t> time_of(const Entry& entry, std::string_view name) {
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(member(entry, name)), name);
  return at.unix_ms;
}

Result<void> asked(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO assessment_asks VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(index_of(entry))
      .bind(entry.case_id)
      .bind(member(entry, "exhibit"))
      .bind(part_of(entry))
      .bind(std::int64_t{entry.data["urgent"].bool_or(false)})
      .bind(member(entry, "reason"))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .run();
}

// The first who takes something opens the pair.
Result<void> taken(Database& database, const Entry& entry) {
  SANAD_TRY(auto pair,
            database.prepare("INSERT OR IGNORE INTO assessment_pairs (id, case_id, exhibit, part, "
                             "opened_at, idx) VALUES (?, ?, ?, ?, ?, ?)"));
  SANAD_CHECK(pair.bind(member(entry, "pair"))
                  .bind(entry.case_id)
                  .bind(member(entry, "exhibit"))
                  .bind(part_of(entry))
                  .bind(entry.at.unix_ms)
                  .bind(index_of(entry))
                  .run());
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO assessments (id, pair, case_id, exhibit, part, assessor, "
                             "taken_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'open')"));
  return statement.bind(member(entry, "assessment"))
      .bind(member(entry, "pair"))
      .bind(entry.case_id)
      .bind(member(entry, "exhibit"))
      .bind(part_of(entry))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .run();
}

Result<void> given_back(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE assessments SET state = 'given-back', reason = ? WHERE id = "
                             "?"));
  return statement.bind(member(entry, "reason")).bind(member(entry, "assessment")).run();
}

Result<void> written(Database& database, const Entry& entry) {
  const auto step = review::parse_step_name(member(entry, "step"));
  if (!step)
    return Error{ErrorCode::kIntegrity, "an assessment has a step that this version does not know"};
  const auto place = static_cast<std::int64_t>(*step);
  SANAD_TRY(auto later,
            database.prepare("DELETE FROM assessment_steps WHERE assessment = ? AND step >= ?"));
  SANAD_CHECK(later.bind(member(entry, "assessment")).bind(place).run());
  SANAD_TRY(auto statement, database.prepare("INSERT INTO assessment_steps VALUES (?, ?, ?, ?)"));
  SANAD_CHECK(statement.bind(member(entry, "assessment"))
                  .bind(place)
                  .bind(json::format_canonical(entry.data["content"]))
                  .bind(index_of(entry))
                  .run());
  if (*step != review::Step::kOutcome) return {};
  SANAD_TRY(auto complete, database.prepare("UPDATE assessments SET state = 'complete', "
                                            "completed_at = ?, completed_idx = ? WHERE id = ?"));
  return complete.bind(entry.at.unix_ms)
      .bind(index_of(entry))
      .bind(member(entry, "assessment"))
      .run();
}

Result<void> adjudicated(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE assessment_pairs SET adjudicated_by = ?, adjudicated_at = ?, "
                             "adjudication = ? WHERE id = ?"));
  return statement.bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(json::format_canonical(entry.data["content"]))
      .bind(member(entry, "pair"))
      .run();
}

Result<void> noted(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO exculpatory_notes (id, case_id, text, cited, noted_by, "
                             "noted_at, idx) VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "note"))
      .bind(entry.case_id)
      .bind(member(entry, "text"))
      .bind(json::format_canonical(entry.data["cited"]))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(index_of(entry))
      .run();
}

Result<void> answer_row(Database& database, const Entry& entry, std::string_view sql,
                        std::string_view outcome, std::string_view id) {
  SANAD_TRY(auto statement, database.prepare(sql));
  return statement.bind(member(entry, outcome))
      .bind(member(entry, "reason"))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(member(entry, id))
      .run();
}

Result<void> note_answered(Database& database, const Entry& entry) {
  return answer_row(database, entry,
                    "UPDATE exculpatory_notes SET answer = ?, reason = ?, answered_by = ?, "
                    "answered_at = ? WHERE id = ?",
                    "answer", "note");
}

Result<void> complaint_received(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO complaints (id, reference, case_id, data, registered_by, "
                             "registered_at, idx) VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "complaint"))
      .bind(member(entry, "reference"))
      .bind(entry.case_id)
      .bind(json::format_canonical(entry.data))
      .bind(entry.actor)
      .bind(entry.at.unix_ms)
      .bind(index_of(entry))
      .run();
}

Result<void> complaint_answered(Database& database, const Entry& entry) {
  return answer_row(database, entry,
                    "UPDATE complaints SET outcome = ?, reason = ?, answered_by = ?, answered_at = "
                    "? WHERE id = ?",
                    "outcome", "complaint");
}

Result<void> viewed(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement, database.prepare("INSERT INTO looks VALUES (?, ?, ?)"));
  return statement.bind(entry.actor).bind(entry.at.unix_ms).bind(index_of(entry)).run();
}

Result<void> limit_reached(Database& database, const Entry& entry) {
  SANAD_TRY(const std::int64_t until, time_of(entry, "until"));
  SANAD_TRY(auto statement, database.prepare("INSERT INTO reached_limits VALUES (?, ?, ?, ?, ?)"));
  return statement.bind(index_of(entry))
      .bind(entry.actor)
      .bind(member(entry, "limit"))
      .bind(until)
      .bind(entry.at.unix_ms)
      .run();
}

Result<void> accompanied(Database& database, const Entry& entry) {
  SANAD_TRY(const std::int64_t until, time_of(entry, "until"));
  SANAD_TRY(auto statement, database.prepare("INSERT INTO companions VALUES (?, ?, ?, ?, ?)"));
  return statement.bind(index_of(entry))
      .bind(entry.actor)
      .bind(member(entry, "officer"))
      .bind(member(entry, "exhibit"))
      .bind(until)
      .run();
}

struct Projection {
  std::string_view kind;
  Result<void> (*apply)(Database&, const Entry&);
};
constexpr std::array kProjections = {
    Projection{"assessment.asked", asked},
    Projection{"assessment.taken", taken},
    Projection{"assessment.given-back", given_back},
    Projection{"assessment.written", written},
    Projection{"assessment.adjudicated", adjudicated},
    Projection{"exculpatory.noted", noted},
    Projection{"exculpatory.answered", note_answered},
    Projection{"complaint.received", complaint_received},
    Projection{"complaint.answered", complaint_answered},
    Projection{"exhibit.viewed", viewed},
    Projection{"exposure.reached", limit_reached},
    Projection{"exposure.accompanied", accompanied},
};

}  // namespace

Result<void> project_assessment(Database& database, const Entry& entry) {
  for (const auto& projection : kProjections) {
    if (projection.kind == entry.kind) return projection.apply(database, entry);
  }
  return {};
}

}  // namespace sanad::records
