// Where the lines of a list of parts lie, so that a page from the middle of 400,000 costs what the
// first one does. Made by reading the list once, and kept for those lists that are read now.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "vault/vault.h"

namespace sanad::service {

// Thread-safe.
class PartMarks {
 public:
  static constexpr std::uint64_t kEvery = 256;  // lines
  static constexpr std::size_t kMaxKept = 8;    // lists; the one unused for longest goes first
  using Offsets = std::vector<std::uint64_t>;   // of the lines 0, kEvery, 2 kEvery …

  // digest: of the list, by which it is kept.
  Result<std::shared_ptr<const Offsets>> of(const std::string& digest, vault::ObjectReader& list);

 private:
  std::mutex mutex_;
  std::list<std::pair<std::string, std::shared_ptr<const Offsets>>> kept_;  // newest use first
};

}  // namespace sanad::service
