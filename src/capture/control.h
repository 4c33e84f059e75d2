// Between the thread that watches and the thread that drives: why to stop, how far it is.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace sanad::capture {

enum class Stop {
  kNone,
  kOutputsOnly,  // no more loading and no behaviours: keep what the page shows now
  kOutside,      // the page left what is authorised: keep what came, show nothing more of it
  kNow,          // end the browser
};

// Thread-safe.
class Control {
 public:
  // A stop only grows. reason: one sentence for the record; it makes the capture incomplete.
  void stop(Stop how, std::string reason);
  void add_reason(std::string reason);
  void add_warning(std::string warning);
  Stop state() const { return state_.load(); }
  bool stopped() const { return state() != Stop::kNone; }
  std::vector<std::string> reasons() const;
  std::vector<std::string> warnings() const;

  void enter(std::string phase, std::string message);
  std::string phase() const;
  std::string message() const;

 private:
  std::atomic<Stop> state_{Stop::kNone};
  mutable std::mutex mutex_;
  std::vector<std::string> reasons_;
  std::vector<std::string> warnings_;
  std::string phase_ = "starting";
  std::string message_;
};

// Runs step on a thread of its own; tick is called on this thread every 100 ms meanwhile, so that
// no wait of the step keeps the officer's word from being heard.
void run_watched(const std::function<void()>& step, const std::function<void()>& tick);

}  // namespace sanad::capture
