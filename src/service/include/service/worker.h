// Runs jobs: takes them from the queue one after another, renews their lease while they work, and
// writes down how they ended.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// What a job's code is given: where to tell of progress and learn that it should stop. Lease and
// progress go to the queue at most twice a second.
class JobMonitor final : public capture::Monitor {
 public:
  JobMonitor(Workspace& workspace, std::string job, std::string owner,
             const std::atomic<bool>& stopping)
      : workspace_(workspace),
        job_(std::move(job)),
        owner_(std::move(owner)),
        stopping_(stopping) {}
  void on_progress(const capture::Progress& progress) override;
  bool is_cancelled() override;
  // How work ended that did not succeed: cancelled by a person, interrupted because the program
  // ends, or failed by itself.
  records::JobState state_of_failure() const;
  // For watchers in this process (a terminal), beside the queue.
  std::function<void(const capture::Progress&)> also;

 private:
  void report(Timestamp now);
  Workspace& workspace_;
  std::string job_;
  std::string owner_;
  const std::atomic<bool>& stopping_;
  capture::Progress last_;
  std::int64_t reported_at_ms_ = 0;
  bool cancelled_ = false;
};

// Runs one job that this process has taken and finishes it in the queue. Answers the job when it is
// done, else the error that ended it, which the queue then tells as well. kConflict: the lease was
// lost; the queue is left as it is.
Result<records::Job> run_job(Workspace& workspace, const records::Job& job, JobMonitor& monitor,
                             std::string_view owner);

// run_job() for the job with that id, now, in this thread: for commands that wait for what they
// ordered. kConflict: somebody has taken it. stop: set from a signal handler.
Result<records::Job> run_now(Workspace& workspace, std::string_view job_id,
                             const std::atomic<bool>& stop,
                             const std::function<void(const capture::Progress&)>& on_progress);

// How many captures the workspaces of one machine may run at once, where a process holds several.
// Thread-safe.
class CaptureSlots {
 public:
  explicit CaptureSlots(int count) : free_(count) {}
  bool try_take() { return free_.try_acquire(); }
  void give_back() { free_.release(); }

 private:
  std::counting_semaphore<> free_;
};

// Threads that run whatever is queued, until destroyed. Captures go one at a time, beside other
// jobs: two browsers at once would make each other slow.
class Workers {
 public:
  // slots: borrowed; null: this workspace is alone on its machine.
  explicit Workers(Workspace& workspace, CaptureSlots* slots = nullptr);
  ~Workers();  // asks running jobs to stop, and waits for them

 private:
  void work(const std::vector<std::string>& kinds, const std::string& owner);
  void work_in_slots(const std::vector<std::string>& kinds, const std::string& owner);
  // Runs one job, if one waits.
  bool work_once(const std::vector<std::string>& kinds, const std::string& owner);
  // Does what is due by the time (service/schedule.h).
  void keep_schedule();
  Workspace& workspace_;
  CaptureSlots* slots_;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace sanad::service
