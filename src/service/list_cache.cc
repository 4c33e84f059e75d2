#include "service/list_cache.h"

#include <algorithm>

namespace sanad::service {

std::shared_ptr<const lists::List> ListCache::find(std::string_view id, std::uint64_t stamp) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(kept_, id, &Kept::id);
  if (found == kept_.end() || found->stamp != stamp) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return found->list;
}

void ListCache::put(std::string_view id, std::uint64_t stamp, std::uint64_t bytes,
                    std::shared_ptr<const lists::List> list) {
  const std::lock_guard lock(mutex_);
  if (const auto found = std::ranges::find(kept_, id, &Kept::id); found != kept_.end()) {
    bytes_ -= found->bytes;
    kept_.erase(found);
  }
  if (bytes > most_bytes_) return;
  kept_.push_front({std::string(id), stamp, bytes, std::move(list)});
  bytes_ += bytes;
  while (bytes_ > most_bytes_) {
    bytes_ -= kept_.back().bytes;
    kept_.pop_back();
  }
}

std::uint64_t ListCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace sanad::service
