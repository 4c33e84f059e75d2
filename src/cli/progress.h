// How long work is shown on standard error.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <string>

#include "capture/capture.h"
#include "command.h"
#include "service/worker.h"

namespace sanad::cli {

// One line that is written over on a terminal; elsewhere a line for each phase.
class ProgressLine {
 public:
  explicit ProgressLine(bool is_quiet)
      : is_quiet_(is_quiet), on_terminal_(::isatty(STDERR_FILENO) != 0) {}
  ~ProgressLine() {
    if (drawn_) fmt::print(stderr, "\n");
  }
  void show(const capture::Progress& p) {
    if (is_quiet_) return;
    if (on_terminal_) {
      fmt::print(stderr, "\r\033[K{:<11} {:>8.1f} KiB  {:>4} requests  {}", p.phase,
                 static_cast<double>(p.bytes) / 1024.0, p.requests, p.message);
      drawn_ = true;
    } else if (p.phase != phase_) {
      fmt::print(stderr, "{}\n", p.phase);
      phase_ = p.phase;
    }
  }

 private:
  bool is_quiet_;
  bool on_terminal_;
  bool drawn_ = false;
  std::string phase_;
};

// A monitor for work that is no job.
class LineMonitor final : public capture::Monitor {
 public:
  explicit LineMonitor(ProgressLine& line) : line_(line) {}
  void on_progress(const capture::Progress& progress) override { line_.show(progress); }
  bool is_cancelled() override { return stop_requested.load(); }

 private:
  ProgressLine& line_;
};

// Runs a queued job in this process.
inline Result<void> run_and_show(Context& context, const std::string& job) {
  SANAD_TRY(auto* workspace, context.workspace());
  ProgressLine line(context.json());
  SANAD_CHECK(service::run_now(*workspace, job, stop_requested,
                               [&](const capture::Progress& p) { line.show(p); }));
  return {};
}

}  // namespace sanad::cli
