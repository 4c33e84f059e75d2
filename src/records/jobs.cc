#include "records/jobs.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace sanad::records {

using sqlite::Database;
using sqlite::Statement;
namespace {

constexpr std::array<std::pair<JobState, std::string_view>, 6> kStates = {
    {{JobState::kQueued, "queued"},
     {JobState::kRunning, "running"},
     {JobState::kDone, "done"},
     {JobState::kFailed, "failed"},
     {JobState::kCancelled, "cancelled"},
     {JobState::kInterrupted, "interrupted"}}};

constexpr std::string_view kColumns =
    "id, kind, case_id, actor, payload, state, progress, result, error, cancel_asked, attempts, "
    "created_at, started_at, ended_at";

JobState parse_state(std::string_view text) {
  for (const auto& [state, name] : kStates) {
    if (name == text) return state;
  }
  return JobState::kFailed;
}

std::optional<Timestamp> optional_time(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Timestamp{row.number(column)};
}

Result<Job> read_job(const Statement& row) {
  Job job;
  job.id = row.text(0);
  job.kind = row.text(1);
  job.case_id = row.text(2);
  job.actor = row.text(3);
  SANAD_TRY_WITH(job.payload, json::parse(row.text(4)), job.id);
  job.state = parse_state(row.text(5));
  SANAD_TRY_WITH(job.progress, json::parse(row.text(6)), job.id);
  SANAD_TRY_WITH(job.result, json::parse(row.text(7)), job.id);
  job.error = row.text(8);
  job.cancel_asked = row.number(9) != 0;
  job.attempts = static_cast<int>(row.number(10));
  job.created_at = {row.number(11)};
  job.started_at = optional_time(row, 12);
  job.ended_at = optional_time(row, 13);
  return job;
}

Result<std::vector<Job>> read_jobs(Statement statement) {
  std::vector<Job> jobs;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return jobs;
    SANAD_TRY(Job job, read_job(statement));
    jobs.push_back(std::move(job));
  }
}

Error lease_lost(std::string_view id) {
  return {ErrorCode::kConflict,
          fmt::format("the job {} was taken from this worker, since its lease ran out", id)};
}

Result<Job> find_job(Database& database, std::string_view id) {
  SANAD_TRY(auto statement,
            database.prepare(fmt::format("SELECT {} FROM jobs WHERE id = ?", kColumns)));
  SANAD_TRY(const bool found, statement.bind(id).step());
  if (!found) return Error{ErrorCode::kNotFound, fmt::format("there is no job \"{}\"", id)};
  return read_job(statement);
}

Result<void> end_job(Database& database, std::string_view id, JobState state,
                     std::string_view error, Timestamp now) {
  SANAD_TRY(
      auto statement,
      database.prepare(
          "UPDATE jobs SET state = ?, error = ?, ended_at = ?, lease_owner = '' WHERE id = ?"));
  return statement.bind(job_state_name(state)).bind(error).bind(now.unix_ms).bind(id).run();
}

}  // namespace

std::string_view job_state_name(JobState state) {
  for (const auto& [item, name] : kStates) {
    if (item == state) return name;
  }
  return "failed";
}

Result<void> JobQueue::add(const Job& job) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_->prepare("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, 'queued', "
                                               "'{}', 'null', '', 0, 0, '', 0, ?, NULL, NULL)"));
  return statement.bind(job.id)
      .bind(job.kind)
      .bind(job.case_id)
      .bind(job.actor)
      .bind(json::format_canonical(job.payload))
      .bind(job.created_at.unix_ms)
      .run();
}

Result<std::optional<Job>> JobQueue::take(const std::vector<std::string>& kinds,
                                          std::string_view owner, Timestamp now) {
  std::string list;
  for (const auto& kind : kinds) list += fmt::format("{}'{}'", list.empty() ? "" : ",", kind);
  return take_where(fmt::format("kind IN ({}) AND ?4 = ''", list), "", owner, now);
}

Result<std::optional<Job>> JobQueue::take_this(std::string_view id, std::string_view owner,
                                               Timestamp now) {
  return take_where("id = ?4", id, owner, now);
}

Result<std::optional<Job>> JobQueue::take_where(std::string_view condition, std::string_view id,
                                                std::string_view owner, Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare(fmt::format(
                "UPDATE jobs SET state = 'running', lease_owner = ?1, lease_until = ?2, "
                "started_at = ?3, attempts = attempts + 1 WHERE id = (SELECT id FROM jobs WHERE "
                "state = 'queued' AND {} ORDER BY created_at, id LIMIT 1) RETURNING {}",
                condition, kColumns)));
  statement.bind(owner).bind(now.unix_ms + kLeaseMs).bind(now.unix_ms).bind(id);
  SANAD_TRY(const bool found, statement.step());
  if (!found) return std::optional<Job>();
  SANAD_TRY(Job job, read_job(statement));
  SANAD_CHECK(statement.run());
  return std::optional<Job>(std::move(job));
}

