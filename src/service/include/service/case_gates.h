// Who works with a case's material now, so that it is not disposed of under somebody's hands: jobs
// and imports hold a case open while they run; a disposal closes it, if nobody does, and whoever
// comes then waits for its end. Tested by disposal_test.cc.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace sanad::service {

// Thread-safe.
class CaseGates {
 public:
  class Lease {
   public:
    Lease(Lease&& other) noexcept
        : gates_(std::exchange(other.gates_, nullptr)),
          case_id_(std::move(other.case_id_)),
          closes_(other.closes_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (gates_ != nullptr) gates_->leave(case_id_, closes_);
    }

   private:
    friend class CaseGates;
    Lease(CaseGates* gates, std::string case_id, bool closes)
        : gates_(gates), case_id_(std::move(case_id)), closes_(closes) {}
    CaseGates* gates_;
    std::string case_id_;
    bool closes_;
  };

  // Waits while the case is closed.
  Lease enter(const std::string& case_id) {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [&] { return inside_[case_id] >= 0; });
    ++inside_[case_id];
    return {this, case_id, false};
  }
  // Nothing: somebody is inside.
  std::optional<Lease> try_close(const std::string& case_id) {
    const std::lock_guard lock(mutex_);
    if (inside_[case_id] != 0) return std::nullopt;
    inside_[case_id] = -1;
    return Lease(this, case_id, true);
  }

 private:
  void leave(const std::string& case_id, bool closes) {
    const std::lock_guard lock(mutex_);
    int& inside = inside_[case_id];
    inside = closes ? 0 : inside - 1;
    if (closes) opened_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable opened_;
  std::map<std::string, int> inside_;  // -1: closed; guarded by mutex_
};

}  // namespace sanad::service
