// What was read from the vault and made ready, kept while it is used: lists, so that each page of
// one costs the page and not the list, and lists of people, so that a name costs the comparison and
// not the reading. Thread-safe. Tested by byte_cache_test.cc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace sanad::service {

// Of the files as they were sealed, all together: in memory they take a few times that.
inline constexpr std::uint64_t kCachedBytes = 64ULL << 20;

// Stamp: which state of a thing is meant, so that no older one is shown.
template <typename Value, typename Stamp>
class ByteCache {
 public:
  explicit ByteCache(std::uint64_t most_bytes = kCachedBytes) : most_bytes_(most_bytes) {}

  // Shared, since a value may leave the cache while somebody reads it. Null: not here in that
  // state.
  std::shared_ptr<const Value> find(std::string_view id, const Stamp& stamp) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(kept_, id, &Kept::id);
    if (found == kept_.end() || found->stamp != stamp) return nullptr;
    kept_.splice(kept_.begin(), kept_, found);
    return found->value;
  }

  // Takes the place of what was there under the id; the longest unused go. One that alone is larger
  // than the whole is not kept.
  void put(std::string_view id, Stamp stamp, std::uint64_t bytes,
           std::shared_ptr<const Value> value) {
    const std::lock_guard lock(mutex_);
    if (const auto found = std::ranges::find(kept_, id, &Kept::id); found != kept_.end()) {
      bytes_ -= found->bytes;
      kept_.erase(found);
    }
    if (bytes > most_bytes_) return;
    kept_.push_front({std::string(id), std::move(stamp), bytes, std::move(value)});
    bytes_ += bytes;
    while (bytes_ > most_bytes_) {
      bytes_ -= kept_.back().bytes;
      kept_.pop_back();
    }
  }

  std::uint64_t bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  struct Kept {
    std::string id;
    Stamp stamp;
    std::uint64_t bytes;
    std::shared_ptr<const Value> value;
  };
  const std::uint64_t most_bytes_;
  mutable std::mutex mutex_;
  std::list<Kept> kept_;  // most recently used first
  std::uint64_t bytes_ = 0;
};

}  // namespace sanad::service
