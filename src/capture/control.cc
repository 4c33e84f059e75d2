#include "control.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace sanad::capture {
namespace {

constexpr auto kTick = std::chrono::milliseconds(100);

void add_once(std::vector<std::string>& list, std::string text) {
  if (!text.empty() && std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

}  // namespace

void Control::stop(Stop how, std::string reason) {
  const std::lock_guard lock(mutex_);
  if (how > state_.load()) state_ = how;
  add_once(reasons_, std::move(reason));
}

void Control::add_reason(std::string reason) { stop(Stop::kNone, std::move(reason)); }

void Control::add_warning(std::string warning) {
  const std::lock_guard lock(mutex_);
  add_once(warnings_, std::move(warning));
}

std::vector<std::string> Control::reasons() const {
  const std::lock_guard lock(mutex_);
  return reasons_;
}

std::vector<std::string> Control::warnings() const {
  const std::lock_guard lock(mutex_);
  return warnings_;
}

void Control::enter(std::string phase, std::string message) {
  const std::lock_guard lock(mutex_);
  phase_ = std::move(phase);
  message_ = std::move(message);
}

std::string Control::phase() const {
  const std::lock_guard lock(mutex_);
  return phase_;
}

std::string Control::message() const {
  const std::lock_guard lock(mutex_);
  return message_;
}

void run_watched(const std::function<void()>& step, const std::function<void()>& tick) {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::thread worker([&] {
    step();
    const std::lock_guard lock(mutex);
    done = true;
    changed.notify_one();
  });
  std::unique_lock lock(mutex);
  while (!changed.wait_for(lock, kTick, [&] { return done; })) {
    lock.unlock();
    tick();
    lock.lock();
  }
  lock.unlock();
  worker.join();
}

}  // namespace sanad::capture
