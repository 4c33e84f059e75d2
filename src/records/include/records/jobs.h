// Long work, kept so that a crash loses no trace of it. A job is queued, leased by a worker that
// renews its lease while it works, and ends as done, failed, cancelled or interrupted. A lease that
// ran out means that the worker died: what may be done again is queued again, what may not (a
// capture meets the world only once) is marked interrupted. Thread-safe, and safe between
// processes. Tested by jobs_test.cc.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/json.h"
#include "sqlite/sqlite.h"

namespace sanad::records {

enum class JobState { kQueued, kRunning, kDone, kFailed, kCancelled, kInterrupted };
std::string_view job_state_name(JobState state);
inline bool is_final(JobState state) {
  return state != JobState::kQueued && state != JobState::kRunning;
}

struct Job {
  std::string id;    // job-…
  std::string kind;  // "capture", "bundle", "ledger-verify", "fixity"
  std::string case_id;
  std::string actor;
  json::Value payload;
  JobState state = JobState::kQueued;
  json::Value progress;  // {phase, bytes, requests, message}, by kind
  json::Value result;
  std::string error;  // one sentence; empty unless failed, cancelled or interrupted
  bool cancel_asked = false;
  int attempts = 0;
  Timestamp created_at;
  std::optional<Timestamp> started_at;
  std::optional<Timestamp> ended_at;
};

inline constexpr std::int64_t kLeaseMs = 30'000;
inline constexpr int kMaxAttempts = 3;

class JobQueue {
 public:
  explicit JobQueue(std::shared_ptr<sqlite::Database> shared) : database_(std::move(shared)) {}

  Result<void> add(const Job& job);
  // The oldest queued job of one of these kinds, leased to owner; nullopt if there is none.
  Result<std::optional<Job>> take(const std::vector<std::string>& kinds, std::string_view owner,
                                  Timestamp now);
  // The same for one job; nullopt if it is not queued (any more).
  Result<std::optional<Job>> take_this(std::string_view id, std::string_view owner, Timestamp now);
  // Renews the lease and stores progress. Answers whether someone asked to cancel. kConflict: the
  // lease was lost; stop.
  Result<bool> report(std::string_view id, std::string_view owner, const json::Value& progress,
                      Timestamp now);
  // Only by the holder of the lease.
  Result<void> finish(std::string_view id, std::string_view owner, JobState state,
                      const json::Value& result, std::string_view error, Timestamp now);
  // A queued job is cancelled at once, a running one is asked to stop. kConflict: it has ended.
  Result<Job> cancel(std::string_view id, Timestamp now);
  // Those that a worker has, or had when it died.
  Result<std::vector<Job>> running() const;
  // Ends the wait for workers that died. repeatable(kind): may it be done again? Answers the jobs
  // that were marked interrupted.
  Result<std::vector<Job>> recover(const std::function<bool(std::string_view kind)>& repeatable,
                                   Timestamp now);

  // Forgets the case's jobs that do not run, since what they were given, told or answered may hold
  // names from its material, and leaves no trace of them in the file. kept(job): of those that
  // wait, may it stay? Callers see to it that none runs.
  Result<void> forget(std::string_view case_id, const std::function<bool(const Job&)>& kept);

  Result<Job> find(std::string_view id) const;  // kNotFound
  Result<std::vector<Job>> of_case(std::string_view case_id,
                                   std::size_t limit) const;  // newest first

 private:
  Result<std::optional<Job>> take_where(std::string_view condition, std::string_view id,
                                        std::string_view owner, Timestamp now);
  mutable std::mutex mutex_;
  std::shared_ptr<sqlite::Database> database_;
};

}  // namespace sanad::records
