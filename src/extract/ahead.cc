#include "ahead.h"

#include <chrono>
#include <utility>

#include "cage/pool.h"
#include "extract/walk.h"

namespace sanad::extract {
namespace {

constexpr std::chrono::milliseconds kAskEvery{100};

}  // namespace

Ahead::Job::Job(Ahead& ahead, cage::Input input, Hints hints)
    : ahead_(ahead), input_(std::move(input)), hints_(std::move(hints)), counted_(input_.size()) {
  ahead_.held_ += counted_;
}

Ahead::Job::~Job() { ahead_.held_ -= counted_; }

Ahead::Ahead(const Extractor& extractor) : extractor_(extractor) {
  const unsigned threads = extractor.pool == nullptr ? 0 : extractor.pool->children();
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Ahead::~Ahead() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
    queue_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::shared_ptr<Ahead::Job> Ahead::hold(cage::Input input, Hints hints) {
  return std::make_shared<Job>(*this, std::move(input), std::move(hints));
}

void Ahead::start(const std::shared_ptr<Job>& job) {
  if (threads_.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    job->state_ = Job::State::kQueued;
    queue_.push_back(job);
  }
  changed_.notify_all();
}

Result<std::optional<Ahead::Found>> Ahead::take(Job& job) {
  std::unique_lock lock(mutex_);
  if (job.state_ == Job::State::kHeld || job.state_ == Job::State::kQueued) {
    job.state_ = Job::State::kTaken;
    return std::optional<Found>();
  }
  while (job.state_ == Job::State::kRuns) {
    changed_.wait_for(lock, kAskEvery);
    lock.unlock();
    if (extractor_.is_cancelled && extractor_.is_cancelled())
      return Error{ErrorCode::kConflict, "stopped by the officer"};
    lock.lock();
  }
  job.state_ = Job::State::kTaken;
  if (job.is_too_much_) return std::optional<Found>();
  return std::exchange(job.found_, std::nullopt);
}

void Ahead::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || !queue_.empty(); });
    if (is_over_) return;
    const std::shared_ptr<Job> job = std::move(queue_.front());
    queue_.pop_front();
    // The walk has come to it first, or has passed over it and nobody else holds it.
    if (job->state_ != Job::State::kQueued || job.use_count() == 1) continue;
    job->state_ = Job::State::kRuns;
    lock.unlock();
    Found found = find(*job);
    lock.lock();
    job->found_ = std::move(found);
    job->state_ = Job::State::kFound;
    changed_.notify_all();
  }
}

Ahead::Found Ahead::find(Job& job) {
  Extractor extractor = extractor_;
  // Whose question it is may be asked by the walk's own thread only.
  extractor.is_cancelled = [this] { return is_over_.load(); };
  Found found;
  const auto count = [&](std::uint64_t bytes) -> Result<void> {
    job.counted_ += bytes;
    held_ += bytes;
    found.bytes += bytes;
    if (found.bytes <= kMaxAheadFound) return {};
    job.is_too_much_ = true;
    return Error{ErrorCode::kLimit, "too much to be held"};
  };
  found.opened = examine(
      extractor, job.input_.fd(), job.hints_, {kMaxWalkParts, kMaxWalkBytes},
      [&](json::Value item) -> Result<void> {
        found.item = std::move(item);
        return {};
      },
      [&](Part part) -> Result<void> {
        SANAD_CHECK(count(part.bytes.size()));
        found.parts.push_back(std::move(part));
        return {};
      });
  return found;
}

}  // namespace sanad::extract
