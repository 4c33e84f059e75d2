// Digests beside the one that names an object. Long content is hashed on a thread of its own, at
// the same time as it is encrypted: SHA-512 alone takes as long as SHA-256 and AES-256-GCM
// together.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "crypto/crypto.h"

namespace sanad::vault {

// Not thread-safe itself.
class ExtraHashes {
 public:
  using Algorithm = crypto::Hasher::Algorithm;
  explicit ExtraHashes(const std::vector<Algorithm>& algorithms);
  ~ExtraHashes();
  ExtraHashes(const ExtraHashes&) = delete;
  ExtraHashes& operator=(const ExtraHashes&) = delete;

  // Copies data where a thread is at work; waits while kMostWaiting pieces wait.
  void update(ByteView data);
  // One digest for each algorithm, in the order given. Nothing may follow.
  std::vector<Bytes> finish();

 private:
  void hash(ByteView data);
  void work();
  void stop();

  std::vector<crypto::Hasher> hashers_;
  std::uint64_t seen_bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Bytes> waiting_;
  std::vector<Bytes> spare_;  // buffers to use again
  bool is_ending_ = false;
  std::thread thread_;  // once the content is long
};

}  // namespace sanad::vault
