#include "log_sink.h"

namespace sanad::capture {

LogSink::LogSink(std::unique_ptr<vault::ObjectWriter> writer, netlog::Listener& listener)
    : writer_(std::move(writer)), parser_(listener), thread_([this] { parse_all(); }) {}

LogSink::~LogSink() { finish(); }

Result<void> LogSink::write(ByteView data) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return queued_bytes_ < kMaxQueuedBytes || parse_error_; });
    if (!parse_error_) {
      queue_.emplace_back(data.begin(), data.end());
      queued_bytes_ += data.size();
      changed_.notify_all();
    }
  }
  return writer_->write(data);
}

bool LogSink::is_idle() const {
  const std::lock_guard lock(mutex_);
  return queue_.empty() && !parsing_;
}

std::optional<Error> LogSink::parse_error() const {
  const std::lock_guard lock(mutex_);
  return parse_error_;
}

void LogSink::parse_all() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return ended_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Bytes part = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= part.size();
    parsing_ = true;
    changed_.notify_all();
    lock.unlock();
    const auto fed = parser_.feed(part);
    lock.lock();
    parsing_ = false;
    if (fed.ok()) continue;
    parse_error_ = fed.error();
    queue_.clear();
    queued_bytes_ = 0;
    changed_.notify_all();
    return;
  }
}

netlog::LogEnd LogSink::finish() {
  if (!thread_.joinable()) return end_;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  thread_.join();
  // Also after an error: what was open is told to the listener where the parser still can.
  if (auto end = parser_.finish(); end.ok()) {
    end_ = *end;
  } else if (!parse_error_) {
    parse_error_ = end.error();
  }
  return end_;
}

Result<vault::SealedObject> LogSink::seal() { return writer_->seal(); }

}  // namespace sanad::capture
