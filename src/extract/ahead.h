// Items of a walk examined before it comes to them, several at once. What the walk sees does not
// depend on it: a result is either just what examine() would give then, or there is none.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "cage/input.h"
#include "extract/extract.h"

namespace sanad::extract {

// Of the bytes of all items that wait, and of what was found in them; of what was found in one.
inline constexpr std::uint64_t kMaxAheadBytes = 256ULL << 20;
inline constexpr std::uint64_t kMaxAheadFound = 4ULL << 20;

class Ahead {
 public:
  struct Found {
    std::optional<json::Value> item;
    std::vector<Part> parts;
    std::uint64_t bytes = 0;  // of the parts
    Result<Opened> opened = Opened{};
  };
  // An item that waits. Shared by the walk and the thread that examines it, whichever ends last.
  class Job;

  // No threads without a pool: then nothing is done ahead.
  explicit Ahead(const Extractor& extractor);
  ~Ahead();
  Ahead(const Ahead&) = delete;
  Ahead& operator=(const Ahead&) = delete;

  // How many items may wait at each depth.
  std::size_t width() const { return 4 * threads_.size(); }
  bool is_full() const { return held_ >= kMaxAheadBytes; }

  std::shared_ptr<Job> hold(cage::Input input, Hints hints);
  void start(const std::shared_ptr<Job>& job);
  // What was found in it, waited for. Absent: it was not begun, or holds too much to be kept, so
  // that the caller has to examine it. kConflict: cancelled meanwhile.
  Result<std::optional<Found>> take(Job& job);

 private:
  void work();
  Found find(Job& job);

  const Extractor& extractor_;
  std::atomic<std::uint64_t> held_ = 0;
  std::atomic<bool> is_over_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Job>> queue_;
  std::vector<std::thread> threads_;
};

class Ahead::Job {
 public:
  Job(Ahead& ahead, cage::Input input, Hints hints);
  ~Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  cage::Input& input() { return input_; }

 private:
  friend class Ahead;
  enum class State { kHeld, kQueued, kRuns, kFound, kTaken };

  Ahead& ahead_;
  cage::Input input_;
  Hints hints_;
  std::uint64_t counted_;
  State state_ = State::kHeld;  // under the mutex of Ahead
  bool is_too_much_ = false;
  std::optional<Found> found_;
};

}  // namespace sanad::extract