Result<bool> JobQueue::report(std::string_view id, std::string_view owner,
                              const json::Value& progress, Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare("UPDATE jobs SET progress = ?, lease_until = ? WHERE id = ? AND "
                               "lease_owner = ? AND state = 'running' "
                               "RETURNING cancel_asked"));
  SANAD_TRY(const bool held, statement.bind(json::format_canonical(progress))
                                 .bind(now.unix_ms + kLeaseMs)
                                 .bind(id)
                                 .bind(owner)
                                 .step());
  if (!held) return lease_lost(id);
  const bool cancel = statement.number(0) != 0;
  SANAD_CHECK(statement.run());
  return cancel;
}

Result<void> JobQueue::finish(std::string_view id, std::string_view owner, JobState state,
                              const json::Value& result, std::string_view error, Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare(
                "UPDATE jobs SET state = ?, result = ?, error = ?, ended_at = ?, lease_owner = '' "
                "WHERE id = ? AND lease_owner = ? AND state = 'running'"));
  SANAD_CHECK(statement.bind(job_state_name(state))
                  .bind(json::format_canonical(result))
                  .bind(error)
                  .bind(now.unix_ms)
                  .bind(id)
                  .bind(owner)
                  .run());
  return database_->changes() == 1 ? Result<void>() : lease_lost(id);
}

Result<Job> JobQueue::cancel(std::string_view id, Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(const Job job, find_job(*database_, id));
  if (is_final(job.state))
    return Error{ErrorCode::kConflict,
                 fmt::format("the job has ended ({}), so there is nothing to cancel",
                             job_state_name(job.state))};
  if (job.state == JobState::kQueued) {
    SANAD_CHECK(end_job(*database_, id, JobState::kCancelled, "cancelled before it began", now));
  } else {
    SANAD_TRY(auto statement, database_->prepare("UPDATE jobs SET cancel_asked = 1 WHERE id = ?"));
    SANAD_CHECK(statement.bind(id).run());
  }
  return find_job(*database_, id);
}

Result<std::vector<Job>> JobQueue::recover(const std::function<bool(std::string_view)>& repeatable,
                                           Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare(fmt::format(
                "SELECT {} FROM jobs WHERE state = 'running' AND lease_until <= ?", kColumns)));
  statement.bind(now.unix_ms);
  SANAD_TRY(const std::vector<Job> lost, read_jobs(std::move(statement)));
  std::vector<Job> interrupted;
  for (const auto& job : lost) {
    if (repeatable(job.kind) && job.attempts < kMaxAttempts && !job.cancel_asked) {
      SANAD_TRY(auto again, database_->prepare(
                                "UPDATE jobs SET state = 'queued', lease_owner = '' WHERE id = ?"));
      SANAD_CHECK(again.bind(job.id).run());
      continue;
    }
    SANAD_CHECK(end_job(*database_, job.id, JobState::kInterrupted,
                        "the program stopped while this was under way", now));
    SANAD_TRY(Job ended, find_job(*database_, job.id));
    interrupted.push_back(std::move(ended));
  }
  return interrupted;
}

Result<std::vector<Job>> JobQueue::running() const {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare(fmt::format(
                "SELECT {} FROM jobs WHERE state = 'running' ORDER BY created_at, id", kColumns)));
  return read_jobs(std::move(statement));
}

Result<void> JobQueue::forget(std::string_view case_id,
                              const std::function<bool(const Job&)>& kept) {
  SANAD_TRY(const auto jobs, of_case(case_id, SIZE_MAX / 4));
  const std::lock_guard lock(mutex_);
  for (const Job& job : jobs) {
    if (job.state == JobState::kRunning || (job.state == JobState::kQueued && kept(job))) continue;
    SANAD_TRY(auto statement, database_->prepare("DELETE FROM jobs WHERE id = ?"));
    SANAD_CHECK(statement.bind(job.id).run());
  }
  return database_->compact();
}

Result<Job> JobQueue::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  return find_job(*database_, id);
}

Result<std::vector<Job>> JobQueue::of_case(std::string_view case_id, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(
      auto statement,
      database_->prepare(fmt::format(
          "SELECT {} FROM jobs WHERE case_id = ? ORDER BY created_at DESC, id LIMIT ?", kColumns)));
  statement.bind(case_id).bind(static_cast<std::int64_t>(limit));
  return read_jobs(std::move(statement));
}

}  // namespace sanad::records
