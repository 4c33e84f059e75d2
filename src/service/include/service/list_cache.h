// Lists that were read from the vault, so that each page of one costs the page and not the list.
// Thread-safe. Tested by list_cache_test.cc.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "lists/model.h"

namespace sanad::service {

// Of the lists' canonical forms, all together: in memory they take a few times that.
inline constexpr std::uint64_t kCachedListBytes = 64ULL << 20;

class ListCache {
 public:
  explicit ListCache(std::uint64_t most_bytes = kCachedListBytes) : most_bytes_(most_bytes) {}

  // Shared, since a list may leave the cache while somebody reads it. Null: not here. stamp: what
  // put() was told, so that no older state is shown.
  std::shared_ptr<const lists::List> find(std::string_view id, std::uint64_t stamp);
  // Takes the place of what was there under the id; the longest unused go. One that alone is larger
  // than the whole is not kept.
  void put(std::string_view id, std::uint64_t stamp, std::uint64_t bytes,
           std::shared_ptr<const lists::List> list);
  std::uint64_t bytes() const;

 private:
  struct Kept {
    std::string id;
    std::uint64_t stamp;
    std::uint64_t bytes;
    std::shared_ptr<const lists::List> list;
  };
  const std::uint64_t most_bytes_;
  mutable std::mutex mutex_;
  std::list<Kept> kept_;  // most recently used first
  std::uint64_t bytes_ = 0;
};

}  // namespace sanad::service
