// One capture from beginning to end; the steps stand in run().
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "browser/scratch.h"
#include "capture/health.h"
#include "channel_a.h"
#include "drive.h"
#include "log_sink.h"

namespace sanad::capture {

class Session {
 public:
  Session(const authority::Permit& permit, const Options& options, const Context& context,
          Surroundings surroundings, const json::Value& validation);
  ~Session();
  Result<Outcome> run();

 private:
  using Steady = std::chrono::steady_clock;
  Result<void> prepare();
  Result<void> launch();
  void drive();
  void watch_driving();
  void report();  // a few times a second at most, and at each new phase
  void kill_browser();
  Result<void> write_all(const browser::Facts& facts, Outcome& outcome);
  void close_browser();
  void judge_log();
  Result<Outcome> seal();
  Result<void> seal_log();
  void judge_bodies();

  const authority::Permit& permit_;
  const Options& options_;
  const Context& context_;
  const json::Value& validation_;
  Surroundings around_;
  Control control_;
  Keeper keeper_;
  Health before_;
  Timestamp started_;
  Timestamp closing_;
  Steady::time_point driving_since_;
  Steady::time_point reported_at_;
  std::string reported_phase_;
  std::optional<Steady::time_point> stopped_at_;
  std::unique_ptr<browser::Scratch> scratch_;
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<ChannelA> channel_;
  std::unique_ptr<LogSink> sink_;
  // The browser is told to die with the thread that started it, and everything of the driver looks
  // at the process: so the process stands before the driver, and both end on this thread.
  std::unique_ptr<browser::Process> process_;
  std::unique_ptr<Driver> driver_;
  bool killed_ = false;  // by us
  browser::ExitState exit_;
  browser::NetLogResult net_log_;
  netlog::LogEnd log_end_;
};

}  // namespace sanad::capture
