#include "service/worker.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "crypto/id.h"
#include "service/audit.h"
#include "service/bundles.h"
#include "service/captures.h"
#include "service/certificates.h"
#include "service/file_exports.h"
#include "service/identification.h"
#include "service/import_reading.h"
#include "service/material.h"
#include "service/packages.h"
#include "service/picture_texts.h"
#include "service/rechecks.h"
#include "service/reports.h"
#include "service/requests.h"
#include "service/schedule.h"
#include "service/screening.h"
#include "service/validations.h"

namespace sanad::service {
namespace {

constexpr std::int64_t kReportEveryMs = 500;
constexpr auto kIdleWait = std::chrono::milliseconds(150);
constexpr auto kScheduleEvery = std::chrono::seconds(1);

using Runner = Result<json::Value> (*)(Workspace&, const records::Job&, capture::Monitor&);

Runner runner_of(std::string_view kind) {
  if (kind == "capture") return run_capture;
  if (kind == "bundle") return run_bundle;
  if (kind == "export") return run_files_export;
  if (kind == "ledger-verify") return run_ledger_verification;
  if (kind == "fixity") return run_fixity;
  if (kind == "identify") return run_identification;
  if (kind == "import") return run_import;
  if (kind == "index") return run_indexing;
  if (kind == "cluster") return run_clustering;
  if (kind == "ocr") return run_picture_texts;
  if (kind == "package-open") return run_package_opening;
  if (kind == "package-seal") return run_package_sealing;
  if (kind == "recheck") return run_recheck;
  if (kind == "report-print") return run_report;
  if (kind == "certificate-print") return run_certificate;
  if (kind == "request-print") return run_request_printing;
  if (kind == "screen-again") return run_screening_again;
  if (kind == "validate") return run_validation;
  return nullptr;
}

json::Object progress_json(const capture::Progress& p) {
  return json::Object{
      {"phase", p.phase}, {"bytes", p.bytes}, {"requests", p.requests}, {"message", p.message}};
}

}  // namespace

void JobMonitor::on_progress(const capture::Progress& progress) {
  const bool new_phase = progress.phase != last_.phase;
  last_ = progress;
  if (also) also(progress);
  const Timestamp now = workspace_.clock().now();
  if (new_phase || now.unix_ms >= reported_at_ms_ + kReportEveryMs) report(now);
}

bool JobMonitor::is_cancelled() {
  const Timestamp now = workspace_.clock().now();
  if (now.unix_ms >= reported_at_ms_ + kReportEveryMs) report(now);
  return cancelled_ || stopping_.load();
}

records::JobState JobMonitor::state_of_failure() const {
  if (cancelled_) return records::JobState::kCancelled;
  return stopping_ ? records::JobState::kInterrupted : records::JobState::kFailed;
}

void JobMonitor::report(Timestamp now) {
  reported_at_ms_ = now.unix_ms;
  const auto cancel = workspace_.jobs().report(job_, owner_, progress_json(last_), now);
  // Whoever lost the lease must stop: another worker may have the job.
  if (!cancel.ok() ? cancel.error().code == ErrorCode::kConflict : *cancel) cancelled_ = true;
}

Result<records::Job> run_job(Workspace& workspace, const records::Job& job, JobMonitor& monitor,
                             std::string_view owner) {
  const Runner run = runner_of(job.kind);
  std::optional<CaseGates::Lease> inside;
  if (!job.case_id.empty()) inside.emplace(workspace.gates().enter(job.case_id));
  Result<json::Value> result =
      run ? run(workspace, job, monitor)
          : Result<json::Value>(
                Error{ErrorCode::kInvalid,
                      fmt::format("no program here runs jobs of kind \"{}\"", job.kind)});
  const Timestamp now = workspace.clock().now();
  if (result.ok()) {
    SANAD_CHECK(workspace.jobs().finish(job.id, owner, records::JobState::kDone, *result, "", now));
  } else {
    SANAD_CHECK(workspace.jobs().finish(job.id, owner, monitor.state_of_failure(), nullptr,
                                        result.error().message, now));
    return result.error();
  }
  return workspace.jobs().find(job.id);
}

Result<records::Job> run_now(Workspace& workspace, std::string_view job_id,
                             const std::atomic<bool>& stop,
                             const std::function<void(const capture::Progress&)>& on_progress) {
  const std::string owner = fmt::format("{}-{}", ::getpid(), crypto::new_id("worker"));
  SANAD_TRY(const records::Job waiting, workspace.jobs().find(job_id));
  SANAD_TRY(auto taken, workspace.jobs().take_this(waiting.id, owner, workspace.clock().now()));
  if (!taken)
    return Error{ErrorCode::kConflict,
                 fmt::format("the job {} was taken by another program", job_id)};
  JobMonitor monitor(workspace, taken->id, owner, stop);
  monitor.also = on_progress;
  return run_job(workspace, *taken, monitor, owner);
}

Workers::Workers(Workspace& workspace, CaptureSlots* slots) : workspace_(workspace), slots_(slots) {
  const std::string owner = fmt::format("{}-{}", ::getpid(), crypto::new_id("worker"));
  threads_.emplace_back(
      [this, owner] { work_in_slots({"capture", "recheck", "validate"}, owner + "-captures"); });
  threads_.emplace_back([this, owner] {
    work({"bundle", "export", "ledger-verify", "fixity", "identify", "import", "index", "cluster",
          "screen-again", "request-print", "report-print", "certificate-print", "package-seal",
          "package-open"},
         owner + "-others");
  });
  threads_.emplace_back([this, owner] { work({"ocr"}, owner + "-pictures"); });
  threads_.emplace_back([this] { keep_schedule(); });
}

Workers::~Workers() {
  stopping_ = true;
  for (auto& thread : threads_) thread.join();
}

void Workers::keep_schedule() {
  auto next = std::chrono::steady_clock::now();
  while (!stopping_) {
    if (std::chrono::steady_clock::now() >= next) {
      // What could not be recorded is still due the next time.
      (void)do_what_is_due(workspace_);
      next = std::chrono::steady_clock::now() + kScheduleEvery;
    }
    std::this_thread::sleep_for(kIdleWait);
  }
}

void Workers::work(const std::vector<std::string>& kinds, const std::string& owner) {
  while (!stopping_) {
    if (!work_once(kinds, owner)) std::this_thread::sleep_for(kIdleWait);
  }
}

void Workers::work_in_slots(const std::vector<std::string>& kinds, const std::string& owner) {
  if (slots_ == nullptr) return work(kinds, owner);
  while (!stopping_) {
    const bool has_slot = slots_->try_take();
    const bool worked = has_slot && work_once(kinds, owner);
    if (has_slot) slots_->give_back();
    if (!worked) std::this_thread::sleep_for(kIdleWait);
  }
}

bool Workers::work_once(const std::vector<std::string>& kinds, const std::string& owner) {
  auto job = workspace_.jobs().take(kinds, owner, workspace_.clock().now());
  if (!job.ok() || !job->has_value()) return false;
  JobMonitor monitor(workspace_, (*job)->id, owner, stopping_);
  // How it ended is in the queue and the ledger; a queue that cannot be written is met again by
  // the next take().
  (void)run_job(workspace_, **job, monitor, owner);
  return true;
}

}  // namespace sanad::service
