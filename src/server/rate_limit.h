// How often somebody may ask: a bucket for each key, which holds a minute's requests at most and
// fills evenly. A fixed number of buckets, whatever comes: one that is full again says nothing and
// is forgotten first; where none is, the fullest goes, which forgives its key the least.
// Thread-safe. Tested by rate_limit_test.cc.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"

namespace sanad::server {

class RateLimiter {
 public:
  explicit RateLimiter(std::size_t max_buckets = 4096) : max_buckets_(max_buckets) {}

  // Takes one request out of the key's bucket; answers 0. Or leaves it, where it is empty, and
  // answers after how many seconds there will be one. now may go back: at most a full bucket is
  // gained by that.
  std::uint32_t take(std::string_view key, std::int64_t per_minute, Timestamp now);
  // The same answer, and nothing is taken.
  std::uint32_t wait_s(std::string_view key, std::int64_t per_minute, Timestamp now) const;
  std::size_t size() const;

 private:
  struct Bucket {
    std::int64_t left;  // as of at, in parts of a request (rate_limit.cc)
    std::int64_t per_minute;
    Timestamp at;
  };
  static std::int64_t left_at(const Bucket& bucket, Timestamp now);
  void make_room(Timestamp now);

  const std::size_t max_buckets_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace sanad::server
