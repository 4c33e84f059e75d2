#include "extra_hashes.h"

namespace sanad::vault {
namespace {

// Below this a thread costs more than it gains.
constexpr std::uint64_t kLongBytes = 4ULL << 20;
constexpr std::size_t kMostWaiting = 8;

}  // namespace

ExtraHashes::ExtraHashes(const std::vector<Algorithm>& algorithms) {
  for (const Algorithm algorithm : algorithms) hashers_.emplace_back(algorithm);
}

ExtraHashes::~ExtraHashes() { stop(); }

void ExtraHashes::hash(ByteView data) {
  for (crypto::Hasher& hasher : hashers_) hasher.update(data);
}

void ExtraHashes::update(ByteView data) {
  if (hashers_.empty()) return;
  seen_bytes_ += data.size();
  if (seen_bytes_ < kLongBytes) return hash(data);
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < kMostWaiting; });
  Bytes piece;
  if (!spare_.empty()) {
    piece = std::move(spare_.back());
    spare_.pop_back();
  }
  lock.unlock();
  piece.assign(data.begin(), data.end());
  lock.lock();
  waiting_.push_back(std::move(piece));
  lock.unlock();
  changed_.notify_all();
}

void ExtraHashes::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return is_ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Bytes piece = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    changed_.notify_all();
    hash(piece);
    lock.lock();
    spare_.push_back(std::move(piece));
  }
}

void ExtraHashes::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::vector<Bytes> ExtraHashes::finish() {
  stop();
  std::vector<Bytes> digests;
  for (crypto::Hasher& hasher : hashers_) digests.push_back(hasher.finish());
  return digests;
}

}  // namespace sanad::vault
