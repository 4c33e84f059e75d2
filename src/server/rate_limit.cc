#include "rate_limit.h"

#include <algorithm>

namespace sanad::server {
namespace {

// Buckets are counted in parts of a request, of which a bucket gains per_minute each millisecond:
// whole numbers, so that nothing is lost however often somebody asks.
constexpr std::int64_t kParts = 60'000;

std::uint32_t seconds_until_one(std::int64_t left, std::int64_t per_minute) {
  if (left >= kParts) return 0;
  const std::int64_t parts_a_second = per_minute * 1000;
  return static_cast<std::uint32_t>((kParts - left + parts_a_second - 1) / parts_a_second);
}

}  // namespace

std::int64_t RateLimiter::left_at(const Bucket& bucket, Timestamp now) {
  // A minute fills any bucket; more would only overflow.
  const std::int64_t passed_ms =
      std::clamp<std::int64_t>(now.unix_ms - bucket.at.unix_ms, 0, 60'000);
  return std::min(bucket.per_minute * kParts, bucket.left + passed_ms * bucket.per_minute);
}

std::uint32_t RateLimiter::take(std::string_view key, std::int64_t per_minute, Timestamp now) {
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(std::string(key));
  if (found == buckets_.end()) {
    if (buckets_.size() >= max_buckets_) make_room(now);
    found = buckets_.emplace(key, Bucket{per_minute * kParts, per_minute, now}).first;
  }
  Bucket& bucket = found->second;
  bucket.per_minute = per_minute;
  bucket.left = left_at(bucket, now);
  bucket.at = now;
  const std::uint32_t wait = seconds_until_one(bucket.left, per_minute);
  if (wait == 0) bucket.left -= kParts;
  return wait;
}

std::uint32_t RateLimiter::wait_s(std::string_view key, std::int64_t per_minute,
                                  Timestamp now) const {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(std::string(key));
  if (found == buckets_.end()) return 0;
  return seconds_until_one(left_at(found->second, now), per_minute);
}

std::size_t RateLimiter::size() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

void RateLimiter::make_room(Timestamp now) {
  const auto missing = [now](const auto& item) {
    return item.second.per_minute * kParts - left_at(item.second, now);
  };
  if (std::erase_if(buckets_, [&](const auto& item) { return missing(item) <= 0; }) > 0) return;
  buckets_.erase(
      std::ranges::min_element(buckets_, {}, [&](const auto& item) { return missing(item); }));
}

}  // namespace sanad::server
